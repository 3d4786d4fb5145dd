// The commands of one frame, pass by pass, and the barriers between them. The validation layers of Debian 12 miss
// hazards around dynamic rendering, so each barrier here names the use before and the use after.

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "renderer_impl.hpp"

namespace tonus::render {
namespace {

VkRenderingAttachmentInfo attachment(VkImageView view, VkImageLayout layout, VkAttachmentLoadOp load,
                                     VkAttachmentStoreOp store) {
  VkRenderingAttachmentInfo info{};
  info.sType = VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO;
  info.imageView = view;
  info.imageLayout = layout;
  info.loadOp = load;
  info.storeOp = store;
  return info;
}

void begin_rendering(VkCommandBuffer commands, VkExtent2D extent, std::uint32_t view_mask,
                     const VkRenderingAttachmentInfo* color, const VkRenderingAttachmentInfo* depth) {
  VkRenderingInfo info{};
  info.sType = VK_STRUCTURE_TYPE_RENDERING_INFO;
  info.renderArea = {{0, 0}, extent};
  info.layerCount = 1;
  info.viewMask = view_mask;
  info.colorAttachmentCount = color != nullptr ? 1 : 0;
  info.pColorAttachments = color;
  info.pDepthAttachment = depth;
  vkCmdBeginRendering(commands, &info);
  const VkViewport viewport{0, 0, static_cast<float>(extent.width), static_cast<float>(extent.height), 0, 1};
  vkCmdSetViewport(commands, 0, 1, &viewport);
  const VkRect2D scissor{{0, 0}, extent};
  vkCmdSetScissor(commands, 0, 1, &scissor);
}

void push(VkCommandBuffer commands, VkPipelineLayout layout, const PanelConstants& constants) {
  vkCmdPushConstants(commands, layout, VK_SHADER_STAGE_VERTEX_BIT | VK_SHADER_STAGE_FRAGMENT_BIT, 0, sizeof(constants),
                     &constants);
}

/// What of the rectangle lies within both.
VkRect2D within(VkRect2D rect, VkExtent2D own, VkExtent2D picture) {
  const auto cut = [](std::int32_t offset, std::uint32_t length, std::uint32_t a, std::uint32_t b) {
    const auto limit = static_cast<std::int64_t>(std::min(a, b));
    const auto first = std::clamp<std::int64_t>(offset, 0, limit);
    const auto last = std::clamp<std::int64_t>(std::int64_t{offset} + length, first, limit);
    return std::pair{static_cast<std::int32_t>(first), static_cast<std::uint32_t>(last - first)};
  };
  const auto [left, width] = cut(rect.offset.x, rect.extent.width, own.width, picture.width);
  const auto [top, height] = cut(rect.offset.y, rect.extent.height, own.height, picture.height);
  return {{left, top}, {width, height}};
}

}  // namespace

Result<bool, RenderError> Renderer::Impl::is_done(const CommandSlot& slot) const {
  std::uint64_t reached = 0;
  VK_CHECK(vkGetSemaphoreCounterValue(device.device, timeline.get(), &reached));
  return reached >= slot.done;
}

Result<void, RenderError> Renderer::Impl::begin(CommandSlot& slot) {
  const VkSemaphore semaphore = timeline.get();
  VkSemaphoreWaitInfo wait{};
  wait.sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO;
  wait.semaphoreCount = 1;
  wait.pSemaphores = &semaphore;
  wait.pValues = &slot.done;
  VK_CHECK(vkWaitSemaphores(device.device, &wait, UINT64_MAX));
  VK_CHECK(vkResetCommandPool(device.device, slot.pool.get(), 0));
  VkCommandBufferBeginInfo begin{};
  begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
  begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
  VK_CHECK(vkBeginCommandBuffer(slot.commands, &begin));
  return {};
}

Result<void, RenderError> Renderer::Impl::end_and_submit(CommandSlot& slot, const WindowSync& window) {
  VK_CHECK(vkEndCommandBuffer(slot.commands));
  VkSemaphoreSubmitInfo ready{};
  ready.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO;
  ready.semaphore = window.ready;
  ready.stageMask = kCopyTarget.stages;
  std::array<VkSemaphoreSubmitInfo, 2> done{};
  done[0].sType = done[1].sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO;
  done[0].semaphore = timeline.get();
  done[0].value = submitted + 1;
  done[0].stageMask = done[1].stageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT;
  done[1].semaphore = window.drawn;

  VkCommandBufferSubmitInfo buffer{};
  buffer.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO;
  buffer.commandBuffer = slot.commands;
  VkSubmitInfo2 info{};
  info.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2;
  info.waitSemaphoreInfoCount = window.ready != VK_NULL_HANDLE ? 1 : 0;
  info.pWaitSemaphoreInfos = &ready;
  info.commandBufferInfoCount = 1;
  info.pCommandBufferInfos = &buffer;
  info.signalSemaphoreInfoCount = window.drawn != VK_NULL_HANDLE ? 2 : 1;
  info.pSignalSemaphoreInfos = done.data();
  VK_CHECK(vkQueueSubmit2(device.queue, 1, &info, VK_NULL_HANDLE));
  slot.done = ++submitted;
  return {};
}

void Renderer::Impl::record_frame(FrameSlot& slot, const SceneFrame& frame, float alpha, std::span<const View> views,
                                  const Canvas& canvas) {
  const VkExtent2D bloom = bloom_extent(canvas.extent);
  const FrameBlock block = make_frame_block(frame, alpha, views,
                                            {.picture = {canvas.extent.width, canvas.extent.height},
                                             .bloom = {bloom.width, bloom.height},
                                             .mode = canvas.mode,
                                             .is_lent = canvas.passes == &lent_passes,
                                             .post = definition.post});
  std::memcpy(slot.uniforms.mapped, &block, sizeof(block));
  const std::span instances{reinterpret_cast<GpuInstance*>(slot.instances.mapped), kMaxInstances};
  const DrawList draws = write_instances(frame, alpha, instances);

  VkCommandBuffer commands = slot.work.commands;
  vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipelines.layout.get(), 0, 1, &slot.set, 0,
                          nullptr);
  const std::array buffers{vertices.buffer.get(), slot.instances.buffer.get()};
  constexpr std::array<VkDeviceSize, 2> kOffsets{0, 0};
  vkCmdBindVertexBuffers(commands, 0, static_cast<std::uint32_t>(buffers.size()), buffers.data(), kOffsets.data());
  vkCmdBindIndexBuffer(commands, indices.buffer.get(), 0, VK_INDEX_TYPE_UINT16);
  if (definition.shadows) record_shadows(commands, draws);
  if (device.is_cpu && !canvas.passes->are_warm) warm_up(commands, draws, canvas);
  canvas.passes->are_warm = true;
  record_world(commands, draws, canvas);
  if (definition.post) record_post(commands, canvas);
}

