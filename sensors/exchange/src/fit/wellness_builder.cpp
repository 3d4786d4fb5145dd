#include "fit/wellness_builder.hpp"

#include <algorithm>

#include "fit/activity_builder.hpp"
#include "text/dates.hpp"

namespace tonus::exchange::fit {
namespace {

// Message numbers of the FIT profile.
constexpr std::uint16_t kFileId = 0, kWeightScale = 30, kActivity = 34, kMonitoring = 55, kMonitoringInfo = 103,
                        kMonitoringHr = 211, kStress = 227, kMaxMet = 229, kSpo2 = 269, kSleepLevel = 275,
                        kRespiration = 297, kSleepAssessment = 346, kHrvStatus = 370, kHrvValue = 371,
                        kSkinTemperature = 398;
constexpr int kRunning = 1, kWalking = 6;
constexpr std::uint32_t kLongestLevel_s = 2 * 3600;

std::optional<double> over(std::optional<double> value, double scale) {
  return value ? std::optional(*value / scale) : std::nullopt;
}

std::optional<SleepStage> stage(double level) {
  if (level == 1.0) return SleepStage::Awake;
  if (level == 2.0) return SleepStage::Light;
  if (level == 3.0) return SleepStage::Deep;
  if (level == 4.0) return SleepStage::Rem;
  return std::nullopt;  // unmeasurable
}

}  // namespace

std::optional<FitWellness::Clock> FitWellness::clock(const Message& message) const {
  if (!message.time_s || *message.time_s < kLeastDate) return std::nullopt;
  return Clock{*message.time_s, kEpoch_unix_s + *message.time_s + 60 * utc_offset_min_.value_or(0)};
}

void FitWellness::put(std::uint32_t time, Quantity quantity, std::optional<double> value, Window window, bool is_night,
                      const char* label) {
  if (!value) return;
  if (!has_source_) source_ = out_.source("fit");
  has_source_ = true;
  const std::int64_t local_s = kEpoch_unix_s + time + 60 * utc_offset_min_.value_or(0);
  out_.add({.day = is_night ? text::day_of_night(local_s) : text::day_of(local_s),
            .quantity = quantity,
            .value = *value,
            .window = window,
            .source = source_,
            .label = out_.label(label),
            .utc_offset_min = utc_offset_min_});
}

void FitWellness::add(const Message& message, Quantity quantity, std::optional<double> value, Window window,
                      const char* label) {
  if (const auto at = clock(message)) put(at->time, quantity, value, window, false, label);
}

void FitWellness::add_night(const Message& message, Quantity quantity, std::optional<double> value, const char* label) {
  if (const auto at = clock(message)) put(at->time, quantity, value, Window::Night, true, label);
}

void FitWellness::take_offset(const Message& message, std::uint8_t local_field) {
  const auto local = message.number(local_field);
  if (!local || !message.time_s) return;
  const double minutes = (*local - static_cast<double>(*message.time_s)) / 60.0;
  if (minutes >= -14.0 * 60.0 && minutes <= 14.0 * 60.0) utc_offset_min_ = static_cast<std::int16_t>(minutes);
}

void FitWellness::take_monitoring(const Message& message) {
  if (message.time_s && *message.time_s >= kLeastDate) monitoring_time_ = message.time_s;
  // Most messages carry only the low 16 bits of their time.
  if (const auto low = message.number(26); low && monitoring_time_ && *low >= 0.0 && *low <= 65535.0)
    *monitoring_time_ += (static_cast<std::uint32_t>(*low) - *monitoring_time_) & 0xFFFFu;
  if (!monitoring_time_) return;
  if (const auto bpm = message.number(27); bpm && *bpm > 0.0) {
    for (const Quantity q : {Quantity::HeartRate, Quantity::LowestHeartRate, Quantity::HighestHeartRate})
      put(*monitoring_time_, q, bpm, Window::Day, false, "");
  }
  auto type = message.number(5);
  if (const auto both = message.number(24); !type && both && *both >= 0.0 && *both <= 255.0)
    type = static_cast<double>(static_cast<unsigned>(*both) & 0x1Fu);
  const int kind = type && *type >= 0.0 && *type <= 255.0 ? static_cast<int>(*type) : -1;
  const std::int32_t day = text::day_of(kEpoch_unix_s + *monitoring_time_ - 1 + 60 * utc_offset_min_.value_or(0));
  const auto raise = [&](auto& counters, std::optional<double> value) {
    if (!value || *value < 0.0) return;
    if (counters.size() > 100'000) return;
    double& highest = counters[{day, kind}];
    highest = std::max(highest, *value);
  };
  if (kind == kRunning || kind == kWalking) raise(steps_, message.number(3));
  raise(energy_, message.number(19));
  put(*monitoring_time_, Quantity::ModerateMinutes, message.number(33), Window::Day, false, "");
  put(*monitoring_time_, Quantity::VigorousMinutes, message.number(34), Window::Day, false, "");
}

/// A level holds from its own time to that of the next.
void FitWellness::take_sleep_level(const Message& message) {
  const auto at = clock(message);
  const auto level = message.number(0);
  if (!at || !level) return;
  if (level_ && level_time_ && at->time > *level_time_ && at->time - *level_time_ <= kLongestLevel_s) {
    if (!has_source_) source_ = out_.source("fit");
    has_source_ = true;
    out_.add(SleepInterval{.start_unix_s = kEpoch_unix_s + *level_time_,
                           .end_unix_s = kEpoch_unix_s + at->time,
                           .utc_offset_min = utc_offset_min_,
                           .source = source_,
                           .stage = *level_});
  }
  level_ = stage(*level);
  level_time_ = at->time;
}

void FitWellness::take_session(const Message& message) {
  const auto start = message.number(2);
  const auto duration = over(message.number(8), 1000.0);
  if (!start || *start < kLeastDate || *start > 4294967295.0 || !duration) return;
  if (!has_source_) source_ = out_.source("fit");
  has_source_ = true;
  Workout workout{.start_unix_s = kEpoch_unix_s + static_cast<std::int64_t>(*start),
                  .duration_s = *duration,
                  .mean_bpm = message.number(16),
                  .energy_kcal = message.number(11),
                  .load = over(message.number(35), 10.0),
                  .utc_offset_min = utc_offset_min_,
                  .source = source_};
  if (workout.mean_bpm == 0.0) workout.mean_bpm.reset();
  if (const auto sport = message.number(5); sport && *sport >= 0.0 && *sport < 255.0)
    workout.label = out_.label(sport_name(*sport));
  out_.add(workout);
}

bool FitWellness::take(const Message& message) {
  switch (message.global) {
    case kFileId: return true;
    case kActivity: take_offset(message, 5); return true;
    case kMonitoringInfo: take_offset(message, 0); return true;
    case kMonitoring: take_monitoring(message); return true;
    case kMonitoringHr: {
      const auto day = message.number(1), mean = message.number(0);
      add(message, Quantity::RestingHeartRate, day ? day : mean, Window::Day);
      return true;
    }
    case kStress:
      if (const auto value = message.number(0), at = message.number(1);
          value && *value >= 0.0 && *value <= 100.0 && at) {
        if (!(*at >= kLeastDate && *at <= 4294967295.0) || stress_.size() > 100'000) return true;
        Mean& day =
            stress_[text::day_of(kEpoch_unix_s + static_cast<std::int64_t>(*at) + 60 * utc_offset_min_.value_or(0))];
        day.sum += *value;
        ++day.count;
      }
      return true;
    case kMaxMet: add(message, Quantity::Vo2max, over(message.number(2), 10.0), Window::Day); return true;
    case kSpo2: add(message, Quantity::Spo2, message.number(0), Window::Spot); return true;
    case kSleepLevel: take_sleep_level(message); return true;
    case kRespiration:
      if (const auto rate = over(message.number(0), 100.0); rate && *rate > 0.0)
        add(message, Quantity::RespirationRate, rate, Window::Day);
      return true;
    case kSleepAssessment:
      add_night(message, Quantity::VendorScore, message.number(6), "garmin.sleep_score");
      return true;
    case kHrvStatus: add_night(message, Quantity::Rmssd, over(message.number(1), 128.0)); return true;
    case kHrvValue: return true;  // five-minute values of the night, whose mean message 370 holds
    case kSkinTemperature: add_night(message, Quantity::SkinTemperatureDeviation, message.number(1)); return true;
    case kWeightScale: add(message, Quantity::Weight, over(message.number(0), 100.0), Window::Spot); return true;
    case kSession: take_session(message); return true;
    default: return false;
  }
}

void FitWellness::finish() {
  if (!has_source_ && (!steps_.empty() || !energy_.empty() || !stress_.empty())) source_ = out_.source("fit");
  for (const auto& [day, mean] : stress_) {
    out_.add({.day = day,
              .quantity = Quantity::VendorScore,
              .value = mean.sum / mean.count,
              .source = source_,
              .label = out_.label("garmin.stress"),
              .utc_offset_min = utc_offset_min_});
  }
  const auto put_day = [&](const auto& counters, Quantity quantity) {
    std::map<std::int32_t, double> days;
    for (const auto& [where, value] : counters) days[where.first] += value;
    for (const auto& [day, value] : days) {
      out_.add({.day = day,
                .quantity = quantity,
                .value = value,
                .source = source_,
                .utc_offset_min = utc_offset_min_,
                .is_total = true});
    }
  };
  put_day(steps_, Quantity::Steps);
  put_day(energy_, Quantity::ActiveEnergy);
}

}  // namespace tonus::exchange::fit
