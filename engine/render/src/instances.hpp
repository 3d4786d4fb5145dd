#pragma once
// From a SceneFrame to what the shaders read. The layouts here are mirrored in assets/shaders/frame.glsl.

#include <array>
#include <cstdint>
#include <span>

#include <engine/render/renderer.hpp>

#include "meshes.hpp"

namespace tonus::render {

struct Vec4 {
  float x = 0.0F, y = 0.0F, z = 0.0F, w = 0.0F;
};
/// Column-major, as GLSL has it.
struct Mat4 {
  std::array<Vec4, 4> columns{};
};

struct ViewBlock {
  Mat4 clip_from_world;
  Vec4 eye;           ///< xyz position, m
  Vec4 ray_middle;    ///< world ray of the middle of the picture, length 1 along the axis of sight
  Vec4 ray_x, ray_y;  ///< what one unit of clip x, y adds to it
  Vec4 right, up;     ///< unit axes of the picture
  Vec4 sight;         ///< tangents off straight ahead (right, up): xy times pixel, plus zw
};
struct FrameBlock {
  std::array<ViewBlock, kMaxViews> views{};
  Mat4 shadow_from_world;
  Vec4 to_sun;                           ///< xyz unit; w: seconds since session start, for slow shimmer
  Vec4 sun;                              ///< rgb radiance
  Vec4 glow;                             ///< xyz unit, where the horizon glows; w: mood
  Vec4 zenith;                           ///< rgb; w: exposure
  Vec4 horizon;                          ///< rgb
  Vec4 ground;                           ///< rgb
  Vec4 floor_sun, floor_sky, floor_ink;  ///< rgb: what the floor sends to the eye, of sun and sky; its lines
  Vec4 ease;  ///< x: vignette; y: what is left of the world; z: alpha of things; w: shading towards the corners
  Vec4 dim;   ///< rgb: what shows where the world has faded and nothing is behind it
  Vec4 span;  ///< pixels that are drawn, of the picture (xy) and of bloom (zw)
};

/// What a frame is drawn for.
struct Showing {
  Extent picture, bloom;  ///< what is drawn of them, pixels
  BlendMode mode = BlendMode::Opaque;
  bool is_lent = false;  ///< to a headset, whose eyes must see the same brightness
  bool post = false;
};

struct GpuInstance {
  Quat rotation;
  Vec4 position;  ///< w: roughness
  Vec4 scale;     ///< w: emission
  Vec4 color;     ///< w: role as a number, plus a fraction of the id that tells neighbours apart
};
static_assert(sizeof(GpuInstance) == 64);

/// Instances lie sorted by mesh; within each first those that carry a mark, then others that cast shadows, then the
/// rest.
struct MeshDraws {
  std::uint32_t first = 0;
  std::uint32_t marked = 0;
  std::uint32_t casters = 0;  ///< the marked ones among them
  std::uint32_t count = 0;
};
using DrawList = std::array<MeshDraws, kMeshCount>;

/// Reversed depth without a far plane: 1 at the near plane, 0 infinitely far. Clip y points down, as Vulkan has it.
[[nodiscard]] Mat4 clip_from_world(const View& view);
/// Fills `out` (kMaxInstances long, write-only memory) and says what lies where. Allocates nothing.
[[nodiscard]] DrawList write_instances(const SceneFrame& frame, float alpha, std::span<GpuInstance> out);
[[nodiscard]] FrameBlock make_frame_block(const SceneFrame& frame, float alpha, std::span<const View> views,
                                          const Showing& showing);

}  // namespace tonus::render
