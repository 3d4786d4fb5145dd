#include <sensors/exchange/wellness.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "text/text.hpp"

namespace tonus::exchange {
namespace {

constexpr double kAny = 1e6;
// Ranges: rMSSD and SDNN of a day outside 10 to 250 ms and 5 to 400 ms are artefacts; the rest is what bodies can do.
constexpr std::array<QuantityTraits, kQuantities> kTraits{{
    {"resting_heart_rate", "bpm", 25.0, 140.0, Combine::Mean},
    {"heart_rate", "bpm", 20.0, 250.0, Combine::Mean},
    {"lowest_heart_rate", "bpm", 20.0, 250.0, Combine::Least},
    {"highest_heart_rate", "bpm", 20.0, 250.0, Combine::Most},
    {"rmssd", "ms", 10.0, 250.0, Combine::Mean},
    {"sdnn", "ms", 5.0, 400.0, Combine::Mean},
    {"sleep_duration", "s", 0.0, 86'400.0, Combine::Sum},
    {"respiration_rate", "1/min", 4.0, 60.0, Combine::Mean},
    {"skin_temperature", "°C", 20.0, 42.0, Combine::Mean},
    {"skin_temperature_deviation", "°C", -10.0, 10.0, Combine::Mean},
    {"body_temperature", "°C", 30.0, 45.0, Combine::Mean},
    {"spo2", "%", 50.0, 100.0, Combine::Mean},
    {"steps", "", 0.0, 200'000.0, Combine::Sum},
    {"active_energy", "kcal", 0.0, 20'000.0, Combine::Sum},
    {"weight", "kg", 20.0, 400.0, Combine::Last},
    {"vo2max", "ml/(kg min)", 10.0, 100.0, Combine::Last},
    {"moderate_minutes", "min", 0.0, 1'440.0, Combine::Sum},
    {"vigorous_minutes", "min", 0.0, 1'440.0, Combine::Sum},
    {"training_load", "", 0.0, 10'000.0, Combine::Sum},
    {"vendor_score", "", -kAny, kAny, Combine::Last},
    {"sleep_quality", "1-7", 1.0, 7.0, Combine::Last},
    {"fatigue", "1-7", 1.0, 7.0, Combine::Last},
    {"soreness", "1-7", 1.0, 7.0, Combine::Last},
    {"mood", "1-7", 1.0, 7.0, Combine::Last},
    {"mental_energy", "1-7", 1.0, 7.0, Combine::Last},
    {"motivation", "1-7", 1.0, 7.0, Combine::Last},
    {"physical_condition", "1-7", 1.0, 7.0, Combine::Last},
    {"perceived_exertion", "0-10", 0.0, 10.0, Combine::Last},
    {"tag", "", -kAny, kAny, Combine::Last},
}};

auto order(const DayValue& v) { return std::tuple(v.day, v.quantity, v.window, v.source, v.label); }

/// Removes all but the first of neighbours with equal keys; how many they were. (std::unique, because clang 14 cannot
/// use what its namesake in std::ranges returns.)
template <class Row, class Key>
std::size_t keep_first(std::vector<Row>& rows, Key key) {
  const auto end = std::unique(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return key(a) == key(b); });
  const auto removed = static_cast<std::size_t>(rows.end() - end);
  rows.erase(end, rows.end());
  return removed;
}

std::uint16_t index_in(std::vector<std::string>& names, const std::string& name) {
  const auto found = std::ranges::find(names, name);
  const auto index = static_cast<std::uint16_t>(found - names.begin());
  if (found == names.end()) names.push_back(name);
  return index;
}

/// Rank of every source: those named first, then by the days they have values for.
std::vector<std::size_t> ranks(const Wellness& w, std::span<const std::string_view> priority) {
  std::vector<std::set<std::int32_t>> days(w.sources.size());
  for (const DayValue& v : w.values) days[v.source].insert(v.day);
  std::vector<std::size_t> by_share(w.sources.size());
  for (std::size_t i = 0; i < by_share.size(); ++i) by_share[i] = i;
  std::ranges::stable_sort(by_share, std::greater<>(), [&](std::size_t i) { return days[i].size(); });
  std::vector<std::size_t> rank(w.sources.size());
  for (std::size_t place = 0; place < by_share.size(); ++place) {
    const std::string name = text::lower(w.sources[by_share[place]]);
    const auto named = std::ranges::find_if(
        priority, [&](std::string_view word) { return !word.empty() && name.starts_with(text::lower(word)); });
    rank[by_share[place]] =
        named == priority.end() ? priority.size() + place : static_cast<std::size_t>(named - priority.begin());
  }
  return rank;
}

}  // namespace

const QuantityTraits& traits(Quantity quantity) { return kTraits.at(static_cast<std::size_t>(quantity)); }

std::string_view name(Window window) {
  switch (window) {
    case Window::Night: return "night";
    case Window::FirstSleepHours: return "first_sleep_hours";
    case Window::Morning: return "morning";
    case Window::Day: return "day";
    case Window::Spot: return "spot";
  }
  return "unknown";
}

std::string_view name(SleepStage stage) {
  switch (stage) {
    case SleepStage::InBed: return "in_bed";
    case SleepStage::Awake: return "awake";
    case SleepStage::Asleep: return "asleep";
    case SleepStage::Light: return "light";
    case SleepStage::Deep: return "deep";
    case SleepStage::Rem: return "rem";
  }
  return "unknown";
}

void merge(Wellness& into, const Wellness& from) {
  if (into.labels.empty()) into.labels.emplace_back();
  std::vector<std::uint16_t> source_of, label_of;
  for (const auto& name : from.sources) source_of.push_back(index_in(into.sources, name));
  for (const auto& name : from.labels) label_of.push_back(index_in(into.labels, name));

  for (DayValue v : from.values) {
    v.source = source_of[v.source];
    v.label = label_of[v.label];
    into.values.push_back(v);
  }
  // Stable: of equals the one that was there comes first.
  std::ranges::stable_sort(into.values, {}, order);
  std::vector<DayValue> kept;
  kept.reserve(into.values.size());
  for (const DayValue& v : into.values) {
    if (kept.empty() || order(kept.back()) != order(v)) {
      kept.push_back(v);
      continue;
    }
    ++into.repeated;
    const DayValue& there = kept.back();
    const bool is_fuller =
        v.samples == there.samples && traits(v.quantity).combine == Combine::Sum && v.value > there.value;
    if (v.samples > there.samples || is_fuller) kept.back() = v;
  }
  into.values = std::move(kept);

  for (SleepInterval i : from.sleep) {
    i.source = source_of[i.source];
    into.sleep.push_back(i);
  }
  const auto sleep_key = [](const SleepInterval& i) {
    return std::tuple(i.start_unix_s, i.end_unix_s, i.source, static_cast<int>(i.stage));
  };
  std::ranges::stable_sort(into.sleep, {}, sleep_key);
  into.repeated += keep_first(into.sleep, sleep_key);

  for (Workout w : from.workouts) {
    w.source = source_of[w.source];
    w.label = label_of[w.label];
    into.workouts.push_back(w);
  }
  const auto workout_key = [](const Workout& w) { return std::tuple(w.start_unix_s, w.source, w.label); };
  std::ranges::stable_sort(into.workouts, {}, workout_key);
  into.repeated += keep_first(into.workouts, workout_key);

  into.records += from.records;
  into.implausible += from.implausible;
  into.repeated += from.repeated;
  for (const Skipped& s : from.skipped) {
    const auto found = std::ranges::find(into.skipped, s.what, &Skipped::what);
    if (found == into.skipped.end()) {
      into.skipped.push_back(s);
    } else {
      found->count += s.count;
    }
  }
  std::ranges::stable_sort(into.skipped, std::greater<>(), &Skipped::count);
}

Resolved resolve(const Wellness& wellness, std::span<const std::string_view> priority) {
  const std::vector<std::size_t> rank = ranks(wellness, priority);
  std::vector<DayValue> all = wellness.values;
  std::ranges::sort(all, {}, [&](const DayValue& v) {
    return std::tuple(v.day, v.quantity, v.window, v.label, rank[v.source], v.source);
  });
  Resolved out;
  out.duplicates = keep_first(all, [](const DayValue& v) { return std::tuple(v.day, v.quantity, v.window, v.label); });
  std::ranges::sort(all, {}, order);
  out.values = std::move(all);
  return out;
}

std::optional<DayRange> day_range(const Wellness& wellness) {
  std::set<std::int32_t> days;
  for (const DayValue& v : wellness.values) days.insert(v.day);
  if (days.empty()) return std::nullopt;
  DayRange range{.first = *days.begin(), .last = *days.rbegin(), .days = days.size()};
  range.missing = static_cast<std::size_t>(range.last - range.first + 1) - days.size();
  return range;
}

}  // namespace tonus::exchange
