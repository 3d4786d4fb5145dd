// Drawing into pictures of somebody else: the world for a headset's eyes, panels for a quad in front of them.

#include "lent.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "renderer_impl.hpp"

namespace tonus::render {
namespace {

RenderError bad(const char* what) { return {RenderErrorCode::BadDefinition, what}; }

Result<void, RenderError> check(const LentPicture& picture, std::uint32_t layers) {
  if (picture.image == VK_NULL_HANDLE) return fail(bad("a lent picture has no image"));
  if (picture.layers != layers) return fail(bad("a lent picture needs one layer a view"));
  if (picture.extent.width > picture.image_extent.width || picture.extent.height > picture.image_extent.height)
    return fail(bad("of a lent picture more is to be drawn than there is"));
  return {};
}

PanelCopy copy_of(const OverlayLayer& overlay, const LentPicture& picture, VkImageView view,
                  const PanelCursor* cursor) {
  PanelCopy copy{.image = picture.image,
                 .view = view,
                 .extent = picture.extent,
                 .panels = overlay.extent,
                 .content = overlay.content};
  if (cursor != nullptr) {
    copy.constants = {cursor->x_px, cursor->y_px, cursor->radius_px, cursor->is_pressed ? 1.0F : 0.0F};
    // The dot may lie beside all that is drawn.
    const auto low = [&](float at) { return static_cast<std::int32_t>(std::floor(at - cursor->radius_px)); };
    const auto high = [&](float at) { return static_cast<std::int32_t>(std::ceil(at + cursor->radius_px)); };
    const auto end = [](std::int32_t offset, std::uint32_t length) {
      return offset + static_cast<std::int32_t>(length);
    };
    auto& [offset, extent] = copy.content;
    const bool is_empty = extent.width == 0 || extent.height == 0;
    const std::int32_t left = is_empty ? low(cursor->x_px) : std::min(offset.x, low(cursor->x_px));
    const std::int32_t top = is_empty ? low(cursor->y_px) : std::min(offset.y, low(cursor->y_px));
    const std::int32_t right = std::max(is_empty ? left : end(offset.x, extent.width), high(cursor->x_px));
    const std::int32_t bottom = std::max(is_empty ? top : end(offset.y, extent.height), high(cursor->y_px));
    copy.content = {{left, top}, {static_cast<std::uint32_t>(right - left), static_cast<std::uint32_t>(bottom - top)}};
  }
  return copy;
}

/// False for what is not a number, too.
bool is_in_range(const PanelCursor& cursor) {
  return cursor.radius_px >= 1.0F && cursor.radius_px <= 64.0F && std::abs(cursor.x_px) <= 1e5F &&
         std::abs(cursor.y_px) <= 1e5F;
}

bool is_empty(VkExtent2D extent) { return extent.width == 0 || extent.height == 0; }

}  // namespace

Result<Output, RenderError> output_of(const LentPicture& picture) {
  switch (picture.format) {
    case VK_FORMAT_R8G8B8A8_UNORM:
    case VK_FORMAT_B8G8R8A8_UNORM: return Output{picture.format, picture.is_encoded};
    case VK_FORMAT_R8G8B8A8_SRGB:
    case VK_FORMAT_B8G8R8A8_SRGB:
    case VK_FORMAT_R16G16B16A16_SFLOAT: return Output{picture.format, false};
    default: return fail(bad("a lent picture must be 8-bit RGBA or BGRA (sRGB or UNORM), or RGBA of 16-bit floats"));
  }
}

Result<LentViews::Pair, RenderError> LentViews::of(const Device& device, const LentPicture& picture) {
  const Key color{picture.image, picture.format, picture.layers};
  const Key depth{picture.depth, kDepthFormat, picture.layers};
  const bool has_depth = picture.depth != VK_NULL_HANDLE;
  const std::size_t missing = (find(color) == nullptr ? 1U : 0U) + (has_depth && find(depth) == nullptr ? 1U : 0U);
  if (count_ + missing > entries_.size()) {
    VK_CHECK(vkDeviceWaitIdle(device.device));
    clear();
  }
  Pair views;
  RENDER_TRY(find_or_make(device, color, VK_IMAGE_ASPECT_COLOR_BIT, views.color));
  if (has_depth) RENDER_TRY(find_or_make(device, depth, VK_IMAGE_ASPECT_DEPTH_BIT, views.depth));
  return views;
}

const LentViews::Entry* LentViews::find(const Key& key) const {
  const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(count_);
  const auto it = std::find_if(entries_.begin(), end, [&](const Entry& e) { return e.key == key; });
  return it == end ? nullptr : &*it;
}

Result<void, RenderError> LentViews::find_or_make(const Device& device, const Key& key, VkImageAspectFlags aspect,
                                                  VkImageView& view) {
  if (const Entry* known = find(key)) {
    view = known->view.get();
    return {};
  }
  auto& entry = entries_[count_];
  VkImageViewCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO;
  info.image = key.image;
  info.viewType = VK_IMAGE_VIEW_TYPE_2D_ARRAY;
  info.format = key.format;
  info.subresourceRange = {aspect, 0, 1, 0, key.layers};
  VK_CHECK(vkCreateImageView(device.device, &info, nullptr, entry.view.renew(device.device)));
  entry.key = key;
  ++count_;
  view = entry.view.get();
  return {};
}

Result<DrawOutcome, RenderError> Renderer::draw_into(const SceneFrame& frame, float alpha, std::span<const View> views,
                                                     const LentPicture& picture, BlendMode mode) {
  auto& self = *impl_;
  if (views.size() != self.definition.view_count)
    return fail(bad("draw_into() needs as many views as view_count said"));
  RENDER_TRY(check(picture, self.definition.view_count));
  const auto output = output_of(picture);
  if (!output) return fail(output.error());
  if (is_empty(picture.extent)) return DrawOutcome::Skipped;
  RENDER_TRY(self.settle(picture.image_extent, *output, false, self.lent_passes));
  const auto lent = self.lent_views.of(self.device, picture);
  if (!lent) return fail(lent.error());

  auto& slot = self.slots[self.frame_number % kFramesInFlight];
  RENDER_TRY(self.begin(slot.work));
  const Canvas canvas{.passes = &self.lent_passes,
                      .image = picture.image,
                      .view = lent->color,
                      .depth = picture.depth,
                      .depth_view = lent->depth,
                      .last_use = kLentUse,
                      .extent = picture.extent,
                      .mode = mode,
                      .is_eased = frame.vignette > 0.0F || frame.passthrough > 0.0F};
  self.record_frame(slot, frame, alpha, views, canvas);
  RENDER_TRY(self.end_and_submit(slot.work));
  ++self.frame_number;
  std::copy(views.begin(), views.end(), self.lent_from.begin());
  self.has_picture = false;
  return DrawOutcome::Drawn;
}

Result<void, RenderError> Renderer::set_hidden_area(std::uint32_t view, std::span<const Tangents> corners) {
  auto& self = *impl_;
  constexpr std::size_t kMost = 12288;
  if (view >= self.definition.view_count || corners.size() % 3 != 0 || corners.size() > kMost)
    return fail(bad("a hidden area needs a view that there is and at most 12288 corners, three a triangle"));
  for (const auto& c : corners)
    if (!std::isfinite(c.right) || !std::isfinite(c.up)) return fail(bad("a corner of a hidden area is no direction"));
  std::vector<Vertex> area;
  area.reserve(corners.size());
  for (const auto& c : corners) area.push_back({.position = {c.right, c.up, static_cast<float>(view)}});

  VK_CHECK(vkDeviceWaitIdle(self.device.device));
  self.hidden[view] = std::move(area);
  std::vector<Vertex> all;
  for (const auto& one : self.hidden) all.insert(all.end(), one.begin(), one.end());
  self.hidden_count = 0;
  if (all.empty()) return {};
  auto made =
      create_buffer(self.device, all.size() * sizeof(Vertex), VK_BUFFER_USAGE_VERTEX_BUFFER_BIT, BufferHome::Upload);
  if (!made) return fail(std::move(made).error());
  std::memcpy(made->mapped, all.data(), all.size() * sizeof(Vertex));
  self.hidden_vertices = std::move(*made);
  self.hidden_count = static_cast<std::uint32_t>(all.size());
  return {};
}

Result<DrawOutcome, RenderError> copy_panel(Renderer& renderer, const OverlayLayer& overlay, const LentPicture& picture,
                                            const PanelCursor* cursor) {
  auto& self = renderer.impl();
  RENDER_TRY(check(picture, 1));
  const auto output = output_of(picture);
  if (!output) return fail(output.error());
  if (cursor != nullptr && !is_in_range(*cursor))
    return fail(bad("a cursor must have a radius of 1 to 64 pixels and lie within 100000"));
  if (is_empty(picture.extent)) return DrawOutcome::Skipped;
  if (self.panel_pipeline.get() == VK_NULL_HANDLE || self.panel_output != *output) {
    VK_CHECK(vkDeviceWaitIdle(self.device.device));
    auto made = create_panel_pipeline(self.device, self.pipelines, *output);
    if (!made) return fail(std::move(made).error());
    self.panel_pipeline = std::move(*made);
    self.panel_output = *output;
  }
  RENDER_TRY(self.read_panels(Reads::Panel, overlay, self.panel_generation));
  const auto lent = self.lent_views.of(self.device, picture);
  if (!lent) return fail(lent.error());

  auto& slot = self.panel_slots[self.panel_number % kFramesInFlight];
  RENDER_TRY(self.begin(slot));
  overlay.record(overlay.context, slot.commands);
  self.record_panel(slot.commands, copy_of(overlay, picture, lent->color, cursor));
  RENDER_TRY(self.end_and_submit(slot));
  ++self.panel_number;
  return DrawOutcome::Drawn;
}

void forget_lent(Renderer& renderer) {
  auto& self = renderer.impl();
  // A device that is lost is idle as well.
  static_cast<void>(vkDeviceWaitIdle(self.device.device));
  self.lent_views.clear();
}

}  // namespace tonus::render
