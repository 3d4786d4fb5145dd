#include "fit/activity_builder.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

namespace tonus::exchange::fit {
namespace {

// Field numbers of the FIT profile.
constexpr std::uint8_t kSportOfSport = 0, kSportOfSession = 5;
constexpr std::uint8_t kHeartRate = 3, kCadence = 4, kSpeed = 6, kPower = 7, kFractionalCadence = 53,
                       kEnhancedSpeed = 73;
constexpr std::uint8_t kRrTimes = 0;

constexpr double kBeatTolerance_s = 3.0;
constexpr double kFresh_s = 5.0;                          // a strap's heart rate counts as a record's for so long
constexpr double kMostByte = 254.0, kMostWord = 65534.0;  // what the fields hold in the profile's own type
constexpr double kMostSpeed_mm_s = 1e6;

constexpr std::array<std::string_view, 20> kSports{"generic",
                                                   "running",
                                                   "cycling",
                                                   "transition",
                                                   "fitness_equipment",
                                                   "swimming",
                                                   "basketball",
                                                   "soccer",
                                                   "tennis",
                                                   "american_football",
                                                   "training",
                                                   "walking",
                                                   "cross_country_skiing",
                                                   "alpine_skiing",
                                                   "snowboarding",
                                                   "rowing",
                                                   "mountaineering",
                                                   "hiking",
                                                   "multisport",
                                                   "paddling"};

/// A field that a strange definition gave another type may hold anything: outside its natural range it is absent.
bool is_natural(double value, double most) { return value >= 0.0 && value <= most; }

}  // namespace

std::string sport_name(double number) {
  const auto index = static_cast<std::size_t>(number);
  return index < kSports.size() ? std::string(kSports[index]) : fmt::format("sport {}", index);
}

bool ActivityBuilder::take(const Message& message) {
  switch (message.global) {
    case kRecord: take_record(message); return true;
    case kHrv: take_beats(message); return true;
    case kHr: strap_.take(message); return true;
    case kSport: take_sport(message.number(kSportOfSport)); return true;
    case kSession: take_sport(message.number(kSportOfSession)); return true;
    default: return false;
  }
}

void ActivityBuilder::finish() {
  add_strap_log();
  if (steps_back_ > 0) {
    warnings_.add("offset {}: the clock of the records steps back here, {} time(s) in all", first_step_back_,
                  steps_back_);
  }
  if (untimed_ > 0) warnings_.add("{} records have no time and were left out", untimed_);
  if (anchored_anew_ > 0) {
    warnings_.add(
        "RR intervals and the record clock differ by more than {:.0f} s at {} place(s), where beats were set anew",
        kBeatTolerance_s, anchored_anew_);
  }
  if (activity_.zero_heart_rates > 0) {
    warnings_.add("{} records say 0 bpm, taken as no heart rate", activity_.zero_heart_rates);
  }
  // Beats recorded before the first record make the beginning.
  double lead_s = 0.0;
  if (!activity_.beats.empty()) lead_s = std::max(0.0, -activity_.beats.front().t_s);
  if (lead_s > 0.0) {
    for (ActivityRecord& record : activity_.records) record.t_s += lead_s;
    for (ActivityBeat& beat : activity_.beats) beat.t_s += lead_s;
  }
  if (base_ && *base_ >= kLeastDate) {
    activity_.start_unix_s = kEpoch_unix_s + static_cast<std::int64_t>(*base_) - std::llround(lead_s);
  }
}

void ActivityBuilder::take_record(const Message& message) {
  const std::optional<std::uint32_t> time = message.time_s ? message.time_s : record_time_;
  if (!time) {
    ++untimed_;
    return;
  }
  if (!base_) begin(*time);
  if (record_time_ && *time < *record_time_ && steps_back_++ == 0) first_step_back_ = message.offset;
  record_time_ = time;
  is_record_new_ = true;

  ActivityRecord& record = activity_.records.emplace_back();
  record.t_s = relative_s(*time);
  const double bpm = message.value_or_nan(kHeartRate);
  if (is_natural(bpm, kMostByte)) {
    if (bpm > 0.0) {
      record.hr_bpm = bpm;
    } else {
      ++activity_.zero_heart_rates;
    }
  }
  const double power = message.value_or_nan(kPower);
  if (is_natural(power, kMostWord)) record.power_w = power;
  const double cadence = message.value_or_nan(kCadence);
  if (is_natural(cadence, kMostByte)) {
    const double fraction = message.value_or_nan(kFractionalCadence);
    record.cadence_rpm = cadence + (is_natural(fraction, kMostByte) ? fraction / 128.0 : 0.0);
  }
  const double enhanced = message.value_or_nan(kEnhancedSpeed), plain = message.value_or_nan(kSpeed);
  if (is_natural(enhanced, kMostSpeed_mm_s)) {
    record.speed_m_s = enhanced / 1000.0;
  } else if (is_natural(plain, kMostWord)) {
    record.speed_m_s = plain / 1000.0;
  }
}

/// t = 0 is the first record. Beats heard before it ran up to here.
void ActivityBuilder::begin(std::uint32_t time) {
  base_ = time;
  for (ActivityBeat& beat : activity_.beats) beat.t_s -= beat_clock_s_;
  beat_clock_s_ = 0.0;
}

void ActivityBuilder::take_beats(const Message& message) {
  if (is_record_new_) {
    is_record_new_ = false;
    const double record_s = relative_s(*record_time_);
    if (!has_beat_clock_) {
      beat_clock_s_ = record_s;
    } else if (std::abs(beat_clock_s_ - record_s) > kBeatTolerance_s) {
      beat_clock_s_ = record_s;
      ++anchored_anew_;
    }
  }
  has_beat_clock_ = true;
  for (std::size_t i = 0; i < message.elements(kRrTimes); ++i) {
    const double rr_ms = message.value_or_nan(kRrTimes, i);
    if (!is_natural(rr_ms, kMostWord) || rr_ms == 0.0) continue;
    beat_clock_s_ += rr_ms / 1000.0;
    const double previous_s = activity_.beats.empty() ? beat_clock_s_ : activity_.beats.back().t_s;
    activity_.beats.push_back({.t_s = std::max(beat_clock_s_, previous_s), .rr_ms = rr_ms});
  }
}

void ActivityBuilder::take_sport(std::optional<double> number) {
  if (number && *number >= 0.0 && *number <= kMostByte && activity_.sport.empty())
    activity_.sport = sport_name(*number);
}

/// What a strap handed over afterwards: its heart rates fill records that have none, its beats stand where the file has
/// no others.
void ActivityBuilder::add_strap_log() {
  const auto& log = strap_.beats();
  if (log.empty() || !base_) return;
  const double base_s = *base_;
  std::size_t next = 0;
  for (ActivityRecord& record : activity_.records) {
    while (next + 1 < log.size() && log[next + 1].fit_time_s - base_s <= record.t_s) ++next;
    const double age_s = record.t_s - (log[next].fit_time_s - base_s);
    if (record.hr_bpm || !log[next].bpm || age_s < 0.0 || age_s > kFresh_s) continue;
    record.hr_bpm = log[next].bpm;
    ++activity_.strap_heart_rates;
  }
  if (!activity_.beats.empty()) return;
  const double end_s = duration_s(activity_);
  for (const HrLog::Beat& beat : log) {
    const double t_s = beat.fit_time_s - base_s;
    if (beat.rr_ms <= 0.0 || t_s < 0.0 || t_s > end_s) continue;  // the strap records on by itself
    const double previous_s = activity_.beats.empty() ? t_s : activity_.beats.back().t_s;
    activity_.beats.push_back({.t_s = std::max(t_s, previous_s), .rr_ms = beat.rr_ms});
  }
}

}  // namespace tonus::exchange::fit
