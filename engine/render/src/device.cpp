#include "device.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>

#include <engine/render/native.hpp>

namespace tonus::render {
namespace {

constexpr const char* kValidationLayer = "VK_LAYER_KHRONOS_validation";
constexpr const char* kRemedy =
    "install a Vulkan 1.3 driver (package mesa-vulkan-drivers also draws without a graphics card)";

VKAPI_ATTR VkBool32 VKAPI_CALL on_message(VkDebugUtilsMessageSeverityFlagBitsEXT, VkDebugUtilsMessageTypeFlagsEXT,
                                          const VkDebugUtilsMessengerCallbackDataEXT* data, void* user) {
  static_cast<MessageLog*>(user)->add(data->pMessage);
  return VK_FALSE;
}

VkDebugUtilsMessengerCreateInfoEXT messenger_info(MessageLog& log) {
  VkDebugUtilsMessengerCreateInfoEXT info{};
  info.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT;
  info.messageSeverity =
      VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT;
  info.messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT;
  info.pfnUserCallback = on_message;
  info.pUserData = &log;
  return info;
}

bool has_validation_layer() {
  std::uint32_t count = 0;
  vkEnumerateInstanceLayerProperties(&count, nullptr);
  std::vector<VkLayerProperties> layers(count);
  vkEnumerateInstanceLayerProperties(&count, layers.data());
  return std::any_of(layers.begin(), layers.end(),
                     [](const VkLayerProperties& l) { return std::strcmp(l.layerName, kValidationLayer) == 0; });
}

struct Features {
  VkPhysicalDeviceVulkan13Features v13{};
  /// Not VkPhysicalDeviceVulkan12Features: OpenXR runtimes put this one into the chain unless they find it there, and
  /// both may not be.
  VkPhysicalDeviceTimelineSemaphoreFeatures timeline{};
  VkPhysicalDeviceVulkan11Features v11{};
  VkPhysicalDeviceFeatures2 core{};

  Features() {
    v13.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES;
    timeline.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_TIMELINE_SEMAPHORE_FEATURES;
    timeline.pNext = &v13;
    v11.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_FEATURES;
    v11.pNext = &timeline;
    core.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2;
    core.pNext = &v11;
  }
  Features(const Features&) = delete;
  Features& operator=(const Features&) = delete;
};

/// The first thing we need that the device lacks, or nothing.
std::optional<std::string> missing_feature(VkPhysicalDevice physical, const RendererDefinition& definition) {
  VkPhysicalDeviceProperties properties{};
  vkGetPhysicalDeviceProperties(physical, &properties);
  if (properties.apiVersion < VK_API_VERSION_1_3) return "Vulkan 1.3";
  Features have;
  vkGetPhysicalDeviceFeatures2(physical, &have.core);
  if (have.v13.dynamicRendering == VK_FALSE) return "dynamicRendering";
  if (have.v13.synchronization2 == VK_FALSE) return "synchronization2";
  if (have.timeline.timelineSemaphore == VK_FALSE) return "timelineSemaphore";
  if (have.v11.multiview == VK_FALSE) return "multiview";
  const auto counts = properties.limits.framebufferColorSampleCounts & properties.limits.framebufferDepthSampleCounts;
  if ((counts & definition.samples) == 0) return std::to_string(definition.samples) + " samples a pixel";
  return std::nullopt;
}

std::optional<std::uint32_t> graphics_family(VkPhysicalDevice physical, VkSurfaceKHR surface) {
  std::uint32_t count = 0;
  vkGetPhysicalDeviceQueueFamilyProperties(physical, &count, nullptr);
  std::vector<VkQueueFamilyProperties> families(count);
  vkGetPhysicalDeviceQueueFamilyProperties(physical, &count, families.data());
  for (std::uint32_t i = 0; i < count; ++i) {
    if ((families[i].queueFlags & VK_QUEUE_GRAPHICS_BIT) == 0) continue;
    VkBool32 presents = VK_TRUE;
    if (surface != VK_NULL_HANDLE &&
        vkGetPhysicalDeviceSurfaceSupportKHR(physical, i, surface, &presents) != VK_SUCCESS)
      presents = VK_FALSE;
    if (presents == VK_TRUE) return i;
  }
  return std::nullopt;
}

bool has_swapchains(VkPhysicalDevice physical) {
  std::uint32_t count = 0;
  vkEnumerateDeviceExtensionProperties(physical, nullptr, &count, nullptr);
  std::vector<VkExtensionProperties> extensions(count);
  vkEnumerateDeviceExtensionProperties(physical, nullptr, &count, extensions.data());
  return std::any_of(extensions.begin(), extensions.end(), [](const VkExtensionProperties& e) {
    return std::strcmp(e.extensionName, VK_KHR_SWAPCHAIN_EXTENSION_NAME) == 0;
  });
}

int preference(VkPhysicalDeviceType type) {
  switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU: return 4;
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU: return 3;
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU: return 2;
    case VK_PHYSICAL_DEVICE_TYPE_CPU: return 1;
    default: return 0;
  }
}

}  // namespace

