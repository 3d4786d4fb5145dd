#pragma once
// One dose, many actuators: how one asked intensity is divided into what a scenario played with the hands can vary.
// Pure; what it gives recomputes from what it was given. Formulas: docs/adaptation.md.

#include <cstdint>

namespace tonus::adaptation {

/// What a scenario can vary, and how far; the same for a whole session. All zero: there is nothing to divide.
struct Actuators {
  double phrase_s = 0.0;                                 ///< above 0: changes land where a phrase begins
  double rate_least_per_s = 0.0, rate_most_per_s = 0.0;  ///< strikes a second of a phrase that is no rest
  double reach_least_m = 0.0, reach_most_m = 0.0;        ///< from the shoulder
  double rest_most = 0.0;                                ///< share of phrases that are rests at intensity 0, 0…0.8
  double room_per_s = 0.0;  ///< targets a second that can be told apart where nothing is to be decided
  double leave_least = 0.0, leave_most = 0.0;    ///< share of targets to be left alone, over cognitive load 0…1
  double choice_least = 0.0, choice_most = 0.0;  ///< share of strikes whose hand is not known beforehand, likewise
  double variety = 0.0;  ///< 0…0.3: how far phrases lean to many-and-near or few-and-far in turn

  [[nodiscard]] bool has_any() const noexcept { return phrase_s > 0.0; }
  [[nodiscard]] bool has_choices() const noexcept { return leave_most > 0.0 || choice_most > 0.0; }
};

/// Effort of a phrase that is a rest.
inline constexpr double kRestEffort = 0.05;

/// What the heart says of this person's strikes: of what full motion costs, the part that comes with each strike
/// whatever its length; the rest comes with the path of the hands. See MotionModel.
struct StrikeCost {
  double share = 0.5;         ///< 0…1
  double share_spread = 0.2;  ///< one standard deviation
};
/// What is believed of anybody.
inline constexpr double kUsualShare = 0.5, kUsualShareSpread = 0.2;

struct AllocationInputs {
  Actuators actuators;
  double intensity = 0.0;  ///< asked, 0…1
  StrikeCost cost;
  double lean = 0.0;   ///< −variety…variety: above 0 more strikes, nearer
  double skill = 0.5;  ///< cognitive load that is decided rightly three times in four, as believed until now, 0…1
  double right = 0.0, wrong = 0.0;  ///< decisions since the phrase before began
};

/// What a phrase is made of.
struct Allocation {
  double rest_share = 0.0;  ///< of phrases
  double effort = 0.0;      ///< of the phrases that are none, so that the mean is the intensity, 0…1
  double rate = 0.0;        ///< of the actuator's range, 0…1: strikes
  double reach = 0.0;       ///< likewise
  double load = 0.0;        ///< cognitive, 0…1
  double leave_share = 0.0, choice_share = 0.0;
  double given = 0.0;  ///< effort that rate and reach make for this person; below `effort` where neither has room
  double skill = 0.5;  ///< after these decisions
  bool is_rate_held = false;  ///< fewer strikes, and farther: more could not be decided in time
};

/// Intensity below 0, above 1 or not a number counts as 0, 1 and 0.
[[nodiscard]] Allocation allocate(const AllocationInputs& inputs) noexcept;

/// Strikes in a phrase that is no rest, and how far one reaches, in the actuators' own units.
[[nodiscard]] double strikes_per_phrase(const Actuators& actuators, const Allocation& allocation) noexcept;
[[nodiscard]] double reach_m(const Actuators& actuators, const Allocation& allocation) noexcept;
/// Metres that a hand goes for one strike and back, at this reach.
[[nodiscard]] double path_per_strike_m(double reach_m) noexcept;
/// Whether somebody who plays would notice: a strike a phrase, 3 cm, one phrase or target in twenty.
[[nodiscard]] bool differ_noticeably(const Actuators& actuators, const Allocation& a, const Allocation& b) noexcept;

}  // namespace tonus::adaptation
