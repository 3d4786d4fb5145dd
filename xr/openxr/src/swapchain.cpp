#include "swapchain.hpp"

#include <algorithm>

namespace tonus::xr::openxr {
namespace {

constexpr XrDuration kLongestWait_ns = 500'000'000;

/// The same numbers, which nobody encodes.
std::optional<VkFormat> raw(VkFormat format) {
  switch (format) {
    case VK_FORMAT_R8G8B8A8_SRGB: return VK_FORMAT_R8G8B8A8_UNORM;
    case VK_FORMAT_B8G8R8A8_SRGB: return VK_FORMAT_B8G8R8A8_UNORM;
    default: return std::nullopt;
  }
}

}  // namespace

Result<std::unique_ptr<Swapchain>, XrError> Swapchain::create(const Runtime& runtime, XrSession session,
                                                              VkFormat format, VkExtent2D extent, std::uint32_t layers,
                                                              Encoding encoding) {
  auto chain = std::unique_ptr<Swapchain>(new Swapchain(runtime, format, extent, layers));
  XrSwapchainCreateInfo info{XR_TYPE_SWAPCHAIN_CREATE_INFO};
  // A mirror copies from colours.
  info.usageFlags =
      XR_SWAPCHAIN_USAGE_SAMPLED_BIT |
      (format == VK_FORMAT_D32_SFLOAT ? XR_SWAPCHAIN_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT
                                      : XR_SWAPCHAIN_USAGE_COLOR_ATTACHMENT_BIT | XR_SWAPCHAIN_USAGE_TRANSFER_SRC_BIT);
  if (const auto numbers = raw(format); numbers && encoding == Encoding::ByUs) {
    info.usageFlags |= XR_SWAPCHAIN_USAGE_MUTABLE_FORMAT_BIT;
    chain->drawn_as_ = *numbers;
    chain->is_encoded_ = true;
  }
  info.format = format;
  info.sampleCount = 1;
  info.width = extent.width;
  info.height = extent.height;
  info.faceCount = 1;
  info.arraySize = layers;
  info.mipCount = 1;
  XrResult result = chain->api_.CreateSwapchain(session, &info, &chain->handle_);
  if (XR_FAILED(result)) return fail(error_of(result, "xrCreateSwapchain"));
  std::uint32_t count = 0;
  result = chain->api_.EnumerateSwapchainImages(chain->handle_, 0, &count, nullptr);
  std::vector<XrSwapchainImageVulkan2KHR> images(count, {XR_TYPE_SWAPCHAIN_IMAGE_VULKAN2_KHR});
  if (XR_SUCCEEDED(result))
    result = chain->api_.EnumerateSwapchainImages(chain->handle_, count, &count,
                                                  reinterpret_cast<XrSwapchainImageBaseHeader*>(images.data()));
  if (XR_FAILED(result) || images.empty()) return fail(error_of(result, "xrEnumerateSwapchainImages"));
  for (const auto& image : images) chain->images_.push_back(image.image);
  return chain;
}

Swapchain::~Swapchain() {
  if (handle_ != XR_NULL_HANDLE) api_.DestroySwapchain(handle_);
}

Result<VkImage, XrError> Swapchain::acquire() {
  std::uint32_t index = 0;
  const XrSwapchainImageAcquireInfo acquire_info{XR_TYPE_SWAPCHAIN_IMAGE_ACQUIRE_INFO};
  XrResult result = api_.AcquireSwapchainImage(handle_, &acquire_info, &index);
  if (XR_FAILED(result) || index >= images_.size()) return fail(error_of(result, "xrAcquireSwapchainImage"));
  XrSwapchainImageWaitInfo wait_info{XR_TYPE_SWAPCHAIN_IMAGE_WAIT_INFO};
  wait_info.timeout = kLongestWait_ns;
  result = api_.WaitSwapchainImage(handle_, &wait_info);
  if (result == XR_TIMEOUT_EXPIRED)
    return fail(XrError{XrErrorCode::Lost, "the OpenXR runtime keeps its pictures to itself; restart it"});
  if (XR_FAILED(result)) return fail(error_of(result, "xrWaitSwapchainImage"));
  return images_[index];
}

Result<render::LentPicture, XrError> Swapchain::acquire(VkExtent2D drawn) {
  const auto image = acquire();
  if (!image) return fail(image.error());
  return render::LentPicture{.image = *image,
                             .format = drawn_as_,
                             .image_extent = extent_,
                             .extent = drawn,
                             .layers = layers_,
                             .is_encoded = is_encoded_};
}

Result<void, XrError> Swapchain::release() {
  const XrSwapchainImageReleaseInfo info{XR_TYPE_SWAPCHAIN_IMAGE_RELEASE_INFO};
  const XrResult result = api_.ReleaseSwapchainImage(handle_, &info);
  if (XR_FAILED(result)) return fail(error_of(result, "xrReleaseSwapchainImage"));
  return {};
}

std::optional<VkFormat> pick_format(const Runtime& runtime, XrSession session, std::span<const VkFormat> ours) {
  std::uint32_t count = 0;
  if (XR_FAILED(runtime.api().EnumerateSwapchainFormats(session, 0, &count, nullptr))) return std::nullopt;
  std::vector<std::int64_t> formats(count);
  if (XR_FAILED(runtime.api().EnumerateSwapchainFormats(session, count, &count, formats.data()))) return std::nullopt;
  for (const VkFormat format : ours)
    if (std::find(formats.begin(), formats.end(), format) != formats.end()) return format;
  return std::nullopt;
}

}  // namespace tonus::xr::openxr
