#include "diary.hpp"

#include <algorithm>
#include <cmath>

namespace tonus::body {
namespace {

void keep_within(std::optional<double>& value, double low, double high) {
  if (value && !(*value >= low && *value <= high)) value.reset();
}

Day plausible(Day day) {
  keep_within(day.rmssd_ms, 10.0, 250.0);
  keep_within(day.rest_bpm, 25.0, 120.0);
  keep_within(day.sleep_h, 0.0, 16.0);
  keep_within(day.breaths_per_min, 5.0, 35.0);
  keep_within(day.temperature_dev_c, -5.0, 5.0);
  keep_within(day.body_temperature_c, 30.0, 43.0);
  keep_within(day.load, 0.0, 2000.0);
  return day;
}

}  // namespace

std::optional<double> wellness(const CheckIn& answers) {
  double sum = 0.0;
  int count = 0;
  for (const auto& answer : {answers.sleep, answers.energy, answers.muscles, answers.calm}) {
    if (!answer || *answer < kWorstAnswer || *answer > kBestAnswer) continue;
    sum += *answer;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum / count;
}

std::vector<Day> lay_out(std::span<const Day> history, CivilDay from, CivilDay to) {
  const auto first = std::lower_bound(history.begin(), history.end(), from - kDiaryDays + 1,
                                      [](const Day& d, CivilDay day) { return d.day < day; });
  std::vector<Day> days;
  if (first == history.end() || first->day > to) return days;
  days.resize(static_cast<std::size_t>(to - first->day) + 1);
  for (std::size_t i = 0; i < days.size(); ++i) days[i].day = first->day + static_cast<CivilDay>(i);
  for (auto it = first; it != history.end() && it->day <= to; ++it) {
    days[static_cast<std::size_t>(it->day - first->day)] = plausible(*it);
  }
  return days;
}

}  // namespace tonus::body
