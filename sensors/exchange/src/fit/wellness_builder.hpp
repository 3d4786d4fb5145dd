#pragma once
// FIT messages of a day rather than of an activity: monitoring, resting heart rate, HRV status, sleep, stress,
// breathing, weight; and of each session the workout it was.

#include <cstdint>
#include <map>
#include <optional>

#include "fit/container.hpp"
#include "wellness/builder.hpp"

namespace tonus::exchange::fit {

class FitWellness {
 public:
  explicit FitWellness(WellnessBuilder& out) : out_(out) {}
  /// False when the message is none of these.
  bool take(const Message& message);
  void finish();

 private:
  struct Clock {
    std::uint32_t time = 0;  ///< FIT seconds
    std::int64_t local_s = 0;
  };
  [[nodiscard]] std::optional<Clock> clock(const Message& message) const;
  void add(const Message& message, Quantity quantity, std::optional<double> value, Window window,
           const char* label = "");
  void add_night(const Message& message, Quantity quantity, std::optional<double> value, const char* label = "");
  void put(std::uint32_t time, Quantity quantity, std::optional<double> value, Window window, bool is_night,
           const char* label);
  void take_monitoring(const Message& message);
  void take_offset(const Message& message, std::uint8_t local_field);
  void take_sleep_level(const Message& message);
  void take_session(const Message& message);

  WellnessBuilder& out_;
  std::uint16_t source_ = 0;
  bool has_source_ = false;
  std::optional<std::int16_t> utc_offset_min_;
  std::optional<std::uint32_t> monitoring_time_, level_time_;
  std::optional<SleepStage> level_;
  /// Counters of monitoring run on through a day, one for each kind of movement: the highest counts.
  std::map<std::pair<std::int32_t, int>, double> steps_, energy_;
  struct Mean {
    double sum = 0.0;
    int count = 0;
  };
  std::map<std::int32_t, Mean> stress_;
};

}  // namespace tonus::exchange::fit
