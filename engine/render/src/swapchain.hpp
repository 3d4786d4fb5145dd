#pragma once
// The images of a window, in the order the window system lends them. Off screen there is none of this.

#include <optional>
#include <vector>

#include "device.hpp"

namespace tonus::render {

/// What a window's images are for.
struct WindowWish {
  bool is_linear = false;    ///< what is copied into it is converted from linear light: an sRGB format
  bool never_waits = false;  ///< presenting does not hold up who presents, where the window system offers that

  friend bool operator==(const WindowWish&, const WindowWish&) = default;
};

class Swapchain {
 public:
  explicit Swapchain(const Device& device) : device_(device) {}

  /// Makes new images where the window changed its size; the device must be idle. False while the window has no area.
  [[nodiscard]] Result<bool, RenderError> renew(Extent wanted);
  /// The image to draw next, signalled by `ready`; nothing when it must be renewed first or the window is slow to
  /// answer (one that never waits: has none to spare).
  [[nodiscard]] Result<std::optional<std::uint32_t>, RenderError> acquire(VkSemaphore ready);
  [[nodiscard]] Result<void, RenderError> present(std::uint32_t index);

  [[nodiscard]] bool needs_renewal() const { return needs_renewal_; }
  void ask_for_renewal() { needs_renewal_ = true; }
  void wish(WindowWish wish) {
    needs_renewal_ |= wish != wish_;
    wish_ = wish;
  }
  [[nodiscard]] VkExtent2D extent() const { return extent_; }
  [[nodiscard]] VkImage image(std::uint32_t index) const { return images_[index]; }
  [[nodiscard]] VkImageView view(std::uint32_t index) const { return views_[index].get(); }
  /// Valid after renew().
  [[nodiscard]] VkFormat format() const { return format_; }
  /// Signalled by the frame that draws this image; present() waits for it.
  [[nodiscard]] VkSemaphore drawn(std::uint32_t index) const { return drawn_[index].get(); }

 private:
  const Device& device_;
  OwnedSwapchain swapchain_;
  std::vector<VkImage> images_;
  std::vector<OwnedImageView> views_;
  std::vector<OwnedSemaphore> drawn_;
  VkFormat format_ = VK_FORMAT_UNDEFINED;
  VkExtent2D extent_{};
  WindowWish wish_;
  bool needs_renewal_ = true;
};

}  // namespace tonus::render
