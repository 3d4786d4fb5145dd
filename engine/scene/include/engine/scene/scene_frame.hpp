#pragma once
// What there is to draw after one tick: plain data, written by the sim thread, read by the display thread.

#include <cstdint>

#include <engine/core/inline_vector.hpp>
#include <engine/scene/pose.hpp>

namespace tonus {

/// Unit-sized meshes, scaled by Instance::scale_m. The renderer makes the geometry.
enum class Mesh : std::uint8_t {
  Box,     ///< 1 m edges, centred
  Sphere,  ///< 1 m diameter
  Gem,     ///< faceted ball of 1 m diameter, flat shaded: a target
  Shard,   ///< a chip of a gem, longest edge 1 m
  Glove,   ///< fist with cuff, fits 1 m, knuckles towards -z
  Ring,    ///< torus in the xy plane, 1 m outer diameter
  Pillar,  ///< faceted column, 1 m high and wide, foot at y = -0.5
  Count
};

/// What a thing means to the person; drives colour, marking and what a scripted player looks for.
enum class Role : std::uint8_t {
  Scenery,
  TargetLeft,
  TargetRight,
  TargetAny,
  Debris,
  GloveLeft,
  GloveRight,
  Guide,
  TargetLeave,  ///< to be left alone
};

struct Instance {
  Pose previous{};  ///< one tick ago, world_from_body
  Pose current{};   ///< now, world_from_body
  Vec3 scale_m{1, 1, 1};
  Vec3 color{1, 1, 1};     ///< linear sRGB albedo, 0…1
  float emission = 0.0F;   ///< multiple of the colour that it shines by itself, 0…8
  float roughness = 0.6F;  ///< 0.05…1
  std::uint32_t id = 0;    ///< the same thing keeps its id from frame to frame; 0 is none
  Mesh mesh = Mesh::Box;
  Role role = Role::Scenery;
};

/// One directional light that casts shadows, and the sky behind it.
struct Lighting {
  Vec3 sun_direction{-0.35F, -0.85F, -0.4F};  ///< towards the ground; need not be unit length
  Vec3 sun_color{1.0F, 0.86F, 0.72F};         ///< linear, times sun_strength
  float sun_strength = 3.0F;
  Vec3 sky_zenith{0.045F, 0.075F, 0.16F};
  Vec3 sky_horizon{0.62F, 0.40F, 0.34F};
  Vec3 ground{0.09F, 0.10F, 0.12F};
  Vec3 glow_direction{0.62F, 0.045F, -0.78F};  ///< where dusk glows on the horizon, towards it; aside from the targets
  float exposure = 1.0F;
  /// 0 calm … 1 full effort: the world may glow a little with it; never flashes (at most one full swing in 3 s).
  float mood = 0.0F;
};

inline constexpr std::size_t kMaxInstances = 512;

struct SceneFrame {
  std::int64_t tick = 0;
  InlineVector<Instance, kMaxInstances> instances;
  Lighting lighting;
  /// Where a viewer without a headset stands: eye height of the person, world_from_eye (headsets bring their own).
  Pose desktop_eye{{}, {0.0F, 1.65F, 0.0F}};
  /// Where the floor that a headset tracks on lies in the world: recentring and turning move it. Views of a headset and
  /// everything else that comes in its space are taken into the world by it.
  Pose world_from_stage{};
  float passthrough = 0.0F;  ///< 0 the world alone … 1 the person's surroundings alone: near an edge or a thing
  float vignette = 0.0F;     ///< 0 none … 1 the edge of sight is dark: while the world moves under the person
  std::uint32_t dropped_instances = 0;  ///< did not fit; raise kMaxInstances
};

}  // namespace tonus
