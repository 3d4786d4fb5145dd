#pragma once
// One day of a person as readiness sees it: what was measured overnight or in the morning, what they said, what they
// did. Plain data; knows no vendor and no file.

#include <cstdint>
#include <optional>

#include <engine/core/civil_day.hpp>

namespace tonus::body {

/// The 20-second check-in: each 1 (worst) to 7 (best), so that up is always good; each may be left out.
struct CheckIn {
  std::optional<int> sleep = {};    ///< how well
  std::optional<int> energy = {};   ///< 1 exhausted
  std::optional<int> muscles = {};  ///< 1 very sore
  std::optional<int> calm = {};     ///< 1 very stressed
  bool has_fever = false;           ///< fever or chills
  bool has_symptoms = false;        ///< below the neck: chest, cough, aching all over, stomach
};
inline constexpr int kWorstAnswer = 1;
inline constexpr int kBestAnswer = 7;
/// Mean of the answers given; none when there is none in 1…7.
[[nodiscard]] std::optional<double> wellness(const CheckIn& answers);

/// Known only where the person gave it, with a consent of its own.
enum class CyclePhase : std::uint8_t { Unknown, Menstruation, Follicular, Luteal };

/// Every value may be absent; a value outside its range counts as absent, never as a zero.
struct Day {
  CivilDay day = 0;
  std::optional<double> rmssd_ms = {};         ///< 10…250, always from the same window of the same device; never SDNN
  std::optional<double> rest_bpm = {};         ///< 25…120
  std::optional<double> sleep_h = {};          ///< 0…16, of the night that ended on this day
  std::optional<double> breaths_per_min = {};  ///< 5…35, asleep
  std::optional<double> temperature_dev_c = {};   ///< −5…5, skin, against the device's own baseline
  std::optional<double> body_temperature_c = {};  ///< 30…43, measured as a fever is
  std::optional<double> load = {};  ///< 0…2000, TRIMP or session-RPE of the day, one kind throughout; 0 is a rest day
  std::optional<CheckIn> check_in = {};
  CyclePhase phase = CyclePhase::Unknown;
};

}  // namespace tonus::body
