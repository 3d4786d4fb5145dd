// Garmin Connect as JSON: what the web service answers, one kind a file, and the account export, which has the same
// members in long lists. Garmin's night rMSSD is that of HRV status; scores stay Garmin's.
#include <array>
#include <string>
#include <vector>

#include "text/dates.hpp"
#include "text/text.hpp"
#include "wellness/json_days.hpp"

namespace tonus::exchange {
namespace {

using nlohmann::json;

constexpr double kGram_kg = 0.001;

struct Rule {
  std::string_view key;
  Quantity quantity;
  Window window = Window::Day;
  std::string_view label = "";
  double scale = 1.0;
};
// Members of any object that has a calendarDate. A value of 0 is an absence, as is a negative one.
constexpr std::array kRules{
    Rule{"lastNightAvg", Quantity::Rmssd, Window::Night},
    Rule{"avgOvernightHrv", Quantity::Rmssd, Window::Night},
    Rule{"sleepTimeSeconds", Quantity::SleepDuration, Window::Night},
    Rule{"averageSpO2Value", Quantity::Spo2, Window::Night},
    Rule{"averageRespirationValue", Quantity::RespirationRate, Window::Night},
    Rule{"averageRespiration", Quantity::RespirationRate, Window::Night},
    Rule{"restingHeartRate", Quantity::RestingHeartRate},
    Rule{"minHeartRate", Quantity::LowestHeartRate},
    Rule{"maxHeartRate", Quantity::HighestHeartRate},
    Rule{"totalSteps", Quantity::Steps},
    Rule{"activeKilocalories", Quantity::ActiveEnergy},
    Rule{"moderateIntensityMinutes", Quantity::ModerateMinutes},
    Rule{"vigorousIntensityMinutes", Quantity::VigorousMinutes},
    Rule{"averageStressLevel", Quantity::VendorScore, Window::Day, "garmin.stress"},
    Rule{"weight", Quantity::Weight, Window::Spot, "", kGram_kg},
    Rule{"acuteLoad", Quantity::TrainingLoad, Window::Day, "garmin.acute_load"},
    Rule{"sleepScore", Quantity::VendorScore, Window::Night, "garmin.sleep"},
};
// The precise value where both are given.
constexpr std::array kVo2max{"vo2MaxPreciseValue", "vo2MaxValue", "vo2Max"};

class Reader {
 public:
  explicit Reader(Sink& sink) : sink_(sink), source_(sink.out.source("Garmin Connect")) {}

  bool take(const JsonPath& path, const json& o) {
    const bool is_done = is_element(path);
    const bool is_repeat = path.size() > 1 && path[path.size() - 2] == "allWeightMetrics";
    if (is_repeat) return true;  // latestWeight of the same day says it
    if (o.contains("activityLevel") && o.contains("startGMT")) return take_level(o);
    if (const json* const event = member(o, "event"); event != nullptr && o.contains("stressValuesArray")) {
      take_body_battery(o, *event);
      return is_done;
    }
    const auto day = day_in(o, "calendarDate");
    if (!day) {
      if (o.contains("hrvValue")) sink_.out.skip("Garmin five-minute HRV reading");
      return is_done;
    }
    sink_.out.count_record();
    take_day(path, o, *day);
    return is_done;
  }

  /// Minutes of intensity come by the day or by the week, in the same members; only the dates tell.
  void finish() {
    bool is_weekly = minutes_.size() < 2;
    for (std::size_t i = 1; i < minutes_.size(); ++i)
      is_weekly = is_weekly || std::abs(minutes_[i].day - minutes_[i - 1].day) >= 7;
    if (is_weekly) {
      if (!minutes_.empty()) sink_.out.skip("Garmin minutes of a week", minutes_.size());
      return;
    }
    for (const Minutes& m : minutes_) {
      JsonDay values(sink_, source_, m.day);
      values.add(Quantity::ModerateMinutes, m.moderate);
      values.add(Quantity::VigorousMinutes, m.vigorous);
    }
  }

 private:
  struct Minutes {
    std::int32_t day = 0;
    std::optional<double> moderate, vigorous;
  };

  void take_day(const JsonPath& path, const json& o, std::int32_t day) {
    const auto offset = offset_of(o);
    JsonDay values(sink_, source_, day, offset);
    bool any = false;
    for (const Rule& rule : kRules) {
      const auto value = number_in(o, rule.key);
      if (value) any |= values.add_positive(rule.quantity, *value * rule.scale, rule.window, rule.label);
    }
    any |= take_samples(o, values);
    any |= take_sleep(o, values);
    for (const char* key : kVo2max) {
      if (values.add_positive(Quantity::Vo2max, number_in(o, key))) {
        any = true;
        break;
      }
    }
    if (o.contains("hillScoreClassificationId"))
      any |= values.add_positive(Quantity::VendorScore, number_in(o, "overallScore"), Window::Day, "garmin.hill");
    if (o.contains("recoveryTime"))
      any |= values.add(Quantity::VendorScore, number_in(o, "score"), Window::Night, "garmin.training_readiness");
    if (const json* const inner = member(o, "values"))
      any |= values.add_positive(Quantity::VendorScore, number_in(*inner, "overallStressLevel"), Window::Day,
                                 "garmin.stress");
    if (const json* const load = member(o, "acuteTrainingLoadDTO"))
      any |= values.add_positive(Quantity::TrainingLoad, number_in(*load, "dailyTrainingLoadAcute"), Window::Day,
                                 "garmin.acute_load");
    if (o.contains("moderateValue") && o.contains("vigorousValue") && minutes_.size() < 100'000) {
      minutes_.push_back({day, number_in(o, "moderateValue"), number_in(o, "vigorousValue")});
      any = true;
    }
    if (!any)
      sink_.out.skip(path.back().empty() ? "Garmin day with nothing that is known" : "Garmin \"" + path.back() + "\"");
  }

