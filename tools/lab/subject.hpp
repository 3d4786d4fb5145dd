#pragma once
// Who takes part: a simulated person, what they told about themselves, and the machine they train on.

#include <cstdint>
#include <string_view>
#include <vector>

#include <scenarios/adaptation/limits.hpp>
#include <sensors/athlete/parameters.hpp>
#include <sensors/body/profile.hpp>

namespace tonus::lab {

/// A machine as laws know it: loads in its own unit, and the answer of an average person to them.
struct Machine {
  athlete::Work work = athlete::Work::Cycle;
  std::string_view name;  ///< "cycle", "treadmill"
  std::string_view unit;  ///< of a load
  double least = 0.0, most = 1.0;
  double opening = 0.0;       ///< where a law begins that says nothing else
  double nominal_gain = 1.0;  ///< bpm per unit (facts d.2)
  double nominal_tau_s = 65.0;
  double target_reserve = 0.6;  ///< share of heart-rate reserve that is trained at
};
/// Cycle: 20…400 W. Treadmill: 0.5…6 m/s.
[[nodiscard]] const Machine& machine(athlete::Work work) noexcept;

/// What is asked from `from_s` on.
struct PlanPart {
  double from_s = 0.0, target_bpm = 0.0;
};

/// All that a law may know of the person before the first heart beat.
struct Brief {
  const Machine* machine = nullptr;
  body::Profile profile;  ///< age, rest as measured at home (2 bpm sd), beta-blocker; the maximum is not known
  body::HeartLimits limits;
  double target_bpm = 0.0;     ///< working target; never nearer to the ceiling than kCeilingMargin_bpm
  std::vector<PlanPart> plan;  ///< of this session; empty: the working target throughout
};
using adaptation::kCeilingMargin_bpm;

struct Subject {
  std::uint64_t seed = 0;
  athlete::Parameters person;
  Brief brief;
};

/// Somebody of the test population (athlete::draw_from_population), the same for the same arguments.
[[nodiscard]] Subject draw_subject(athlete::Work work, athlete::Plant plant, std::uint64_t seed);
/// `person` with a brief that says the truth about rest; for tests and corner cases.
[[nodiscard]] Subject make_subject(const athlete::Parameters& person, std::uint64_t seed, double rest_error_bpm = 0.0);

/// Steady heart rate of the two-phase plant at a load, without drift.
[[nodiscard]] double steady_bpm(const athlete::Parameters& person, double load) noexcept;
/// The load that holds `bpm`, held within the machine's range, by bisection of steady_bpm().
[[nodiscard]] double steady_load(const athlete::Parameters& person, double bpm) noexcept;
/// Whether the machine's range can hold this person within 1 bpm of the target.
[[nodiscard]] bool is_reachable(const athlete::Parameters& person, double target_bpm) noexcept;

/// Seeds 1…300 were used for tuning, 1…kTuningSeeds to look for rare faults; figures of a thousand seeds from
/// 1,000,001, 2,000,001, 3,000,001 and 4,000,001 on said what to look for. Nobody from kHeldOutSeed on was ever looked
/// at.
inline constexpr std::uint64_t kTuningSeeds = 3000;
inline constexpr std::uint64_t kHeldOutSeed = 5'000'001;

}  // namespace tonus::lab
