#include "wellness/builder.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "text/dates.hpp"
#include "text/text.hpp"

namespace tonus::exchange {
namespace {

// Ten years of every quantity from three devices lie well below these; a file that wants more is broken or hostile.
constexpr std::size_t kMostValues = 400'000, kMostIntervals = 400'000, kMostWorkouts = 100'000, kMostNames = 2'000,
                      kMostKinds = 256, kLongestName = 200;
constexpr std::int32_t kLastDay = 84'000;  // in the year 2199
constexpr std::int64_t kLongestInterval_s = 36 * 3600;
constexpr double kLongestWorkout_s = 7.0 * 86'400.0;

std::uint64_t key_of(const Observation& o) {
  return static_cast<std::uint64_t>(o.day) << 40 | static_cast<std::uint64_t>(o.quantity) << 32 |
         static_cast<std::uint64_t>(o.window) << 28 | static_cast<std::uint64_t>(o.source) << 14 | o.label;
}

/// Names are shown and written to JSON: no control characters, no endless ones.
std::string clean(std::string_view name) {
  std::string out(text::trim(name.substr(0, kLongestName)));
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return out;
}

bool is_asleep(SleepStage stage) { return stage != SleepStage::InBed && stage != SleepStage::Awake; }

std::int64_t local_end_s(const SleepInterval& i) { return i.end_unix_s + 60 * i.utc_offset_min.value_or(0); }

}  // namespace

WellnessBuilder::WellnessBuilder(Warnings& warnings) : warnings_(warnings) {
  labels_.emplace("", std::uint16_t{0});
  out_.labels.emplace_back();
}

std::uint16_t WellnessBuilder::index_of(std::string_view name, Names& known, std::vector<std::string>& all) {
  if (const auto found = known.find(name); found != known.end()) return found->second;
  std::string kept = clean(name);
  if (all.size() >= kMostNames) kept = "other";
  const auto [entry, is_new] = known.try_emplace(kept, static_cast<std::uint16_t>(all.size()));
  if (is_new) all.push_back(kept);
  return entry->second;
}

std::uint16_t WellnessBuilder::source(std::string_view name) { return index_of(name, sources_, out_.sources); }
std::uint16_t WellnessBuilder::label(std::string_view name) { return index_of(name, labels_, out_.labels); }

void WellnessBuilder::add(const Observation& o) {
  const QuantityTraits& t = traits(o.quantity);
  if (!(o.value >= t.least && o.value <= t.most) || o.day < 0 || o.day > kLastDay) {
    ++out_.implausible;
    return;
  }
  const std::uint64_t key = key_of(o);
  auto found = cells_.find(key);
  if (found == cells_.end()) {
    if (cells_.size() >= kMostValues) {
      ++beyond_limits_;
      return;
    }
    found = cells_.emplace(key, Cell{}).first;
  }
  Cell& cell = found->second;
  const bool is_first = cell.samples == 0;
  switch (t.combine) {
    case Combine::Mean: cell.value += o.value; break;
    case Combine::Sum: cell.value = o.is_total ? std::max(cell.value, o.value) : cell.value + o.value; break;
    case Combine::Least: cell.value = is_first ? o.value : std::min(cell.value, o.value); break;
    case Combine::Most: cell.value = is_first ? o.value : std::max(cell.value, o.value); break;
    case Combine::Last: cell.value = o.value; break;
  }
  ++cell.samples;
  if (o.utc_offset_min) {
    cell.utc_offset_min = *o.utc_offset_min;
    cell.has_offset = true;
  }
}

void WellnessBuilder::add(const SleepInterval& i) {
  if (i.end_unix_s <= i.start_unix_s || i.end_unix_s - i.start_unix_s > kLongestInterval_s || i.start_unix_s < 0 ||
      i.end_unix_s > kLastDay * text::kDay_s) {
    ++bad_intervals_;
  } else if (out_.sleep.size() >= kMostIntervals) {
    ++beyond_limits_;
  } else {
    out_.sleep.push_back(i);
  }
}

void WellnessBuilder::add(const Workout& w) {
  if (!(w.duration_s >= 0.0 && w.duration_s <= kLongestWorkout_s) || w.start_unix_s < 0 ||
      w.start_unix_s > kLastDay * text::kDay_s) {
    ++bad_intervals_;
  } else if (out_.workouts.size() >= kMostWorkouts) {
    ++beyond_limits_;
  } else {
    out_.workouts.push_back(w);
  }
}

void WellnessBuilder::skip(std::string_view what, std::size_t count) {
  auto found = skipped_.find(what);
  if (found == skipped_.end()) {
    found = skipped_.try_emplace(skipped_.size() < kMostKinds ? clean(what) : "others", 0).first;
  }
  found->second += count;
}

/// Seconds asleep a day and source, overlapping intervals counted once; not where the file gave a duration itself.
void WellnessBuilder::add_nights() {
  std::vector<SleepInterval> asleep;
  std::ranges::copy_if(out_.sleep, std::back_inserter(asleep), [](const auto& i) { return is_asleep(i.stage); });
  std::ranges::sort(asleep, {}, [](const auto& i) { return std::tuple(i.source, i.start_unix_s, i.end_unix_s); });
  std::int64_t covered_until = 0;
  std::optional<std::uint16_t> source;
  std::map<std::pair<std::int32_t, std::uint16_t>, Observation> nights;
  for (const SleepInterval& i : asleep) {
    if (source != i.source) covered_until = 0;
    source = i.source;
    const std::int64_t fresh_s = i.end_unix_s - std::max(i.start_unix_s, std::min(covered_until, i.end_unix_s));
    covered_until = std::max(covered_until, i.end_unix_s);
    const std::int32_t day = text::day_of_night(local_end_s(i));
    Observation& night = nights[{day, i.source}];
    night = {.day = day,
             .quantity = Quantity::SleepDuration,
             .value = night.value + static_cast<double>(fresh_s),
             .window = Window::Night,
             .source = i.source,
             .utc_offset_min = i.utc_offset_min};
  }
  for (const auto& [where, night] : nights) {
    if (!cells_.contains(key_of(night))) add(night);
  }
}

Wellness WellnessBuilder::finish() {
  std::ranges::sort(out_.sleep, {}, [](const auto& i) {
    return std::tuple(i.start_unix_s, i.end_unix_s, i.source, static_cast<int>(i.stage));
  });
  const auto is_same = [](const SleepInterval& a, const SleepInterval& b) {
    return a.start_unix_s == b.start_unix_s && a.end_unix_s == b.end_unix_s && a.source == b.source &&
           a.stage == b.stage;
  };
  // (std::unique, because clang 14 cannot use the sub-range of its namesake in std::ranges.)
  const auto repeats = std::unique(out_.sleep.begin(), out_.sleep.end(), is_same);
  out_.repeated += static_cast<std::size_t>(out_.sleep.end() - repeats);
  out_.sleep.erase(repeats, out_.sleep.end());
  std::ranges::sort(out_.workouts, {}, [](const auto& w) { return std::tuple(w.start_unix_s, w.source); });
  add_nights();

  out_.values.reserve(cells_.size());
  for (const auto& [key, cell] : cells_) {
    const auto quantity = static_cast<Quantity>(key >> 32 & 0xFFu);
    const bool is_mean = traits(quantity).combine == Combine::Mean;
    DayValue& v = out_.values.emplace_back();
    v = {.value = is_mean ? cell.value / cell.samples : cell.value,
         .day = static_cast<std::int32_t>(key >> 40),
         .samples = cell.samples,
         .source = static_cast<std::uint16_t>(key >> 14 & 0x3FFFu),
         .label = static_cast<std::uint16_t>(key & 0x3FFFu),
         .quantity = quantity,
         .window = static_cast<Window>(key >> 28 & 0xFu)};
    if (cell.has_offset) v.utc_offset_min = cell.utc_offset_min;
  }
  cells_.clear();
  std::ranges::sort(out_.values, {},
                    [](const DayValue& v) { return std::tuple(v.day, v.quantity, v.window, v.source, v.label); });
  for (const auto& [what, count] : skipped_) out_.skipped.push_back({what, count});
  std::ranges::stable_sort(out_.skipped, std::greater<>(), &Skipped::count);

  if (out_.implausible > 0)
    warnings_.add("{} values lie outside what is plausible and were left out", out_.implausible);
  if (bad_intervals_ > 0)
    warnings_.add("{} intervals end before they begin, or last for days, and were left out", bad_intervals_);
  if (beyond_limits_ > 0) warnings_.add("{} values beyond the most a person can have were left out", beyond_limits_);
  return std::move(out_);
}

}  // namespace tonus::exchange
