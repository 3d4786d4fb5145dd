#pragma once
// A trainer with a rider on it and a strap around the rider's chest, without any wire: what the control point is asked
// becomes load, load becomes work, work becomes heart beats. Pure state; time is given.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>
#include <engine/core/units.hpp>

namespace tonus::sensors::dircon {

struct TrainerDefinition {
  std::string persona = "healthy";  ///< one of simulated_personas()
  std::uint64_t seed = 1;
  std::uint32_t first_wheel_revolution = 0;  ///< where the counters begin, so that a test can see them wrap
  std::uint16_t first_crank_revolution = 0;
};

/// What a control point (2AD9) says to one write.
struct ControlAnswer {
  std::vector<std::byte> response;               ///< 80 op result
  std::optional<std::vector<std::byte>> status;  ///< 2ADA, where something changed
  std::string event;                             ///< for people; empty when nothing changed
};

/// Octets of the three characteristics that are sent each second.
struct SecondOfData {
  std::optional<std::vector<std::byte>> heart_rate;  ///< absent while the strap knows nothing
  std::vector<std::byte> bike;
  std::vector<std::byte> power;
};

/// Faults that lie in the device, not in the connection.
struct DeviceFaults {
  bool refuses_control = false;
  bool is_frozen = false;
  bool has_no_contact = false;
  bool sends_zero_heart_rate = false;
  bool has_wrong_unit = false;
  bool has_bad_length = false;
};

enum class LoadMode : std::uint8_t { Free, Power, Resistance, Simulation };
[[nodiscard]] std::string_view name(LoadMode mode);

struct TrainerState {
  LoadMode mode = LoadMode::Free;
  bool is_controlled = false;  ///< a client asked for control and was given it
  bool is_started = false;
  std::optional<Watts> target = {};               ///< in LoadMode::Power
  std::optional<double> grade_percent = {};       ///< in LoadMode::Simulation
  std::optional<double> resistance_percent = {};  ///< in LoadMode::Resistance
  Watts power{};
  Rpm cadence{};
  double speed_m_s = 0.0;
  BeatsPerMinute heart_rate{};  ///< what the strap said last; 0 before it knows
  Intensity demand{};           ///< what the rider feels

  /// Something other than nothing is asked of the rider's legs.
  [[nodiscard]] bool is_loaded() const noexcept {
    return mode == LoadMode::Simulation || (target && target->value > 0.0) ||
           (resistance_percent && *resistance_percent > 0.0);
  }
};

/// Rider: holds about 88 rpm; power asked for is reached with a time constant of 2 s; more than the rider can hold
/// pulls the cadence down, as it does on a real one. Demand is power over maximal aerobic power, which is FTP / 0.75
/// (the rule of the ramp test); FTP by persona. On a simulated road the rider takes 60 % of FTP on the flat and 5 %
/// more for each percent of grade, and speed follows from that.
class SimulatedTrainer {
 public:
  /// Error: an unknown persona; the message names the known ones.
  [[nodiscard]] static Result<std::unique_ptr<SimulatedTrainer>, Error> create(const TrainerDefinition& definition);
  ~SimulatedTrainer();

  /// Lives on until `until`, in steps of 0.1 s. Times must not fall.
  void advance(Instant until);
  /// A write to 2AD9, by the rules of FTMS 1.0: nothing without permission, one answer each, results 01 to 05.
  [[nodiscard]] ControlAnswer control(std::span<const std::byte> packet, const DeviceFaults& faults);
  /// What the sensors send for the second that ends now; takes the beats since the last call.
  [[nodiscard]] SecondOfData take_second(const DeviceFaults& faults);
  /// The client is gone: permission ends and the load with it.
  void let_go() noexcept;
  /// Revolution counters start again at nothing.
  void reset_counters() noexcept;

  [[nodiscard]] const TrainerState& state() const noexcept;
  /// 2ACC, 2AD6 and 2AD8: what it can do, resistance 0…100 in steps of 1, power 0…1000 W in steps of 1.
  [[nodiscard]] static std::vector<std::byte> feature();
  [[nodiscard]] static std::vector<std::byte> resistance_range();
  [[nodiscard]] static std::vector<std::byte> power_range();

 private:
  struct Impl;
  explicit SimulatedTrainer(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::sensors::dircon