  /// Heart rate every two minutes, stress every three. The service writes a day without samples as 0.
  bool take_samples(const json& o, JsonDay& values) {
    bool any = false;
    if (const json* const rates = member(o, "heartRateValues"); rates != nullptr && rates->is_array()) {
      for (const json& pair : *rates) {
        if (pair.is_array() && pair.size() == 2 && pair[1].is_number())
          any |= values.add_positive(Quantity::HeartRate, pair[1].get<double>());
      }
    }
    const json* const stress = member(o, "stressValuesArray");
    if (stress != nullptr && stress->is_array() && !stress->empty())
      any |= values.add_positive(Quantity::VendorScore, number_in(o, "avgStressLevel"), Window::Day, "garmin.stress");
    return any;
  }

  bool take_sleep(const json& o, JsonDay& values) {
    bool any = false;
    if (!o.contains("sleepTimeSeconds") && o.contains("deepSleepSeconds")) {  // the account export has no sum
      double asleep_s = 0.0;
      for (const char* key : {"deepSleepSeconds", "lightSleepSeconds", "remSleepSeconds"})
        asleep_s += number_in(o, key).value_or(0.0);
      any |= values.add_positive(Quantity::SleepDuration, asleep_s, Window::Night);
    }
    if (const json* const scores = member(o, "sleepScores")) {
      if (const json* const overall = member(*scores, "overall"))
        any |= values.add_positive(Quantity::VendorScore, number_in(*overall, "value"), Window::Night, "garmin.sleep");
    }
    const auto start = number_in(o, "sleepStartTimestampGMT"), end = number_in(o, "sleepEndTimestampGMT");
    if (start && end && *start > 0.0 && *end < 1e13) {
      sink_.out.add(SleepInterval{.start_unix_s = static_cast<std::int64_t>(*start / 1000.0),
                                  .end_unix_s = static_cast<std::int64_t>(*end / 1000.0),
                                  .utc_offset_min = offset_of(o),
                                  .source = source_,
                                  .stage = SleepStage::InBed});
      any = true;
    }
    return any;
  }

  bool take_level(const json& o) {
    constexpr std::array kStages{SleepStage::Deep, SleepStage::Light, SleepStage::Rem, SleepStage::Awake};
    const auto start = moment_in(o, "startGMT"), end = moment_in(o, "endGMT");
    const auto level = number_in(o, "activityLevel");
    if (start && end && level && *level >= 0.0 && *level < 4.0) {
      sink_.out.add(SleepInterval{.start_unix_s = start->unix_s(),
                                  .end_unix_s = end->unix_s(),
                                  .source = source_,
                                  .stage = kStages[static_cast<std::size_t>(*level)]});
    }
    return true;
  }

  void take_body_battery(const json& o, const json& event) {
    sink_.out.count_record();
    const auto start = moment_in(event, "eventStartTimeGmt");
    const auto offset_ms = number_in(event, "timezoneOffset");
    if (!start || !offset_ms || !(std::abs(*offset_ms) <= 14.0 * 3.6e6))
      return sink_.out.skip("Garmin body battery event");
    const auto offset_min = static_cast<std::int16_t>(*offset_ms / 60'000.0);
    const auto length_s = static_cast<std::int64_t>(
        std::clamp(number_in(event, "durationInMilliseconds").value_or(0.0), 0.0, 2e8) / 1000.0);
    const std::int64_t end_local_s = start->local_s + length_s + 60 * offset_min;
    JsonDay values(sink_, source_, text::day_of(end_local_s), offset_min);
    const std::string type = text_in(event, "eventType");
    values.add(Quantity::VendorScore, number_in(event, "bodyBatteryImpact"),
               type == "sleep" ? Window::Night : Window::Spot, "garmin.body_battery_impact");
    values.add_positive(Quantity::VendorScore, number_in(o, "averageStress"),
                        type == "sleep" ? Window::Night : Window::Spot, "garmin.stress");
  }

  /// From the same moment told in both clocks, as numbers of milliseconds or as text.
  static std::optional<std::int16_t> offset_of(const json& o) {
    constexpr std::array<std::array<const char*, 2>, 3> kPairs{{{"sleepStartTimestampGMT", "sleepStartTimestampLocal"},
                                                                {"startTimestampGMT", "startTimestampLocal"},
                                                                {"wellnessStartTimeGmt", "wellnessStartTimeLocal"}}};
    for (const auto& [gmt, local] : kPairs) {
      double minutes = 1e9;
      if (const auto a = number_in(o, gmt), b = number_in(o, local); a && b) {
        minutes = (*b - *a) / 60'000.0;
      } else if (const auto c = moment_in(o, gmt), d = moment_in(o, local); c && d) {
        minutes = static_cast<double>(d->local_s - c->local_s) / 60.0;
      }
      if (std::abs(minutes) <= 14.0 * 60.0) return static_cast<std::int16_t>(minutes);
    }
    return std::nullopt;
  }

  Sink& sink_;
  std::uint16_t source_;
  std::vector<Minutes> minutes_;
};

}  // namespace

std::optional<std::string> import_garmin_json(ByteStream& stream, std::string_view, Sink& sink) {
  Reader reader(sink);
  auto fault = for_each_object(stream, [&](const JsonPath& path, const json& o) { return reader.take(path, o); });
  reader.finish();
  return fault;
}

}  // namespace tonus::exchange
