// Fitbit in Google Takeout, the JSON files: lists of {dateTime, value}, where the file's name says of what; sleep,
// exercise and weight say it themselves. Times are of the person's own clock, without an offset.
#include <string>

#include "text/dates.hpp"
#include "text/text.hpp"
#include "wellness/json_days.hpp"

namespace tonus::exchange {
namespace {

using nlohmann::json;

constexpr double kPound_kg = 0.45359237;

std::optional<SleepStage> stage(std::string_view level) {
  if (level == "deep") return SleepStage::Deep;
  if (level == "light") return SleepStage::Light;
  if (level == "rem") return SleepStage::Rem;
  if (level == "wake" || level == "awake" || level == "restless") return SleepStage::Awake;
  if (level == "asleep") return SleepStage::Asleep;
  return std::nullopt;
}

class Reader {
 public:
  Reader(std::string_view name, Sink& sink)
      : name_(text::lower(name)), sink_(sink), source_(sink.out.source("Fitbit")) {}

  bool take(const JsonPath& path, const json& o) {
    if (o.contains("dateTime") && o.contains("level")) return take_level(path, o);
    if (path.size() > 2) return is_element(path);  // part of a sleep or an exercise
    sink_.out.count_record();
    if (o.contains("dateOfSleep")) {
      take_sleep(o);
    } else if (o.contains("dateTime")) {
      take_sample(o);
    } else if (o.contains("weight") && o.contains("date")) {
      take_weight(o);
    } else if (o.contains("activityName") && o.contains("startTime")) {
      take_exercise(o);
    } else {
      sink_.out.skip("Fitbit object of an unknown kind");
    }
    return is_element(path);
  }

 private:
  /// One stage; the short wakes of "shortData" lie within the others and are left to them.
  bool take_level(const JsonPath& path, const json& o) {
    const bool is_main = path.size() > 1 && path[path.size() - 2] == "data";
    const auto start = moment_in(o, "dateTime");
    const auto seconds = number_in(o, "seconds");
    const auto what = stage(text_in(o, "level"));
    if (is_main && start && seconds && *seconds > 0.0 && *seconds < 86'400.0 && what) {
      sink_.out.add(SleepInterval{.start_unix_s = start->unix_s(),
                                  .end_unix_s = start->unix_s() + static_cast<std::int64_t>(*seconds),
                                  .source = source_,
                                  .stage = *what});
    }
    return true;
  }

  void take_sleep(const json& o) {
    const auto day = day_in(o, "dateOfSleep");
    if (!day) return;
    JsonDay values(sink_, source_, *day);
    if (const auto minutes = number_in(o, "minutesAsleep"))
      values.add_part(Quantity::SleepDuration, *minutes * 60.0, Window::Night);
  }

  void take_sample(const json& o) {
    const auto day = day_in(o, "dateTime");
    const json* const value = member(o, "value");
    if (!day || value == nullptr) return;
    JsonDay values(sink_, source_, *day);
    const auto is = [&](std::string_view word) { return name_.starts_with(word); };
    const auto plain = number_in(o, "value");
    if (const auto bpm = number_in(*value, "bpm")) {
      for (const Quantity q : {Quantity::HeartRate, Quantity::LowestHeartRate, Quantity::HighestHeartRate})
        values.add_positive(q, bpm);
    } else if (is("resting_heart_rate")) {
      values.add_positive(Quantity::RestingHeartRate, number_in(*value, "value"));
    } else if (is("demographic_vo2_max") || is("run_vo2_max")) {
      const char* const key = is("run") ? "filteredRunVO2Max" : "filteredDemographicVO2Max";
      values.add_positive(Quantity::Vo2max, number_in(*value, key));
    } else if (is("steps")) {
      values.add_part(Quantity::Steps, plain);
    } else if (is("moderately_active_minutes")) {
      values.add_part(Quantity::ModerateMinutes, plain);
    } else if (is("very_active_minutes")) {
      values.add_part(Quantity::VigorousMinutes, plain);
    } else {
      sink_.out.skip("Fitbit " + name_.substr(0, name_.find('-')));
    }
  }

  void take_weight(const json& o) {
    const auto day = day_in(o, "date");
    const auto pounds = number_in(o, "weight");
    if (day && pounds) JsonDay(sink_, source_, *day).add_positive(Quantity::Weight, *pounds * kPound_kg, Window::Spot);
  }

  void take_exercise(const json& o) {
    const auto start = moment_in(o, "startTime");
    const auto duration_ms = number_in(o, "duration");
    if (!start || !duration_ms) return;
    sink_.out.add(Workout{.start_unix_s = start->unix_s(),
                          .duration_s = *duration_ms / 1000.0,
                          .mean_bpm = number_in(o, "averageHeartRate"),
                          .energy_kcal = number_in(o, "calories"),
                          .source = source_,
                          .label = sink_.out.label(text_in(o, "activityName"))});
  }

  std::string name_;
  Sink& sink_;
  std::uint16_t source_;
};

}  // namespace

std::optional<std::string> import_fitbit_json(ByteStream& stream, std::string_view name, Sink& sink) {
  Reader reader(name, sink);
  return for_each_object(stream, [&](const JsonPath& path, const json& object) { return reader.take(path, object); });
}

}  // namespace tonus::exchange
