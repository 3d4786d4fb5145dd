#pragma once
// FIT messages into an Activity: which message and field means what, and where beats lie in time.

#include <cstdint>
#include <optional>
#include <string>

#include <sensors/exchange/activity.hpp>

#include "fit/container.hpp"
#include "fit/hr_log.hpp"

namespace tonus::exchange::fit {

inline constexpr std::uint16_t kSport = 12, kSession = 18, kRecord = 20, kHrv = 78;
inline constexpr std::int64_t kEpoch_unix_s = 631'065'600;  // 1989-12-31T00:00:00Z
inline constexpr std::uint32_t kLeastDate = 0x10000000;     // smaller times count from power-on

[[nodiscard]] std::string sport_name(double number);

class ActivityBuilder {
 public:
  ActivityBuilder(Activity& activity, Warnings& warnings) : activity_(activity), warnings_(warnings) {}

  /// False when the message is none of an activity's.
  bool take(const Message& message);
  void finish();

 private:
  void take_record(const Message& message);
  void begin(std::uint32_t time);
  void take_beats(const Message& message);
  void take_sport(std::optional<double> number);
  void add_strap_log();
  [[nodiscard]] double relative_s(std::uint32_t time) const {
    return static_cast<double>(static_cast<std::int64_t>(time) - static_cast<std::int64_t>(*base_));
  }

  Activity& activity_;
  Warnings& warnings_;
  HrLog strap_;
  std::optional<std::uint32_t> base_, record_time_;
  double beat_clock_s_ = 0.0;
  bool has_beat_clock_ = false, is_record_new_ = false;
  std::size_t steps_back_ = 0, first_step_back_ = 0, untimed_ = 0, anchored_anew_ = 0;
};

}  // namespace tonus::exchange::fit