RenderError vk_error(VkResult result, const char* what) {
  const std::string where = " (VkResult " + std::to_string(static_cast<int>(result)) + " from " + what + ")";
  switch (result) {
    case VK_ERROR_OUT_OF_HOST_MEMORY:
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
      return {RenderErrorCode::OutOfMemory, "out of graphics memory: close other programs or draw smaller" + where};
    case VK_ERROR_SURFACE_LOST_KHR:
    case VK_ERROR_NATIVE_WINDOW_IN_USE_KHR:
      return {RenderErrorCode::SurfaceFailed, "the window can no longer be drawn to" + where};
    case VK_ERROR_INCOMPATIBLE_DRIVER:
    case VK_ERROR_INITIALIZATION_FAILED:
      return {RenderErrorCode::NoDevice, std::string{"no Vulkan device: "} + kRemedy + where};
    default: return {RenderErrorCode::DeviceLost, "the graphics device failed" + where};
  }
}

void MessageLog::add(const char* text) {
  const std::scoped_lock lock{mutex_};
  messages_.emplace_back(text);
}

std::vector<std::string> MessageLog::messages() const {
  const std::scoped_lock lock{mutex_};
  return messages_;
}

Device::~Device() {
  if (device != VK_NULL_HANDLE) vkDestroyDevice(device, nullptr);
  if (surface != VK_NULL_HANDLE) vkDestroySurfaceKHR(instance, surface, nullptr);
  if (messenger != VK_NULL_HANDLE) {
    const auto destroy = std::bit_cast<PFN_vkDestroyDebugUtilsMessengerEXT>(
        vkGetInstanceProcAddr(instance, "vkDestroyDebugUtilsMessengerEXT"));
    if (destroy != nullptr) destroy(instance, messenger, nullptr);
  }
  if (instance != VK_NULL_HANDLE) vkDestroyInstance(instance, nullptr);
}

Result<void, RenderError> Device::open(const RendererDefinition& definition) {
  RENDER_TRY(create_instance(definition));
  if (definition.window != nullptr) {
    surface = std::bit_cast<VkSurfaceKHR>(definition.window->create(instance));
    if (surface == VK_NULL_HANDLE) {
      if (definition.maker == nullptr)
        return fail(
            RenderError{RenderErrorCode::SurfaceFailed, "the window gave no Vulkan surface: play headless instead"});
      give_up_mirror("the window gave no Vulkan surface");
    }
  }
  RENDER_TRY(definition.maker != nullptr ? take_physical(definition) : choose_physical(definition));
  learn_about_physical();
  return create_device(definition.maker);
}

void Device::give_up_mirror(std::string why) {
  if (surface != VK_NULL_HANDLE) vkDestroySurfaceKHR(instance, surface, nullptr);
  surface = VK_NULL_HANDLE;
  mirror_error = RenderError{RenderErrorCode::SurfaceFailed,
                             "no mirror beside the headset: " + why + "; the headset itself is not affected"};
}

Result<void, RenderError> Device::create_instance(const RendererDefinition& definition) {
  const DeviceMaker* maker = definition.maker;
  if (maker != nullptr && maker->highest_api_version < VK_API_VERSION_1_3)
    return fail(RenderError{RenderErrorCode::MissingFeature,
                            "the headset's runtime allows Vulkan up to " +
                                std::to_string(VK_API_VERSION_MAJOR(maker->highest_api_version)) + "." +
                                std::to_string(VK_API_VERSION_MINOR(maker->highest_api_version)) +
                                " and we need 1.3: update the runtime, or play with --display window"});
  VkApplicationInfo app{};
  app.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO;
  app.pApplicationName = definition.application_name.c_str();
  app.pEngineName = "Tonus";
  app.apiVersion = VK_API_VERSION_1_3;

  std::vector<const char*> extensions;
  if (definition.window != nullptr)
    for (const auto& extension : definition.window->instance_extensions) extensions.push_back(extension.c_str());

  VkInstanceCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO;
  info.pApplicationInfo = &app;

  auto debug = messenger_info(log);
  const std::array enabled{VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT};
  VkValidationFeaturesEXT validation{};
  if (definition.validation) {
    if (!has_validation_layer())
      return fail(RenderError{RenderErrorCode::NoValidationLayer,
                              "Vulkan validation is not installed: install package vulkan-validationlayers"});
    extensions.push_back(VK_EXT_DEBUG_UTILS_EXTENSION_NAME);
    validation.sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT;
    validation.pNext = &debug;
    validation.enabledValidationFeatureCount = static_cast<std::uint32_t>(enabled.size());
    validation.pEnabledValidationFeatures = enabled.data();
    info.pNext = &validation;
    info.enabledLayerCount = 1;
    info.ppEnabledLayerNames = &kValidationLayer;
  }
  info.enabledExtensionCount = static_cast<std::uint32_t>(extensions.size());
  info.ppEnabledExtensionNames = extensions.data();
  if (maker != nullptr) {
    auto made = maker->create_instance(info, vkGetInstanceProcAddr);
    if (!made) return fail(std::move(made).error());
    instance = *made;
  } else {
    VK_CHECK(vkCreateInstance(&info, nullptr, &instance));
  }

  if (definition.validation) {
    const auto create = std::bit_cast<PFN_vkCreateDebugUtilsMessengerEXT>(
        vkGetInstanceProcAddr(instance, "vkCreateDebugUtilsMessengerEXT"));
    VK_CHECK(create == nullptr ? VK_ERROR_EXTENSION_NOT_PRESENT : create(instance, &debug, nullptr, &messenger));
  }
  return {};
}

