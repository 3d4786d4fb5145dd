#pragma once
// The Vulkan behind a Renderer. For engine/overlay and xr/openxr alone; nobody else sees a Vulkan type.

#include <cstdint>
#include <functional>
#include <memory>

#include <vulkan/vulkan.h>

#include <engine/render/renderer.hpp>

namespace tonus::render {

/// Somebody else's way to make instance and device: an OpenXR runtime with XR_KHR_vulkan_enable2. Each is called once,
/// in this order, by Renderer::create() on its thread; what they return then belongs to the Renderer, which destroys it
/// (so the XrSession must be gone before). Errors are handed on as they are: `message` is one line with the remedy.
struct DeviceMaker {
  /// The highest VK_MAKE_API_VERSION that the maker allows; below 1.3 create() fails with MissingFeature.
  std::uint32_t highest_api_version = VK_API_VERSION_1_3;
  /// As xrCreateVulkanInstanceKHR: `info` has our layers, extensions and API version, the maker adds what it needs.
  std::function<Result<VkInstance, RenderError>(const VkInstanceCreateInfo& info, PFN_vkGetInstanceProcAddr address)>
      create_instance;
  /// As xrGetVulkanGraphicsDevice2KHR. create() fails with MissingFeature when this device lacks what we need.
  std::function<Result<VkPhysicalDevice, RenderError>(VkInstance instance)> pick_physical;
  /// As xrCreateVulkanDeviceKHR: `info` has one graphics queue (index 0 of its family, see NativeDevice), our features
  /// and extensions.
  std::function<Result<VkDevice, RenderError>(VkPhysicalDevice physical, const VkDeviceCreateInfo& info,
                                              PFN_vkGetInstanceProcAddr address)>
      create_device;
};

/// Nothing nearer is drawn.
inline constexpr float kNearest_m = 0.05F;

/// A picture of somebody else to draw into: one image, a layer a view.
///
/// The image comes in COLOR_ATTACHMENT_OPTIMAL (or UNDEFINED: its content is not read), ready to be written by the
/// queue, and is left in COLOR_ATTACHMENT_OPTIMAL by what was submitted when the call returns. It must have the usage
/// COLOR_ATTACHMENT, and TRANSFER_SRC for copy_to_mirror(). One mip level, one sample a pixel.
///
/// Formats: R8G8B8A8 and B8G8R8A8, SRGB (best: the device encodes) or UNORM, and R16G16B16A16_SFLOAT; anything else is
/// BadDefinition.
struct LentPicture {
  VkImage image = VK_NULL_HANDLE;
  VkFormat format = VK_FORMAT_R8G8B8A8_SRGB;
  VkExtent2D image_extent{};  ///< of the whole image
  VkExtent2D extent{};        ///< of the part that is drawn, from the top left corner; at most image_extent
  std::uint32_t layers = 1;
  /// How far away what is seen is, or null: D32_SFLOAT of the same extents and layers, with the usage
  /// DEPTH_STENCIL_ATTACHMENT; comes in and is left in DEPTH_STENCIL_ATTACHMENT_OPTIMAL. It holds kNearest_m divided by
  /// the distance along straight ahead: 1 at kNearest_m, 0 where nothing is or infinitely far. draw_into() alone.
  VkImage depth = VK_NULL_HANDLE;
  /// UNORM alone: its numbers are sRGB-encoded (as a window takes them) and not linear light (as OpenXR takes them).
  bool is_encoded = false;
};

/// Where a ray meets a panel: a soft dot with a dark rim, seen on anything.
struct PanelCursor {
  float x_px = 0.0F, y_px = 0.0F;  ///< of the panel, from the top left corner; within ±100000
  float radius_px = 8.0F;          ///< 1…64
  bool is_pressed = false;         ///< smaller and full
};

/// Has the overlay draw its panels and puts them into the top left corner of a lent picture of one layer: right in its
/// format, premultiplied by alpha in linear light, (0, 0, 0, 0) where there is none. Submits and returns as draw_into()
/// does, and may be called less often. Skipped when the picture's extent is empty.
[[nodiscard]] Result<DrawOutcome, RenderError> copy_panel(Renderer& renderer, const OverlayLayer& overlay,
                                                          const LentPicture& picture,
                                                          const PanelCursor* cursor = nullptr);

/// Panels on a board that stands in the world, seen from its front, over all else: as a compositor shows a quad, for
/// where that costs too much, and for a mirror, which has no compositor.
struct StandingPanels {
  const OverlayLayer* overlay = nullptr;
  Pose world_from_board{};              ///< its middle, +x to the right edge, +z to its front
  float width_m = 1.0F;                 ///< of overlay->extent.width pixels, which are square; 0.01…100
  const PanelCursor* cursor = nullptr;  ///< null: none
  /// draw_into() has the overlay draw its panels; otherwise they are as it, or copy_panel(), drew them last.
  bool are_new = true;
};

/// Before lent images die (a swapchain is destroyed): waits for the device and lets go of all of them. Without it an
/// image that gets the number of a dead one would be drawn to through the dead one's view.
void forget_lent(Renderer& renderer);

/// Borrowed from a Renderer and valid as long as it lives. The queue belongs to the display thread and is the first
/// (index 0) of its family.
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
  std::uint64_t look = 0;        ///< the same as long as record() would draw the same
};

}  // namespace tonus::render
