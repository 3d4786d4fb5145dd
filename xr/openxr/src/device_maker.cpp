#include "device_maker.hpp"

namespace tonus::xr::openxr {
namespace {

render::RenderError refusal(XrResult result, VkResult vulkan, const char* call) {
  std::string message = error_of(result, call).message;
  if (vulkan != VK_SUCCESS) message += " (VkResult " + std::to_string(vulkan) + ")";
  return {render::RenderErrorCode::NoDevice, message};
}

}  // namespace

Result<render::DeviceMaker, XrError> make_device_maker(const Runtime& runtime) {
  const Api& api = runtime.api();
  XrGraphicsRequirementsVulkanKHR needed{XR_TYPE_GRAPHICS_REQUIREMENTS_VULKAN2_KHR};
  // Runtimes want to be asked before anything is made.
  const XrResult asked = api.GetVulkanGraphicsRequirements2KHR(runtime.instance(), runtime.system(), &needed);
  if (XR_FAILED(asked)) return fail(error_of(asked, "xrGetVulkanGraphicsRequirements2KHR"));
  render::DeviceMaker maker;
  const auto major = static_cast<std::uint32_t>(XR_VERSION_MAJOR(needed.maxApiVersionSupported));
  const auto minor = static_cast<std::uint32_t>(XR_VERSION_MINOR(needed.maxApiVersionSupported));
  // Some runtimes say a number that Vulkan's 7 bits cannot hold.
  maker.highest_api_version = major > 1 ? VK_API_VERSION_1_3 : VK_MAKE_API_VERSION(0, major, minor, 0);
  maker.create_instance = [&runtime, &api](
                              const VkInstanceCreateInfo& info,
                              PFN_vkGetInstanceProcAddr address) -> Result<VkInstance, render::RenderError> {
    XrVulkanInstanceCreateInfoKHR create{XR_TYPE_VULKAN_INSTANCE_CREATE_INFO_KHR};
    create.systemId = runtime.system();
    create.pfnGetInstanceProcAddr = address;
    create.vulkanCreateInfo = &info;
    VkInstance made = VK_NULL_HANDLE;
    VkResult vulkan = VK_SUCCESS;
    const XrResult result = api.CreateVulkanInstanceKHR(runtime.instance(), &create, &made, &vulkan);
    if (XR_FAILED(result) || vulkan != VK_SUCCESS) return fail(refusal(result, vulkan, "xrCreateVulkanInstanceKHR"));
    return made;
  };
  maker.pick_physical = [&runtime, &api](VkInstance instance) -> Result<VkPhysicalDevice, render::RenderError> {
    XrVulkanGraphicsDeviceGetInfoKHR get{XR_TYPE_VULKAN_GRAPHICS_DEVICE_GET_INFO_KHR};
    get.systemId = runtime.system();
    get.vulkanInstance = instance;
    VkPhysicalDevice physical = VK_NULL_HANDLE;
    const XrResult result = api.GetVulkanGraphicsDevice2KHR(runtime.instance(), &get, &physical);
    if (XR_FAILED(result)) return fail(refusal(result, VK_SUCCESS, "xrGetVulkanGraphicsDevice2KHR"));
    return physical;
  };
  maker.create_device = [&runtime, &api](VkPhysicalDevice physical, const VkDeviceCreateInfo& info,
                                         PFN_vkGetInstanceProcAddr address) -> Result<VkDevice, render::RenderError> {
    XrVulkanDeviceCreateInfoKHR create{XR_TYPE_VULKAN_DEVICE_CREATE_INFO_KHR};
    create.systemId = runtime.system();
    create.pfnGetInstanceProcAddr = address;
    create.vulkanPhysicalDevice = physical;
    create.vulkanCreateInfo = &info;
    VkDevice made = VK_NULL_HANDLE;
    VkResult vulkan = VK_SUCCESS;
    const XrResult result = api.CreateVulkanDeviceKHR(runtime.instance(), &create, &made, &vulkan);
    if (XR_FAILED(result) || vulkan != VK_SUCCESS) return fail(refusal(result, vulkan, "xrCreateVulkanDeviceKHR"));
    return made;
  };
  return maker;
}

}  // namespace tonus::xr::openxr
