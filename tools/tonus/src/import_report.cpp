#include "import_report.hpp"

#include <array>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "activity_load.hpp"
#include "json_fields.hpp"

namespace tonus::tool {
namespace {

using exchange::DayValue;
using exchange::Wellness;
using nlohmann::ordered_json;

struct Mean {
  double sum = 0.0;
  std::size_t count = 0;
  void add(std::optional<double> value) {
    if (!value) return;
    sum += *value;
    ++count;
  }
  [[nodiscard]] std::optional<double> value() const {
    return count == 0 ? std::nullopt : std::optional(sum / static_cast<double>(count));
  }
};

/// One row of the summary: a quantity as one window and label of it was measured.
struct Row {
  Mean mean;
  double least = 0.0, most = 0.0;
  std::int32_t first = 0, last = 0;
};
using Rows = std::map<std::string, std::pair<Row, const exchange::QuantityTraits*>>;

/// "rmssd, night", "vendor_score oura.readiness, night".
std::string row_name(const Wellness& days, const DayValue& v) {
  const std::string& label = days.labels[v.label];
  return fmt::format("{}{}{}, {}", exchange::traits(v.quantity).name, label.empty() ? "" : " ", label, name(v.window));
}

Rows rows_of(const Wellness& days, const std::vector<DayValue>& values) {
  Rows rows;
  for (const DayValue& v : values) {
    auto& [row, traits] = rows[row_name(days, v)];
    if (row.mean.count == 0) row = {.least = v.value, .most = v.value, .first = v.day, .last = v.day};
    traits = &exchange::traits(v.quantity);
    row.mean.add(v.value);
    row.least = std::min(row.least, v.value);
    row.most = std::max(row.most, v.value);
    row.last = v.day;
  }
  return rows;
}

/// "1:02:03"
std::string clock_text(double s) {
  const auto whole = static_cast<long long>(s);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string activity_text(const exchange::Activity& activity) {
  Mean bpm, power;
  for (const auto& record : activity.records) {
    bpm.add(record.hr_bpm);
    power.add(record.power_w);
  }
  std::string text = fmt::format("  {}{}{}, {} records", activity.sport, activity.sport.empty() ? "" : ", ",
                                 clock_text(duration_s(activity)), activity.records.size());
  if (const auto mean = bpm.value()) text += fmt::format(", mean heart rate {:.1f} bpm", *mean);
  if (const auto mean = power.value()) text += fmt::format(", mean power {:.1f} W", *mean);
  if (!activity.beats.empty()) text += fmt::format(", {} RR intervals", activity.beats.size());
  return text + '\n';
}

}  // namespace

ordered_json days_json(const Wellness& days) {
  const exchange::Resolved resolved = resolve(days);
  ordered_json out = ordered_json::object();
  const auto range = day_range(days);
  out["count"] = range ? range->days : 0;
  out["first"] = range ? ordered_json(date_text(range->first)) : ordered_json(nullptr);
  out["last"] = range ? ordered_json(date_text(range->last)) : ordered_json(nullptr);
  out["missing"] = range ? range->missing : 0;
  out["sources"] = days.sources;
  out["quantities"] = ordered_json::array();
  for (const auto& [name, entry] : rows_of(days, resolved.values)) {
    const auto& [row, traits] = entry;
    out["quantities"].push_back({{"name", name},
                                 {"unit", traits->unit},
                                 {"days", row.mean.count},
                                 {"mean", or_null(row.mean.value())},
                                 {"min", row.least},
                                 {"max", row.most}});
  }
  out["sleep_intervals"] = days.sleep.size();
  out["workouts"] = days.workouts.size();
  out["duplicates"] = resolved.duplicates;
  out["repeated"] = days.repeated;
  out["implausible"] = days.implausible;
  out["skipped"] = ordered_json::object();
  for (const auto& skipped : days.skipped) out["skipped"][skipped.what] = skipped.count;
  return out;
}

ordered_json report_json(const std::string& file, const exchange::Import& read, const body::Profile& profile) {
  Mean bpm, power;
  std::size_t records = 0, beats = 0;
  std::optional<double> length_s;
  if (read.activity) {
    for (const auto& record : read.activity->records) {
      bpm.add(record.hr_bpm);
      power.add(record.power_w);
    }
    records = read.activity->records.size();
    beats = read.activity->beats.size();
    length_s = duration_s(*read.activity);
  } else if (read.wellness) {
    records = read.wellness->records;
  }
  ordered_json out{{"file", file},
                   {"format", name(read.format)},
                   {"kind", read.activity || !read.wellness ? "activity" : "wellness"},
                   {"records", records},
                   {"duration_s", or_null(length_s)},
                   {"mean_bpm", or_null(bpm.value())},
                   {"mean_w", or_null(power.value())},
                   {"rr_beats", beats}};
  if (read.activity) out["load"] = load_json(load_of(*read.activity, profile));
  if (read.wellness) out["days"] = days_json(*read.wellness);
  out["warnings"] = read.warnings;
  return out;
}

std::string days_text(const Wellness& days) {
  const exchange::Resolved resolved = resolve(days);
  std::string text;
  if (const auto range = day_range(days)) {
    text += fmt::format("  {} days from {} to {}", range->days, date_text(range->first), date_text(range->last));
    text += range->missing == 0 ? std::string(", none missing\n")
                                : fmt::format(", {} between without a value\n", range->missing);
  }
  for (const auto& [name, entry] : rows_of(days, resolved.values)) {
    const auto& [row, traits] = entry;
    const auto mean = row.mean.value();
    text += fmt::format("    {:<44} {:>6} days   mean {:>10.2f} {:<12} {:.2f} to {:.2f}\n", name, row.mean.count,
                        mean.value_or(0.0), traits->unit, row.least, row.most);
  }
  if (!days.sleep.empty()) text += fmt::format("  {} intervals of sleep\n", days.sleep.size());
  if (!days.workouts.empty()) text += fmt::format("  {} workouts\n", days.workouts.size());
  if (resolved.duplicates > 0)
    text += fmt::format("  {} values of days that another source tells as well gave way to it\n", resolved.duplicates);
  if (days.repeated > 0) text += fmt::format("  {} said twice, counted once\n", days.repeated);
  if (!days.skipped.empty()) {
    text += "  not read:";
    constexpr std::size_t kMost = 8;
    for (std::size_t i = 0; i < std::min(kMost, days.skipped.size()); ++i)
      text += fmt::format("{} {} × {}", i == 0 ? "" : ",", days.skipped[i].count, days.skipped[i].what);
    if (days.skipped.size() > kMost) text += fmt::format(", and {} other kinds", days.skipped.size() - kMost);
    text += '\n';
  }
  return text;
}

std::string report_text(const std::string& file, const exchange::Import& read, const body::Profile& profile) {
  std::string text = fmt::format("{}: {}\n", file, name(read.format));
  if (read.activity) text += activity_text(*read.activity) + load_text(load_of(*read.activity, profile));
  if (read.wellness) text += days_text(*read.wellness);
  for (const std::string& warning : read.warnings) text += "  warning: " + warning + '\n';
  return text;
}

}  // namespace tonus::tool
