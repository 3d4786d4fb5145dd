#pragma once
// A moment of play to draw: gems coming in, one just broken, two gloves, pillars, rings.

#include <engine/render/renderer.hpp>
#include <engine/scene/scene_frame.hpp>

namespace tonus::test {

/// `moved_m` is how far the gems came nearer between the previous tick and this one.
[[nodiscard]] SceneFrame demo_scene(float moved_m = 0.03F);
[[nodiscard]] render::View desktop_view(render::Extent extent);

}  // namespace tonus::test
