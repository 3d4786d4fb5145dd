#include "lender.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <string>

#include <gtest/gtest.h>

namespace tonus::test {
namespace {

using render::RenderError;
using render::RenderErrorCode;

RenderError error_of(VkResult result, const char* what) {
  return {RenderErrorCode::NoDevice, std::string{what} + " gave VkResult " + std::to_string(static_cast<int>(result))};
}

VkDeviceMemory allocate(const render::NativeDevice& native, const VkMemoryRequirements& need,
                        VkMemoryPropertyFlags flags) {
  VkPhysicalDeviceMemoryProperties memory{};
  vkGetPhysicalDeviceMemoryProperties(native.physical, &memory);
  VkMemoryAllocateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO;
  info.allocationSize = need.size;
  for (std::uint32_t i = 0; i < memory.memoryTypeCount; ++i) {
    if ((need.memoryTypeBits & (1U << i)) == 0 || (memory.memoryTypes[i].propertyFlags & flags) != flags) continue;
    info.memoryTypeIndex = i;
    break;
  }
  VkDeviceMemory result = VK_NULL_HANDLE;
  EXPECT_EQ(vkAllocateMemory(native.device, &info, nullptr, &result), VK_SUCCESS);
  return result;
}

void run(const render::NativeDevice& native, VkCommandPool pool, const std::function<void(VkCommandBuffer)>& fill) {
  VkCommandBufferAllocateInfo allocate{};
  allocate.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
  allocate.commandPool = pool;
  allocate.commandBufferCount = 1;
  VkCommandBuffer commands = VK_NULL_HANDLE;
  ASSERT_EQ(vkAllocateCommandBuffers(native.device, &allocate, &commands), VK_SUCCESS);
  VkCommandBufferBeginInfo begin{};
  begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
  begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
  ASSERT_EQ(vkBeginCommandBuffer(commands, &begin), VK_SUCCESS);
  fill(commands);
  ASSERT_EQ(vkEndCommandBuffer(commands), VK_SUCCESS);
  VkSubmitInfo submit{};
  submit.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO;
  submit.commandBufferCount = 1;
  submit.pCommandBuffers = &commands;
  ASSERT_EQ(vkQueueSubmit(native.queue, 1, &submit, VK_NULL_HANDLE), VK_SUCCESS);
  ASSERT_EQ(vkQueueWaitIdle(native.queue), VK_SUCCESS);
  vkFreeCommandBuffers(native.device, pool, 1, &commands);
}

bool is_depth(VkFormat format) { return format == VK_FORMAT_D32_SFLOAT; }
VkImageAspectFlags aspect_of(VkFormat format) {
  return is_depth(format) ? VK_IMAGE_ASPECT_DEPTH_BIT : VK_IMAGE_ASPECT_COLOR_BIT;
}
VkImageLayout lent_layout(VkFormat format) {
  return is_depth(format) ? VK_IMAGE_LAYOUT_DEPTH_STENCIL_ATTACHMENT_OPTIMAL : VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL;
}

void move(VkCommandBuffer commands, const render::LentPicture& picture, VkImageLayout from, VkImageLayout to) {
  VkImageMemoryBarrier barrier{};
  barrier.sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER;
  barrier.srcAccessMask = barrier.dstAccessMask = VK_ACCESS_MEMORY_READ_BIT | VK_ACCESS_MEMORY_WRITE_BIT;
  barrier.oldLayout = from;
  barrier.newLayout = to;
  barrier.srcQueueFamilyIndex = barrier.dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED;
  barrier.image = picture.image;
  barrier.subresourceRange = {aspect_of(picture.format), 0, 1, 0, VK_REMAINING_ARRAY_LAYERS};
  vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_ALL_COMMANDS_BIT, VK_PIPELINE_STAGE_ALL_COMMANDS_BIT, 0, 0, nullptr,
                       0, nullptr, 1, &barrier);
}

std::uint32_t pixel_size(VkFormat format) { return format == VK_FORMAT_R16G16B16A16_SFLOAT ? 8 : 4; }

float float_of_half(std::uint16_t half) {
  const int exponent = (half >> 10) & 31, fraction = half & 1023;
  const float size = exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24)
                                   : std::ldexp(static_cast<float>(1024 + fraction), exponent - 25);
  return (half & 0x8000) != 0 ? -size : size;
}

