#include "resources.hpp"

#include <array>
#include <optional>

#include <engine/core/contract.hpp>

namespace tonus::render {
namespace {

std::optional<std::uint32_t> memory_type(const Device& device, std::uint32_t allowed, VkMemoryPropertyFlags wanted) {
  for (std::uint32_t i = 0; i < device.memory.memoryTypeCount; ++i)
    if ((allowed & (1U << i)) != 0 && (device.memory.memoryTypes[i].propertyFlags & wanted) == wanted) return i;
  return std::nullopt;
}

Result<void, RenderError> allocate(const Device& device, const VkMemoryRequirements& need, VkMemoryPropertyFlags wished,
                                   VkMemoryPropertyFlags required, OwnedMemory& memory) {
  auto type = memory_type(device, need.memoryTypeBits, wished | required);
  if (!type) type = memory_type(device, need.memoryTypeBits, required);
  if (!type) return fail(RenderError{RenderErrorCode::MissingFeature, device.name + " lacks memory of a kind we need"});
  VkMemoryAllocateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO;
  info.allocationSize = need.size;
  info.memoryTypeIndex = *type;
  VK_CHECK(vkAllocateMemory(device.device, &info, nullptr, memory.renew(device.device)));
  return {};
}

}  // namespace

Result<Buffer, RenderError> create_buffer(const Device& device, VkDeviceSize size, VkBufferUsageFlags usage,
                                          BufferHome home) {
  Buffer result;
  result.size = size;
  VkBufferCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
  info.size = size;
  info.usage = usage;
  VK_CHECK(vkCreateBuffer(device.device, &info, nullptr, result.buffer.renew(device.device)));
  VkMemoryRequirements need{};
  vkGetBufferMemoryRequirements(device.device, result.buffer.get(), &need);
  // Written by the processor once a frame and read once by the device: device-local where that can be mapped too.
  const VkMemoryPropertyFlags wished =
      home == BufferHome::Upload ? VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT : VK_MEMORY_PROPERTY_HOST_CACHED_BIT;
  RENDER_TRY(allocate(device, need, wished, VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT,
                      result.memory));
  VK_CHECK(vkBindBufferMemory(device.device, result.buffer.get(), result.memory.get(), 0));
  void* mapped = nullptr;
  VK_CHECK(vkMapMemory(device.device, result.memory.get(), 0, VK_WHOLE_SIZE, 0, &mapped));
  result.mapped = static_cast<std::byte*>(mapped);
  return result;
}

Result<LayeredImage, RenderError> create_image(const Device& device, const ImageDefinition& definition) {
  LayeredImage result;
  const std::array formats{VK_FORMAT_R8G8B8A8_UNORM, VK_FORMAT_R8G8B8A8_SRGB};
  VkImageFormatListCreateInfo list{};
  list.sType = VK_STRUCTURE_TYPE_IMAGE_FORMAT_LIST_CREATE_INFO;
  list.viewFormatCount = static_cast<std::uint32_t>(formats.size());
  list.pViewFormats = formats.data();

  VkImageCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO;
  info.imageType = VK_IMAGE_TYPE_2D;
  info.format = definition.format;
  info.extent = {definition.extent.width, definition.extent.height, 1};
  info.mipLevels = 1;
  info.arrayLayers = definition.layers;
  info.samples = definition.samples;
  info.tiling = VK_IMAGE_TILING_OPTIMAL;
  info.usage = definition.usage;
  if (definition.with_srgb_view) {
    info.flags = VK_IMAGE_CREATE_MUTABLE_FORMAT_BIT;
    info.pNext = &list;
  }
  VK_CHECK(vkCreateImage(device.device, &info, nullptr, result.image.renew(device.device)));
  VkMemoryRequirements need{};
  vkGetImageMemoryRequirements(device.device, result.image.get(), &need);
  RENDER_TRY(allocate(device, need, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, 0, result.memory));
  VK_CHECK(vkBindImageMemory(device.device, result.image.get(), result.memory.get(), 0));

  VkImageViewCreateInfo view{};
  view.sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO;
  view.image = result.image.get();
  view.viewType = VK_IMAGE_VIEW_TYPE_2D_ARRAY;
  view.format = definition.format;
  view.subresourceRange = {definition.aspect, 0, 1, 0, definition.layers};
  VK_CHECK(vkCreateImageView(device.device, &view, nullptr, result.view.renew(device.device)));
  if (definition.with_srgb_view) {
    view.format = VK_FORMAT_R8G8B8A8_SRGB;
    VK_CHECK(vkCreateImageView(device.device, &view, nullptr, result.srgb_view.renew(device.device)));
  }
  return result;
}

void transition(VkCommandBuffer commands, std::span<const Transition> transitions) {
  std::array<VkImageMemoryBarrier2, 8> barriers{};
  TONUS_EXPECTS(transitions.size() <= barriers.size());
  for (std::size_t i = 0; i < transitions.size(); ++i) {
    const auto& t = transitions[i];
    auto& b = barriers[i];
    b.sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2;
    b.srcStageMask = t.from.stages;
    b.srcAccessMask = t.from.access;
    b.dstStageMask = t.to.stages;
    b.dstAccessMask = t.to.access;
    b.oldLayout = t.from.layout;
    b.newLayout = t.to.layout;
    b.srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED;
    b.dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED;
    b.image = t.image;
    b.subresourceRange = {t.aspect, 0, VK_REMAINING_MIP_LEVELS, 0, VK_REMAINING_ARRAY_LAYERS};
  }
  VkDependencyInfo info{};
  info.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO;
  info.imageMemoryBarrierCount = static_cast<std::uint32_t>(transitions.size());
  info.pImageMemoryBarriers = barriers.data();
  vkCmdPipelineBarrier2(commands, &info);
}

}  // namespace tonus::render
