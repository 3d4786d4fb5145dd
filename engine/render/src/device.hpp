#pragma once
// Instance, device, queue: found once, kept until the end.

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <engine/render/renderer.hpp>

#include "vk.hpp"

namespace tonus::render {

/// What validation says. The layer calls from any thread that calls Vulkan, hence the lock.
class MessageLog {
 public:
  void add(const char* text);
  [[nodiscard]] std::vector<std::string> messages() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> messages_;
};

struct Device {
  Device() = default;
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  [[nodiscard]] Result<void, RenderError> open(const RendererDefinition& definition);

  VkInstance instance = VK_NULL_HANDLE;
  VkDebugUtilsMessengerEXT messenger = VK_NULL_HANDLE;
  VkSurfaceKHR surface = VK_NULL_HANDLE;  ///< null off screen
  VkPhysicalDevice physical = VK_NULL_HANDLE;
  VkDevice device = VK_NULL_HANDLE;
  std::uint32_t queue_family = 0;
  VkQueue queue = VK_NULL_HANDLE;
  VkPhysicalDeviceMemoryProperties memory{};
  std::string name;
  bool is_cpu = false;
  /// The driver mixes up the views of one pass: what needs clipping in the second view lands in the first (llvmpipe of
  /// Mesa 22.3, and it gains nothing from multiview). Views are then drawn in a pass each.
  bool mixes_up_views = false;
  std::optional<RenderError> mirror_error;  ///< why `surface` is null although there are a window and a maker
  MessageLog log;

 private:
  [[nodiscard]] Result<void, RenderError> create_instance(const RendererDefinition& definition);
  [[nodiscard]] Result<void, RenderError> choose_physical(const RendererDefinition& definition);
  [[nodiscard]] Result<void, RenderError> take_physical(const RendererDefinition& definition);
  [[nodiscard]] Result<void, RenderError> create_device(const DeviceMaker* maker);
  void learn_about_physical();
  void give_up_mirror(std::string why);
};

}  // namespace tonus::render
