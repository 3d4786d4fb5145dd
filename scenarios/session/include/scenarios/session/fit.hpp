#pragma once
// For whom and where a session is: what of the body plays, how far it reaches, and the room around it. Part of a
// recording.

#include <cstdint>
#include <string>

#include <engine/scene/input.hpp>
#include <engine/scene/room.hpp>

namespace tonus::session {

/// Which hands play. Recordings hold the number.
enum class PlayHands : std::uint8_t { AsAuthored, Left, Right, Both };

/// Trivially copyable. What was measured or kept before a session enters it here, as its room does.
struct Fit {
  bool is_seated = false;
  PlayHands hands = PlayHands::AsAuthored;
  /// The height of what is asked follows the head: the highest it was in the first three seconds, and again after every
  /// recentring. Where nothing tracks a head, seated is 0.45 m lower than standing.
  bool follows_head = false;
  double height_m = 0.0;  ///< on top of that, -0.6…0.4
  double reach_m =
      0.0;  ///< from the shoulder to the fist, body::kLeastReach_m…kMostReach_m; 0: as people usually reach

  friend bool operator==(const Fit&, const Fit&) = default;
};

/// What people reach, from the shoulder to the middle of the fist; scenarios are authored for it.
inline constexpr double kUsualReach_m = 0.78;
/// Height of the head that scenarios are authored for, and what sitting takes off it where nobody measures.
inline constexpr double kUsualHead_m = 1.65, kSeatedDrop_m = 0.45;

/// So much higher than authored is what is asked, as long as no head has been measured.
[[nodiscard]] constexpr double opening_height_m(const Fit& fit) noexcept {
  return fit.height_m - (fit.is_seated && !fit.follows_head ? kSeatedDrop_m : 0.0);
}

struct Place {
  std::string name;  ///< of the room's file; empty: no room
  RoomPlan room;
  /// Where play begins in the room: world_from_stage until the first recentring.
  Pose world_from_stage{};
  double share = 1.0;  ///< of what the scenario usually asks, that fits there
};

}  // namespace tonus::session
