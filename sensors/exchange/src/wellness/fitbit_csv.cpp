// Fitbit in Google Takeout, the tables: daily HRV, breathing, oxygen, skin temperature, sleep score. (The JSON files
// are in fitbit_json.cpp.)
#include <array>

#include "text/dates.hpp"
#include "text/text.hpp"
#include "wellness/daily_table.hpp"

namespace tonus::exchange {
namespace {

constexpr std::array<std::string_view, 3> kDates{"sleep_end", "timestamp", "date"};
constexpr std::array kRules{
    ColumnRule{"rmssd", Quantity::Rmssd, Window::Night},
    ColumnRule{"daily_respiratory_rate", Quantity::RespirationRate, Window::Night},
    ColumnRule{"average_value", Quantity::Spo2, Window::Night},
    ColumnRule{"nightly_temperature", Quantity::SkinTemperature, Window::Night},
    ColumnRule{"overall_score", Quantity::VendorScore, Window::Night, "fitbit.sleep"},
};

}  // namespace

std::optional<std::string> import_fitbit_csv(ByteStream& stream, std::string_view, Sink& sink) {
  return import_daily_table(stream, {.source = "Fitbit", .date_columns = kDates, .rules = kRules}, sink);
}

}  // namespace tonus::exchange
