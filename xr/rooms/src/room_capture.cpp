#include <xr/rooms/room_capture.hpp>

#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <engine/core/json_fault.hpp>
#include <engine/core/math.hpp>
#include <engine/core/text_position.hpp>

namespace tonus::xr {
namespace {

using nlohmann::json;

constexpr double kFarthest_m = 100.0;
constexpr float kSamePlace_m = 0.1F;  // a box and the plane that is its upper side
constexpr auto kQuarter = static_cast<float>(math::kPi / 2.0);

/// Plane or box as the file has it: centre and half edges along the axes of its pose.
struct Entity {
  std::string label;
  Pose pose;
  Vec3 centre_m, half_m;
  bool is_plane = false;
};

std::optional<float> number(const json& object, const char* key, double least, double most) {
  const auto it = object.find(key);
  if (it == object.end() || !it->is_number()) return {};
  const auto x = it->get<double>();
  if (!(x >= least && x <= most)) return {};
  return static_cast<float>(x);
}

std::optional<Vec3> vector(const json& object, std::array<const char*, 3> keys, double least) {
  if (!object.is_object()) return {};
  Vec3 v;
  for (const auto& [key, out] : {std::pair{keys[0], &v.x}, std::pair{keys[1], &v.y}, std::pair{keys[2], &v.z}}) {
    if (key == nullptr) continue;
    const auto x = number(object, key, least, kFarthest_m);
    if (!x) return {};
    *out = *x;
  }
  return v;
}

const json& member(const json& object, const char* key) {
  static const json kNone;
  const auto it = object.find(key);
  return it == object.end() ? kNone : *it;
}

std::optional<Pose> pose_of(const json& locatable) {
  if (!locatable.is_object()) return {};
  const json& q = member(locatable, "orientation");
  const auto position = vector(member(locatable, "position"), {"x", "y", "z"}, -kFarthest_m);
  const auto axis = vector(q, {"x", "y", "z"}, -1.1);
  if (!position || !axis) return {};
  const auto w = number(q, "w", -1.1, 1.1);
  if (!w) return {};
  const float n = std::sqrt(dot(*axis, *axis) + *w * *w);
  if (!(n > 0.9F && n < 1.1F)) return {};
  return Pose{{axis->x / n, axis->y / n, axis->z / n, *w / n}, *position};
}

/// False where the shape is not what it must be; neither plane nor box leaves `out` without size.
bool read_shape(const json& entity, Entity& out) {
  if (const json& box = member(entity, "bounded3D_META"); !box.is_null()) {
    if (!box.is_object()) return false;
    const auto offset = vector(member(box, "offset"), {"x", "y", "z"}, -kFarthest_m);
    const auto extent = vector(member(box, "extent"), {"width", "height", "depth"}, 0.0);
    if (!offset || !extent) return false;
    out.half_m = *extent * 0.5F;
    out.centre_m = *offset + out.half_m;
  } else if (const json& plane = member(entity, "bounded2D_META"); !plane.is_null()) {
    if (!plane.is_object()) return false;
    const auto offset = vector(member(plane, "offset"), {"x", nullptr, "y"}, -kFarthest_m);
    const auto extent = vector(member(plane, "extent"), {"width", nullptr, "height"}, 0.0);
    if (!offset || !extent) return false;
    out.half_m = *extent * 0.5F;
    out.centre_m = *offset + out.half_m;
    out.is_plane = true;
  }
  return true;
}

RoomLabel label_of(std::string_view label) {
  constexpr std::array<std::pair<std::string_view, RoomLabel>, 11> kLabels{{{"WALL_FACE", RoomLabel::Wall},
                                                                            {"INVISIBLE_WALL_FACE", RoomLabel::Wall},
                                                                            {"INNER_WALL_FACE", RoomLabel::Wall},
                                                                            {"TABLE", RoomLabel::Table},
                                                                            {"COUCH", RoomLabel::Couch},
                                                                            {"STORAGE", RoomLabel::Storage},
                                                                            {"SCREEN", RoomLabel::Screen},
                                                                            {"LAMP", RoomLabel::Lamp},
                                                                            {"PLANT", RoomLabel::Plant},
                                                                            {"BED", RoomLabel::Bed},
                                                                            {"WALL_ART", RoomLabel::WallArt}}};
  for (const auto& [text, known] : kLabels) {
    if (label == text) return known;
  }
  return RoomLabel::Other;
}

bool is_opening(std::string_view label) { return label == "WINDOW_FRAME" || label == "DOOR_FRAME"; }

/// With y as the axis that is nearest to upright.
RoomBox upright(const Entity& e) {
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
bool is_said(const Entity& plane, const std::vector<Entity>& all) {
  const Vec3 at = transform(plane.pose, plane.centre_m);
  for (const Entity& e : all) {
    if (e.is_plane || e.label != plane.label) continue;
    const Pose box = e.pose * Pose{{}, e.centre_m};
    if (distance_m({box, e.half_m, RoomLabel::Other}, at) < kSamePlace_m) return true;
  }
  return false;
}

struct Reading {
  std::vector<Entity> entities;
  RoomCapture capture;
};

std::optional<Error> read_entities(const json& list, std::string_view name, Reading& out) {
  std::size_t i = 0;
  for (const json& entity : list) {
    ++i;
    const json& text = entity.is_object() ? member(entity, "semanticLabel_META") : json();
    Entity e;
    if (text.is_string()) e.label = text.get<std::string>();
    const auto bad = [&](const char* what) {
      std::string shown = e.label.substr(0, 40);
      for (char& c : shown) c = static_cast<unsigned char>(c) < 0x20 ? '?' : c;
      return Error{fmt::format("{}: entity {} ({}): {}", name, i, shown, what)};
    };
    if (!text.is_string()) return bad("expected an object with a text \"semanticLabel_META\"");
    const auto pose = pose_of(member(entity, "locatable_META"));
    if (!pose) return bad("\"locatable_META\" must hold a position within 100 m and a unit orientation");
    e.pose = *pose;
    if (!read_shape(entity, e)) return bad("bounds must be an offset and an extent, each within 100 m");
    ++out.capture.entities;
    ++out.capture.labels[e.label];
    if (e.half_m == Vec3{}) {
      ++out.capture.meshes;
    } else {
      out.entities.push_back(std::move(e));
    }
  }
  return {};
}

}  // namespace

Result<RoomCapture, Error> read_room(std::string_view text, std::string_view name) {
  if (const auto fault = json_fault(text))
    return fail(Error{fmt::format("{}: {}: {}", name, to_string(position_in(text, fault->offset)), fault->message)});
  const json document = json::parse(text, nullptr, /*allow_exceptions=*/false);
  const json& list = document.is_object() ? member(document, "spatialEntities") : json();
  if (!list.is_array())
    return fail(Error{fmt::format("{}: not a room capture: expected an object with a list \"spatialEntities\"", name)});
  Reading r;
  if (auto error = read_entities(list, name, r)) return fail(std::move(*error));

  const Entity* floor = nullptr;
  const Entity* ceiling = nullptr;
  for (const Entity& e : r.entities) {
    if (!e.is_plane) continue;
    const auto area = [](const Entity& p) { return p.half_m.x * p.half_m.z; };
    if (e.label == "FLOOR" && (floor == nullptr || area(e) > area(*floor))) floor = &e;
    if (e.label == "CEILING" && (ceiling == nullptr || e.pose.position.y < ceiling->pose.position.y)) ceiling = &e;
  }
  if (floor == nullptr)
    return fail(Error{fmt::format("{}: the room has no FLOOR with bounds: capture it again", name)});
  const float floor_m = floor->pose.position.y;
  RoomPlan& plan = r.capture.plan;
  for (const auto& [x, z] : {std::pair{-1, -1}, std::pair{1, -1}, std::pair{1, 1}, std::pair{-1, 1}}) {
    Vec3 corner = transform(floor->pose, floor->centre_m + Vec3{static_cast<float>(x) * floor->half_m.x, 0.0F,
                                                                static_cast<float>(z) * floor->half_m.z});
    corner.y = 0.0F;
    static_cast<void>(plan.outline.try_push(corner));  // of an empty one four always fit
  }
  if (ceiling != nullptr) plan.ceiling_m = ceiling->pose.position.y - floor_m;
  if (!(plan.ceiling_m >= 1.0F && plan.ceiling_m <= 20.0F))
    return fail(
        Error{fmt::format("{}: the CEILING is {:.1f} m above the FLOOR, expected 1 to 20", name, plan.ceiling_m)});
  for (const Entity& e : r.entities) {
    if (e.label == "FLOOR" || e.label == "CEILING" || is_opening(e.label)) continue;
    if (e.is_plane && is_said(e, r.entities)) continue;
    RoomBox box = upright(e);
    box.stage_from_box.position.y -= floor_m;
    const bool is_level = std::abs(rotate(e.pose.rotation, {0, 1, 0}).y) > 0.7F;
    if (e.is_plane && is_level) reach_down(box);
    if (!plan.boxes.try_push(box))
      return fail(Error{fmt::format("{}: more than {} things: raise kMaxRoomBoxes", name, kMaxRoomBoxes)});
  }
  return std::move(r.capture);
}

}  // namespace tonus::xr
