#pragma once
// The door through which a control law enters the lab.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string_view>

#include <sensors/athlete/athlete.hpp>
#include <sensors/body/heart_estimator.hpp>

#include "subject.hpp"

namespace tonus::lab {

inline constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

/// What is known at a second of the session. Nothing here is simulator truth.
struct LawInputs {
  double t_s = 0.0;
  double target_bpm = 0.0;
  double next_target_bpm = 0.0;  ///< what the plan asks next (the same where nothing is planned),
  double next_in_s = 1e9;        ///< in so many seconds
  body::HeartEstimate heart;     ///< default where Law::needs_estimate() is false
  double device_bpm = kAbsent;   ///< newest whole rate of the device that came within this second
  double power_w = kAbsent, speed_m_per_s = kAbsent, cadence_rpm = kAbsent;  ///< likewise, of the machine
};

/// What a law says of itself; each is counted by the protocol that looks for it.
struct LawFlags {
  bool has_stopped = false;       ///< took the load off for good
  bool sees_no_response = false;  ///< the heart does not do what the load should make it do
  bool is_shedding = false;       ///< lowers the load for a hazard, now
  bool is_overruled = false;      ///< safety decides, not the law, now
};

/// One session of one person. Called once a simulated second, from one thread.
class Law {
 public:
  virtual ~Law() = default;
  /// The load from now on, in the machine's unit.
  [[nodiscard]] virtual double command(const LawInputs& in) noexcept = 0;
  [[nodiscard]] virtual LawFlags flags() const noexcept { return {}; }
  /// Stops learning about the person, so that the loop is one system (see margins.hpp).
  virtual void freeze() noexcept {}
  [[nodiscard]] virtual bool needs_estimate() const noexcept { return false; }
};

/// A law that is given what no law can have: it bounds what is possible.
class Oracle : public Law {
 public:
  /// Before each command().
  virtual void see(const athlete::Truth& truth) noexcept = 0;
};

/// The laws of the table, and the points of the LQG curve.
enum class LawId : std::size_t { Ours, Replica, ZoneStep, Fixed, Lqg0 };
inline constexpr std::size_t kLqgPrices = 7;
inline constexpr std::size_t kLaws = static_cast<std::size_t>(LawId::Lqg0) + kLqgPrices;
/// The point of the curve that stands in the table: price 0.3, about half of the replica's move power.
inline constexpr LawId kLqgOfTable = static_cast<LawId>(static_cast<std::size_t>(LawId::Lqg0) + 1);
[[nodiscard]] constexpr std::size_t index(LawId id) noexcept { return static_cast<std::size_t>(id); }
[[nodiscard]] constexpr bool is_lqg(LawId id) noexcept { return id >= LawId::Lqg0; }

/// "ours", "hunt_c1_replica", "zone_step", "fixed_load", "lqg_0.1" …
[[nodiscard]] std::string_view name(LawId id) noexcept;
/// For people: "Hunt C1 replica" …
[[nodiscard]] std::string_view label(LawId id) noexcept;

/// `person` is seen by the LQG bound alone; `seed` is of its sensor noise.
[[nodiscard]] std::unique_ptr<Law> make_law(LawId id, const Brief& brief, const athlete::Parameters& person,
                                            std::uint64_t seed);

}  // namespace tonus::lab