Result<void, RenderError> Device::choose_physical(const RendererDefinition& definition) {
  std::uint32_t count = 0;
  VK_CHECK(vkEnumeratePhysicalDevices(instance, &count, nullptr));
  std::vector<VkPhysicalDevice> candidates(count);
  VK_CHECK(vkEnumeratePhysicalDevices(instance, &count, candidates.data()));
  if (candidates.empty())
    return fail(RenderError{RenderErrorCode::NoDevice, std::string{"no Vulkan device: "} + kRemedy});

  std::string refused;
  int best = -1;
  for (VkPhysicalDevice candidate : candidates) {
    VkPhysicalDeviceProperties properties{};
    vkGetPhysicalDeviceProperties(candidate, &properties);
    const auto family = graphics_family(candidate, surface);
    const auto missing = family ? missing_feature(candidate, definition)
                                : std::optional<std::string>{"a queue that draws to this window"};
    if (missing) {
      refused += std::string{refused.empty() ? "" : "; "} + properties.deviceName + " lacks " + *missing;
    } else if (preference(properties.deviceType) > best) {
      best = preference(properties.deviceType);
      physical = candidate;
      queue_family = *family;
    }
  }
  if (best < 0) return fail(RenderError{RenderErrorCode::MissingFeature, refused + ": " + kRemedy});
  return {};
}

Result<void, RenderError> Device::take_physical(const RendererDefinition& definition) {
  auto picked = definition.maker->pick_physical(instance);
  if (!picked) return fail(std::move(picked).error());
  physical = *picked;
  const auto missing = [&](const std::string& what) {
    VkPhysicalDeviceProperties properties{};
    vkGetPhysicalDeviceProperties(physical, &properties);
    return fail(RenderError{RenderErrorCode::MissingFeature, std::string{"the headset's runtime draws on "} +
                                                                 properties.deviceName + ", which lacks " + what +
                                                                 ": update its driver, or play with --display window"});
  };
  if (const auto lacking = missing_feature(physical, definition)) return missing(*lacking);
  auto family = graphics_family(physical, surface);
  if (surface != VK_NULL_HANDLE) {
    if (!family)
      give_up_mirror("the headset's device cannot draw to this window");
    else if (!has_swapchains(physical))
      give_up_mirror("the headset's device draws to no window at all");
    family = graphics_family(physical, surface);
  }
  if (!family) return missing("a queue that draws");
  queue_family = *family;
  return {};
}

void Device::learn_about_physical() {
  vkGetPhysicalDeviceMemoryProperties(physical, &memory);
  VkPhysicalDeviceDriverProperties driver{};
  driver.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES;
  VkPhysicalDeviceProperties2 properties{};
  properties.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
  properties.pNext = &driver;
  vkGetPhysicalDeviceProperties2(physical, &properties);
  name = properties.properties.deviceName;
  is_cpu = properties.properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU;
  mixes_up_views = driver.driverID == VK_DRIVER_ID_MESA_LLVMPIPE;
}

Result<void, RenderError> Device::create_device(const DeviceMaker* maker) {
  Features want;
  want.v13.dynamicRendering = VK_TRUE;
  want.v13.synchronization2 = VK_TRUE;
  want.timeline.timelineSemaphore = VK_TRUE;
  want.v11.multiview = VK_TRUE;

  const float priority = 1.0F;
  VkDeviceQueueCreateInfo queue_info{};
  queue_info.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO;
  queue_info.queueFamilyIndex = queue_family;
  queue_info.queueCount = 1;
  queue_info.pQueuePriorities = &priority;

  const char* swapchain = VK_KHR_SWAPCHAIN_EXTENSION_NAME;
  VkDeviceCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO;
  info.pNext = &want.core;
  info.queueCreateInfoCount = 1;
  info.pQueueCreateInfos = &queue_info;
  info.enabledExtensionCount = surface != VK_NULL_HANDLE ? 1 : 0;
  info.ppEnabledExtensionNames = &swapchain;
  if (maker != nullptr) {
    auto made = maker->create_device(physical, info, vkGetInstanceProcAddr);
    if (!made) return fail(std::move(made).error());
    device = *made;
  } else {
    VK_CHECK(vkCreateDevice(physical, &info, nullptr, &device));
  }
  vkGetDeviceQueue(device, queue_family, 0, &queue);
  return {};
}

}  // namespace tonus::render
