#include <engine/scene/room.hpp>

#include <array>
#include <cmath>
#include <utility>

#include <engine/core/math.hpp>

namespace tonus {
namespace {

constexpr float kFar_m = 1e3F;

float over(float x, float half) {
  const float a = x < 0.0F ? -x : x;
  return a > half ? a - half : 0.0F;
}

/// An edge of the floor as a wall without thickness.
RoomBox wall(Vec3 a, Vec3 b, float height_m) {
  const Vec3 along = b - a;
  RoomBox box;
  // facing() turns -z into a direction; the box is long in its own x, which is -z turned right by a quarter.
  box.stage_from_box.rotation = facing({along.z, 0.0F, -along.x});
  box.stage_from_box.position = (a + b) * 0.5F + Vec3{0.0F, 0.5F * height_m, 0.0F};
  box.half_m = {0.5F * std::sqrt(along.x * along.x + along.z * along.z), 0.5F * height_m, 0.0F};
  box.label = RoomLabel::Wall;
  return box;
}

/// The lowest and highest y of a box.
std::array<float, 2> heights(const RoomBox& box) {
  const auto reach = [&](Vec3 axis, float half) {
    const float y = rotate(box.stage_from_box.rotation, axis).y * half;
    return y < 0.0F ? -y : y;
  };
  const float up = reach({1, 0, 0}, box.half_m.x) + reach({0, 1, 0}, box.half_m.y) + reach({0, 0, 1}, box.half_m.z);
  const float y = box.stage_from_box.position.y;
  return {y - up, y + up};
}

}  // namespace

std::string_view name_of(RoomLabel label) {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(kLastRoomLabel) + 1> kNames{
      "thing", "wall", "table", "couch", "storage", "screen", "lamp", "plant", "bed", "wall art"};
  const auto i = static_cast<std::size_t>(label);
  return i < kNames.size() ? kNames[i] : kNames[0];
}

float distance_m(const RoomBox& box, Vec3 stage_m) {
  const Vec3 p = rotate(conjugate(box.stage_from_box.rotation), stage_m - box.stage_from_box.position);
  return length({over(p.x, box.half_m.x), over(p.y, box.half_m.y), over(p.z, box.half_m.z)});
}

RoomGuard::RoomGuard(const RoomPlan& plan) noexcept : outline_(plan.outline), ceiling_m_(plan.ceiling_m) {
  for (const RoomBox& box : plan.boxes) solids_.try_push(box);
  if (outline_.size() < 3) return;
  for (std::size_t i = 0; i < outline_.size(); ++i)
    solids_.try_push(wall(outline_[i], outline_[(i + 1) % outline_.size()], ceiling_m_));
}

bool RoomGuard::is_inside(Vec3 p) const noexcept {
  if (!(p.y <= ceiling_m_)) return false;
  if (outline_.size() < 3) return true;
  // Crossings of a ray towards +x.
  bool inside = false;
  for (std::size_t i = 0; i < outline_.size(); ++i) {
    const Vec3 a = outline_[i], b = outline_[(i + 1) % outline_.size()];
    if ((a.z > p.z) == (b.z > p.z)) continue;
    if (p.x < a.x + (b.x - a.x) * (p.z - a.z) / (b.z - a.z)) inside = !inside;
  }
  return inside;
}

float RoomGuard::nearest_m(Vec3 p) const noexcept {
  if (!is_finite(p) || !is_inside(p)) return 0.0F;
  float nearest = math::clamp(ceiling_m_ - p.y, 0.0F, kFar_m);
  for (const RoomBox& box : solids_) {
    const float d = distance_m(box, p);
    if (d < nearest) nearest = d;
  }
  return nearest;
}

float RoomGuard::nearest_to_body_m(Vec3 head) const noexcept {
  if (!is_finite(head) || !is_inside(head)) return 0.0F;
  float nearest = kFar_m;
  for (const RoomBox& box : solids_) {
    // From the feet up to the head, the nearest point of a column is at the height where the box is.
    const auto [low, high] = heights(box);
    const float y = math::clamp(head.y, low, high < head.y ? high : head.y);
    const float d = low > head.y ? distance_m(box, head) : distance_m(box, {head.x, y, head.z});
    if (d < nearest) nearest = d;
  }
  return nearest;
}

float RoomGuard::free_m(Vec3 from, Vec3 direction, float radius, float most) const noexcept {
  if (!is_finite(from) || !is_finite(direction) || !is_inside(from) || !(ceiling_m_ - from.y >= radius)) return -1.0F;
  float free = most;
  if (direction.y > 0.0F) {
    const float up = (ceiling_m_ - radius - from.y) / direction.y;
    if (up < free) free = up;
  }
  if (direction.y < 0.0F) {
    // Walls end at the floor: below it nothing would be in the way.
    const float down = from.y / -direction.y;
    if (down < free) free = down;
  }
  for (const RoomBox& box : solids_) {
    const Quat to_box = conjugate(box.stage_from_box.rotation);
    const Vec3 p = rotate(to_box, from - box.stage_from_box.position);
    const Vec3 d = rotate(to_box, direction);
    // Slabs of the box grown by the radius; where the ray is between all three pairs at once, it is too near.
    float enters = 0.0F, leaves = free;
    const auto slab = [&](float at, float way, float half) {
      const float grown = half + radius;
      if (way < 1e-6F && way > -1e-6F) {
        if (at > grown || at < -grown) leaves = -1.0F;
        return;
      }
      float a = (-grown - at) / way, b = (grown - at) / way;
      if (a > b) std::swap(a, b);
      if (a > enters) enters = a;
      if (b < leaves) leaves = b;
    };
    slab(p.x, d.x, box.half_m.x);
    slab(p.y, d.y, box.half_m.y);
    slab(p.z, d.z, box.half_m.z);
    if (!(enters <= leaves)) continue;
    if (enters <= 0.0F) return -1.0F;
    if (enters < free) free = enters;
  }
  return free;
}

}  // namespace tonus
