#include <xr/rooms/room_plan.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include <engine/core/math.hpp>

namespace tonus::xr {
namespace {

constexpr float kSamePlace_m = 0.1F;  // a box and the plane that is its upper side
constexpr float kBeside_m = 1.0F;     // of a floor: what stands farther off stands in another room
constexpr auto kQuarter = static_cast<float>(math::kPi / 2.0);

struct Known {
  std::string_view text;
  RoomLabel label;
};
constexpr std::array kKnown{Known{"WALL_FACE", RoomLabel::Wall},
                            Known{"INVISIBLE_WALL_FACE", RoomLabel::Wall},
                            Known{"INNER_WALL_FACE", RoomLabel::Wall},
                            Known{"TABLE", RoomLabel::Table},
                            Known{"DESK", RoomLabel::Table},
                            Known{"COUCH", RoomLabel::Couch},
                            Known{"STORAGE", RoomLabel::Storage},
                            Known{"SCREEN", RoomLabel::Screen},
                            Known{"LAMP", RoomLabel::Lamp},
                            Known{"PLANT", RoomLabel::Plant},
                            Known{"BED", RoomLabel::Bed},
                            Known{"WALL_ART", RoomLabel::WallArt}};

RoomLabel label_of(std::string_view label) {
  for (const auto& [text, known] : kKnown) {
    if (label == text) return known;
  }
  return RoomLabel::Other;
}

bool is_opening(std::string_view label) { return label == "WINDOW_FRAME" || label == "DOOR_FRAME"; }

/// With y as the axis that is nearest to upright.
RoomBox upright(const RoomThing& e) {
  RoomBox box{e.pose * Pose{{}, e.centre_m}, e.half_m, label_of(e.label)};
  const Quat q = box.stage_from_box.rotation;
  const auto steepness = [&q](Vec3 axis) { return std::abs(rotate(q, axis).y); };
  const float x = steepness({1, 0, 0}), y = steepness({0, 1, 0}), z = steepness({0, 0, 1});
  const Vec3 h = e.half_m;
  if (z > y && z >= x) {
    box.stage_from_box.rotation = q * axis_angle({1, 0, 0}, kQuarter);
    box.half_m = {h.x, h.z, h.y};
  } else if (x > y) {
    box.stage_from_box.rotation = q * axis_angle({0, 0, 1}, kQuarter);
    box.half_m = {h.y, h.x, h.z};
  }
  return box;
}

/// From the height of its top down to the floor.
void reach_down(RoomBox& box) {
  const float top = box.stage_from_box.position.y;
  box.half_m.y = 0.5F * (top > 0.0F ? top : 0.0F);
  box.stage_from_box.position.y = box.half_m.y;
}

/// A plane that says again what a box has said: its upper side.
bool is_said(const RoomThing& plane, std::span<const RoomThing> all) {
  const Vec3 at = transform(plane.pose, plane.centre_m);
  for (const RoomThing& e : all) {
    if (e.is_plane || e.label != plane.label) continue;
    const Pose box = e.pose * Pose{{}, e.centre_m};
    if (distance_m({box, e.half_m, RoomLabel::Other}, at) < kSamePlace_m) return true;
  }
  return false;
}

bool is_level(const RoomThing& thing) { return std::abs(rotate(thing.pose.rotation, {0, 1, 0}).y) > 0.7F; }

Vec3 middle_of(const RoomThing& thing) { return transform(thing.pose, thing.centre_m); }

/// Whether somebody at this place stands on the plane, or so far beside it.
bool is_under(const RoomThing& floor, Vec3 standing_m, float beside_m = 0.0F) {
  const Vec3 at = transform(inverse(floor.pose), standing_m) - floor.centre_m;
  return std::abs(at.x) <= floor.half_m.x + beside_m && std::abs(at.z) <= floor.half_m.z + beside_m;
}

}  // namespace

std::optional<std::string_view> fault_of(const RoomThing& thing) {
  const Quat& q = thing.pose.rotation;
  const float n = q.x * q.x + q.y * q.y + q.z * q.z + q.w * q.w;
  const Vec3 h = thing.half_m;
  if (!(n > 0.99F && n < 1.01F)) return "it has no rotation";
  // False for what is no number.
  if (!(h.x >= 0.0F && h.y >= 0.0F && h.z >= 0.0F)) return "it has no size";
  if (!(length(transform(thing.pose, thing.centre_m)) + length(h) <= kRoomFarthest_m)) return "it is not within 50 m";
  return {};
}

std::string_view telling_label(std::string_view labels) {
  std::string_view first;
  for (std::string_view rest = labels; !rest.empty();) {
    const std::string_view label = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(label.size() + 1, rest.size()));
    if (label_of(label) != RoomLabel::Other || label == "FLOOR" || label == "CEILING" || is_opening(label))
      return label;
    if (first.empty()) first = label;
  }
  return first;
}

Result<RoomPlan, Error> plan_of(std::span<const RoomThing> things, std::optional<Vec3> standing_m) {
  const RoomThing* floor = nullptr;
  const auto is_better = [&standing_m](const RoomThing& a, const RoomThing& b) {
    if (standing_m && is_under(a, *standing_m) != is_under(b, *standing_m)) return is_under(a, *standing_m);
    return a.half_m.x * a.half_m.z > b.half_m.x * b.half_m.z;
  };
  for (const RoomThing& e : things) {
    if (e.is_plane && e.label == "FLOOR" && (floor == nullptr || is_better(e, *floor))) floor = &e;
  }
  if (floor == nullptr) return fail(Error{"the room has no FLOOR with bounds: capture it again"});
  const auto is_elsewhere = [&](const RoomThing& e) {
    return standing_m && !is_under(*floor, middle_of(e), kBeside_m);
  };
  const RoomThing* ceiling = nullptr;
  for (const RoomThing& e : things) {
    if (!e.is_plane || e.label != "CEILING" || is_elsewhere(e)) continue;
    if (ceiling == nullptr || e.pose.position.y < ceiling->pose.position.y) ceiling = &e;
  }
  const float floor_m = standing_m ? 0.0F : floor->pose.position.y;
  RoomPlan plan;
  for (const auto& [x, z] : {std::pair{-1, -1}, std::pair{1, -1}, std::pair{1, 1}, std::pair{-1, 1}}) {
    Vec3 corner = transform(floor->pose, floor->centre_m + Vec3{static_cast<float>(x) * floor->half_m.x, 0.0F,
                                                                static_cast<float>(z) * floor->half_m.z});
    corner.y = 0.0F;
    static_cast<void>(plan.outline.try_push(corner));  // of an empty one four always fit
  }
  if (ceiling != nullptr) plan.ceiling_m = ceiling->pose.position.y - floor_m;
  if (!(plan.ceiling_m >= 1.0F && plan.ceiling_m <= 20.0F))
    return fail(Error{fmt::format("the CEILING is {:.1f} m above the FLOOR, expected 1 to 20", plan.ceiling_m)});
  for (const RoomThing& e : things) {
    if (e.label == "FLOOR" || e.label == "CEILING" || is_opening(e.label) || is_elsewhere(e)) continue;
    if (e.is_plane && is_said(e, things)) continue;
    RoomBox box = upright(e);
    box.stage_from_box.position.y -= floor_m;
    if (e.is_plane && is_level(e)) reach_down(box);
    if (!plan.boxes.try_push(box))
      return fail(Error{fmt::format("more than {} things: raise kMaxRoomBoxes", kMaxRoomBoxes)});
  }
  return plan;
}

}  // namespace tonus::xr
