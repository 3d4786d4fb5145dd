#pragma once
// What a frame of ours costs beside the least one could do: a bare Vulkan loop that draws the same instances of the
// same geometry, a plain sky and a plain ground, with one simple light, the same samples, formats and size; no shadows
// and no post-processing on either side. Both draw to memory, one frame at a time, each waited for, taking turns in one
// run.

#include <string>

#include <engine/core/result.hpp>
#include <engine/render/renderer.hpp>
#include <engine/scene/scene_frame.hpp>

namespace tonus::bench {

struct FrameBenchDefinition {
  render::Extent extent{1280, 720};
  std::uint32_t samples = 4;
  int warm_up_frames = 8;  ///< of each; drivers compile during the first ones
  int frames = 60;         ///< of each, at least 1
};

struct FrameBenchResult {
  double ours_ms = 0.0;      ///< median, from the call of draw() until the device is done
  double baseline_ms = 0.0;  ///< median of the bare loop, the same way
  double ratio = 0.0;        ///< median of ours over baseline, frame by frame: what both have to suffer cancels out
  std::string device;
};

/// Thread: any, but the same throughout.
[[nodiscard]] Result<FrameBenchResult, render::RenderError> measure_frames(const SceneFrame& scene,
                                                                           const FrameBenchDefinition& definition = {});

}  // namespace tonus::bench
