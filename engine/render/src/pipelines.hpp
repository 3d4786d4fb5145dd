#pragma once
// Every pipeline, its layout and samplers: made once, whatever the size of the picture.

#include <cstdint>
#include <vector>

#include "device.hpp"

namespace tonus::render {

/// The pipelines of one pass over one or more views.
struct ViewPipelines {
  std::uint32_t view_mask = 0;  ///< a bit a view
  OwnedPipeline marked, plain;  ///< instances that carry a mark for a hand, and the others
  OwnedPipeline ground, sky;
  OwnedPipeline bloom_gather, bloom_across, bloom_down, tone_map;  ///< only with post
  OwnedPipeline overlay;
};

struct Pipelines {
  OwnedSampler smooth, compare;
  OwnedDescriptorSetLayout frame_set, picture_set;
  OwnedPipelineLayout layout;  ///< set 0: frame; set 1: two pictures to read
  OwnedPipeline shadow;
  /// One pass for all views (multiview, also for one view alone), or one a view where the driver needs that.
  std::vector<ViewPipelines> passes;
};

[[nodiscard]] Result<Pipelines, RenderError> create_pipelines(const Device& device,
                                                              const RendererDefinition& definition);

}  // namespace tonus::render
