// Under AddressSanitizer alone: what Vulkan drivers, layers and window systems leak is theirs (and what sdbus-c++ does,
// as bus_leaks.cpp says, where a program draws and speaks to a bus).
//
// They are unloaded before leaks are looked for, which would leave their stacks without a name, so an instance (and
// with it every driver and the validation layer) is kept until the process ends. Blocks of ours that nobody frees have
// only this executable on their stacks and are still reported.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include <vulkan/vulkan.h>

namespace {

/// Reachable to the end, so no leak itself.
VkInstance kept_instance = VK_NULL_HANDLE;

bool keep_drivers_loaded() {
  constexpr const char* kValidation = "VK_LAYER_KHRONOS_validation";
  std::uint32_t count = 0;
  vkEnumerateInstanceLayerProperties(&count, nullptr);
  std::vector<VkLayerProperties> layers(count);
  vkEnumerateInstanceLayerProperties(&count, layers.data());
  const bool has_validation = std::any_of(layers.begin(), layers.end(), [&](const VkLayerProperties& layer) {
    return std::strcmp(layer.layerName, kValidation) == 0;
  });
  VkInstanceCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO;
  info.enabledLayerCount = has_validation ? 1 : 0;
  info.ppEnabledLayerNames = &kValidation;
  return vkCreateInstance(&info, nullptr, &kept_instance) == VK_SUCCESS;
}

[[maybe_unused]] const bool is_kept = keep_drivers_loaded();

}  // namespace

extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libVkLayer_\nleak:libvulkan\nleak:libLLVM\nleak:libdrm\nleak:libX11\nleak:libxcb\nleak:libSDL2\nleak:"
         "libdbus\n"
         "leak:libwayland\nleak:sd_bus_new\n";
}
