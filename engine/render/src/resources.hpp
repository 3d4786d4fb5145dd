#pragma once
// Memory, buffers, images and the barriers between their uses.

#include <cstddef>
#include <span>

#include "device.hpp"

namespace tonus::render {

struct Buffer {
  OwnedMemory memory;
  OwnedBuffer buffer;
  std::byte* mapped = nullptr;  ///< stays mapped for life; host coherent
  VkDeviceSize size = 0;
};

enum class BufferHome { Upload, ReadBack };
[[nodiscard]] Result<Buffer, RenderError> create_buffer(const Device& device, VkDeviceSize size,
                                                        VkBufferUsageFlags usage, BufferHome home);

/// An image with one array layer a view, and the views onto all of them.
struct LayeredImage {
  OwnedMemory memory;
  OwnedImage image;
  OwnedImageView view;
  OwnedImageView srgb_view;  ///< only where asked for
};

struct ImageDefinition {
  VkFormat format = VK_FORMAT_UNDEFINED;
  VkExtent2D extent{};
  std::uint32_t layers = 1;
  VkSampleCountFlagBits samples = VK_SAMPLE_COUNT_1_BIT;
  VkImageUsageFlags usage = 0;
  VkImageAspectFlags aspect = VK_IMAGE_ASPECT_COLOR_BIT;
  bool with_srgb_view = false;  ///< format must be R8G8B8A8_UNORM
};
[[nodiscard]] Result<LayeredImage, RenderError> create_image(const Device& device, const ImageDefinition& definition);

/// One use of an image: in which stages, how, and in which layout it lies meanwhile.
struct ImageUse {
  VkPipelineStageFlags2 stages = VK_PIPELINE_STAGE_2_NONE;
  VkAccessFlags2 access = VK_ACCESS_2_NONE;
  VkImageLayout layout = VK_IMAGE_LAYOUT_UNDEFINED;
};

inline constexpr ImageUse kColorTarget{VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT,
                                       VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT | VK_ACCESS_2_COLOR_ATTACHMENT_READ_BIT,
                                       VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL};
inline constexpr ImageUse kDepthTarget{
    VK_PIPELINE_STAGE_2_EARLY_FRAGMENT_TESTS_BIT | VK_PIPELINE_STAGE_2_LATE_FRAGMENT_TESTS_BIT,
    VK_ACCESS_2_DEPTH_STENCIL_ATTACHMENT_WRITE_BIT | VK_ACCESS_2_DEPTH_STENCIL_ATTACHMENT_READ_BIT,
    VK_IMAGE_LAYOUT_DEPTH_ATTACHMENT_OPTIMAL};
/// Samples of depth are averaged to one where those of colour are.
inline constexpr ImageUse kDepthOrResolved{kDepthTarget.stages | VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT,
                                           kDepthTarget.access | VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT,
                                           VK_IMAGE_LAYOUT_DEPTH_STENCIL_ATTACHMENT_OPTIMAL};
inline constexpr ImageUse kSampled{VK_PIPELINE_STAGE_2_FRAGMENT_SHADER_BIT, VK_ACCESS_2_SHADER_SAMPLED_READ_BIT,
                                   VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL};
inline constexpr ImageUse kCopySource{VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT, VK_ACCESS_2_TRANSFER_READ_BIT,
                                      VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL};
inline constexpr ImageUse kCopyTarget{VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT, VK_ACCESS_2_TRANSFER_WRITE_BIT,
                                      VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL};

/// What was in the image before is not wanted, but its last use must be over (it has no new bits to make visible
/// beyond its own writes).
constexpr ImageUse discarded(ImageUse last) { return {last.stages, last.access, VK_IMAGE_LAYOUT_UNDEFINED}; }

struct Transition {
  VkImage image = VK_NULL_HANDLE;
  ImageUse from, to;
  VkImageAspectFlags aspect = VK_IMAGE_ASPECT_COLOR_BIT;
};
/// All layers of each image, in one barrier call; at most 8.
void transition(VkCommandBuffer commands, std::span<const Transition> transitions);
inline void transition(VkCommandBuffer commands, const Transition& one) { transition(commands, std::span{&one, 1}); }

}  // namespace tonus::render
