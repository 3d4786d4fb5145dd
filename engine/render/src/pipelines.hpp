#pragma once
// Every pipeline, its layout and samplers: made once, whatever the size of the picture.

#include <array>
#include <cstdint>
#include <vector>

#include "device.hpp"
#include "instances.hpp"
#include "targets.hpp"

namespace tonus::render {

struct WorldPipelines {
  OwnedPipeline marked, plain;  ///< instances that carry a mark for a hand, and the others
  OwnedPipeline ground, sky;
};

/// The pipelines of one pass over one or more views.
struct ViewPipelines {
  std::uint32_t view_mask = 0;  ///< a bit a view
  WorldPipelines clear, eased;  ///< eased: the world fades or the edge of sight is dark
  OwnedPipeline hidden;         ///< what the lenses of a headset never show
  OwnedPipeline surround;       ///< in the place of ground and sky where the surroundings show; only without post
  OwnedPipeline bloom_gather, bloom_across, bloom_down, tone_map;  ///< only with post
  OwnedPipeline overlay;                                           ///< only over the renderer's own picture
  OwnedPipeline board;                                             ///< panels that stand in the world
};

/// One pass for all views (multiview, also for one view alone), or one a view where the driver needs that.
struct Passes {
  Output output;
  std::vector<ViewPipelines> views;
  bool are_warm = false;  ///< each was drawn with once, so that none makes a later frame late
};

/// Of the two triangles that board.vert makes.
inline constexpr std::uint32_t kBoardCorners = 6;

/// Told to panel.frag and board.*; mirrored in panel.glsl.
struct PanelConstants {
  float cursor_x = 0.0F, cursor_y = 0.0F, cursor_radius = 0.0F, cursor_pressed = 0.0F;
  Vec4 content;  ///< of a board, what is drawn of it, pixels: left, top, right, bottom
  /// And where it is seen, by view: what a pixel to the right, a pixel down and the top left corner are in clip space.
  std::array<std::array<Vec4, 3>, kMaxViews> clip_from_pixel{};
};
/// No device has to take more.
static_assert(sizeof(PanelConstants) <= 128);

struct Pipelines {
  OwnedSampler smooth, compare;
  OwnedDescriptorSetLayout frame_set, picture_set;
  OwnedPipelineLayout layout;  ///< set 0: frame; set 1: two pictures to read
  OwnedPipeline shadow;
};

/// What does not depend on the picture.
[[nodiscard]] Result<Pipelines, RenderError> create_pipelines(const Device& device);
[[nodiscard]] Result<Passes, RenderError> create_passes(const Device& device, const RendererDefinition& definition,
                                                        const Pipelines& pipelines, Output output);
/// Panels into a picture of their own.
[[nodiscard]] Result<OwnedPipeline, RenderError> create_panel_pipeline(const Device& device, const Pipelines& pipelines,
                                                                       Output output);
/// Panels that stand in the world, over a picture of one view.
[[nodiscard]] Result<OwnedPipeline, RenderError> create_board_pipeline(const Device& device, const Pipelines& pipelines,
                                                                       Output output);

}  // namespace tonus::render
