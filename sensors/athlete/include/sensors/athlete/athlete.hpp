#pragma once
// Simulated people: a heart that answers a load, a device that reports it, and a day that does not go as planned.
// Ships with the product, so that demonstrations, tests, coaches and the lab use the same ones.

#include <cstdint>
#include <span>
#include <string_view>

#include <engine/core/inline_vector.hpp>
#include <engine/core/time.hpp>
#include <sensors/athlete/parameters.hpp>
#include <sensors/signal/sample.hpp>

namespace tonus::athlete {

/// What is true of this moment, for tests, the lab and reports alone: whatever adapts lives on the samples.
struct Truth {
  double bpm = 0.0;        ///< of the heart, all variability included
  double state_bpm = 0.0;  ///< without variability (no VLF, ULF, LF, breathing): rest + both phases + drift + steps
  double load = 0.0;       ///< that the body really works at, in the unit of Parameters::work
  bool is_silent = false;  ///< the device drops out
  bool is_locked = false;  ///< the device follows the cadence
  bool is_spiking = false;
  bool is_in_svt = false;
  bool is_irregular = false;
};

/// One person with one device. Integrated in steps of 0.1 s; equal parameters, seed and commands give equal samples,
/// bit for bit. No allocation after construction, no libm. Not thread safe; independent athletes may run in parallel.
class Athlete {
 public:
  static constexpr double kStep_s = 0.1;

  Athlete(const Parameters& parameters, const Circumstances& circumstances, std::uint64_t seed);

  /// Advances by 0.1 s with the actuator told `command` (unit of Parameters::work; not a number or negative: 0).
  void step(double command) noexcept;
  /// Time reached.
  [[nodiscard]] Instant now() const noexcept;
  /// What the device sent during the newest step, in order of time: RR intervals, heart rate (1 Hz), contact, and the
  /// machine's power and cadence (1 Hz; speed on a treadmill).
  [[nodiscard]] std::span<const sensors::Sample> samples() const noexcept;
  [[nodiscard]] const Truth& truth() const noexcept;
  [[nodiscard]] const Parameters& parameters() const noexcept;
};

}  // namespace tonus::athlete
