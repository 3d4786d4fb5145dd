// What the person in the headset sees, in a window beside them. The headset comes first: nothing here waits for the
// window, and trouble with it ends the mirror and nothing else.

#include <algorithm>
#include <cmath>
#include <utility>

#include "renderer_impl.hpp"

namespace tonus::render {
namespace {

/// The largest part of the picture that has the window's shape, as near to straight ahead as it fits.
VkRect2D crop(const View& view, VkExtent2D picture, VkExtent2D window) {
  const auto w = static_cast<float>(picture.width), h = static_cast<float>(picture.height);
  const float shape = static_cast<float>(window.width) / static_cast<float>(window.height);
  const float width = std::min(w, h * shape), height = std::min(h, w / shape);
  const float left = std::tan(view.angle_left_rad), right = std::tan(view.angle_right_rad);
  const float up = std::tan(view.angle_up_rad), down = std::tan(view.angle_down_rad);
  const auto place = [](float ahead, float length, float full) {
    return std::clamp(ahead * full - 0.5F * length, 0.0F, full - length);
  };
  return {{static_cast<std::int32_t>(place(left / (left - right), width, w)),
           static_cast<std::int32_t>(place(up / (up - down), height, h))},
          {std::max(static_cast<std::uint32_t>(width), 1U), std::max(static_cast<std::uint32_t>(height), 1U)}};
}

}  // namespace

const std::optional<RenderError>& Renderer::mirror_error() const { return impl_->device.mirror_error; }

Result<DrawOutcome, RenderError> Renderer::Impl::give_up_mirror(RenderError error) {
  if (error.code == RenderErrorCode::DeviceLost) return fail(std::move(error));
  VK_CHECK(vkDeviceWaitIdle(device.device));
  swapchain.reset();
  mirror.copied.reset();
  device.mirror_error = std::move(error);
  return DrawOutcome::Skipped;
}

Result<DrawOutcome, RenderError> Renderer::Impl::copy_to_mirror(const LentPicture& picture, std::uint32_t view,
                                                                const PanelConstants* panels) {
  swapchain->wish({.is_linear = !picture.is_encoded, .never_waits = true});
  if (swapchain->needs_renewal()) {
    VK_CHECK(vkDeviceWaitIdle(device.device));
    const auto has_area = swapchain->renew(wanted);
    if (!has_area) return fail(has_area.error());
    if (!*has_area) return DrawOutcome::Skipped;
  }
  const Output output{swapchain->format(), picture.is_encoded};
  if (panels != nullptr && (mirror.board.get() == VK_NULL_HANDLE || mirror.board_output != output)) {
    VK_CHECK(vkDeviceWaitIdle(device.device));
    auto made = create_board_pipeline(device, pipelines, output);
    if (!made) return fail(std::move(made).error());
    mirror.board = std::move(*made);
    mirror.board_output = output;
  }
  auto& slot = mirror.slots[mirror.next];
  const auto is_free = is_done(slot);
  if (!is_free) return fail(is_free.error());
  if (!*is_free) return DrawOutcome::Skipped;
  const VkSemaphore ready = mirror.image_ready[mirror.next].get();
  const auto acquired = swapchain->acquire(ready);
  if (!acquired) return fail(acquired.error());
  if (!*acquired) return DrawOutcome::Skipped;

  RENDER_TRY(begin(slot));
  const VkImage window = swapchain->image(**acquired);
  const VkExtent2D extent = swapchain->extent();
  // Starts in the stage that waits for the image to be ready, so the barrier follows that wait.
  constexpr ImageUse kReady{kCopyTarget.stages, VK_ACCESS_2_NONE, VK_IMAGE_LAYOUT_UNDEFINED};
  constexpr ImageUse kPresented{kCopyTarget.stages, VK_ACCESS_2_NONE, VK_IMAGE_LAYOUT_PRESENT_SRC_KHR};
  transition(slot.commands,
             std::array{Transition{picture.image, kLentUse, kCopySource}, Transition{window, kReady, kCopyTarget}});
  const VkRect2D part = crop(lent_from[view], picture.extent, extent);
  const auto corner = [](std::int64_t x, std::int64_t y) {
    return VkOffset3D{static_cast<std::int32_t>(x), static_cast<std::int32_t>(y), 1};
  };
  VkImageBlit blit{};
  blit.srcSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, view, 1};
  blit.dstSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1};
  blit.srcOffsets[0] = {part.offset.x, part.offset.y, 0};
  blit.srcOffsets[1] =
      corner(std::int64_t{part.offset.x} + part.extent.width, std::int64_t{part.offset.y} + part.extent.height);
  blit.dstOffsets[1] = corner(extent.width, extent.height);
  vkCmdBlitImage(slot.commands, picture.image, kCopySource.layout, window, kCopyTarget.layout, 1, &blit,
                 VK_FILTER_LINEAR);
  if (panels != nullptr) {
    transition(slot.commands, {window, kCopyTarget, kColorTarget});
    record_mirrored_board(slot.commands, **acquired, part, picture.extent, *panels);
  }
  transition(slot.commands, std::array{Transition{picture.image, kCopySource, kLentUse},
                                       Transition{window, panels != nullptr ? kColorTarget : kCopyTarget, kPresented}});
  RENDER_TRY(end_and_submit(slot, {ready, swapchain->drawn(**acquired)}));
  mirror.last = std::exchange(mirror.next, (mirror.next + 1) % kFramesInFlight);
  mirror.copied = **acquired;
  return DrawOutcome::Drawn;
}

Result<DrawOutcome, RenderError> Renderer::copy_to_mirror(const LentPicture& picture, std::uint32_t view,
                                                          const StandingPanels* panels) {
  auto& self = *impl_;
  if (view >= self.definition.view_count || view >= picture.layers)
    return fail(RenderError{RenderErrorCode::BadDefinition, "there is no such view to mirror"});
  const bool is_empty = picture.extent.width == 0 || picture.extent.height == 0 || self.wanted.is_empty();
  if (!self.swapchain || self.mirror.copied || is_empty) return DrawOutcome::Skipped;
  PanelConstants constants;
  if (panels != nullptr) {
    const auto told = constants_of(*panels, {&self.lent_from[view], 1});
    if (!told) return fail(told.error());
    constants = *told;
    RENDER_TRY(self.read_panels(Reads::Panel, *panels->overlay, self.panel_generation));
  }
  auto copied = self.copy_to_mirror(picture, view, panels != nullptr ? &constants : nullptr);
  return copied ? std::move(copied) : self.give_up_mirror(std::move(copied).error());
}

Result<void, RenderError> Renderer::present_mirror() {
  auto& self = *impl_;
  if (!self.mirror.copied) return {};
  // Some drivers wait in here until the image is drawn: that is left to a later call.
  const auto is_drawn = self.is_done(self.mirror.slots[self.mirror.last]);
  if (!is_drawn) return fail(is_drawn.error());
  if (!*is_drawn) return {};
  const std::uint32_t image = *std::exchange(self.mirror.copied, std::nullopt);
  if (auto presented = self.swapchain->present(image); !presented) {
    const auto given_up = self.give_up_mirror(std::move(presented).error());
    if (!given_up) return fail(given_up.error());
  }
  return {};
}

}  // namespace tonus::render
