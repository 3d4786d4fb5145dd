// Oura as tables: the trends export of the web page (one wide table), and the tables of the account export, whose
// columns are named as in Oura's API. Scores stay Oura's.
#include <array>

#include "text/text.hpp"
#include "wellness/daily_table.hpp"

namespace tonus::exchange {
namespace {

constexpr std::array<std::string_view, 3> kDates{"date", "day", "summary_date"};
constexpr std::array kRules{
    // Trends.
    ColumnRule{"average hrv", Quantity::Rmssd, Window::Night},
    ColumnRule{"lowest resting heart rate", Quantity::RestingHeartRate, Window::Night},
    ColumnRule{"average resting heart rate", Quantity::HeartRate, Window::Night},
    ColumnRule{"total sleep time", Quantity::SleepDuration, Window::Night},
    ColumnRule{"total sleep duration", Quantity::SleepDuration, Window::Night},
    ColumnRule{"respiratory rate", Quantity::RespirationRate, Window::Night},
    ColumnRule{"temperature deviation", Quantity::SkinTemperatureDeviation, Window::Night, "", 1.0, 0.0, false},
    ColumnRule{"readiness score", Quantity::VendorScore, Window::Night, "oura.readiness"},
    ColumnRule{"sleep score", Quantity::VendorScore, Window::Night, "oura.sleep"},
    ColumnRule{"activity score", Quantity::VendorScore, Window::Day, "oura.activity"},
    ColumnRule{"activity burn", Quantity::ActiveEnergy},
    ColumnRule{"steps", Quantity::Steps},
    // Account export; names that are not above.
    ColumnRule{"lowest heart rate", Quantity::RestingHeartRate, Window::Night},
    ColumnRule{"average heart rate", Quantity::HeartRate, Window::Night},
    ColumnRule{"average breath", Quantity::RespirationRate, Window::Night},
    ColumnRule{"active calories", Quantity::ActiveEnergy},
    ColumnRule{"vo2 max", Quantity::Vo2max},
};

/// Tables of the account export call their score "score", whichever it is.
std::string_view score_label(std::string_view file) {
  const std::string name = text::lower(file);
  if (name.find("readiness") != std::string::npos) return "oura.readiness";
  if (name.find("sleep") != std::string::npos) return "oura.sleep";
  if (name.find("activity") != std::string::npos) return "oura.activity";
  return "oura.score";
}

}  // namespace

std::optional<std::string> import_oura_csv(ByteStream& stream, std::string_view name, Sink& sink) {
  DailyTable table{.source = "Oura", .date_columns = kDates, .rules = kRules};
  table.hook = [label = score_label(name)](const DailyRow& row, Sink& to) {
    if (const auto score = row.number("score")) {
      to.out.add({.day = row.day,
                  .quantity = Quantity::VendorScore,
                  .value = *score,
                  .window = label == "oura.activity" ? Window::Day : Window::Night,
                  .source = row.source,
                  .label = to.out.label(label)});
    }
  };
  return import_daily_table(stream, table, sink);
}

}  // namespace tonus::exchange
