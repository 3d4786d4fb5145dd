// WHOOP's export: physiological_cycles.csv, sleeps.csv, workouts.csv, journal_entries.csv. Recovery and strain stay
// WHOOP's.
#include <array>

#include "text/dates.hpp"
#include "text/text.hpp"
#include "wellness/daily_table.hpp"

namespace tonus::exchange {
namespace {

constexpr std::array<std::string_view, 3> kDates{"wake onset", "workout start time", "cycle start time"};
constexpr std::array kCycleRules{
    ColumnRule{"recovery score %", Quantity::VendorScore, Window::Night, "whoop.recovery"},
    ColumnRule{"resting heart rate", Quantity::RestingHeartRate, Window::Night},
    ColumnRule{"heart rate variability", Quantity::Rmssd, Window::Night},
    ColumnRule{"skin temp", Quantity::SkinTemperature, Window::Night},
    ColumnRule{"blood oxygen %", Quantity::Spo2, Window::Night},
    ColumnRule{"respiratory rate", Quantity::RespirationRate, Window::Night},
    ColumnRule{"day strain", Quantity::TrainingLoad, Window::Day, "whoop.strain", 1.0, 0.0, false},
    ColumnRule{"sleep performance %", Quantity::VendorScore, Window::Night, "whoop.sleep_performance"},
};
// Both cycles and sleeps tell the night; naps are rows of sleeps alone. Minutes.
constexpr std::array kSleepRules{
    ColumnRule{"asleep duration", Quantity::SleepDuration, Window::Night, "", 60.0, 0.0, true, /*is_part=*/true},
};

void add_workout(const DailyRow& row, Sink& sink) {
  const auto start = text::moment(row.cell("workout start time"));
  const auto end = text::moment(row.cell("workout end time"));
  if (!start || !end) return;
  const std::int64_t offset_s = 60 * row.utc_offset_min.value_or(0);
  sink.out.add(Workout{.start_unix_s = start->local_s - offset_s,
                       .duration_s = static_cast<double>(end->local_s - start->local_s),
                       .mean_bpm = row.number("average hr"),
                       .energy_kcal = row.number("energy burned"),
                       .load = row.number("activity strain"),
                       .utc_offset_min = row.utc_offset_min,
                       .source = row.source,
                       .label = sink.out.label(row.cell("activity name"))});
}

void add_journal(const DailyRow& row, Sink& sink) {
  const std::string answer = text::lower(row.cell("answered yes"));
  if (answer != "true" && answer != "yes") return;
  sink.out.add({.day = row.day,
                .quantity = Quantity::Tag,
                .value = 1.0,
                .source = row.source,
                .label = sink.out.label(row.cell("question text")),
                .utc_offset_min = row.utc_offset_min});
}

void take_rest(const DailyRow& row, Sink& sink) {
  if (row.header.has("workout start time")) return add_workout(row, sink);
  if (row.header.has("question text")) return add_journal(row, sink);
}

}  // namespace

std::optional<std::string> import_whoop_csv(ByteStream& stream, std::string_view name, Sink& sink) {
  const bool is_sleeps = text::lower(name).find("sleeps") != std::string::npos;
  DailyTable table{.source = "WHOOP", .date_columns = kDates, .rules = kCycleRules, .hook = take_rest};
  if (is_sleeps) table.rules = kSleepRules;
  table.day = [](std::string_view cell, DailyRow& row) -> std::optional<std::int32_t> {
    auto day = day_in_cell(cell, row);
    if (cell.empty()) {  // a cycle that is still running, or had no sleep: it began in the evening before its day
      const auto start = text::moment(row.cell("cycle start time"));
      if (start) day = text::day_of_night(start->local_s);
    }
    if (!row.utc_offset_min) row.utc_offset_min = text::utc_offset_min(row.cell("cycle timezone"));
    return day;
  };
  if (!is_sleeps) {
    table.hook = [](const DailyRow& row, Sink& to) {
      // Nights come from here where sleeps.csv is not given as well; merge() and the zip keep one of equals.
      if (const auto minutes = row.number("asleep duration"); minutes && *minutes > 0.0) {
        to.out.add({.day = row.day,
                    .quantity = Quantity::SleepDuration,
                    .value = *minutes * 60.0,
                    .window = Window::Night,
                    .source = to.out.source("WHOOP cycles"),
                    .utc_offset_min = row.utc_offset_min,
                    .is_total = true});
      }
      take_rest(row, to);
    };
  }
  return import_daily_table(stream, table, sink);
}

}  // namespace tonus::exchange
