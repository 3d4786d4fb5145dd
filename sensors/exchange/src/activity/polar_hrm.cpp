// Polar's HRM files: an INI-like head that says what the columns of [HRData] are.
#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <sensors/exchange/readers.hpp>

#include "activity/text_activity.hpp"
#include "text/dates.hpp"
#include "text/text.hpp"

namespace tonus::exchange {
namespace {

constexpr double kRrInterval = 238;  // the "interval" of files that hold beats
constexpr double kKmh = 1.0 / 3.6, kMph = 0.44704;

/// What [Params] says.
struct Parameters {
  std::string smode, date, start;
  double interval_s = 0.0;

  [[nodiscard]] bool has(std::size_t digit) const { return digit < smode.size() && smode[digit] == '1'; }
  [[nodiscard]] bool is_beats() const { return interval_s == kRrInterval; }

  void take(std::string_view line) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return;
    const std::string_view key = text::trim(line.substr(0, equals)), value = text::trim(line.substr(equals + 1));
    if (key == "SMode") smode = value;
    if (key == "Date") date = value;
    if (key == "StartTime") start = value;
    if (key == "Interval") interval_s = text::number(value).value_or(0.0);
  }
};

/// Columns after the heart rate, in the order of the digits of SMode: speed, cadence, altitude, power.
void take_columns(const std::vector<std::string_view>& words, const Parameters& p, ActivityRecord& record) {
  std::size_t column = 1;
  const auto next = [&](std::size_t digit) -> std::optional<double> {
    if (!p.has(digit) || column >= words.size()) return std::nullopt;
    return text::number(words[column++]);
  };
  const auto speed = next(0);
  if (speed) record.speed_m_s = *speed / 10.0 * (p.has(7) ? kMph : kKmh);
  record.cadence_rpm = next(1);
  (void)next(2);
  record.power_w = next(3);
}

class Reader {
 public:
  Reader(Activity& activity, text::Tally& tally) : activity_(activity), tally_(tally) {}

  void take(const text::Line& line) {
    const std::string_view content = text::trim(line.text);
    if (content.empty()) return;
    if (content.front() == '[') {
      section_ = content;
    } else if (section_ == "[Params]") {
      parameters_.take(content);
    } else if (section_ == "[HRData]") {
      take_data(line);
    }
  }
  [[nodiscard]] const Parameters& parameters() const noexcept { return parameters_; }

 private:
  void take_data(const text::Line& line) {
    const auto words = text::words(line.text);
    const auto first = text::number(words.front());
    if (!first || *first < 0.0) {
      return tally_.bad_line("line {}: '{}' is not a heart rate or interval, expected a number", line.number,
                             text::shown(words.front()));
    }
    if (parameters_.is_beats()) {
      if (!text::is_interval(*first))
        return tally_.bad_line("line {}: {} is not an RR interval, expected ms", line.number, *first);
      t_s_ += *first / 1000.0;
      activity_.beats.push_back({.t_s = t_s_, .rr_ms = *first});
    } else {
      if (*first > 300.0)
        return tally_.bad_line("line {}: {} is not a heart rate, expected 0 to 300 bpm", line.number, *first);
      ActivityRecord record{.t_s = t_s_, .hr_bpm = *first};
      if (*first == 0.0) {
        record.hr_bpm.reset();
        ++activity_.zero_heart_rates;
      }
      take_columns(words, parameters_, record);
      activity_.records.push_back(record);
      t_s_ += parameters_.interval_s;
    }
    tally_.good_line();
  }

  Activity& activity_;
  text::Tally& tally_;
  Parameters parameters_;
  std::string section_;
  double t_s_ = 0.0;
};

}  // namespace

Result<Activity, Error> parse_polar_hrm(std::string_view content) {
  Activity activity{.format = FileFormat::PolarHrm};
  {
    Warnings warnings(activity.warnings);
    text::Tally tally(warnings);
    Reader reader(activity, tally);
    std::optional<std::size_t> unterminated;
    text::Lines lines(content);
    for (text::Line line; lines.next(line);) {
      const std::size_t before = tally.good_lines();
      reader.take(line);
      if (!line.is_terminated && tally.good_lines() > before) unterminated = line.number;
    }
    const Parameters& p = reader.parameters();
    if (tally.good_lines() > 0 && !(p.interval_s > 0.0 && p.interval_s <= 3600.0))
      return fail(Error{"[Params] names no Interval, expected the seconds between two heart rates, or 238 for beats"});
    if (auto error = tally.verdict("heart rates or RR intervals under [HRData]")) return fail(std::move(*error));
    const auto day = text::date(p.date);
    const auto time_s = text::time_of_day(p.start);
    // Without an offset from UTC: the clock of where it was.
    if (day && time_s) activity.start_unix_s = *day * text::kDay_s + static_cast<std::int64_t>(*time_s);
    text::finish(activity, warnings, unterminated);
  }
  return activity;
}

}  // namespace tonus::exchange
