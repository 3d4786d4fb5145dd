#include <xr/rooms/room_capture.hpp>

#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <engine/core/json_fault.hpp>
#include <engine/core/text_position.hpp>

namespace tonus::xr {
namespace {

using nlohmann::json;

constexpr auto kFarthest_m = static_cast<double>(kRoomFarthest_m);

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
bool read_shape(const json& entity, RoomThing& out) {
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

struct Reading {
  std::vector<RoomThing> things;
  RoomCapture capture;
};

std::optional<Error> read_entities(const json& list, std::string_view name, Reading& out) {
  std::size_t i = 0;
  for (const json& entity : list) {
    ++i;
    const json& text = entity.is_object() ? member(entity, "semanticLabel_META") : json();
    RoomThing e;
    if (text.is_string()) e.label = text.get<std::string>();
    const auto bad = [&](std::string_view what) {
      std::string shown = e.label.substr(0, 40);
      for (char& c : shown) c = static_cast<unsigned char>(c) < 0x20 ? '?' : c;
      return Error{fmt::format("{}: entity {} ({}): {}", name, i, shown, what)};
    };
    if (!text.is_string()) return bad("expected an object with a text \"semanticLabel_META\"");
    const auto pose = pose_of(member(entity, "locatable_META"));
    if (!pose) return bad("\"locatable_META\" must hold a position within 50 m and a unit orientation");
    e.pose = *pose;
    if (!read_shape(entity, e)) return bad("bounds must be an offset and an extent, each within 50 m");
    if (const auto fault = fault_of(e)) return bad(*fault);
    ++out.capture.entities;
    ++out.capture.labels[e.label];
    if (e.half_m == Vec3{}) {
      ++out.capture.meshes;
    } else {
      out.things.push_back(std::move(e));
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

  auto plan = plan_of(r.things);
  if (!plan) return fail(Error{fmt::format("{}: {}", name, plan.error().message)});
  r.capture.plan = *plan;
  return std::move(r.capture);
}

}  // namespace tonus::xr
