#pragma once
// A room, thing by thing, as files and headsets describe it, made into a plan. Pure: plain data in, plain data out.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <engine/core/result.hpp>
#include <engine/scene/room.hpp>

namespace tonus::xr {

/// A plane or a box, in a space whose y is up; metres.
struct RoomThing {
  std::string label;  ///< "FLOOR", "CEILING", "WALL_FACE", "TABLE", …
  Pose pose{};        ///< of its own axes
  Vec3 centre_m{};    ///< along them
  Vec3 half_m{};      ///< likewise; a plane has none along y, which looks away from it
  bool is_plane = false;
};

/// Nothing in a room is farther away than this.
inline constexpr float kRoomFarthest_m = 50.0F;

/// What is wrong with it, for the end of a line; nothing where it can be believed: finite, with a rotation, and wholly
/// within kRoomFarthest_m.
[[nodiscard]] std::optional<std::string_view> fault_of(const RoomThing& thing);

/// Of labels between commas the first that says what a thing is, else the first; empty where there is none. It points
/// into `labels`.
[[nodiscard]] std::string_view telling_label(std::string_view labels);

/// Things without fault, in one space. The outline is the largest FLOOR, whose height becomes 0; without a CEILING it
/// is 2.5 m high. Boxes stay boxes, with their y made the upright one; walls and pictures are boxes without thickness;
/// a table top without a box reaches down to the floor. Windows and doors lie in walls and add nothing.
/// `standing_m`: somebody is there now, in a space whose floor is at y = 0. Then heights stay, the FLOOR under them is
/// the room's, however large that of another may be, and what stands over a metre beside it is in another room.
/// The Error is one line.
[[nodiscard]] Result<RoomPlan, Error> plan_of(std::span<const RoomThing> things, std::optional<Vec3> standing_m = {});

}  // namespace tonus::xr
