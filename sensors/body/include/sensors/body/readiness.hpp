#pragma once
// Readiness: how today compares with the person's own last 60 days, as decision support. A transparent Gaussian
// combination: every input says how many points it adds, the points add up to the score, and what is missing widens the
// interval instead of being guessed. Hard flags stand beside the score and are never averaged into it.
//
// 50 is the person's usual day, 15 points are one standard deviation of their days. The scale is linear (not 100·Φ), so
// that points add up, and so that losing an input can never narrow the interval.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <sensors/body/daily.hpp>

namespace tonus::body {

enum class ReadinessInput : std::uint8_t {
  Wellness,     ///< check-in; weighs more than any other
  Hrv,          ///< mean ln rMSSD of the last 7 days, at least 3 of them known
  RestingRate,  ///< this morning's
  SleepDebt,    ///< of 14 nights, each counting 0.85 of the next
  LoadBalance,  ///< CTL − ATL up to yesterday
  Respiration,
  Temperature,
};
inline constexpr std::size_t kReadinessInputs = 7;
/// "wellness", "hrv", "resting_heart_rate", "sleep_debt", "load_balance", "respiration", "temperature".
[[nodiscard]] const char* name(ReadinessInput input);

/// What one input said today.
struct Contribution {
  bool is_known = false;
  double value = 0.0;   ///< in the input's own unit: 1…7, ln ms, bpm, h, load, breaths/min, °C
  double usual = 0.0;   ///< mean of the last 60 days
  double spread = 0.0;  ///< of the person's days
  double z = 0.0;       ///< deviation in spreads, up is good, held within ±2.5
  double weight = 0.0;  ///< precision it brought: c² q / v
  double points = 0.0;  ///< what it adds to the score
};

struct Readiness {
  bool is_known =
      false;  ///< false below 4 days of data within the last 60; then only days_known and inputs mean anything
  std::int32_t days_known = 0;  ///< days with at least one input within the last 60
  double mean = 0.0;            ///< in standard deviations of the person's own days
  double sd = 1.0;
  double score = 50.0;           ///< 0…100: 50 + carried_points + sum of the inputs' points
  double low = 0.0, high = 0.0;  ///< 80 % interval; keeps its width at the ends of the scale
  double carried_points = 0.0;   ///< from the days before: readiness does not start anew every morning
  std::array<Contribution, kReadinessInputs> inputs{};
  double scale = 1.0;  ///< suggested factor on what a session asks: 0.75…1.05; 1 where unknown, at most 1 below 14 days
};

inline constexpr double kIntervalLevel = 0.8;
inline constexpr std::int32_t kLeastDays = 4;
inline constexpr std::int32_t kSureDays = 14;
inline constexpr std::int32_t kBaselineDays = 60;

/// `history`: days in rising order, each once; days that are left out are days without data. Days after `today` are
/// ignored. O(days); a pure function, any thread.
[[nodiscard]] Readiness assess_readiness(std::span<const Day> history, CivilDay today);
/// The same for every day from `from` to `to`, in one pass; each knows only the days up to its own.
[[nodiscard]] std::vector<Readiness> readiness_by_day(std::span<const Day> history, CivilDay from, CivilDay to);
/// Readiness::scale for a score that stands on enough days, with its 80 % interval: each 0…100, low <= high.
[[nodiscard]] double suggested_scale(double score, double low, double high);

}  // namespace tonus::body
