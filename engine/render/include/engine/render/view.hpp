#pragma once
// From where the world is seen, as plain data. The same for a window, a picture and each eye of a headset.

#include <cstdint>

#include <engine/scene/pose.hpp>

namespace tonus::render {

/// Pixels of one view; a zero means that there is nothing to draw on (a minimised window).
struct Extent {
  std::uint32_t width = 0, height = 0;

  friend constexpr bool operator==(const Extent&, const Extent&) = default;
  [[nodiscard]] constexpr bool is_empty() const { return width == 0 || height == 0; }
};

/// One eye. Angles as OpenXR has them: radians from straight ahead, left and down are negative, each within ±1.5.
struct View {
  Pose world_from_eye{{}, {0.0F, 1.65F, 0.0F}};
  float angle_left_rad = -0.7F;
  float angle_right_rad = 0.7F;
  float angle_up_rad = 0.5F;
  float angle_down_rad = -0.5F;
};

/// A view without a headset: symmetric, square pixels, the given height of view from edge to edge.
[[nodiscard]] View symmetric_view(const Pose& world_from_eye, float vertical_angle_rad, Extent extent);

/// The same eye with its picture moved aside, so that straight ahead lies in the middle of what panels at the left and
/// right edge leave free. Nothing is stretched.
[[nodiscard]] View centred_beside(const View& view, Extent extent, float covered_left_px, float covered_right_px);

/// World direction (unit) through a point of the picture: x, y in pixels from the top left corner.
[[nodiscard]] Vec3 ray_through(const View& view, Extent extent, float x_px, float y_px);

}  // namespace tonus::render
