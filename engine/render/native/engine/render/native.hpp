#pragma once
// The Vulkan behind a Renderer. For engine/overlay and xr/openxr alone; nobody else sees a Vulkan type.

#include <cstdint>
#include <memory>

#include <vulkan/vulkan.h>

#include <engine/render/renderer.hpp>

namespace tonus::render {

/// Borrowed from a Renderer and valid as long as it lives. The queue belongs to the display thread.
struct NativeDevice {
  VkInstance instance = VK_NULL_HANDLE;
  VkPhysicalDevice physical = VK_NULL_HANDLE;
  VkDevice device = VK_NULL_HANDLE;
  VkQueue queue = VK_NULL_HANDLE;
  std::uint32_t queue_family = 0;
  std::uint32_t frames_in_flight = 0;
};
[[nodiscard]] NativeDevice native_device(Renderer& renderer);

/// What the last draw() left behind: an RGBA8 image with one layer a view, in TRANSFER_SRC_OPTIMAL between draws.
/// Valid until the next draw().
struct NativePicture {
  VkImage image = VK_NULL_HANDLE;
  VkFormat format = VK_FORMAT_R8G8B8A8_UNORM;
  VkExtent2D extent{};
  std::uint32_t layers = 0;
};
[[nodiscard]] NativePicture native_picture(Renderer& renderer);

/// An RGBA8 UNORM image of one layer to draw panels into and to read from in shaders. Its owner sees to it that the
/// device no longer uses it when it dies.
class PanelTexture {
 public:
  [[nodiscard]] static Result<std::unique_ptr<PanelTexture>, RenderError> create(Renderer& renderer, VkExtent2D extent);
  ~PanelTexture();
  PanelTexture(const PanelTexture&) = delete;
  PanelTexture& operator=(const PanelTexture&) = delete;

  static constexpr VkFormat kFormat = VK_FORMAT_R8G8B8A8_UNORM;
  [[nodiscard]] VkImageView view() const;  ///< VK_IMAGE_VIEW_TYPE_2D_ARRAY
  [[nodiscard]] VkExtent2D extent() const { return extent_; }

 private:
  struct Impl;
  PanelTexture(std::unique_ptr<Impl> impl, VkExtent2D extent);
  std::unique_ptr<Impl> impl_;
  VkExtent2D extent_;
};

/// Panels, drawn by somebody else and laid over the finished picture, pixel on pixel from the top left corner.
struct OverlayLayer {
  /// Called by draw() with the frame's command buffer, outside any rendering. Must leave `view`'s image in
  /// SHADER_READ_ONLY_OPTIMAL, readable by fragment shaders.
  void (*record)(void* context, VkCommandBuffer commands) = nullptr;
  void* context = nullptr;
  /// UNORM RGBA, premultiplied alpha, one array layer (VK_IMAGE_VIEW_TYPE_2D_ARRAY).
  VkImageView view = VK_NULL_HANDLE;
  VkExtent2D extent{};
  VkRect2D content{};            ///< the part that is not empty; nothing is blended elsewhere
  std::uint64_t generation = 0;  ///< changes whenever `view` is another one
};

}  // namespace tonus::render
