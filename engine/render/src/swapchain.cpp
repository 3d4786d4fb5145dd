#include "swapchain.hpp"

#include <algorithm>
#include <array>

namespace tonus::render {
namespace {

/// Long enough for any compositor, short enough for a hidden window not to stall Stop.
constexpr std::uint64_t kAcquireTimeout_ns = 100'000'000;

Result<VkSurfaceFormatKHR, RenderError> choose_format(const Device& device, bool is_linear) {
  std::uint32_t count = 0;
  VK_CHECK(vkGetPhysicalDeviceSurfaceFormatsKHR(device.physical, device.surface, &count, nullptr));
  std::vector<VkSurfaceFormatKHR> formats(count);
  VK_CHECK(vkGetPhysicalDeviceSurfaceFormatsKHR(device.physical, device.surface, &count, formats.data()));
  // A picture that is encoded already must not be encoded again by the window.
  const auto wished = is_linear ? std::array{VK_FORMAT_B8G8R8A8_SRGB, VK_FORMAT_R8G8B8A8_SRGB}
                                : std::array{VK_FORMAT_B8G8R8A8_UNORM, VK_FORMAT_R8G8B8A8_UNORM};
  for (const auto wanted : wished)
    for (const auto& format : formats)
      if (format.format == wanted) return format;
  return fail(
      RenderError{RenderErrorCode::MissingFeature,
                  device.name + " lacks an 8-bit " + (is_linear ? "sRGB" : "UNORM") + " format for this window"});
}

/// FIFO is the one mode that is always there.
Result<VkPresentModeKHR, RenderError> choose_mode(const Device& device, bool never_waits) {
  if (!never_waits) return VK_PRESENT_MODE_FIFO_KHR;
  std::uint32_t count = 0;
  VK_CHECK(vkGetPhysicalDeviceSurfacePresentModesKHR(device.physical, device.surface, &count, nullptr));
  std::vector<VkPresentModeKHR> modes(count);
  VK_CHECK(vkGetPhysicalDeviceSurfacePresentModesKHR(device.physical, device.surface, &count, modes.data()));
  for (const auto wanted : {VK_PRESENT_MODE_MAILBOX_KHR, VK_PRESENT_MODE_IMMEDIATE_KHR})
    if (std::find(modes.begin(), modes.end(), wanted) != modes.end()) return wanted;
  return VK_PRESENT_MODE_FIFO_KHR;
}

}  // namespace

Result<bool, RenderError> Swapchain::renew(Extent wanted) {
  VkSurfaceCapabilitiesKHR caps{};
  VK_CHECK(vkGetPhysicalDeviceSurfaceCapabilitiesKHR(device_.physical, device_.surface, &caps));
  constexpr std::uint32_t kAnySize = 0xFFFFFFFF;
  VkExtent2D extent = caps.currentExtent;
  if (extent.width == kAnySize)
    extent = {std::clamp(wanted.width, caps.minImageExtent.width, caps.maxImageExtent.width),
              std::clamp(wanted.height, caps.minImageExtent.height, caps.maxImageExtent.height)};
  if (extent.width == 0 || extent.height == 0) return false;
  if ((caps.supportedUsageFlags & VK_IMAGE_USAGE_TRANSFER_DST_BIT) == 0)
    return fail(RenderError{RenderErrorCode::MissingFeature, device_.name + " cannot copy pictures into this window"});
  const auto format = choose_format(device_, wish_.is_linear);
  if (!format) return fail(format.error());
  const auto mode = choose_mode(device_, wish_.never_waits);
  if (!mode) return fail(mode.error());

  VkSwapchainCreateInfoKHR info{};
  info.sType = VK_STRUCTURE_TYPE_SWAPCHAIN_CREATE_INFO_KHR;
  info.surface = device_.surface;
  info.minImageCount = caps.minImageCount + 1;
  if (caps.maxImageCount != 0) info.minImageCount = std::min(info.minImageCount, caps.maxImageCount);
  info.imageFormat = format->format;
  info.imageColorSpace = format->colorSpace;
  info.imageExtent = extent;
  info.imageArrayLayers = 1;
  info.imageUsage = VK_IMAGE_USAGE_TRANSFER_DST_BIT | VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT;
  info.preTransform = caps.currentTransform;
  info.compositeAlpha = (caps.supportedCompositeAlpha & VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR) != 0
                            ? VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR
                            : VK_COMPOSITE_ALPHA_INHERIT_BIT_KHR;
  info.presentMode = *mode;
  info.clipped = VK_TRUE;
  info.oldSwapchain = swapchain_.get();
  VkSwapchainKHR handle = VK_NULL_HANDLE;
  VK_CHECK(vkCreateSwapchainKHR(device_.device, &info, nullptr, &handle));
  views_.clear();
  swapchain_ = OwnedSwapchain{device_.device, handle};
  extent_ = extent;
  format_ = format->format;

  std::uint32_t count = 0;
  VK_CHECK(vkGetSwapchainImagesKHR(device_.device, handle, &count, nullptr));
  images_.resize(count);
  VK_CHECK(vkGetSwapchainImagesKHR(device_.device, handle, &count, images_.data()));
  for (const VkImage image : images_) {
    VkImageViewCreateInfo view{};
    view.sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO;
    view.image = image;
    view.viewType = VK_IMAGE_VIEW_TYPE_2D;
    view.format = format_;
    view.subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
    VK_CHECK(vkCreateImageView(device_.device, &view, nullptr, views_.emplace_back().renew(device_.device)));
  }
  drawn_.clear();
  VkSemaphoreCreateInfo semaphore{};
  semaphore.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO;
  for (std::uint32_t i = 0; i < count; ++i)
    VK_CHECK(vkCreateSemaphore(device_.device, &semaphore, nullptr, drawn_.emplace_back().renew(device_.device)));
  needs_renewal_ = false;
  return true;
}

Result<std::optional<std::uint32_t>, RenderError> Swapchain::acquire(VkSemaphore ready) {
  std::uint32_t index = 0;
  const std::uint64_t timeout_ns = wish_.never_waits ? 0 : kAcquireTimeout_ns;
  const VkResult result =
      vkAcquireNextImageKHR(device_.device, swapchain_.get(), timeout_ns, ready, VK_NULL_HANDLE, &index);
  switch (result) {
    case VK_SUCCESS: return index;
    case VK_SUBOPTIMAL_KHR: needs_renewal_ = true; return index;
    case VK_ERROR_OUT_OF_DATE_KHR: needs_renewal_ = true; return std::nullopt;
    case VK_TIMEOUT:
    case VK_NOT_READY: return std::nullopt;
    default: return fail(vk_error(result, "vkAcquireNextImageKHR"));
  }
}

Result<void, RenderError> Swapchain::present(std::uint32_t index) {
  const VkSemaphore wait = drawn(index);
  const VkSwapchainKHR swapchain = swapchain_.get();
  VkPresentInfoKHR info{};
  info.sType = VK_STRUCTURE_TYPE_PRESENT_INFO_KHR;
  info.waitSemaphoreCount = 1;
  info.pWaitSemaphores = &wait;
  info.swapchainCount = 1;
  info.pSwapchains = &swapchain;
  info.pImageIndices = &index;
  const VkResult result = vkQueuePresentKHR(device_.queue, &info);
  if (result == VK_SUBOPTIMAL_KHR || result == VK_ERROR_OUT_OF_DATE_KHR)
    needs_renewal_ = true;
  else if (result != VK_SUCCESS)
    return fail(vk_error(result, "vkQueuePresentKHR"));
  return {};
}

}  // namespace tonus::render
