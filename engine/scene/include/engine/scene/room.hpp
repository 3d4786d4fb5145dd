#pragma once
// A real room as plain data: what stands in it and how far one may go. In the space that a headset tracks in (stage):
// metres, +y up, floor at y = 0. Distances are those of surfaces, never of meshes: what a capture does not box is not
// known here.

#include <cstdint>
#include <span>
#include <string_view>

#include <engine/core/inline_vector.hpp>
#include <engine/scene/pose.hpp>

namespace tonus {

/// What a thing in a room is; recordings hold the number: new ones come last.
enum class RoomLabel : std::uint8_t { Other, Wall, Table, Couch, Storage, Screen, Lamp, Plant, Bed, WallArt };
inline constexpr RoomLabel kLastRoomLabel = RoomLabel::WallArt;
[[nodiscard]] std::string_view name_of(RoomLabel label);  ///< "wall", "table", …

struct RoomBox {
  Pose stage_from_box{};  ///< of its centre
  Vec3 half_m{};          ///< half its edges, each >= 0
  RoomLabel label = RoomLabel::Other;
};

inline constexpr std::size_t kMaxRoomBoxes = 128;
inline constexpr std::size_t kMaxRoomCorners = 64;

struct RoomPlan {
  InlineVector<RoomBox, kMaxRoomBoxes> boxes;
  InlineVector<Vec3, kMaxRoomCorners> outline;  ///< corners of the floor in order, either way round; fewer than 3: none
  float ceiling_m = 2.5F;                       ///< height above the floor, 1…20
};

/// From a point to the nearest surface of a box; 0 inside.
[[nodiscard]] float distance_m(const RoomBox& box, Vec3 stage_m);

/// What a room allows. Trivially copyable; no allocation, no libm: fit for the tick path.
class RoomGuard {
 public:
  RoomGuard() = default;
  explicit RoomGuard(const RoomPlan& plan) noexcept;

  /// To the nearest thing, edge of the floor or ceiling; 0 inside a thing, and out of bounds.
  [[nodiscard]] float nearest_m(Vec3 stage_m) const noexcept;
  /// The same for somebody whose head is here: what reaches lower than the head counts at the distance on the floor,
  /// because legs would meet it.
  [[nodiscard]] float nearest_to_body_m(Vec3 head_m) const noexcept;
  /// How far along `direction` (unit length) a ball of `radius_m` may go from `from_m`, at most `most_m`. Negative
  /// where it may not even be there. Never too far, nor below the floor; near corners up to 0.7 radius too
  /// little.
  [[nodiscard]] float free_m(Vec3 from_m, Vec3 direction, float radius_m, float most_m) const noexcept;
  /// Everything that is solid: the plan's boxes, then the edges of its floor.
  [[nodiscard]] std::span<const RoomBox> solids() const noexcept { return {solids_.data(), solids_.size()}; }

 private:
  [[nodiscard]] bool is_inside(Vec3 stage_m) const noexcept;

  InlineVector<RoomBox, kMaxRoomBoxes + kMaxRoomCorners> solids_;
  InlineVector<Vec3, kMaxRoomCorners> outline_;
  float ceiling_m_ = 1e3F;
};

}  // namespace tonus
