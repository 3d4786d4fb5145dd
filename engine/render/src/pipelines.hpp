#pragma once
// Every pipeline, its layout and samplers: made once, whatever the size of the picture.

#include "device.hpp"

namespace tonus::render {

struct Pipelines {
  OwnedSampler smooth, compare;
  OwnedDescriptorSetLayout frame_set, picture_set;
  OwnedPipelineLayout layout;  ///< set 0: frame; set 1: two pictures to read

  OwnedPipeline shadow, scene, ground, sky;
  OwnedPipeline bloom_gather, bloom_across, bloom_down, tone_map;  ///< only with post
  OwnedPipeline overlay;
};

[[nodiscard]] Result<Pipelines, RenderError> create_pipelines(const Device& device, const RendererDefinition& definition);

/// One bit a view: what multiview rendering is told, also for one view alone.
[[nodiscard]] constexpr std::uint32_t view_mask(std::uint32_t view_count) { return (1U << view_count) - 1U; }

}  // namespace tonus::render
