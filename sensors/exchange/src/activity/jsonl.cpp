// One JSON object a line, as `tonus steer` reads and `tonus listen` writes them.
#include <array>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <sensors/exchange/readers.hpp>

#include "activity/text_activity.hpp"
#include "text/text.hpp"

namespace tonus::exchange {
namespace {

using nlohmann::json;

/// A line longer than this is no sample.
constexpr std::size_t kLongestLine = 64 * 1024;

class Reader {
 public:
  Reader(Activity& activity, text::Tally& tally) : activity_(activity), tally_(tally) {}

  void take(const text::Line& line) {
    line_ = line.number;
    if (line.text.size() > kLongestLine)
      return tally_.bad_line("line {}: {} characters, expected one sample", line_, line.text.size());
    const json object = json::parse(line.text.begin(), line.text.end(), nullptr, /*allow_exceptions=*/false);
    if (object.is_discarded() || !object.is_object()) {
      return tally_.bad_line("line {}: '{}' is not a JSON object, expected one sample a line", line_,
                             text::shown(line.text));
    }
    if (!object.contains("t")) return;  // a configuration line, or somebody else's
    is_good_ = true;
    const auto t_s = number(object, "t");
    if (!t_s || !text::is_time(*t_s)) {
      if (is_good_) spoil("line {}: t is not a time, expected seconds", line_);
      return;
    }
    if (object.contains("kind")) {
      take_sample(object, *t_s);
    } else if (!object.contains("event")) {
      take_row(object, *t_s);
    }
    if (is_good_) tally_.good_line();
  }

 private:
  /// Absent when there is no such key or it is null; anything but a number makes the line bad.
  std::optional<double> number(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return std::nullopt;
    return element(*found, key);
  }
  std::optional<double> element(const json& value, const char* key) {
    if (!value.is_number()) {
      spoil("line {}: {} is not a number", line_, key);
      return std::nullopt;
    }
    return value.get<double>();
  }
  template <class... Args>
  void spoil(fmt::format_string<Args...> format, Args&&... args) {
    is_good_ = false;
    tally_.bad_line(format, std::forward<Args>(args)...);
  }

  std::optional<double> within(std::optional<double> value, const char* key, double least, double most) {
    if (!value || (*value >= least && *value <= most)) return value;
    spoil("line {}: {} is {}, expected {:.0f} to {:.0f}", line_, key, *value, least, most);
    return std::nullopt;
  }
  std::optional<double> heart_rate(std::optional<double> value, const char* key) {
    if (value == 0.0) {
      ++activity_.zero_heart_rates;
      return std::nullopt;
    }
    return within(value, key, 1.0, 300.0);
  }

  void take_row(const json& object, double t_s) {
    ActivityRecord record{.t_s = t_s};
    record.hr_bpm = heart_rate(number(object, "hr_bpm"), "hr_bpm");
    record.power_w = within(number(object, "power_w"), "power_w", 0.0, 5000.0);
    record.cadence_rpm = within(number(object, "cadence_rpm"), "cadence_rpm", 0.0, 400.0);
    record.speed_m_s = within(number(object, "speed_m_s"), "speed_m_s", 0.0, 100.0);
    std::vector<double> rr_ms;
    const auto rr = object.find("rr_ms");
    if (rr != object.end() && rr->is_array()) {
      for (const json& interval : *rr) take_interval(element(interval, "rr_ms"), rr_ms);
    } else if (rr != object.end() && !rr->is_null()) {
      take_interval(element(*rr, "rr_ms"), rr_ms);
    }
    activity_.records.push_back(record);
    text::append_beats(activity_, t_s, rr_ms);
  }

  void take_interval(std::optional<double> value, std::vector<double>& rr_ms) {
    if (!value) return;
    if (text::is_interval(*value)) {
      rr_ms.push_back(*value);
    } else {
      spoil("line {}: rr_ms holds {}, expected an interval in ms", line_, *value);
    }
  }

  void take_sample(const json& object, double t_s) {
    const json& kind = object["kind"];
    const std::string name = kind.is_string() ? kind.get<std::string>() : std::string();
    const auto value = number(object, "value");
    if (!value) return;
    ActivityRecord record{.t_s = t_s};
    if (name == "heart_rate") {
      record.hr_bpm = heart_rate(value, "value");
    } else if (name == "power") {
      record.power_w = within(value, "value", 0.0, 5000.0);
    } else if (name == "cadence") {
      record.cadence_rpm = within(value, "value", 0.0, 400.0);
    } else if (name == "speed") {
      record.speed_m_s = within(value, "value", 0.0, 100.0);
    } else if (name == "rr") {
      std::vector<double> rr_ms;
      take_interval(value, rr_ms);
      return text::append_beats(activity_, t_s, rr_ms);
    } else {
      return;  // a kind of sample that an activity does not hold
    }
    activity_.records.push_back(record);
  }

  Activity& activity_;
  text::Tally& tally_;
  std::size_t line_ = 0;
  bool is_good_ = true;
};

}  // namespace

Result<Activity, Error> parse_jsonl(std::string_view text) {
  Activity activity{.format = FileFormat::JsonLines};
  {
    Warnings warnings(activity.warnings);
    text::Tally tally(warnings);
    Reader reader(activity, tally);
    text::Lines lines(text);
    for (text::Line line; lines.next(line);) {
      if (!text::trim(line.text).empty()) reader.take(line);
    }
    if (auto error = tally.verdict("one JSON object with t a line")) return fail(std::move(*error));
    // A closed brace ends a line as well as a line end does: nothing can be cut short unseen.
    text::finish(activity, warnings, std::nullopt);
  }
  return activity;
}

}  // namespace tonus::exchange
