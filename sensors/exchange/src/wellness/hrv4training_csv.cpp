// HRV4Training: a morning measurement a row, with the answers given beside it. iOS writes plain rows. Android writes
// dates as year-day-month, and numbers of the place (from latitude on, the last columns) with unquoted decimal commas,
// so that rows have more cells than the header: what is read lies before those.
#include <array>
#include <optional>

#include "text/dates.hpp"
#include "text/text.hpp"
#include "wellness/daily_table.hpp"

namespace tonus::exchange {
namespace {

/// Sliders from 1 to 10 onto 1 to 7.
constexpr double kScale = 6.0 / 9.0, kOffset = 1.0 - kScale;
constexpr std::array<std::string_view, 2> kDates{"timestamp_measurement", "date"};
constexpr std::array kRules{
    ColumnRule{"rmssd", Quantity::Rmssd, Window::Morning},
    ColumnRule{"sdnn", Quantity::Sdnn, Window::Morning},
    ColumnRule{"hr", Quantity::RestingHeartRate, Window::Morning},
    ColumnRule{"hrv4t_recovery_points", Quantity::VendorScore, Window::Morning, "hrv4training.recovery_points"},
    ColumnRule{"sleep_quality", Quantity::SleepQuality, Window::Morning, "", kScale, kOffset},
    ColumnRule{"sleep_time", Quantity::SleepDuration, Window::Night, "", 3600.0},
    ColumnRule{"mental_energy", Quantity::MentalEnergy, Window::Morning, "", kScale, kOffset},
    ColumnRule{"muscle_soreness", Quantity::Soreness, Window::Morning, "", kScale, kOffset},
    ColumnRule{"fatigue", Quantity::Fatigue, Window::Morning, "", kScale, kOffset},
    ColumnRule{"trainingmotivation", Quantity::Motivation, Window::Morning, "", kScale, kOffset},
    ColumnRule{"physical_condition", Quantity::PhysicalCondition, Window::Morning, "", kScale, kOffset},
    ColumnRule{"trainingrpe", Quantity::PerceivedExertion},
    ColumnRule{"trainingtss", Quantity::TrainingLoad, Window::Day, "hrv4training.tss"},
    ColumnRule{"vo2max", Quantity::Vo2max},
};

struct TagRule {
  std::string_view column, nothing, label;
};
constexpr std::array kTags{TagRule{"traveling", "not traveling", "travel"}, TagRule{"sickness", "not sick", "sick"},
                           TagRule{"alcohol", "nothing", "alcohol"}, TagRule{"menstrual_cycle", "", "menstrual_cycle"}};

void take_tags(const DailyRow& row, Sink& sink) {
  for (const TagRule& rule : kTags) {
    const std::string said = text::lower(row.cell(rule.column));
    if (text::is_absent(said) || said == rule.nothing || said == "no") continue;
    sink.out.add({.day = row.day,
                  .quantity = Quantity::Tag,
                  .value = 1.0,
                  .window = Window::Morning,
                  .source = row.source,
                  .label = sink.out.label(rule.label)});
  }
}

}  // namespace

std::optional<std::string> import_hrv4training_csv(ByteStream& stream, std::string_view, Sink& sink) {
  DailyTable table{.source = "HRV4Training", .date_columns = kDates, .rules = kRules, .hook = take_tags};
  table.day = [](std::string_view cell, DailyRow& row) -> std::optional<std::int32_t> {
    // Only Android has a column of its own for the time of day.
    return row.header.has("time") ? text::year_day_month(cell) : day_in_cell(cell, row);
  };
  table.accepts = [](const DailyRow& row, Sink& to) {
    // A day without a measurement is a row of zeros; what was answered on it is still said.
    if (row.number("hr") == 0.0) to.out.skip("HRV4Training row without a measurement");
    return true;
  };
  return import_daily_table(stream, table, sink);
}

}  // namespace tonus::exchange
