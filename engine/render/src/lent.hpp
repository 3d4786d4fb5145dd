#pragma once
// Views onto images that somebody lends. Few images come round again and again (three a swapchain), so their views are
// kept.

#include <array>
#include <cstddef>

#include <engine/render/native.hpp>

#include "resources.hpp"
#include "targets.hpp"

namespace tonus::render {

/// What a lent picture takes, or BadDefinition.
[[nodiscard]] Result<Output, RenderError> output_of(const LentPicture& picture);
/// Left by whoever lent it, and how it goes back.
inline constexpr ImageUse kLentUse = kColorTarget;

class LentViews {
 public:
  /// All layers of the picture. Makes a view where there is none; with no room left it waits for the device and starts
  /// anew.
  [[nodiscard]] Result<VkImageView, RenderError> view_of(const Device& device, const LentPicture& picture);
  /// The device must be idle.
  void clear() {
    count_ = 0;
    entries_ = {};
  }

 private:
  struct Entry {
    VkImage image = VK_NULL_HANDLE;
    VkFormat format = VK_FORMAT_UNDEFINED;
    std::uint32_t layers = 0;
    OwnedImageView view;
  };
  std::array<Entry, 16> entries_{};
  std::size_t count_ = 0;
};

}  // namespace tonus::render