void Renderer::Impl::warm_up(VkCommandBuffer commands, const DrawList& draws, Canvas canvas) {
  // Drawn over by the frame itself.
  const VkImage target = definition.post ? targets.light.image.get() : canvas.image;
  const ImageUse last_use = definition.post ? kSampled : canvas.last_use;
  for (const BlendMode mode : {BlendMode::Opaque, BlendMode::AlphaBlend}) {
    for (const bool is_eased : {false, true}) {
      canvas.mode = mode;
      canvas.is_eased = is_eased;
      record_world(commands, draws, canvas);
      transition(commands, {target, kColorTarget, last_use});
    }
  }
}

void Renderer::Impl::draw_meshes(VkCommandBuffer commands, const DrawList& draws, std::uint32_t MeshDraws::*begin,
                                 std::uint32_t MeshDraws::*end) {
  for (std::size_t m = 0; m < kMeshCount; ++m) {
    const std::uint32_t from = begin != nullptr ? draws[m].*begin : 0;
    const std::uint32_t count = draws[m].*end - from;
    if (count != 0)
      vkCmdDrawIndexed(commands, meshes[m].index_count, count, meshes[m].first_index, 0, draws[m].first + from);
  }
}

void Renderer::Impl::record_shadows(VkCommandBuffer commands, const DrawList& draws) {
  const VkImage image = shadow_map.image.get();
  transition(commands, {image, discarded(kSampled), kDepthTarget, VK_IMAGE_ASPECT_DEPTH_BIT});
  auto depth =
      attachment(shadow_map.view.get(), kDepthTarget.layout, VK_ATTACHMENT_LOAD_OP_CLEAR, VK_ATTACHMENT_STORE_OP_STORE);
  depth.clearValue.depthStencil = {1.0F, 0};
  begin_rendering(commands, {shadow_size, shadow_size}, 0, nullptr, &depth);
  vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipelines.shadow.get());
  draw_meshes(commands, draws, nullptr, &MeshDraws::casters);
  vkCmdEndRendering(commands);
  transition(commands, {image, kDepthTarget, kSampled, VK_IMAGE_ASPECT_DEPTH_BIT});
}

