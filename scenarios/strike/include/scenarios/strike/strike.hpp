#pragma once
// Strike: targets fly in on phrases of eight beats, the person hits them with the fist that is marked on them.
// Intensity, divided by adaptation's allocation, sets how many come, how far one has to reach, how fast they fly, how
// often a phrase is a rest, and, where a scenario asks for it, how much there is to decide.

#include <memory>
#include <string_view>

#include <engine/core/result.hpp>
#include <scenarios/session/scenario.hpp>

namespace tonus::strike {

enum class Sides : std::uint8_t { Both, Left, Right };

struct Range {
  double least = 0.0;  ///< at intensity 0
  double most = 0.0;   ///< at intensity 1
};

struct Parameters {
  double beats_per_minute = 100.0;      ///< 50…160; a phrase is eight beats, so 3 to 9.6 s
  Range targets_per_phrase{1.0, 12.0};  ///< 0…16, one a half-beat at most
  Range reach_m{0.14, 0.46};            ///< 0.05…0.7, from the shoulder
  Range speed_m_s{3.6, 5.4};            ///< 1…8
  double rest_share = 0.34;             ///< 0…0.8: share of phrases that are rests at intensity 0, none at 1
  double chest_height_m = 1.30;         ///< 0.6…1.7: lower it for a chair
  Sides sides = Sides::Both;            ///< one-handed play
  /// 0…0.4: share of targets that are to be left alone, at cognitive load 0 and 1. Hitting one is an error.
  Range leave_share{0.0, 0.0};
  /// 0…1: share of the others whose hand is drawn, and half of which come from the wrong side; with both hands alone.
  Range choice_share{0.0, 0.0};
  double variety = 0.0;  ///< 0…0.3: phrases lean to many and near, then to few and far, at the same dose
};

/// Reads a scenario file's JSON ({"scenario":"strike", …}); an error names line and column, what was wrong and what
/// fits.
[[nodiscard]] Result<Parameters, Error> parse_parameters(std::string_view json);

[[nodiscard]] std::unique_ptr<session::Scenario> make(const Parameters& parameters);

}  // namespace tonus::strike
