#pragma once
// How the picture meets the surroundings, from what is wished and what the runtime has. Pure.

#include <span>

#include <engine/render/renderer.hpp>

namespace tonus::xr::openxr {

struct BlendChoice {
  render::BlendMode environment = render::BlendMode::Opaque;  ///< what frames are ended with
  /// The runtime shows the surroundings in a layer of its own under the world, which is drawn for AlphaBlend.
  bool by_passthrough = false;

  friend bool operator==(const BlendChoice&, const BlendChoice&) = default;
};

/// The first of `wished` that is possible, else the runtime's favourite. `offered` has that first and is not empty.
/// Passthrough stands in for AlphaBlend and Additive where the runtime offers neither of them: one way to the
/// surroundings is enough, and blending needs nothing started.
[[nodiscard]] BlendChoice choose_blend(std::span<const render::BlendMode> wished,
                                       std::span<const render::BlendMode> offered, bool has_passthrough);

}  // namespace tonus::xr::openxr