void Renderer::Impl::record_world(VkCommandBuffer commands, const DrawList& draws, const Canvas& canvas) {
  const bool resolves = definition.samples > 1;
  const VkImage result = definition.post ? targets.light.image.get() : canvas.image;
  const VkImageView result_view = definition.post ? targets.light.view.get() : canvas.view;
  const ImageUse last_use = definition.post ? kSampled : canvas.last_use;
  const std::array transitions{
      Transition{targets.depth.image.get(), discarded(kDepthTarget), kDepthTarget, VK_IMAGE_ASPECT_DEPTH_BIT},
      Transition{result, discarded(last_use), kColorTarget},
      Transition{targets.samples.image.get(), discarded(kColorTarget), kColorTarget}};
  transition(commands, std::span{transitions}.first(resolves ? 3 : 2));
  const bool lends_depth = canvas.depth != VK_NULL_HANDLE;
  if (lends_depth)
    transition(commands, {canvas.depth, discarded(kLentDepthUse), kLentDepthUse, VK_IMAGE_ASPECT_DEPTH_BIT});

  // The sky covers whatever nothing else does, so there is no color to clear, unless what is behind shows there.
  const bool is_opaque = canvas.mode == BlendMode::Opaque;
  auto color = attachment(resolves ? targets.samples.view.get() : result_view, kColorTarget.layout,
                          is_opaque ? VK_ATTACHMENT_LOAD_OP_DONT_CARE : VK_ATTACHMENT_LOAD_OP_CLEAR,
                          resolves ? VK_ATTACHMENT_STORE_OP_DONT_CARE : VK_ATTACHMENT_STORE_OP_STORE);
  if (resolves) {
    color.resolveMode = VK_RESOLVE_MODE_AVERAGE_BIT;
    color.resolveImageView = result_view;
    color.resolveImageLayout = kColorTarget.layout;
  }
  auto depth = attachment(targets.depth.view.get(), kDepthTarget.layout, VK_ATTACHMENT_LOAD_OP_CLEAR,
                          VK_ATTACHMENT_STORE_OP_DONT_CARE);
  if (lends_depth && resolves) {
    // An average of depths would be a place where nothing is.
    depth.resolveMode = VK_RESOLVE_MODE_SAMPLE_ZERO_BIT;
    depth.resolveImageView = canvas.depth_view;
    depth.resolveImageLayout = kLentDepthUse.layout;
  } else if (lends_depth) {
    depth.imageView = canvas.depth_view;
    depth.imageLayout = kLentDepthUse.layout;
    depth.storeOp = VK_ATTACHMENT_STORE_OP_STORE;
  }
  for (const auto& pass : canvas.passes->views) {
    begin_rendering(commands, canvas.extent, pass.view_mask, &color, &depth);
    const auto use = [&](const OwnedPipeline& pipeline) {
      vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.get());
    };
    if (hidden_count != 0 && canvas.passes == &lent_passes) {
      use(pass.hidden);
      constexpr VkDeviceSize kStart = 0;
      const VkBuffer buffer = hidden_vertices.buffer.get();
      vkCmdBindVertexBuffers(commands, 0, 1, &buffer, &kStart);
      vkCmdDraw(commands, hidden_count, 1, 0, 0);
      const VkBuffer common = vertices.buffer.get();
      vkCmdBindVertexBuffers(commands, 0, 1, &common, &kStart);
    }
    const WorldPipelines& world = canvas.is_eased ? pass.eased : pass.clear;
    use(world.marked);
    draw_meshes(commands, draws, nullptr, &MeshDraws::marked);
    use(world.plain);
    draw_meshes(commands, draws, &MeshDraws::marked, &MeshDraws::count);
    if (is_opaque) {
      use(world.ground);
      vkCmdDrawIndexed(commands, ground.index_count, 1, ground.first_index, 0, 0);
      use(world.sky);
      vkCmdDrawIndexed(commands, sky.index_count, 1, sky.first_index, 0, 0);
    } else if (canvas.mode == BlendMode::AlphaBlend && canvas.is_eased && !definition.post) {
      use(pass.surround);
      vkCmdDraw(commands, 3, 1, 0, 0);
    }
    vkCmdEndRendering(commands);
  }
}

