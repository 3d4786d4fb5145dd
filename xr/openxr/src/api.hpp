#pragma once
// The loader, its functions, and what their failures mean to a person. The one place that includes OpenXR's headers.

#include <ctime>
#include <string_view>

#include <vulkan/vulkan.h>

#define XR_NO_PROTOTYPES
#define XR_USE_GRAPHICS_API_VULKAN
#define XR_USE_TIMESPEC
#include <openxr/openxr.h>
#include <openxr/openxr_platform.h>

#include <xr/headset/headset.hpp>

#include "fb_scene.hpp"

// Newer than the headers of Debian 12 (OpenXR 1.0.20); values of the registry.
#define TONUS_XR_EXT_LOCAL_FLOOR "XR_EXT_local_floor"
#define TONUS_XR_EXT_USER_PRESENCE "XR_EXT_user_presence"

namespace tonus::xr::openxr {

inline constexpr auto kReferenceSpaceLocalFloor = static_cast<XrReferenceSpaceType>(1000426000);
inline constexpr auto kTypeUserPresenceChanged = static_cast<XrStructureType>(1000470000);
struct UserPresenceChanged {
  XrStructureType type;
  const void* next;
  XrSession session;
  XrBool32 is_present;
};

// clang-format off
#define TONUS_XR_FUNCTIONS(X) \
  X(DestroyInstance) X(GetInstanceProperties) X(PollEvent) X(GetSystem) X(GetSystemProperties) \
  X(EnumerateViewConfigurationViews) X(EnumerateEnvironmentBlendModes) X(CreateSession) X(DestroySession) \
  X(BeginSession) X(EndSession) X(RequestExitSession) X(EnumerateReferenceSpaces) X(CreateReferenceSpace) \
  X(CreateActionSpace) X(LocateSpace) X(DestroySpace) X(LocateViews) X(WaitFrame) X(BeginFrame) X(EndFrame) \
  X(EnumerateSwapchainFormats) X(CreateSwapchain) X(DestroySwapchain) X(EnumerateSwapchainImages) \
  X(AcquireSwapchainImage) X(WaitSwapchainImage) X(ReleaseSwapchainImage) X(StringToPath) X(PathToString) \
  X(CreateActionSet) X(DestroyActionSet) X(CreateAction) X(SuggestInteractionProfileBindings) \
  X(AttachSessionActionSets) X(GetCurrentInteractionProfile) X(SyncActions) X(GetActionStateBoolean) \
  X(GetActionStateVector2f) X(GetActionStatePose) X(ApplyHapticFeedback) X(CreateVulkanInstanceKHR) \
  X(CreateVulkanDeviceKHR) X(GetVulkanGraphicsDevice2KHR) X(GetVulkanGraphicsRequirements2KHR)
// Of extensions that may be missing: null then.
#define TONUS_XR_OPTIONAL_FUNCTIONS(X) \
  X(ConvertTimespecTimeToTimeKHR) X(ConvertTimeToTimespecTimeKHR) X(CreateHandTrackerEXT) X(DestroyHandTrackerEXT) \
  X(LocateHandJointsEXT) X(EnumerateDisplayRefreshRatesFB) X(GetDisplayRefreshRateFB) X(RequestDisplayRefreshRateFB) \
  X(GetVisibilityMaskKHR) X(CreatePassthroughFB) X(DestroyPassthroughFB) X(PassthroughStartFB) X(PassthroughPauseFB) \
  X(CreatePassthroughLayerFB) X(DestroyPassthroughLayerFB) X(SetSpaceComponentStatusFB) X(GetSpaceComponentStatusFB) \
  X(QuerySpacesFB) X(RetrieveSpaceQueryResultsFB) X(GetSpaceBoundingBox2DFB) X(GetSpaceBoundingBox3DFB) \
  X(GetSpaceSemanticLabelsFB)
// clang-format on

/// What an instance offers. Filled by load().
struct Api {
#define TONUS_XR_MEMBER(name) PFN_xr##name name = nullptr;
  TONUS_XR_FUNCTIONS(TONUS_XR_MEMBER)
  TONUS_XR_OPTIONAL_FUNCTIONS(TONUS_XR_MEMBER)
#undef TONUS_XR_MEMBER

  [[nodiscard]] Result<void, XrError> load(PFN_xrGetInstanceProcAddr address, XrInstance instance);
};

/// What works without an instance. Opened once and kept: loaders do not like to be closed.
struct Loader {
  PFN_xrGetInstanceProcAddr GetInstanceProcAddr = nullptr;
  PFN_xrEnumerateInstanceExtensionProperties EnumerateInstanceExtensionProperties = nullptr;
  PFN_xrCreateInstance CreateInstance = nullptr;

  [[nodiscard]] static Result<const Loader*, XrError> get();
};

[[nodiscard]] inline bool is_lost(XrResult result) {
  return result == XR_ERROR_INSTANCE_LOST || result == XR_ERROR_SESSION_LOST;
}
/// As in the headers, "XR_ERROR_…".
[[nodiscard]] std::string_view result_name(XrResult result);
/// For results of `call` that are no success: Lost where the runtime went away.
[[nodiscard]] XrError error_of(XrResult result, std::string_view call);

}  // namespace tonus::xr::openxr
