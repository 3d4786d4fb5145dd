#pragma once
// The geometry of what lies behind everything: sky dome, hills, sun, stars, and the ground around the viewer.

#include "meshes.hpp"

namespace tonus::render {

/// Directions from the eye; read by assets/shaders/sky.vert.
[[nodiscard]] MeshRange add_sky(MeshLibrary& library);
/// A disc of rings, m off the point below the eye; read by assets/shaders/ground.vert.
[[nodiscard]] MeshRange add_ground(MeshLibrary& library);

}  // namespace tonus::render