void Renderer::Impl::full_screen_pass(VkCommandBuffer commands, const Passes& passes,
                                      OwnedPipeline ViewPipelines::*pipeline, Reads which, VkImageView target,
                                      VkExtent2D extent) {
  const auto color =
      attachment(target, kColorTarget.layout, VK_ATTACHMENT_LOAD_OP_DONT_CARE, VK_ATTACHMENT_STORE_OP_STORE);
  vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipelines.layout.get(), 1, 1,
                          &reads[static_cast<std::size_t>(which)], 0, nullptr);
  for (const auto& pass : passes.views) {
    begin_rendering(commands, extent, pass.view_mask, &color, nullptr);
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, (pass.*pipeline).get());
    vkCmdDraw(commands, 3, 1, 0, 0);
    vkCmdEndRendering(commands);
  }
}

void Renderer::Impl::record_post(VkCommandBuffer commands, const Canvas& canvas) {
  const VkImage light = targets.light.image.get(), a = targets.bloom_a.image.get(), b = targets.bloom_b.image.get();
  const VkImageView a_view = targets.bloom_a.view.get(), b_view = targets.bloom_b.view.get();
  const VkExtent2D extent = bloom_extent(canvas.extent);
  const Passes& passes = *canvas.passes;
  transition(commands,
             std::array{Transition{light, kColorTarget, kSampled}, Transition{a, discarded(kSampled), kColorTarget}});
  full_screen_pass(commands, passes, &ViewPipelines::bloom_gather, Reads::BloomGather, a_view, extent);
  transition(commands,
             std::array{Transition{a, kColorTarget, kSampled}, Transition{b, discarded(kSampled), kColorTarget}});
  full_screen_pass(commands, passes, &ViewPipelines::bloom_across, Reads::BloomAcross, b_view, extent);
  transition(commands,
             std::array{Transition{b, kColorTarget, kSampled}, Transition{a, discarded(kSampled), kColorTarget}});
  full_screen_pass(commands, passes, &ViewPipelines::bloom_down, Reads::BloomDown, a_view, extent);
  transition(commands, std::array{Transition{a, kColorTarget, kSampled},
                                  Transition{canvas.image, discarded(canvas.last_use), kColorTarget}});
  full_screen_pass(commands, passes, &ViewPipelines::tone_map, Reads::ToneMap, canvas.view, canvas.extent);
}

void Renderer::Impl::record_overlay(VkCommandBuffer commands, const OverlayLayer& overlay) {
  const VkRect2D content = within(overlay.content, overlay.extent, targets.extent);
  if (content.extent.width == 0 || content.extent.height == 0) return;
  // Same layout, but the picture is read back in to be blended with.
  transition(commands, {targets.picture.image.get(), kColorTarget, kColorTarget});
  const auto color = attachment(targets.picture.view.get(), kColorTarget.layout, VK_ATTACHMENT_LOAD_OP_LOAD,
                                VK_ATTACHMENT_STORE_OP_STORE);
  vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipelines.layout.get(), 1, 1,
                          &reads[static_cast<std::size_t>(Reads::Overlay)], 0, nullptr);
  for (const auto& pass : own_passes.views) {
    begin_rendering(commands, targets.extent, pass.view_mask, &color, nullptr);
    vkCmdSetScissor(commands, 0, 1, &content);
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pass.overlay.get());
    vkCmdDraw(commands, 3, 1, 0, 0);
    vkCmdEndRendering(commands);
  }
}

