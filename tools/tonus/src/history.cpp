#include "history.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <scenarios/journal/diary.hpp>
#include <sensors/body/load.hpp>
#include <sensors/exchange/import.hpp>

#include "activity_load.hpp"

namespace tonus::tool {
namespace {

using body::Day;
using exchange::DayValue;
using exchange::Quantity;
using exchange::Window;

constexpr double kSecondsADay = 86400.0;

/// A diary's first line is a day of it; everything else is somebody else's format.
bool is_diary(const std::string& path) {
  constexpr std::size_t kLongestLine = 4096;
  std::ifstream file(path);
  std::string line(kLongestLine, '\0');
  file.read(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(static_cast<std::size_t>(file.gcount()));
  const auto start = line.find_first_not_of(" \t\r\n");
  if (start == std::string::npos || line[start] != '{') return false;
  const auto first = journal::diary_from_lines(line.substr(start, line.find('\n', start) - start), "");
  return first && first->days.size() == 1;
}

/// Everything of all files that has to be seen together before a day can be made of it.
struct Gathered {
  exchange::Wellness wellness;
  std::map<CivilDay, std::vector<body::HeartStretch>> stretches;  ///< of activities and of workouts with a mean rate
  std::vector<std::pair<double, double>> trainings;               ///< when they began and ended, s since 1970
  std::vector<Day> diary;
};

CivilDay day_at(double local_s) { return static_cast<CivilDay>(std::floor(local_s / kSecondsADay)); }

/// One training is told by many files: a ride by its records, its own summary, and the export of a platform. What
/// overlaps one that is there already is that one.
void add_training(double begins_s, double length_s, CivilDay day, std::vector<body::HeartStretch> stretches,
                  Gathered& all) {
  const double ends_s = begins_s + length_s;
  const bool is_known = std::any_of(all.trainings.begin(), all.trainings.end(),
                                    [&](const auto& other) { return begins_s < other.second && other.first < ends_s; });
  if (is_known || stretches.empty()) return;
  all.trainings.emplace_back(begins_s, ends_s);
  auto& of_day = all.stretches[day];
  of_day.insert(of_day.end(), stretches.begin(), stretches.end());
}

void gather_activity(const exchange::Activity& activity, Gathered& all) {
  if (!activity.start_unix_s) return;
  const auto begins_s = static_cast<double>(*activity.start_unix_s);
  add_training(begins_s, exchange::duration_s(activity), day_at(begins_s), stretches_of(activity), all);
}

/// After all activities: records say more than a mean.
void gather_workouts(Gathered& all) {
  for (const exchange::Workout& w : all.wellness.workouts) {
    if (!w.mean_bpm || w.duration_s <= 0.0) continue;
    const auto begins_s = static_cast<double>(w.start_unix_s);
    add_training(begins_s, w.duration_s, day_at(begins_s + 60.0 * w.utc_offset_min.value_or(0)),
                 {{.minutes = w.duration_s / 60.0, .bpm = *w.mean_bpm}}, all);
  }
}

Result<void, Error> gather(const std::string& path, Gathered& all, History& out) {
  if (is_diary(path)) {
    auto diary = journal::load_diary(path);
    if (!diary) return fail(diary.error());
    out.warnings.insert(out.warnings.end(), diary->warnings.begin(), diary->warnings.end());
    journal::add_days(all.diary, diary->days);
    return {};
  }
  auto import = exchange::import_file(path);
  if (!import) return fail(import.error());
  for (const auto& warning : import->warnings) out.warnings.push_back(fmt::format("{}: {}", path, warning));
  if (import->activity) gather_activity(*import->activity, all);
  if (import->wellness) exchange::merge(all.wellness, *import->wellness);
  return {};
}

using Days = std::map<CivilDay, Day>;

Day& day_in(Days& days, CivilDay number) { return days.try_emplace(number, Day{.day = number}).first->second; }

/// The window that has most days, nights winning a draw: rMSSD of a night and of a morning are two quantities.
std::optional<Window> best_window(std::span<const DayValue> values, Quantity quantity) {
  std::array<std::size_t, 5> count{};
  for (const DayValue& v : values) {
    if (v.quantity == quantity) ++count[static_cast<std::size_t>(v.window)];
  }
  const auto most = std::max_element(count.begin(), count.end());
  if (*most == 0) return std::nullopt;
  return static_cast<Window>(most - count.begin());
}

struct Taken {
  Quantity quantity;
  std::optional<double> Day::*field;
  double scale;  ///< from the file's unit to the day's
};
constexpr std::array<Taken, 6> kTaken{{
    {Quantity::RestingHeartRate, &Day::rest_bpm, 1.0},
    {Quantity::Rmssd, &Day::rmssd_ms, 1.0},
    {Quantity::SleepDuration, &Day::sleep_h, 1.0 / 3600.0},
    {Quantity::RespirationRate, &Day::breaths_per_min, 1.0},
    {Quantity::SkinTemperatureDeviation, &Day::temperature_dev_c, 1.0},
    {Quantity::BodyTemperature, &Day::body_temperature_c, 1.0},
}};

void take_values(std::span<const DayValue> values, Days& days, History& out) {
  for (const Taken& taken : kTaken) {
    const auto window = best_window(values, taken.quantity);
    if (!window) continue;
    std::size_t others = 0;
    for (const DayValue& v : values) {
      if (v.quantity != taken.quantity) continue;
      if (v.window != *window) {
        ++others;
        continue;
      }
      day_in(days, v.day).*taken.field = v.value * taken.scale;
    }
    if (others > 0) {
      out.notes.push_back(fmt::format("{}: {} window taken, {} values of other windows left out",
                                      exchange::traits(taken.quantity).name, exchange::name(*window), others));
    }
  }
}

/// Skin temperature itself, where a device gives no deviation: only its difference to the usual counts later on.
void take_skin_temperature(std::span<const DayValue> values, Days& days) {
  std::vector<double> all;
  for (const DayValue& v : values) {
    if (v.quantity == Quantity::SkinTemperature) all.push_back(v.value);
  }
  if (all.empty()) return;
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::nth_element(all.begin(), middle, all.end());
  for (const DayValue& v : values) {
    if (v.quantity != Quantity::SkinTemperature) continue;
    Day& day = day_in(days, v.day);
    if (!day.temperature_dev_c) day.temperature_dev_c = v.value - *middle;
  }
}

int answer(double value, bool is_reversed) {
  const double up = is_reversed ? 8.0 - value : value;
  return static_cast<int>(std::lround(std::clamp(up, 1.0, 7.0)));
}

void take_answers(std::span<const DayValue> values, const std::vector<std::string>& labels, Days& days) {
  for (const DayValue& v : values) {
    const auto said = [&]() -> body::CheckIn& {
      Day& day = day_in(days, v.day);
      if (!day.check_in) day.check_in.emplace();
      return *day.check_in;
    };
    switch (v.quantity) {
      case Quantity::SleepQuality: said().sleep = answer(v.value, false); break;
      case Quantity::Fatigue: said().energy = answer(v.value, true); break;
      case Quantity::Soreness: said().muscles = answer(v.value, true); break;
      case Quantity::Mood: said().calm = answer(v.value, false); break;
      case Quantity::Tag:
        if (labels[v.label] == "sick") said().has_symptoms = true;
        break;
      default: break;
    }
  }
}

/// Loads of one kind: our own impulse where any training has heart rates, else the vendor figure most days have.
std::map<CivilDay, double> loads_of(const Gathered& all, std::span<const DayValue> values,
                                    const body::HeartLimits& limits, History& out) {
  std::map<CivilDay, double> loads;
  for (const auto& [day, stretches] : all.stretches) {
    if (!stretches.empty()) loads[day] = body::banister_trimp(stretches, limits, body::TrimpVariant::Men);
  }
  if (!loads.empty()) {
    out.notes.push_back(fmt::format("training load: {} of {} days with heart rates",
                                    body::name(body::TrimpVariant::Men), loads.size()));
    return loads;
  }
  std::map<std::uint16_t, std::size_t> days_with;
  for (const DayValue& v : values) {
    // A running mean is no load of a day.
    if (v.quantity == Quantity::TrainingLoad && all.wellness.labels[v.label].find("acute") == std::string::npos) {
      ++days_with[v.label];
    }
  }
  if (days_with.empty()) return loads;
  const auto label = std::max_element(days_with.begin(), days_with.end(), [](const auto& a, const auto& b) {
                       return a.second < b.second;
                     })->first;
  for (const DayValue& v : values) {
    if (v.quantity == Quantity::TrainingLoad && v.label == label) loads[v.day] = v.value;
  }
  out.notes.push_back(fmt::format("training load: {}", all.wellness.labels[label]));
  return loads;
}

/// Days between two known trainings were days of rest, unless the gap is so long that files may be missing.
void take_loads(const std::map<CivilDay, double>& loads, Days& days) {
  constexpr CivilDay kLongestRest = 14;
  std::optional<CivilDay> last;
  for (const auto& [day, load] : loads) {
    if (last && day - *last <= kLongestRest) {
      for (CivilDay rest = *last + 1; rest < day; ++rest) day_in(days, rest).load = 0.0;
    }
    day_in(days, day).load = load;
    last = day;
  }
}

}  // namespace

Result<History, Error> load_history(std::span<const std::string> paths, const body::Profile& profile) {
  History out;
  Gathered all;
  const body::HeartLimits limits = body::heart_limits(profile);
  for (const std::string& path : paths) {
    if (auto read = gather(path, all, out); !read) return fail(read.error());
  }
  gather_workouts(all);
  const exchange::Resolved resolved = exchange::resolve(all.wellness);
  if (resolved.duplicates > 0) {
    out.notes.push_back(fmt::format("{} values gave way to another source's", resolved.duplicates));
  }
  Days days;
  take_values(resolved.values, days, out);
  take_skin_temperature(resolved.values, days);
  take_answers(resolved.values, all.wellness.labels, days);
  take_loads(loads_of(all, resolved.values, limits, out), days);
  for (const auto& [number, day] : days) out.days.push_back(day);
  journal::add_days(out.days, all.diary);
  out.stretches = std::move(all.stretches);
  return out;
}

}  // namespace tonus::tool
