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

struct Targets {
  VkExtent2D extent{};
  VkExtent2D bloom_extent{};
  LayeredImage depth;
  LayeredImage samples;           ///< several samples a pixel; absent at one
  LayeredImage light;             ///< high dynamic range; absent without post
  LayeredImage bloom_a, bloom_b;  ///< absent without post
  LayeredImage picture;           ///< what is shown, read back and presented
};

[[nodiscard]] Result<Targets, RenderError> create_targets(const Device& device, const RendererDefinition& definition,
                                                          Extent extent);

}  // namespace tonus::render
