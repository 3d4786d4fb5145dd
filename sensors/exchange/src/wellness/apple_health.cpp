// Apple Health's export.xml: up to gigabytes of <Record>, one reading each, summed up as they stream by. Several
// devices may tell of one day; each keeps its own values, and resolve() chooses.
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>

#include "io/xml_stream.hpp"
#include "text/dates.hpp"
#include "text/text.hpp"
#include "wellness/importers.hpp"

namespace tonus::exchange {
namespace {

enum class Meaning : std::uint8_t { Value, HeartRate, Sleep, Tag };

struct Rule {
  Meaning meaning = Meaning::Value;
  Quantity quantity = Quantity::HeartRate;
  Window window = Window::Day;
  std::string_view label = "";
};

/// By type, without the prefixes HKQuantityTypeIdentifier and HKCategoryTypeIdentifier.
const std::unordered_map<std::string_view, Rule>& rules() {
  static const std::unordered_map<std::string_view, Rule> kRules{
      {"HeartRate", {.meaning = Meaning::HeartRate}},
      {"RestingHeartRate", {.quantity = Quantity::RestingHeartRate}},
      {"HeartRateVariabilitySDNN", {.quantity = Quantity::Sdnn, .window = Window::Spot}},
      {"HeartRateVariabilityRMSSD", {.quantity = Quantity::Rmssd, .window = Window::Spot}},
      {"RespiratoryRate", {.quantity = Quantity::RespirationRate, .window = Window::Night}},
      {"AppleSleepingWristTemperature", {.quantity = Quantity::SkinTemperature, .window = Window::Night}},
      {"BodyTemperature", {.quantity = Quantity::BodyTemperature, .window = Window::Spot}},
      {"OxygenSaturation", {.quantity = Quantity::Spo2, .window = Window::Spot}},
      {"StepCount", {.quantity = Quantity::Steps}},
      {"ActiveEnergyBurned", {.quantity = Quantity::ActiveEnergy}},
      {"BodyMass", {.quantity = Quantity::Weight, .window = Window::Spot}},
      {"VO2Max", {.quantity = Quantity::Vo2max}},
      {"SleepAnalysis", {.meaning = Meaning::Sleep}},
      {"MenstrualFlow", {.meaning = Meaning::Tag, .label = "menstruation"}},
      {"Fever", {.meaning = Meaning::Tag, .label = "sick.fever"}},
      {"Chills", {.meaning = Meaning::Tag, .label = "sick.chills"}},
      {"Coughing", {.meaning = Meaning::Tag, .label = "sick.coughing"}},
      {"SoreThroat", {.meaning = Meaning::Tag, .label = "sick.sore_throat"}},
  };
  return kRules;
}

std::string_view plain_type(std::string_view type) {
  for (const std::string_view prefix :
       {std::string_view("HKQuantityTypeIdentifier"), std::string_view("HKCategoryTypeIdentifier"),
        std::string_view("HKDataType"), std::string_view("HKWorkoutActivityType")}) {
    if (type.starts_with(prefix)) return type.substr(prefix.size());
  }
  return type;
}

/// What a value in `unit` is multiplied by to be in ours.
double factor(std::string_view unit) {
  if (unit == "kJ") return 1.0 / 4.184;
  if (unit == "lb") return 0.45359237;
  if (unit == "g") return 0.001;
  if (unit == "st") return 6.35029318;
  if (unit == "s") return 1000.0;      // HRV is kept in ms
  if (unit == "count/s") return 60.0;  // rates are kept a minute
  return 1.0;
}

std::optional<SleepStage> stage(std::string_view value) {
  constexpr std::string_view kPrefix = "HKCategoryValueSleepAnalysis";
  if (value.starts_with(kPrefix)) value.remove_prefix(kPrefix.size());
  if (value == "InBed") return SleepStage::InBed;
  if (value == "Awake") return SleepStage::Awake;
  if (value == "AsleepCore") return SleepStage::Light;
  if (value == "AsleepDeep") return SleepStage::Deep;
  if (value == "AsleepREM") return SleepStage::Rem;
  if (value == "Asleep" || value == "AsleepUnspecified") return SleepStage::Asleep;
  return std::nullopt;
}

class Reader {
 public:
  explicit Reader(Sink& sink) : sink_(sink) {}

  void begin(std::string_view element, const XmlAttributes& a) {
    if (element == "Record") {
      take_record(a);
    } else if (element == "Workout") {
      begin_workout(a);
    } else if (element == "WorkoutStatistics" && is_in_workout_) {
      take_statistics(a);
    } else if (element == "HealthData") {
      is_health_data_ = true;
    }
  }
  void end(std::string_view element) {
    if (element != "Workout" || !is_in_workout_) return;
    sink_.out.add(workout_);
    is_in_workout_ = false;
  }
  [[nodiscard]] bool is_health_data() const noexcept { return is_health_data_; }
  [[nodiscard]] std::size_t undated() const noexcept { return undated_; }

