#pragma once
// Training load: impulses of one session from heart rate, from perceived exertion, and what days of them add up to.
// No acute:chronic ratio: its denominator adds nothing to a random one (Impellizzeri 2020).

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include <sensors/body/profile.hpp>

namespace tonus::body {

/// A stretch of a session with one heart rate.
struct HeartStretch {
  double minutes = 0.0;  ///< >= 0
  double bpm = 0.0;
};

/// Banister's weights for the exponent; always named beside a figure, because published variants differ by a quarter.
enum class TrimpVariant : std::uint8_t {
  Men,                ///< 0.64 exp(1.92 x)
  Women,              ///< 0.86 exp(1.67 x), Banister as quoted by Kubios
  WomenGoldenCheetah  ///< 0.64 exp(1.67 x), as GoldenCheetah computes it; 26 % below the other
};
/// "banister-men", "banister-women", "banister-women-goldencheetah".
[[nodiscard]] const char* name(TrimpVariant variant);

/// Sum over stretches of minutes · x · weight(x), x the share of heart-rate reserve, held within 0…1.
/// Stretches that are no numbers count nothing.
[[nodiscard]] double banister_trimp(std::span<const HeartStretch> session, const HeartLimits& limits,
                                    TrimpVariant variant);
/// Edwards: minutes in 50–60, 60–70, 70–80, 80–90 and from 90 % of HRmax, times 1…5.
[[nodiscard]] double edwards_trimp(std::span<const HeartStretch> session, const HeartLimits& limits);
/// Foster's session-RPE: CR10 (0…10) times minutes; none outside those ranges.
[[nodiscard]] std::optional<double> session_rpe_load(double cr10, double minutes);

/// Minutes in zones 1…5 of `zone()` (%HRR), index 0 unused but for minutes without a usable rate.
[[nodiscard]] std::array<double, 6> minutes_in_zones(std::span<const HeartStretch> session, const HeartLimits& limits);

/// What health guidelines count, over a week of stretches (WHO 2020: 150–300 moderate, or 75–150 vigorous, or a mix).
struct WeeklyMinutes {
  double moderate = 0.0;  ///< 40–59 %HRR (ACSM)
  double vigorous = 0.0;  ///< from 60 %HRR
  /// Vigorous minutes count twice.
  [[nodiscard]] double equivalent() const { return moderate + 2.0 * vigorous; }
};
[[nodiscard]] WeeklyMinutes weekly_minutes(std::span<const HeartStretch> week, const HeartLimits& limits);

/// Fitness and fatigue as exponential means of daily load: 42 and 7 days, balance = fitness − fatigue before today's
/// training (GoldenCheetah's convention). A day without a known load moves neither.
struct LoadBalance {
  double ctl = 0.0;
  double atl = 0.0;
  [[nodiscard]] double tsb() const { return ctl - atl; }
  void add_day(std::optional<double> load);
};

/// Where fitness and fatigue begin: both at the mean of the known loads of the first two weeks, since fitness takes
/// months to settle. `loads`: one a day from the first known one on.
[[nodiscard]] LoadBalance first_balance(std::span<const std::optional<double>> loads);

/// Foster 1998 over the last seven days; none with fewer than seven known days, or where all are equal.
struct Monotony {
  double monotony = 0.0;  ///< mean / sd (n − 1)
  double strain = 0.0;    ///< weekly sum times monotony
};
[[nodiscard]] std::optional<Monotony> monotony(std::span<const std::optional<double>> last_days);

}  // namespace tonus::body
