#pragma once
// The images of one size that a frame is drawn through, and what the passes read of them.

#include "resources.hpp"

namespace tonus::render {

inline constexpr VkFormat kLightFormat = VK_FORMAT_R16G16B16A16_SFLOAT;
inline constexpr VkFormat kPictureFormat = VK_FORMAT_R8G8B8A8_UNORM;
inline constexpr VkFormat kPictureSrgbFormat = VK_FORMAT_R8G8B8A8_SRGB;
inline constexpr VkFormat kDepthFormat = VK_FORMAT_D32_SFLOAT;
/// Bloom is made at a quarter of the width and height.
inline constexpr std::uint32_t kBloomDivisor = 4;

/// What the last pass over the world writes: the view's format, and whether its numbers are sRGB-encoded by us (and not
/// by the device, or not at all).
struct Output {
  VkFormat format = VK_FORMAT_UNDEFINED;
  bool encodes = false;

  friend bool operator==(const Output&, const Output&) = default;
};
/// Of the renderer's own picture.
[[nodiscard]] Output own_output(const RendererDefinition& definition);

struct Targets {
  VkExtent2D extent{};
  Output output;
  LayeredImage depth;
  LayeredImage samples;           ///< several samples a pixel; absent at one
  LayeredImage light;             ///< high dynamic range; absent without post
  LayeredImage bloom_a, bloom_b;  ///< absent without post
  LayeredImage picture;           ///< what is shown, read back and presented; absent where somebody lends one
};

/// Bloom of a picture of which this much is drawn.
[[nodiscard]] VkExtent2D bloom_extent(VkExtent2D picture);

[[nodiscard]] Result<Targets, RenderError> create_targets(const Device& device, const RendererDefinition& definition,
                                                          VkExtent2D extent, Output output, bool with_picture);

}  // namespace tonus::render
