// Elite HRV: a row a reading, most of them in the morning.
#include <array>

#include "text/text.hpp"
#include "wellness/daily_table.hpp"

namespace tonus::exchange {
namespace {

constexpr std::array<std::string_view, 2> kDates{"datetime", "date"};
constexpr std::array kRules{
    ColumnRule{"rmssd", Quantity::Rmssd, Window::Morning},
    ColumnRule{"sdnn", Quantity::Sdnn, Window::Morning},
    ColumnRule{"hr", Quantity::RestingHeartRate, Window::Morning},
    ColumnRule{"hrv", Quantity::VendorScore, Window::Morning, "elite_hrv.hrv"},
    ColumnRule{"score", Quantity::VendorScore, Window::Morning, "elite_hrv.score"},
};

}  // namespace

std::optional<std::string> import_elite_hrv_csv(ByteStream& stream, std::string_view, Sink& sink) {
  DailyTable table{.source = "Elite HRV", .date_columns = kDates, .rules = kRules};
  table.accepts = [](const DailyRow& row, Sink& to) {
    // Open and exercise readings say nothing of the morning.
    const std::string type = text::lower(row.cell("type"));
    if (type.empty() || type == "readiness") return true;
    to.out.skip("Elite HRV reading of type " + type);
    return false;
  };
  return import_daily_table(stream, table, sink);
}

}  // namespace tonus::exchange
