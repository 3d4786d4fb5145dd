#include <engine/render/view.hpp>

#include <cmath>

namespace tonus::render {

View symmetric_view(const Pose& world_from_eye, float vertical_angle_rad, Extent extent) {
  const float half = vertical_angle_rad * 0.5F;
  const float aspect = extent.is_empty() ? 1.0F : static_cast<float>(extent.width) / static_cast<float>(extent.height);
  const float side = std::atan(std::tan(half) * aspect);
  return {world_from_eye, -side, side, half, -half};
}

View centred_beside(const View& view, Extent extent, float covered_left_px, float covered_right_px) {
  if (extent.is_empty()) return view;
  const float left = std::tan(view.angle_left_rad), right = std::tan(view.angle_right_rad);
  const float shift = (right - left) * 0.5F * (covered_right_px - covered_left_px) / static_cast<float>(extent.width);
  View moved = view;
  moved.angle_left_rad = std::atan(left + shift);
  moved.angle_right_rad = std::atan(right + shift);
  return moved;
}

Vec3 ray_through(const View& view, Extent extent, float x_px, float y_px) {
  if (extent.is_empty()) return rotate(view.world_from_eye.rotation, {0.0F, 0.0F, -1.0F});
  const float u = x_px / static_cast<float>(extent.width);
  const float v = y_px / static_cast<float>(extent.height);
  const float left = std::tan(view.angle_left_rad), right = std::tan(view.angle_right_rad);
  const float up = std::tan(view.angle_up_rad), down = std::tan(view.angle_down_rad);
  const Vec3 in_eye{left + (right - left) * u, up + (down - up) * v, -1.0F};
  return normalized(rotate(view.world_from_eye.rotation, in_eye), {0.0F, 0.0F, -1.0F});
}

}  // namespace tonus::render
