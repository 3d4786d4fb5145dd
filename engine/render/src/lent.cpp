// Drawing into pictures of somebody else: the world for a headset's eyes, panels for a quad in front of them.

#include "lent.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "renderer_impl.hpp"

namespace tonus::render {
namespace {

constexpr const char* kBadCursor = "a cursor must have a radius of 1 to 64 pixels and lie within 100000";

RenderError bad(const char* what) { return {RenderErrorCode::BadDefinition, what}; }

Result<void, RenderError> check(const LentPicture& picture, std::uint32_t layers) {
  if (picture.image == VK_NULL_HANDLE) return fail(bad("a lent picture has no image"));
  if (picture.layers != layers) return fail(bad("a lent picture needs one layer a view"));
  if (picture.extent.width > picture.image_extent.width || picture.extent.height > picture.image_extent.height)
    return fail(bad("of a lent picture more is to be drawn than there is"));
  return {};
}

PanelConstants constants_of(const PanelCursor* cursor) {
  PanelConstants constants;
  if (cursor != nullptr) {
    constants.cursor_x = cursor->x_px;
    constants.cursor_y = cursor->y_px;
    constants.cursor_radius = cursor->radius_px;
    constants.cursor_pressed = cursor->is_pressed ? 1.0F : 0.0F;
  }
  return constants;
}

/// What is not empty, with the dot, which may lie beside all that is drawn.
VkRect2D with_cursor(VkRect2D content, const PanelCursor* cursor) {
  if (cursor == nullptr) return content;
  const auto low = [&](float at) { return static_cast<std::int32_t>(std::floor(at - cursor->radius_px)); };
  const auto high = [&](float at) { return static_cast<std::int32_t>(std::ceil(at + cursor->radius_px)); };
  const auto end = [](std::int32_t offset, std::uint32_t length) { return offset + static_cast<std::int32_t>(length); };
  const auto& [offset, extent] = content;
  const bool is_empty = extent.width == 0 || extent.height == 0;
  const std::int32_t left = is_empty ? low(cursor->x_px) : std::min(offset.x, low(cursor->x_px));
  const std::int32_t top = is_empty ? low(cursor->y_px) : std::min(offset.y, low(cursor->y_px));
  const std::int32_t right = std::max(is_empty ? left : end(offset.x, extent.width), high(cursor->x_px));
  const std::int32_t bottom = std::max(is_empty ? top : end(offset.y, extent.height), high(cursor->y_px));
  return {{left, top}, {static_cast<std::uint32_t>(right - left), static_cast<std::uint32_t>(bottom - top)}};
}

PanelCopy copy_of(const OverlayLayer& overlay, const LentPicture& picture, VkImageView view,
                  const PanelCursor* cursor) {
  return {.image = picture.image,
          .view = view,
          .extent = picture.extent,
          .panels = overlay.extent,
          .content = with_cursor(overlay.content, cursor),
          .constants = constants_of(cursor)};
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

Result<PanelConstants, RenderError> constants_of(const StandingPanels& panels, std::span<const View> views) {
  const OverlayLayer* overlay = panels.overlay;
  if (overlay == nullptr || is_empty(overlay->extent)) return fail(bad("panels that stand have no overlay"));
  if (!(panels.width_m >= 0.01F && panels.width_m <= 100.0F))
    return fail(bad("panels that stand must be 0.01 to 100 m wide"));
  if (panels.cursor != nullptr && !is_in_range(*panels.cursor)) return fail(bad(kBadCursor));
  PanelConstants constants = constants_of(panels.cursor);
  const auto width = static_cast<float>(overlay->extent.width), height = static_cast<float>(overlay->extent.height);
  const VkRect2D content = with_cursor(overlay->content, panels.cursor);
  const auto left = static_cast<float>(content.offset.x), top = static_cast<float>(content.offset.y);
  constants.content = {std::max(left, 0.0F), std::max(top, 0.0F),
                       std::min(left + static_cast<float>(content.extent.width), width),
                       std::min(top + static_cast<float>(content.extent.height), height)};
  const float pixel_m = panels.width_m / width;
  const Pose& board = panels.world_from_board;
  const Vec3 right = rotate(board.rotation, {pixel_m, 0.0F, 0.0F}),
             down = rotate(board.rotation, {0.0F, -pixel_m, 0.0F});
  const Vec3 corner = board.position - right * (0.5F * width) - down * (0.5F * height);
  for (std::size_t v = 0; v < views.size() && v < kMaxViews; ++v) {
    const Mat4 clip = clip_from_world(views[v]);
    const auto seen = [&clip](Vec3 p, float w) {
      Vec4 sum;
      const std::array parts{p.x, p.y, p.z, w};
      for (std::size_t i = 0; i < parts.size(); ++i) {
        const Vec4& column = clip.columns[i];
        sum = {sum.x + column.x * parts[i], sum.y + column.y * parts[i], sum.z + column.z * parts[i],
               sum.w + column.w * parts[i]};
      }
      return sum;
    };
    constants.clip_from_pixel[v] = {seen(right, 0.0F), seen(down, 0.0F), seen(corner, 1.0F)};
  }
  return constants;
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
                                                     const LentPicture& picture, BlendMode mode,
                                                     const StandingPanels* panels) {
  auto& self = *impl_;
  if (views.size() != self.definition.view_count)
    return fail(bad("draw_into() needs as many views as view_count said"));
  RENDER_TRY(check(picture, self.definition.view_count));
  const auto output = output_of(picture);
  if (!output) return fail(output.error());
  PanelConstants constants;
  if (panels != nullptr) {
    const auto told = constants_of(*panels, views);
    if (!told) return fail(told.error());
    constants = *told;
  }
  if (is_empty(picture.extent)) return DrawOutcome::Skipped;
  RENDER_TRY(self.settle(picture.image_extent, *output, false, self.lent_passes));
  if (panels != nullptr) RENDER_TRY(self.read_panels(Reads::Panel, *panels->overlay, self.panel_generation));
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
  if (panels != nullptr && panels->are_new) panels->overlay->record(panels->overlay->context, slot.work.commands);
  self.record_frame(slot, frame, alpha, views, canvas);
  if (panels != nullptr) self.record_board(slot.work.commands, canvas, constants);
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
  if (cursor != nullptr && !is_in_range(*cursor)) return fail(bad(kBadCursor));
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
