#pragma once
// The person, as far as they chose to say: every field may be unknown. Formulas with source where we fill a gap.

#include <optional>

#include <engine/core/units.hpp>

namespace tonus::body {

/// What somebody who looks after the person set for their sessions; nothing raises it. A clinician's stands above a
/// coach's, a coach's above the person's own word: of two limits the lower holds.
struct Restriction {
  std::optional<BeatsPerMinute> ceiling = {};  ///< 50…230
  std::optional<double> most_intensity = {};   ///< 0.05…1
  std::optional<double> dose_trimp = {};       ///< Banister TRIMP that is enough for a session, 1…1000
};

struct Profile {
  std::optional<double> age_years = {};     ///< 10…100
  std::optional<BeatsPerMinute> rest = {};  ///< 30…110
  std::optional<BeatsPerMinute> max = {};   ///< measured, 100…230; beats any formula
  std::optional<Watts> ftp = {};            ///< 50…600
  std::optional<bool> beta_blocker = {};
  std::optional<BeatsPerMinute> ceiling = {};  ///< 50…230, the person's own limit; never exceeded on purpose
  Restriction clinician = {}, coach = {};
};

/// How far people reach, from the shoulder to the fist.
inline constexpr double kLeastReach_m = 0.3, kMostReach_m = 1.1;

/// What the session works with once the gaps are filled.
struct HeartLimits {
  BeatsPerMinute rest;
  BeatsPerMinute max;
  BeatsPerMinute ceiling;
  bool max_is_measured = false;
  bool ceiling_is_personal = false;
};

/// A value outside its range above, or not a number, counts as not given: a typing error must not become a target.
/// Defaults: 40 years, rest 65 bpm. HRmax 211 - 0.64 age, SEE 10.8 (Nes 2013); with a beta-blocker the lower of 0.80 x
/// that and 164 - 0.7 age (Brawner 2004). Unknown ceiling: one SEE below a formula maximum (the true maximum lies above
/// it for about 84 %), or a measured maximum itself. Result is always ordered: rest + 20 <= ceiling <= max. Where the
/// parts contradict each other, a personal ceiling and a measured maximum are never raised (rest gives way); a formula
/// gives way to a measured rest. A personal ceiling is the lowest of the person's, the coach's and the clinician's.
[[nodiscard]] HeartLimits heart_limits(const Profile& profile);

/// Karvonen: rest + fraction (max - rest).
[[nodiscard]] constexpr BeatsPerMinute at_reserve(const HeartLimits& limits, double fraction) {
  return limits.rest + (limits.max - limits.rest) * fraction;
}
/// Share of heart-rate reserve, 0…1 (may leave the range when the rate does).
[[nodiscard]] constexpr double reserve_fraction(const HeartLimits& limits, BeatsPerMinute rate) {
  return (rate - limits.rest) / (limits.max - limits.rest);
}
/// Zones by %HRR: 1 below 40 very light, 2 40–59 light to moderate, 3 60–69 moderate, 4 70–84 vigorous, 5 from 85 near
/// maximal. 0 where the rate is not a number.
[[nodiscard]] int zone(const HeartLimits& limits, BeatsPerMinute rate);
/// "very light", "light to moderate", "moderate", "vigorous", "near maximal"; "unknown" for anything else. Never a
/// colour alone.
[[nodiscard]] const char* zone_label(int zone);

}  // namespace tonus::body
