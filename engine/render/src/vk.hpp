#pragma once
// Small helpers every file of this room uses: checks that become Results, handles that know how to die.

#include <string>
#include <utility>

#include <vulkan/vulkan.h>

#include <engine/core/result.hpp>
#include <engine/render/error.hpp>

namespace tonus::render {

/// The error for a failed call; `what` is the text of the expression.
[[nodiscard]] RenderError vk_error(VkResult result, const char* what);

/// A device object with one owner. Destroy is the vkDestroy… or vkFree… that ends it.
template <class T, auto Destroy>
class Owned {
 public:
  Owned() = default;
  Owned(VkDevice device, T handle) : device_(device), handle_(handle) {}
  Owned(Owned&& other) noexcept
      : device_(std::exchange(other.device_, VK_NULL_HANDLE)), handle_(std::exchange(other.handle_, VK_NULL_HANDLE)) {}
  Owned& operator=(Owned&& other) noexcept {
    std::swap(device_, other.device_);
    std::swap(handle_, other.handle_);
    return *this;
  }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() {
    if (handle_ != VK_NULL_HANDLE) Destroy(device_, handle_, nullptr);
  }
  [[nodiscard]] T get() const { return handle_; }
  /// For a call that fills in a new handle; the old one is destroyed first.
  [[nodiscard]] T* renew(VkDevice device) {
    *this = Owned{};
    device_ = device;
    return &handle_;
  }

 private:
  VkDevice device_ = VK_NULL_HANDLE;
  T handle_ = VK_NULL_HANDLE;
};

using OwnedBuffer = Owned<VkBuffer, vkDestroyBuffer>;
using OwnedCommandPool = Owned<VkCommandPool, vkDestroyCommandPool>;
using OwnedDescriptorPool = Owned<VkDescriptorPool, vkDestroyDescriptorPool>;
using OwnedDescriptorSetLayout = Owned<VkDescriptorSetLayout, vkDestroyDescriptorSetLayout>;
using OwnedImage = Owned<VkImage, vkDestroyImage>;
using OwnedImageView = Owned<VkImageView, vkDestroyImageView>;
using OwnedMemory = Owned<VkDeviceMemory, vkFreeMemory>;
using OwnedPipeline = Owned<VkPipeline, vkDestroyPipeline>;
using OwnedPipelineLayout = Owned<VkPipelineLayout, vkDestroyPipelineLayout>;
using OwnedSampler = Owned<VkSampler, vkDestroySampler>;
using OwnedSemaphore = Owned<VkSemaphore, vkDestroySemaphore>;
using OwnedShader = Owned<VkShaderModule, vkDestroyShaderModule>;
using OwnedSwapchain = Owned<VkSwapchainKHR, vkDestroySwapchainKHR>;

}  // namespace tonus::render

#define VK_CHECK(expression)                                                   \
  do {                                                                         \
    if (const VkResult vk_result = (expression); vk_result != VK_SUCCESS)      \
      return ::tonus::fail(::tonus::render::vk_error(vk_result, #expression)); \
  } while (false)

/// Hands a failed Result on to the caller.
#define RENDER_TRY(expression)                                                                                     \
  do {                                                                                                             \
    if (auto render_result = (expression); !render_result) return ::tonus::fail(std::move(render_result).error()); \
  } while (false)