Pixel pixel_of(const std::uint8_t* bytes, const render::LentPicture& picture) {
  if (picture.format == VK_FORMAT_R16G16B16A16_SFLOAT) {
    std::array<std::uint16_t, 4> halves{};
    std::memcpy(halves.data(), bytes, sizeof(halves));
    return {float_of_half(halves[0]), float_of_half(halves[1]), float_of_half(halves[2]), float_of_half(halves[3])};
  }
  if (is_depth(picture.format)) {
    Pixel p;
    std::memcpy(&p.r, bytes, sizeof(p.r));
    return p;
  }
  Pixel p{bytes[0] / 255.0F, bytes[1] / 255.0F, bytes[2] / 255.0F, bytes[3] / 255.0F};
  if (picture.format == VK_FORMAT_B8G8R8A8_SRGB || picture.format == VK_FORMAT_B8G8R8A8_UNORM) std::swap(p.r, p.b);
  const bool is_srgb = picture.format == VK_FORMAT_R8G8B8A8_SRGB || picture.format == VK_FORMAT_B8G8R8A8_SRGB;
  if (is_srgb || picture.is_encoded) {
    for (float* c : {&p.r, &p.g, &p.b}) *c = linear_of(*c);
  }
  return p;
}

render::Image composed_with(const Seen& seen,
                            const std::function<std::array<float, 3>(std::uint32_t, std::uint32_t)>& behind) {
  render::Image image{seen.width, seen.height, {}};
  for (std::uint32_t y = 0; y < seen.height; ++y) {
    for (std::uint32_t x = 0; x < seen.width; ++x) {
      const Pixel& p = seen.at(x, y);
      const auto back = behind(x, y);
      const std::array front{p.r, p.g, p.b};
      for (std::size_t c = 0; c < 3; ++c) {
        const float light = front[c] + (1.0F - p.a) * back[c];
        image.rgba.push_back(
            static_cast<std::uint8_t>(std::lround(encoded_of(std::clamp(light, 0.0F, 1.0F)) * 255.0F)));
      }
      image.rgba.push_back(255);
    }
  }
  return image;
}

}  // namespace

render::DeviceMaker plain_maker() {
  return {.create_instance = [](const VkInstanceCreateInfo& info,
                                PFN_vkGetInstanceProcAddr) -> Result<VkInstance, RenderError> {
            VkInstance instance = VK_NULL_HANDLE;
            const VkResult result = vkCreateInstance(&info, nullptr, &instance);
            if (result != VK_SUCCESS) return fail(error_of(result, "vkCreateInstance"));
            return instance;
          },
          .pick_physical = [](VkInstance instance) -> Result<VkPhysicalDevice, RenderError> {
            std::uint32_t count = 1;
            VkPhysicalDevice physical = VK_NULL_HANDLE;
            const VkResult result = vkEnumeratePhysicalDevices(instance, &count, &physical);
            if (count == 0) return fail(error_of(result, "vkEnumeratePhysicalDevices"));
            return physical;
          },
          .create_device = [](VkPhysicalDevice physical, const VkDeviceCreateInfo& info,
                              PFN_vkGetInstanceProcAddr) -> Result<VkDevice, RenderError> {
            VkDevice device = VK_NULL_HANDLE;
            const VkResult result = vkCreateDevice(physical, &info, nullptr, &device);
            if (result != VK_SUCCESS) return fail(error_of(result, "vkCreateDevice"));
            return device;
          }};
}

