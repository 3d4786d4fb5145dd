#pragma once
// What a strap or a wrist sensor makes of the heart, and when it arrives.

#include <array>
#include <cstdint>
#include <optional>

#include <engine/core/inline_vector.hpp>
#include <engine/core/random.hpp>
#include <engine/core/time.hpp>
#include <sensors/athlete/parameters.hpp>
#include <sensors/signal/sample.hpp>

#include "day.hpp"

namespace tonus::athlete {

/// The faults of this second, as they show.
struct Faults {
  bool is_silent = false, is_frozen = false;
  double locked_per_min = 0.0;  ///< what the device follows instead of the heart; 0: nothing
  double spike_bpm = 0.0;
};

class Device {
 public:
  Device(const Parameters& parameters, bool has_noise, std::uint64_t seed) noexcept;
  void hear_beat(Instant at, double rr_ms, const Faults& faults) noexcept;
  /// At the end of each second: takes in the rate of the heart and sends one.
  void end_second(Instant at, double true_bpm, const Faults& faults) noexcept;
  /// The next sample that has arrived by `until`; its sequence is the receiver's to give.
  [[nodiscard]] std::optional<sensors::Sample> arrived(Instant until) noexcept;

 private:
  void send(Instant at, sensors::SampleKind kind, double value) noexcept;
  [[nodiscard]] double measured_bpm() const noexcept;

  static constexpr std::size_t kStrapAverage = 4;  // beats behind the strap's own heart rate
  static constexpr std::size_t kOnItsWay = 128;

  Random random_;
  bool is_wrist_, has_noise_;
  Duration delay_;
  std::array<sensors::Sample, kOnItsWay> on_its_way_{};
  std::size_t sent_ = 0, received_ = 0;
  std::array<double, kStrapAverage> recent_ms_{};
  std::size_t heard_ = 0;
  double smooth_bpm_ = 0.0, smooth_step_;
  double noise_bpm_ = 0.0;
  double last_rr_ms_ = 0.0, last_bpm_ = 0.0;
};

}  // namespace tonus::athlete
