#pragma once
// Simulated people: a heart that answers a load, a device that reports it, and a day that does not go as planned.
// Ships with the product, so that demonstrations, tests, coaches and the lab use the same ones.

#include <cstdint>
#include <memory>
#include <span>

#include <engine/core/time.hpp>
#include <sensors/athlete/parameters.hpp>
#include <sensors/signal/sample.hpp>

namespace tonus::athlete {

/// What is true of this moment, for tests, the lab and reports alone: whatever adapts lives on the samples.
struct Truth {
  double bpm = 0.0;        ///< of the heart, all variability included
  double state_bpm = 0.0;  ///< without variability (no VLF, LF, breathing): rest + both phases + drift + steps
  double load = 0.0;       ///< that the body really works at, in the unit of Parameters::work
  bool is_silent = false;  ///< the device drops out
  bool is_locked = false;  ///< the device follows the cadence
  bool is_frozen = false;
  bool is_spiking = false;
  bool is_in_svt = false;
  bool is_irregular = false;
};

/// One person with one device. Integrated in steps of 0.1 s; equal parameters, seed and commands give equal samples,
/// bit for bit. No allocation after construction, no libm. Not thread safe; independent athletes may run in parallel.
/// What varies, what the rhythm does and what goes wrong draw from streams of their own: a fault changes no heart beat.
///
/// Load and heart. The actuator follows a command after actuator_delay_s, the body after body_delay_s more; in between
/// stands what the person makes of it (compliance, pauses), which the machine reports. TwoPhase answers the delayed
/// load P with a steady state k (P - beta max(0, P - threshold)) above rest, bent softly (knee 6 bpm) below max, of
/// which fast_share comes with fast_tau_s and the rest with rise_tau_s or fall_tau_s. The asymmetry is of the transient
/// alone: k a/2 |P - P_60| is asked on top, P_60 being P low-passed with 60 s, so a rise is stronger and a fall weaker
/// by a/2 at first and no constant load leaves an offset. Drift grows once drift_after_s of work (15 % of reserve or
/// more) are done, by drift heat (share of reserve / 0.7)^2 a minute, less and less up to 12 bpm, and stays. On top:
/// VLF (Ornstein-Uhlenbeck, 45 s), a 0.1-Hz wave, breathing of amplitude exp(-HR / 25 bpm); supraventricular
/// tachycardia, +50 bpm within 5 s for 1–5 minutes, which is not bound by max.
///
/// Nonlinear is the two-state feedback model of Cheng et al. (TBME 2008, 55:2499): x1' = -a1 x1 + a2 x2 + a2 u^2,
/// x2' = -a3 x2 + a4 x1 / (1 + exp(-15 (x1 - a5))), x1 in bpm above rest, in minutes, the form read in the conference
/// version of the same year. Its numbers are our choice: a1 = 1.84/min for a person of the mean rise_tau_s and
/// proportional to 1/rise_tau_s; a2 = 24.3; a3 = 0.0636/min; a5 = 8.32 bpm; a4 such that the slow loop makes the
/// person's drift (0.40 bpm/min from minute 10 to 30 for a loop gain of 0.25), since nothing else does here; u^2
/// proportional to watts or to intensity, u to speed, such that ten minutes at the load that k says brings 60 % of
/// reserve do bring it. (On a treadmill the local slope there is then 2 k, as the square has it.) No flattening, no
/// asymmetry; delays, saturation, variability, device are the same.
///
/// Device. A strap sends an RR interval at each beat (1/1024 s) and each second a whole heart rate over its last four
/// beats; a wrist sensor the rate alone, smoothed over 6 s, with dropouts of its own (4 an hour, 3–120 s) and in 8 % of
/// sessions a cadence lock of 20–300 s that begins in minutes 5 to 30, on top of what the circumstances bring. A sample
/// is stamped with its arrival: sensor_delay_s after the beat or the second. Where faults meet, silence hides a frozen
/// value, that a lock, that a spike; while nobody moves there is no lock. Faults begin at whole seconds, at their rate
/// while none of their kind is on, and last whole seconds.
class Athlete {
 public:
  static constexpr double kStep_s = 0.1;

  Athlete(const Parameters& parameters, const Circumstances& circumstances, std::uint64_t seed);
  ~Athlete();
  Athlete(Athlete&&) noexcept;
  Athlete& operator=(Athlete&&) noexcept;

  /// Advances by 0.1 s with the actuator told `command` (unit of Parameters::work; not a number or negative: 0).
  void step(double command) noexcept;
  /// Time reached.
  [[nodiscard]] Instant now() const noexcept;
  /// What arrived during the newest step, in order of time: RR intervals, heart rate (1 Hz), and the machine's power
  /// and cadence (1 Hz; speed and steps a minute on a treadmill; nothing in a scenario). Before the first step: that
  /// there is contact. Holds until the next step.
  [[nodiscard]] std::span<const sensors::Sample> samples() const noexcept;
  [[nodiscard]] const Truth& truth() const noexcept;
  [[nodiscard]] const Parameters& parameters() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::athlete
