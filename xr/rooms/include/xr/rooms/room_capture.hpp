#pragma once
// A room that a headset captured, read from a file. Pure: text in, plain data out.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include <engine/core/result.hpp>
#include <xr/rooms/room_plan.hpp>

namespace tonus::xr {

struct RoomCapture {
  RoomPlan plan;
  std::size_t entities = 0;
  std::map<std::string, std::size_t> labels;  ///< as the file has them, and how many of each
  std::size_t meshes = 0;                     ///< left out: what nobody boxed is not known
};

inline constexpr std::size_t kMaxRoomFile = std::size_t{64} << 20;

/// A capture as the Immersive Web Emulation Runtime keeps it: {"type": "scene", "spatialEntities":
/// [{"semanticLabel_META", "locatable_META": {"position", "orientation"}, "bounded2D_META": {"offset": {x, y},
/// "extent": {width, height}} or "bounded3D_META": {"offset": {x, y, z}, "extent": {width, height, depth}}}, …]}, in
/// metres, +y up.
///
/// A plane lies in the x and z of its pose, +y away from it; a box spans x, y and z from its offset. What becomes of
/// them: plan_of().
/// The Error is one line: "NAME: line N, column N: …", or it names the entity by number and label.
[[nodiscard]] Result<RoomCapture, Error> read_room(std::string_view text, std::string_view name);

}  // namespace tonus::xr
