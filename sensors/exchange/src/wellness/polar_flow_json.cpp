// Polar Flow's account export: nightly recovery, sleep, days of activity, training sessions. ANS charge and recovery
// stay Polar's. The night's HRV is of the first four hours of sleep.
#include <string>
#include <utility>
#include <vector>

#include "text/dates.hpp"
#include "text/text.hpp"
#include "wellness/json_days.hpp"

namespace tonus::exchange {
namespace {

using nlohmann::json;

SleepStage stage(const std::string& state) {
  if (state.find("REM") != std::string::npos && state.find("NON") == std::string::npos) return SleepStage::Rem;
  if (state.find("NONREM3") != std::string::npos || state.find("DEEP") != std::string::npos) return SleepStage::Deep;
  if (state.find("WAKE") != std::string::npos) return SleepStage::Awake;
  return SleepStage::Light;
}

/// A number of an object or of one that lies directly in it.
std::optional<double> number_within(const json& object, std::string_view key) {
  if (const auto value = number_in(object, key)) return value;
  for (const auto& [name, member] : object.items()) {
    if (const auto value = number_in(member, key)) return value;
  }
  return std::nullopt;
}
std::string text_within(const json& object, std::string_view key) {
  if (auto words = text_in(object, key); !words.empty()) return words;
  for (const auto& [name, member] : object.items()) {
    if (auto words = text_in(member, key); !words.empty()) return words;
  }
  return {};
}

class Reader {
 public:
  explicit Reader(Sink& sink) : sink_(sink), source_(sink.out.source("Polar")) {}

  bool take(const JsonPath& path, const json& o) {
    if (o.contains("offsetFromStart") && o.contains("state")) {
      if (const auto offset = iso_duration_s(text_in(o, "offsetFromStart")); offset && changes_.size() < 5000)
        changes_.emplace_back(*offset, stage(text_in(o, "state")));
      return true;
    }
    if (o.contains("sleepStart") && o.contains("sleepEnd")) {
      take_hypnogram(o);
    } else if (o.contains("night") || (o.contains("date") && !o.contains("summary"))) {
      take_night(o);
    } else if (o.contains("date") && o.contains("summary")) {
      take_day(o);
    } else if (o.contains("startTime") && o.contains("exercises")) {
      take_session(o);
    }
    return is_element(path);
  }

 private:
  void take_hypnogram(const json& o) {
    const auto start = moment_in(o, "sleepStart"), end = moment_in(o, "sleepEnd");
    if (start && end) {
      for (std::size_t i = 0; i < changes_.size(); ++i) {
        const double until =
            i + 1 < changes_.size() ? changes_[i + 1].first : static_cast<double>(end->unix_s() - start->unix_s());
        if (!(until >= 0.0 && until < 1e6 && changes_[i].first < 1e6)) continue;
        sink_.out.add(SleepInterval{.start_unix_s = start->unix_s() + static_cast<std::int64_t>(changes_[i].first),
                                    .end_unix_s = start->unix_s() + static_cast<std::int64_t>(until),
                                    .utc_offset_min = start->utc_offset_min,
                                    .source = source_,
                                    .stage = changes_[i].second});
      }
    }
    changes_.clear();
  }

  void take_night(const json& o) {
    const auto day = day_in(o, o.contains("night") ? "night" : "date");
    if (!day) return;
    sink_.out.count_record();
    JsonDay values(sink_, source_, *day);
    bool any = false;
    const auto first = [&](std::initializer_list<const char*> keys) {
      for (const char* key : keys) {
        if (const auto value = number_within(o, key)) return value;
      }
      return std::optional<double>();
    };
    constexpr Window kHours = Window::FirstSleepHours;
    any |= values.add_positive(
        Quantity::Rmssd, first({"meanNightlyRecoveryRMSSD", "meanNightlyRecoveryRmssd", "heart_rate_variability_avg"}),
        kHours);
    if (const auto rri = first({"meanNightlyRecoveryRRI", "meanNightlyRecoveryRri", "beat_to_beat_avg"});
        rri && *rri > 0.0)
      any |= values.add(Quantity::RestingHeartRate, 60'000.0 / *rri, kHours);
    if (const auto ms = first({"meanNightlyRecoveryRespirationInterval"}); ms && *ms > 0.0)
      any |= values.add(Quantity::RespirationRate, 60'000.0 / *ms, kHours);
    any |= values.add_positive(Quantity::RespirationRate, first({"breathing_rate_avg"}), kHours);
    any |= values.add(Quantity::VendorScore, first({"ansStatus", "ans_charge"}), Window::Night, "polar.ans_charge");
    any |= values.add(Quantity::VendorScore, first({"recoveryIndicator", "nightly_recharge_status"}), Window::Night,
                      "polar.nightly_recharge");
    if (const auto asleep = iso_duration_s(text_within(o, "asleepDuration")))
      any |= values.add_positive(Quantity::SleepDuration, *asleep, Window::Night);
    if (!any && !o.contains("sleepResult")) sink_.out.skip("Polar night of an unknown kind");
  }

  void take_day(const json& o) {
    const auto day = day_in(o, "date");
    if (!day) return;
    sink_.out.count_record();
    JsonDay(sink_, source_, *day).add_positive(Quantity::Steps, number_within(o, "stepCount"));
  }

  void take_session(const json& o) {
    const auto start = moment_in(o, "startTime");
    const auto length_s = iso_duration_s(text_in(o, "duration"));
    if (!start || !length_s) return;
    sink_.out.count_record();
    std::optional<std::int16_t> offset = start->utc_offset_min;
    if (const auto minutes = number_in(o, "timezoneOffset"); minutes && *minutes >= -840.0 && *minutes <= 840.0)
      offset = static_cast<std::int16_t>(*minutes);
    const auto energy = number_in(o, "kiloCalories"), bpm = number_in(o, "averageHeartRate");
    sink_.out.add(
        Workout{.start_unix_s = start->local_s - 60 * offset.value_or(0),
                .duration_s = *length_s,
                .mean_bpm = bpm ? bpm : number_in(o, "hrAvg"),
                .energy_kcal = energy,
                .utc_offset_min = offset,
                .source = source_,
                .label = sink_.out.label(text_in(o, "sport").empty() ? text_in(o, "name") : text_in(o, "sport"))});
  }

  Sink& sink_;
  std::uint16_t source_;
  std::vector<std::pair<double, SleepStage>> changes_;  ///< of the hypnogram that is being read
};

}  // namespace

std::optional<std::string> import_polar_flow_json(ByteStream& stream, std::string_view, Sink& sink) {
  Reader reader(sink);
  return for_each_object(stream, [&](const JsonPath& path, const json& object) { return reader.take(path, object); });
}

}  // namespace tonus::exchange