void Renderer::Impl::record_board(VkCommandBuffer commands, const Canvas& canvas, const PanelConstants& constants) {
  // Same layout, but the picture is read back in to be blended with.
  transition(commands, {canvas.image, kColorTarget, kColorTarget});
  const auto color =
      attachment(canvas.view, kColorTarget.layout, VK_ATTACHMENT_LOAD_OP_LOAD, VK_ATTACHMENT_STORE_OP_STORE);
  for (const auto& pass : canvas.passes->views) {
    begin_rendering(commands, canvas.extent, pass.view_mask, &color, nullptr);
    draw_board(commands, pass.board, constants);
    vkCmdEndRendering(commands);
  }
}

void Renderer::Impl::record_mirrored_board(VkCommandBuffer commands, std::uint32_t window_image, VkRect2D copied,
                                           VkExtent2D picture, const PanelConstants& constants) {
  const VkExtent2D extent = swapchain->extent();
  const auto color = attachment(swapchain->view(window_image), kColorTarget.layout, VK_ATTACHMENT_LOAD_OP_LOAD,
                                VK_ATTACHMENT_STORE_OP_STORE);
  begin_rendering(commands, extent, 0, &color, nullptr);
  // The whole picture, of which the window shows a part.
  const float scale_x = static_cast<float>(extent.width) / static_cast<float>(copied.extent.width);
  const float scale_y = static_cast<float>(extent.height) / static_cast<float>(copied.extent.height);
  const VkViewport viewport{-static_cast<float>(copied.offset.x) * scale_x,
                            -static_cast<float>(copied.offset.y) * scale_y,
                            static_cast<float>(picture.width) * scale_x,
                            static_cast<float>(picture.height) * scale_y,
                            0,
                            1};
  vkCmdSetViewport(commands, 0, 1, &viewport);
  draw_board(commands, mirror.board, constants);
  vkCmdEndRendering(commands);
}

void Renderer::Impl::draw_board(VkCommandBuffer commands, const OwnedPipeline& pipeline,
                                const PanelConstants& constants) {
  vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.get());
  vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipelines.layout.get(), 1, 1,
                          &reads[static_cast<std::size_t>(Reads::Panel)], 0, nullptr);
  push(commands, pipelines.layout.get(), constants);
  vkCmdDraw(commands, kBoardCorners, 1, 0, 0);
}

void Renderer::Impl::record_window(VkCommandBuffer commands, std::uint32_t window_image) {
  const VkImage window = swapchain->image(window_image);
  // Starts in the stage that waits for the image to be ready, so the barrier follows that wait.
  constexpr ImageUse kReady{kCopyTarget.stages, VK_ACCESS_2_NONE, VK_IMAGE_LAYOUT_UNDEFINED};
  constexpr ImageUse kPresented{VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT, VK_ACCESS_2_NONE,
                                VK_IMAGE_LAYOUT_PRESENT_SRC_KHR};
  transition(commands, {window, kReady, kCopyTarget});
  const VkOffset3D corner{static_cast<std::int32_t>(targets.extent.width),
                          static_cast<std::int32_t>(targets.extent.height), 1};
  VkImageBlit blit{};
  blit.srcSubresource = blit.dstSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1};
  blit.srcOffsets[1] = blit.dstOffsets[1] = corner;
  vkCmdBlitImage(commands, targets.picture.image.get(), kCopySource.layout, window, kCopyTarget.layout, 1, &blit,
                 VK_FILTER_NEAREST);
  transition(commands, {window, kCopyTarget, kPresented});
}

void Renderer::Impl::record_panel(VkCommandBuffer commands, const PanelCopy& copy) {
  transition(commands, {copy.image, discarded(kLentUse), kColorTarget});
  const auto color =
      attachment(copy.view, kColorTarget.layout, VK_ATTACHMENT_LOAD_OP_CLEAR, VK_ATTACHMENT_STORE_OP_STORE);
  begin_rendering(commands, copy.extent, 0, &color, nullptr);
  const VkRect2D content = within(copy.content, copy.panels, copy.extent);
  if (content.extent.width != 0 && content.extent.height != 0) {
    vkCmdSetScissor(commands, 0, 1, &content);
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, panel_pipeline.get());
    vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipelines.layout.get(), 1, 1,
                            &reads[static_cast<std::size_t>(Reads::Panel)], 0, nullptr);
    push(commands, pipelines.layout.get(), copy.constants);
    vkCmdDraw(commands, 3, 1, 0, 0);
  }
  vkCmdEndRendering(commands);
}

}  // namespace tonus::render
