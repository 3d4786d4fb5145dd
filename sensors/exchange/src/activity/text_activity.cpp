#include "activity/text_activity.hpp"

#include <algorithm>

namespace tonus::exchange::text {

void append_beats(Activity& activity, double t_s, std::span<const double> rr_ms) {
  double begin_s = t_s;
  for (const double rr : rr_ms) begin_s -= rr / 1000.0;
  for (std::size_t i = 0; i < rr_ms.size(); ++i) {
    begin_s += rr_ms[i] / 1000.0;
    activity.beats.push_back({.t_s = i + 1 == rr_ms.size() ? t_s : begin_s, .rr_ms = rr_ms[i]});
  }
}

void finish(Activity& activity, Warnings& warnings, std::optional<std::size_t> unterminated_line) {
  std::optional<double> first_s;
  if (!activity.records.empty()) first_s = activity.records.front().t_s;
  if (!activity.beats.empty()) first_s = std::min(first_s.value_or(kLatestTime_s), activity.beats.front().t_s);
  if (first_s && (*first_s < 0.0 || *first_s > 60.0)) {
    for (ActivityRecord& record : activity.records) record.t_s -= *first_s;
    for (ActivityBeat& beat : activity.beats) beat.t_s -= *first_s;
  }

  std::size_t steps_back = 0;
  for (std::size_t i = 1; i < activity.records.size(); ++i) {
    if (activity.records[i].t_s < activity.records[i - 1].t_s) ++steps_back;
  }
  for (std::size_t i = 1; i < activity.beats.size(); ++i) {
    if (activity.beats[i].t_s >= activity.beats[i - 1].t_s) continue;
    ++steps_back;
    activity.beats[i].t_s = activity.beats[i - 1].t_s;
  }
  if (steps_back > 0) warnings.add("the time steps back {} time(s)", steps_back);
  if (activity.zero_heart_rates > 0) {
    warnings.add("{} records say 0 bpm, taken as no heart rate", activity.zero_heart_rates);
  }
  if (unterminated_line) {
    warnings.add("line {}: no line end; if the file was cut short, the last value is wrong", *unterminated_line);
  }
}

}  // namespace tonus::exchange::text
