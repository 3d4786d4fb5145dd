#pragma once
// A simulated person with a strap: answers the session's demand as a heart does, late, slowly, with drift and noise.
// Ships with the product, so that demonstrations, tests and coaches use the same one.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <engine/core/result.hpp>
#include <engine/core/units.hpp>
#include <sensors/source/sensor_source.hpp>

namespace tonus::sensors {

struct SimulatedDefinition {
  std::string persona = "healthy";       ///< one of simulated_personas()
  std::uint64_t seed = 1;                ///< draws the individual: gain, time constants, dead time, drift, every noise
  std::optional<double> age_years = {};  ///< 10…100; the persona's own when absent
  std::optional<BeatsPerMinute> rest = {};  ///< 30…110
  std::optional<BeatsPerMinute> max = {};   ///< 100…230, at least 30 above rest
};

/// "healthy", "trained", … in the order of the documentation.
[[nodiscard]] std::span<const std::string_view> simulated_personas() noexcept;

/// A person of sensors/athlete at the work of a scenario: demand in, heart out. Gain such that demand 1 brings about
/// 100 % of heart-rate reserve (18 % spread between seeds). Integrated at 10 Hz of session time whatever the poll step:
/// one long poll and many short ones give equal samples for equal feedback.
///
/// A chest strap sends an RR interval at each beat (1/1024 s) and a whole-numbered heart rate each second; "wrist"
/// sends the rate only, late and with dropouts and spells in which it follows the rhythm of the movement instead of the
/// heart. Samples are stamped with their arrival, 0.4–3.3 s after the heart: what a session knows of a live device.
class SimulatedAthlete final : public SensorSource {
 public:
  /// Error: an unknown persona (the message names the known ones) or an override out of its range.
  [[nodiscard]] static Result<std::unique_ptr<SimulatedAthlete>, Error> create(const SimulatedDefinition& definition);
  ~SimulatedAthlete() override;

  [[nodiscard]] const SourceInfo& info() const noexcept override;
  void poll(Instant until, const SourceFeedback& previous, SampleBatch& out) noexcept override;
  [[nodiscard]] bool has_ended() const noexcept override { return false; }

  /// The truth behind the samples, for tests and reports alone: whatever adapts must live on the samples.
  [[nodiscard]] BeatsPerMinute true_bpm() const noexcept;

 private:
  struct Impl;
  explicit SimulatedAthlete(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

/// SimulatedAthlete::create for those who need no more than a source.
[[nodiscard]] Result<std::unique_ptr<SensorSource>, Error> make_simulated(const SimulatedDefinition& definition);

}  // namespace tonus::sensors