 private:
  void take_record(const XmlAttributes& a) {
    sink_.out.count_record();
    const std::string_view type = plain_type(a["type"]);
    const auto found = rules().find(type);
    if (found == rules().end()) return sink_.out.skip(type);
    const auto start = text::moment(a["startDate"]), end = text::moment(a["endDate"]);
    if (!start || !end) {
      ++undated_;
      return;
    }
    const Rule& rule = found->second;
    const std::uint16_t source = sink_.out.source(a["sourceName"]);
    if (rule.meaning == Meaning::Sleep) {
      if (const auto what = stage(a["value"])) {
        sink_.out.add(SleepInterval{.start_unix_s = start->unix_s(),
                                    .end_unix_s = end->unix_s(),
                                    .utc_offset_min = end->utc_offset_min,
                                    .source = source,
                                    .stage = *what});
      }
      return;
    }
    Observation o{.day = rule.window == Window::Night ? text::day_of_night(end->local_s) : text::day_of(start->local_s),
                  .quantity = rule.quantity,
                  .value = 1.0,
                  .window = rule.window,
                  .source = source,
                  .label = sink_.out.label(rule.label),
                  .utc_offset_min = start->utc_offset_min};
    if (rule.meaning == Meaning::Tag) {
      const std::string_view severity = a["value"];
      if (severity.ends_with("NotPresent") || severity.ends_with("None")) return;
      o.quantity = Quantity::Tag;
      return sink_.out.add(o);
    }
    const auto value = text::number(a["value"]);
    if (!value) {
      ++undated_;
      return;
    }
    o.value = in_our_unit(rule.quantity, *value, a["unit"]);
    if (rule.meaning == Meaning::Value) return sink_.out.add(o);
    for (const Quantity q : {Quantity::HeartRate, Quantity::LowestHeartRate, Quantity::HighestHeartRate}) {
      o.quantity = q;
      sink_.out.add(o);
    }
  }

  static double in_our_unit(Quantity quantity, double value, std::string_view unit) {
    if (unit == "degF") return (value - 32.0) / 1.8;
    if (quantity == Quantity::Spo2 && value <= 1.0) return 100.0 * value;  // a fraction, though its unit says %
    return value * factor(unit);
  }

  void begin_workout(const XmlAttributes& a) {
    const auto start = text::moment(a["startDate"]), end = text::moment(a["endDate"]);
    if (!start || !end) {
      ++undated_;
      return;
    }
    double duration_s = static_cast<double>(end->unix_s() - start->unix_s());
    if (const auto said = text::number(a["duration"])) {
      const std::string_view unit = a["durationUnit"];
      duration_s = *said * (unit == "s" ? 1.0 : unit == "hr" ? 3600.0 : 60.0);
    }
    workout_ = {.start_unix_s = start->unix_s(),
                .duration_s = duration_s,
                .utc_offset_min = start->utc_offset_min,
                .source = sink_.out.source(a["sourceName"]),
                .label = sink_.out.label(plain_type(a["workoutActivityType"]))};
    // Totals stand here in exports up to iOS 15, in children after.
    if (const auto energy = text::number(a["totalEnergyBurned"]))
      workout_.energy_kcal = *energy * factor(a["totalEnergyBurnedUnit"]);
    is_in_workout_ = true;
  }

  void take_statistics(const XmlAttributes& a) {
    const std::string_view type = plain_type(a["type"]);
    if (type == "HeartRate") {
      if (const auto mean = text::number(a["average"])) workout_.mean_bpm = *mean * factor(a["unit"]);
    } else if (type == "ActiveEnergyBurned") {
      if (const auto sum = text::number(a["sum"])) workout_.energy_kcal = *sum * factor(a["unit"]);
    }
  }

  Sink& sink_;
  Workout workout_;
  bool is_in_workout_ = false, is_health_data_ = false;
  std::size_t undated_ = 0;
};

}  // namespace

std::optional<std::string> import_apple_health(ByteStream& stream, std::string_view, Sink& sink) {
  Reader reader(sink);
  const XmlHandler handler{.begin = [&](std::string_view element, const XmlAttributes& a) { reader.begin(element, a); },
                           .end = [&](std::string_view element) { reader.end(element); }};
  const auto fault = read_xml(stream, handler, sink.is_refused);
  if (reader.undated() > 0)
    sink.warnings.add("{} records have no date or no value and were left out", reader.undated());
  return fault;
}

}  // namespace tonus::exchange