LentImage::LentImage(render::Renderer& renderer, const LentDefinition& definition)
    : native_(render::native_device(renderer)),
      picture_{.format = definition.format,
               .image_extent = definition.extent,
               .extent = definition.extent,
               .layers = definition.layers,
               .is_encoded = definition.is_encoded} {
  VkImageCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO;
  info.imageType = VK_IMAGE_TYPE_2D;
  info.format = definition.format;
  info.extent = {definition.extent.width, definition.extent.height, 1};
  info.mipLevels = 1;
  info.arrayLayers = definition.layers;
  info.samples = VK_SAMPLE_COUNT_1_BIT;
  info.usage =
      VK_IMAGE_USAGE_TRANSFER_SRC_BIT |
      (is_depth(definition.format) ? VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT : VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT);
  EXPECT_EQ(vkCreateImage(native_.device, &info, nullptr, &picture_.image), VK_SUCCESS);
  VkMemoryRequirements need{};
  vkGetImageMemoryRequirements(native_.device, picture_.image, &need);
  memory_ = allocate(native_, need, 0);
  EXPECT_EQ(vkBindImageMemory(native_.device, picture_.image, memory_, 0), VK_SUCCESS);

  VkBufferCreateInfo buffer{};
  buffer.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
  buffer.size = VkDeviceSize{definition.extent.width} * definition.extent.height * pixel_size(definition.format);
  buffer.usage = VK_BUFFER_USAGE_TRANSFER_DST_BIT;
  EXPECT_EQ(vkCreateBuffer(native_.device, &buffer, nullptr, &buffer_), VK_SUCCESS);
  vkGetBufferMemoryRequirements(native_.device, buffer_, &need);
  host_memory_ = allocate(native_, need, VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT);
  EXPECT_EQ(vkBindBufferMemory(native_.device, buffer_, host_memory_, 0), VK_SUCCESS);

  VkCommandPoolCreateInfo pool{};
  pool.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
  pool.queueFamilyIndex = native_.queue_family;
  EXPECT_EQ(vkCreateCommandPool(native_.device, &pool, nullptr, &pool_), VK_SUCCESS);
  run(native_, pool_, [&](VkCommandBuffer commands) {
    move(commands, picture_, VK_IMAGE_LAYOUT_UNDEFINED, lent_layout(picture_.format));
  });
}

LentImage::~LentImage() {
  EXPECT_EQ(vkDeviceWaitIdle(native_.device), VK_SUCCESS);
  vkDestroyCommandPool(native_.device, pool_, nullptr);
  vkDestroyBuffer(native_.device, buffer_, nullptr);
  vkFreeMemory(native_.device, host_memory_, nullptr);
  vkDestroyImage(native_.device, picture_.image, nullptr);
  vkFreeMemory(native_.device, memory_, nullptr);
}

render::LentPicture LentImage::picture(VkExtent2D part) const {
  auto picture = picture_;
  picture.extent = part;
  return picture;
}

Seen LentImage::look(std::uint32_t layer) const {
  const auto [width, height] = picture_.image_extent;
  run(native_, pool_, [&](VkCommandBuffer commands) {
    move(commands, picture_, lent_layout(picture_.format), VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
    VkBufferImageCopy copy{};
    copy.imageSubresource = {aspect_of(picture_.format), 0, layer, 1};
    copy.imageExtent = {width, height, 1};
    vkCmdCopyImageToBuffer(commands, picture_.image, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, buffer_, 1, &copy);
    move(commands, picture_, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, lent_layout(picture_.format));
    VkMemoryBarrier to_host{};
    to_host.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
    to_host.srcAccessMask = VK_ACCESS_TRANSFER_WRITE_BIT;
    to_host.dstAccessMask = VK_ACCESS_HOST_READ_BIT;
    vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_TRANSFER_BIT, VK_PIPELINE_STAGE_HOST_BIT, 0, 1, &to_host, 0,
                         nullptr, 0, nullptr);
  });
  Seen seen{width, height, {}, {}};
  const std::size_t count = std::size_t{width} * height, size = pixel_size(picture_.format);
  seen.bytes.resize(count * size);
  void* mapped = nullptr;
  EXPECT_EQ(vkMapMemory(native_.device, host_memory_, 0, VK_WHOLE_SIZE, 0, &mapped), VK_SUCCESS);
  std::memcpy(seen.bytes.data(), mapped, seen.bytes.size());
  vkUnmapMemory(native_.device, host_memory_);
  seen.pixels.reserve(count);
  for (std::size_t i = 0; i < count; ++i) seen.pixels.push_back(pixel_of(&seen.bytes[i * size], picture_));
  return seen;
}

float linear_of(float encoded) {
  return encoded <= 0.04045F ? encoded / 12.92F : std::pow((encoded + 0.055F) / 1.055F, 2.4F);
}

float encoded_of(float linear) {
  return linear <= 0.0031308F ? linear * 12.92F : 1.055F * std::pow(linear, 1.0F / 2.4F) - 0.055F;
}

render::Image composed(const Seen& seen, const std::array<float, 3>& backdrop) {
  return composed_with(seen, [&](std::uint32_t, std::uint32_t) { return backdrop; });
}

render::Image composed_over_checker(const Seen& seen) {
  return composed_with(seen, [](std::uint32_t x, std::uint32_t y) {
    const float light = (x / 24 + y / 24) % 2 == 0 ? 0.7F : 0.08F;
    return std::array{light, light, light};
  });
}

}  // namespace tonus::test
