#pragma once
// Views onto images that somebody lends. Few images come round again and again (three a swapchain), so their views are
// kept.

#include <array>
#include <cstddef>
#include <span>

#include <engine/render/native.hpp>

#include "pipelines.hpp"
#include "resources.hpp"

namespace tonus::render {

/// What a lent picture takes, or BadDefinition.
[[nodiscard]] Result<Output, RenderError> output_of(const LentPicture& picture);
/// What is to be seen of panels that stand in the world, from where `views` look, or BadDefinition.
[[nodiscard]] Result<PanelConstants, RenderError> constants_of(const StandingPanels& panels,
                                                               std::span<const View> views);
/// Left by whoever lent them, and how they go back.
inline constexpr ImageUse kLentUse = kColorTarget;
inline constexpr ImageUse kLentDepthUse = kDepthOrResolved;

class LentViews {
 public:
  struct Pair {
    VkImageView color = VK_NULL_HANDLE, depth = VK_NULL_HANDLE;  ///< all layers; depth null where none is lent
  };
  /// Makes views where there are none; with no room left it waits for the device and starts anew.
  [[nodiscard]] Result<Pair, RenderError> of(const Device& device, const LentPicture& picture);
  /// The device must be idle.
  void clear() {
    count_ = 0;
    entries_ = {};
  }

 private:
  struct Key {
    VkImage image = VK_NULL_HANDLE;
    VkFormat format = VK_FORMAT_UNDEFINED;
    std::uint32_t layers = 0;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Entry {
    Key key;
    OwnedImageView view;
  };
  [[nodiscard]] const Entry* find(const Key& key) const;
  [[nodiscard]] Result<void, RenderError> find_or_make(const Device& device, const Key& key, VkImageAspectFlags aspect,
                                                       VkImageView& view);

  std::array<Entry, 16> entries_{};
  std::size_t count_ = 0;
};

}  // namespace tonus::render
