#include "instances.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <engine/core/time.hpp>
#include <engine/render/native.hpp>

namespace tonus::render {
namespace {

/// The box that shadows are drawn for: where people stand and targets fly. Beyond it everything is lit.
constexpr Vec3 kShadowLow_m{-5.0F, 0.0F, -15.0F};
constexpr Vec3 kShadowHigh_m{5.0F, 3.5F, 1.5F};

constexpr Vec4 vec4(Vec3 v, float w = 0.0F) { return {v.x, v.y, v.z, w}; }

bool is_marked(Role role) {
  return role == Role::TargetLeft || role == Role::TargetRight || role == Role::TargetAny ||
         role == Role::TargetLeave || role == Role::GloveLeft || role == Role::GloveRight;
}
bool casts_shadow(Role role) { return role != Role::Guide; }

ViewBlock make_view_block(const View& view, Extent extent) {
  const float left = std::tan(view.angle_left_rad), right = std::tan(view.angle_right_rad);
  const float up = std::tan(view.angle_up_rad), down = std::tan(view.angle_down_rad);
  const Quat& q = view.world_from_eye.rotation;
  ViewBlock block;
  block.clip_from_world = clip_from_world(view);
  block.eye = vec4(view.world_from_eye.position);
  block.right = vec4(rotate(q, {1, 0, 0}));
  block.up = vec4(rotate(q, {0, 1, 0}));
  block.ray_middle = vec4(rotate(q, {(right + left) * 0.5F, (up + down) * 0.5F, -1.0F}));
  block.ray_x = vec4(rotate(q, {(right - left) * 0.5F, 0, 0}));
  block.ray_y = vec4(rotate(q, {0, (down - up) * 0.5F, 0}));
  block.sight = {(right - left) / static_cast<float>(extent.width), (down - up) / static_cast<float>(extent.height),
                 left, up};
  return block;
}

/// Orthographic, seen along the light, tight around the shadow box; depth 0…1 from the light outward.
Mat4 shadow_from_world(Vec3 along) {
  const Vec3 side = normalized(cross(along, std::abs(along.y) < 0.99F ? Vec3{0, 1, 0} : Vec3{1, 0, 0}));
  const std::array axes{side, cross(side, along), along};
  std::array<float, 3> low{}, high{};
  for (std::size_t a = 0; a < 3; ++a) {
    low[a] = 1e9F;
    high[a] = -1e9F;
    for (unsigned corner = 0; corner < 8; ++corner) {
      const Vec3 p{(corner & 1U) != 0 ? kShadowHigh_m.x : kShadowLow_m.x,
                   (corner & 2U) != 0 ? kShadowHigh_m.y : kShadowLow_m.y,
                   (corner & 4U) != 0 ? kShadowHigh_m.z : kShadowLow_m.z};
      low[a] = std::min(low[a], dot(axes[a], p));
      high[a] = std::max(high[a], dot(axes[a], p));
    }
  }
  const auto scale = [&](std::size_t a) { return (a == 2 ? 1.0F : 2.0F) / (high[a] - low[a]); };
  const auto offset = [&](std::size_t a) {
    return a == 2 ? -low[a] / (high[a] - low[a]) : -(high[a] + low[a]) / (high[a] - low[a]);
  };
  const float s0 = scale(0), s1 = scale(1), s2 = scale(2);
  return {{Vec4{axes[0].x * s0, axes[1].x * s1, axes[2].x * s2, 0},
           Vec4{axes[0].y * s0, axes[1].y * s1, axes[2].y * s2, 0},
           Vec4{axes[0].z * s0, axes[1].z * s1, axes[2].z * s2, 0}, Vec4{offset(0), offset(1), offset(2), 1}}};
}

}  // namespace

Mat4 clip_from_world(const View& view) {
  const float left = std::tan(view.angle_left_rad), right = std::tan(view.angle_right_rad);
  const float up = std::tan(view.angle_up_rad), down = std::tan(view.angle_down_rad);
  const Pose eye_from_world = inverse(view.world_from_eye);
  const Vec3 x = rotate(eye_from_world.rotation, {1, 0, 0}), y = rotate(eye_from_world.rotation, {0, 1, 0});
  const Vec3 z = rotate(eye_from_world.rotation, {0, 0, 1});
  const float sx = 2.0F / (right - left), ox = (right + left) / (right - left);
  const float sy = 2.0F / (up - down), oy = (up + down) / (up - down);
  const auto project = [&](Vec3 v, float w) {
    return Vec4{sx * v.x + ox * v.z, -(sy * v.y + oy * v.z), kNearest_m * w, -v.z};
  };
  return {{project(x, 0.0F), project(y, 0.0F), project(z, 0.0F), project(eye_from_world.position, 1.0F)}};
}

DrawList write_instances(const SceneFrame& frame, float alpha, std::span<GpuInstance> out) {
  DrawList draws{};
  for (const auto& instance : frame.instances) {
    auto& d = draws[static_cast<std::size_t>(instance.mesh)];
    ++d.count;
    if (casts_shadow(instance.role)) ++d.casters;
    if (is_marked(instance.role)) ++d.marked;
  }
  struct Next {
    std::uint32_t marked, caster, other;
  };
  std::array<Next, kMeshCount> next{};
  std::uint32_t first = 0;
  for (std::size_t m = 0; m < kMeshCount; ++m) {
    draws[m].first = first;
    next[m] = {first, first + draws[m].marked, first + draws[m].casters};
    first += draws[m].count;
  }
  for (const auto& instance : frame.instances) {
    auto& n = next[static_cast<std::size_t>(instance.mesh)];
    const auto slot = is_marked(instance.role) ? n.marked++ : casts_shadow(instance.role) ? n.caster++ : n.other++;
    const Pose pose = interpolate(instance.previous, instance.current, alpha);
    // 0.61803 scatters consecutive ids evenly over 0…1.
    const float shade = static_cast<float>(instance.id % 1024U) * 0.61803F;
    const float fraction = 0.9F * (shade - std::floor(shade));
    out[slot] = {pose.rotation, vec4(pose.position, instance.roughness), vec4(instance.scale_m, instance.emission),
                 vec4(instance.color, static_cast<float>(instance.role) + fraction)};
  }
  return draws;
}

FrameBlock make_frame_block(const SceneFrame& frame, float alpha, std::span<const View> views, const Showing& showing) {
  const auto& light = frame.lighting;
  const Vec3 along = normalized(light.sun_direction, {0, -1, 0});
  FrameBlock block;
  for (std::size_t v = 0; v < views.size() && v < kMaxViews; ++v)
    block.views[v] = make_view_block(views[v], showing.picture);
  block.shadow_from_world = shadow_from_world(along);
  const float time_s =
      static_cast<float>((static_cast<double>(frame.tick) - 1.0 + static_cast<double>(alpha)) * kTick_s);
  block.to_sun = vec4(-along, time_s);
  // A matt surface sends 1/pi of what arrives towards each eye.
  block.sun = vec4(light.sun_color * (light.sun_strength * std::numbers::inv_pi_v<float>));
  block.glow = vec4(normalized(light.glow_direction, {0, 0, -1}), std::clamp(light.mood, 0.0F, 1.0F));
  block.zenith = vec4(light.sky_zenith, light.exposure);
  block.horizon = vec4(light.sky_horizon);
  block.ground = vec4(light.ground);
  const auto times = [](Vec3 a, Vec3 b) { return Vec3{a.x * b.x, a.y * b.y, a.z * b.z}; };
  const Vec3 sun{block.sun.x, block.sun.y, block.sun.z};
  block.floor_sun = vec4(times(light.ground, sun) * (0.30F * std::max(-along.y, 0.0F)));
  block.floor_sky = vec4(times(light.ground, light.sky_zenith) * 1.6F);
  block.floor_ink = vec4(light.sky_horizon * 0.45F + Vec3{0.28F, 0.34F, 0.50F});

  const float faded = std::clamp(frame.passthrough, 0.0F, 1.0F);
  const bool is_opaque = showing.mode == BlendMode::Opaque;
  block.ease = {std::clamp(frame.vignette, 0.0F, 1.0F), 1.0F - faded, is_opaque ? 1.0F : 1.0F - faded,
                showing.is_lent ? 0.0F : 0.28F};
  // Post takes light and tones it; these two come out about equally dark.
  const Vec3 dim = showing.post ? Vec3{0.020F, 0.025F, 0.034F} : Vec3{0.006F, 0.008F, 0.012F};
  block.dim = vec4(is_opaque ? dim * faded : Vec3{});
  const auto pixels = [](Extent a, Extent b) {
    return Vec4{static_cast<float>(a.width), static_cast<float>(a.height), static_cast<float>(b.width),
                static_cast<float>(b.height)};
  };
  block.span = pixels(showing.picture, showing.bloom);
  return block;
}

}  // namespace tonus::render
