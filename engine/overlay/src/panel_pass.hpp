#pragma once
// The Vulkan half: a texture, the pass that panels are drawn in, and Dear ImGui's own Vulkan back end.
//
// Dear ImGui 1.86 knows no dynamic rendering, hence the classic render pass here. The texture is UNORM: an sRGB one
// would wash the colours out.

#include <cstdint>
#include <memory>

#include <engine/render/native.hpp>

struct ImDrawData;

namespace tonus::overlay {

class PanelPass {
 public:
  explicit PanelPass(render::Renderer& renderer);
  ~PanelPass();
  PanelPass(const PanelPass&) = delete;
  PanelPass& operator=(const PanelPass&) = delete;

  /// Pass and pools; once.
  [[nodiscard]] Result<void, render::RenderError> open();
  /// Puts the atlas of the current context on the device; again whenever its letters changed. Waits for the device.
  [[nodiscard]] Result<void, render::RenderError> upload_fonts();
  /// A texture of this size; waits for the device when it is another one than before.
  [[nodiscard]] Result<void, render::RenderError> resize(VkExtent2D extent);
  /// What the renderer is to show of this, borrowed until the next call of any of these.
  [[nodiscard]] const render::OverlayLayer* show(ImDrawData* panels);

 private:
  static void record(void* self, VkCommandBuffer commands);
  [[nodiscard]] Result<void, render::RenderError> create_render_pass();

  render::Renderer& renderer_;
  render::NativeDevice native_;
  VkRenderPass render_pass_ = VK_NULL_HANDLE;
  VkDescriptorPool descriptors_ = VK_NULL_HANDLE;
  VkCommandPool commands_ = VK_NULL_HANDLE;
  VkFramebuffer framebuffer_ = VK_NULL_HANDLE;
  std::unique_ptr<render::PanelTexture> texture_;
  bool is_backend_up_ = false;
  std::uint64_t fonts_generation_ = 0;
  ImDrawData* panels_ = nullptr;
  render::OverlayLayer layer_;
};

}  // namespace tonus::overlay
