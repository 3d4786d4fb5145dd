// Oura as JSON: the account export and the documents of its API, versions 1 (summary_date, rmssd) and 2 (day,
// average_hrv). Scores stay Oura's.
#include <string>

#include "text/text.hpp"
#include "wellness/json_days.hpp"

namespace tonus::exchange {
namespace {

using nlohmann::json;

constexpr std::int64_t kPhase_s = 300;

/// One digit for five minutes: 1 deep, 2 light, 3 REM, 4 awake.
void add_phases(const json& sleep, std::string_view key, std::uint16_t source, Sink& sink) {
  const std::string phases = text_in(sleep, key);
  const auto start = moment_in(sleep, "bedtime_start");
  if (!start || phases.size() > 500) return;
  for (std::size_t i = 0; i < phases.size(); ++i) {
    const char c = phases[i];
    if (c < '1' || c > '4') continue;
    constexpr SleepStage kStages[]{SleepStage::Deep, SleepStage::Light, SleepStage::Rem, SleepStage::Awake};
    const std::int64_t begin = start->unix_s() + static_cast<std::int64_t>(i) * kPhase_s;
    sink.out.add(SleepInterval{.start_unix_s = begin,
                               .end_unix_s = begin + kPhase_s,
                               .utc_offset_min = start->utc_offset_min,
                               .source = source,
                               .stage = kStages[c - '1']});
  }
}

class Reader {
 public:
  explicit Reader(Sink& sink) : sink_(sink), source_(sink.out.source("Oura")) {}

  bool take(const JsonPath& path, const json& object) {
    const std::string kind = path.size() > 1 && path.back().empty() ? path[path.size() - 2] : path.back();
    const char* const date_key = object.contains("day")            ? "day"
                                 : object.contains("summary_date") ? "summary_date"
                                                                   : "timestamp";
    const auto day = day_in(object, date_key);
    if (!day || !is_element(path)) return is_element(path);
    sink_.out.count_record();
    const auto bedtime = moment_in(object, "bedtime_start");
    JsonDay values(sink_, source_, *day, bedtime ? bedtime->utc_offset_min : std::nullopt);
    if (bedtime) {
      take_sleep(object, values);
    } else if (object.contains("start_datetime")) {
      take_workout(object);
    } else if (!take_daily(kind, object, values)) {
      sink_.out.skip("Oura \"" + kind + "\"");
    }
    return true;
  }

 private:
  void take_sleep(const json& o, JsonDay& values) {
    const std::string type = text_in(o, "type");
    const auto total = number_in(o, o.contains("total_sleep_duration") ? "total_sleep_duration" : "total");
    values.add_part(Quantity::SleepDuration, total, Window::Night);
    add_phases(o, o.contains("sleep_phase_5_min") ? "sleep_phase_5_min" : "hypnogram_5min", source_, sink_);
    // Naps and rests are sleep, but their heart rate is not the night's.
    if (!type.empty() && type != "long_sleep") return;
    values.add_positive(Quantity::Rmssd, number_in(o, o.contains("average_hrv") ? "average_hrv" : "rmssd"),
                        Window::Night);
    values.add_positive(Quantity::RestingHeartRate,
                        number_in(o, o.contains("lowest_heart_rate") ? "lowest_heart_rate" : "hr_lowest"),
                        Window::Night);
    values.add_positive(Quantity::HeartRate,
                        number_in(o, o.contains("average_heart_rate") ? "average_heart_rate" : "hr_average"),
                        Window::Night);
    values.add_positive(Quantity::RespirationRate,
                        number_in(o, o.contains("average_breath") ? "average_breath" : "breath_average"),
                        Window::Night);
    values.add(Quantity::SkinTemperatureDeviation, number_in(o, "temperature_delta"), Window::Night);
    if (o.contains("summary_date"))
      values.add(Quantity::VendorScore, number_in(o, "score"), Window::Night, "oura.sleep");
  }

  void take_workout(const json& o) {
    const auto start = moment_in(o, "start_datetime"), end = moment_in(o, "end_datetime");
    if (!start || !end) return;
    sink_.out.add(Workout{.start_unix_s = start->unix_s(),
                          .duration_s = static_cast<double>(end->unix_s() - start->unix_s()),
                          .energy_kcal = number_in(o, "calories"),
                          .utc_offset_min = start->utc_offset_min,
                          .source = source_,
                          .label = sink_.out.label(text_in(o, "activity"))});
  }

  bool take_daily(const std::string& kind, const json& o, JsonDay& values) {
    const auto says = [&](std::string_view word) { return kind.find(word) != std::string::npos; };
    bool any = false;
    const auto score = number_in(o, "score");
    // Documents of the API lie under "data", so what they hold shows in their members.
    const bool is_activity = says("activity") || o.contains("steps");
    const bool is_readiness = says("readiness") || o.contains("temperature_deviation");
    if (is_activity) {
      any |= values.add(Quantity::VendorScore, score, Window::Day, "oura.activity");
      any |= values.add_positive(Quantity::Steps, number_in(o, "steps"));
      any |= values.add_positive(Quantity::ActiveEnergy,
                                 number_in(o, o.contains("active_calories") ? "active_calories" : "cal_active"));
    } else if (is_readiness) {
      any |= values.add(Quantity::VendorScore, score, Window::Night, "oura.readiness");
      any |= values.add(Quantity::SkinTemperatureDeviation, number_in(o, "temperature_deviation"), Window::Night);
    } else if (says("sleep")) {
      any |= values.add(Quantity::VendorScore, score, Window::Night, "oura.sleep");
    }
    any |= values.add_positive(Quantity::Vo2max, number_in(o, "vo2_max"));
    if (const json* const spo2 = member(o, "spo2_percentage"))
      any |= values.add_positive(Quantity::Spo2, number_in(*spo2, "average"), Window::Night);
    if (says("tag")) {
      const std::string what = text_in(o, "tag_type_code");
      any |= values.add(Quantity::Tag, 1.0, Window::Day, what.empty() ? "tag" : what);
    }
    return any;
  }

  Sink& sink_;
  std::uint16_t source_;
};

}  // namespace

std::optional<std::string> import_oura_json(ByteStream& stream, std::string_view, Sink& sink) {
  Reader reader(sink);
  return for_each_object(stream, [&](const JsonPath& path, const json& object) { return reader.take(path, object); });
}

}  // namespace tonus::exchange
