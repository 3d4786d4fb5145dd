#include "runtime.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

#include <sys/mman.h>
#include <unistd.h>

namespace tonus::xr::openxr {
namespace {

struct Wanted {
  const char* name;
  bool is_needed;
};
/// In the order in which they matter. A profile of a controller needs the extension that brings it.
constexpr std::array kWanted{Wanted{XR_KHR_VULKAN_ENABLE2_EXTENSION_NAME, true},
                             Wanted{XR_KHR_CONVERT_TIMESPEC_TIME_EXTENSION_NAME, false},
                             Wanted{XR_EXT_HAND_TRACKING_EXTENSION_NAME, false},
                             Wanted{TONUS_XR_EXT_LOCAL_FLOOR, false},
                             Wanted{XR_FB_DISPLAY_REFRESH_RATE_EXTENSION_NAME, false},
                             Wanted{XR_KHR_VISIBILITY_MASK_EXTENSION_NAME, false},
                             Wanted{XR_KHR_COMPOSITION_LAYER_DEPTH_EXTENSION_NAME, false},
                             Wanted{TONUS_XR_EXT_USER_PRESENCE, false},
                             Wanted{XR_FB_PASSTHROUGH_EXTENSION_NAME, false},
                             Wanted{XR_FB_SPATIAL_ENTITY_EXTENSION_NAME, false},
                             Wanted{XR_FB_SPATIAL_ENTITY_STORAGE_EXTENSION_NAME, false},
                             Wanted{XR_FB_SPATIAL_ENTITY_QUERY_EXTENSION_NAME, false},
                             Wanted{XR_FB_SCENE_EXTENSION_NAME, false},
                             Wanted{XR_EXT_HP_MIXED_REALITY_CONTROLLER_EXTENSION_NAME, false},
                             Wanted{"XR_BD_controller_interaction", false}};

/// Runtimes that fail explain themselves at length on stderr, again and again while a lost headset is looked for. What
/// they say is held back until it is known whether it is of use. Lines of other threads are held back with it.
class HeldBack {
 public:
  HeldBack() : kept_(dup(STDERR_FILENO)), memory_(memfd_create("tonus-stderr", MFD_CLOEXEC)) {
    if (kept_ >= 0 && memory_ >= 0) dup2(memory_, STDERR_FILENO);
  }
  ~HeldBack() {
    if (kept_ >= 0) dup2(kept_, STDERR_FILENO);
    if (says_it_ && memory_ >= 0 && lseek(memory_, 0, SEEK_SET) == 0) {
      std::array<char, 4096> chunk{};
      for (ssize_t n = 0; (n = read(memory_, chunk.data(), chunk.size())) > 0;)
        if (write(STDERR_FILENO, chunk.data(), static_cast<std::size_t>(n)) != n) break;
    }
    if (kept_ >= 0) close(kept_);
    if (memory_ >= 0) close(memory_);
  }
  HeldBack(const HeldBack&) = delete;
  HeldBack& operator=(const HeldBack&) = delete;
  void say_it() { says_it_ = true; }

 private:
  int kept_, memory_;
  bool says_it_ = false;
};

XrError no_runtime(XrResult result) {
  switch (result) {
    case XR_ERROR_RUNTIME_FAILURE:
    case XR_ERROR_INITIALIZATION_FAILED:
    case XR_ERROR_INSTANCE_LOST:
      return {XrErrorCode::NoRuntime,
              "the OpenXR runtime does not answer: start it (its service or its app), then play"};
    case XR_ERROR_API_VERSION_UNSUPPORTED:
      return {XrErrorCode::Unsuitable, "the OpenXR runtime does not speak version 1.0: update it"};
    case XR_ERROR_EXTENSION_NOT_PRESENT:
      return {XrErrorCode::Unsuitable, "the OpenXR runtime has no XR_KHR_vulkan_enable2: update it, or use another"};
    default:
      return {XrErrorCode::NoRuntime,
              "no OpenXR runtime is set up: install the one of the headset, or name its manifest in XR_RUNTIME_JSON"};
  }
}

std::string_view word_for(XrEnvironmentBlendMode mode) {
  switch (mode) {
    case XR_ENVIRONMENT_BLEND_MODE_ADDITIVE: return "additive";
    case XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND: return "alpha";
    default: return "opaque";
  }
}

}  // namespace

Result<std::unique_ptr<Runtime>, XrError> Runtime::create(const std::string& application) {
  HeldBack words;
  auto runtime = std::unique_ptr<Runtime>(new Runtime);
  if (auto opened = runtime->open(application); !opened) return fail(std::move(opened).error());
  if (auto found = runtime->find_headset(); !found) return fail(std::move(found).error());
  words.say_it();
  return runtime;
}

Runtime::~Runtime() {
  if (instance_ != XR_NULL_HANDLE && api_.DestroyInstance != nullptr) api_.DestroyInstance(instance_);
}

bool Runtime::has(std::string_view extension) const {
  return std::find(enabled_.begin(), enabled_.end(), extension) != enabled_.end();
}

Result<void, XrError> Runtime::open(const std::string& application) {
  const auto loader = Loader::get();
  if (!loader) return fail(loader.error());
  std::uint32_t count = 0;
  XrResult result = (*loader)->EnumerateInstanceExtensionProperties(nullptr, 0, &count, nullptr);
  std::vector<XrExtensionProperties> offered(count, {XR_TYPE_EXTENSION_PROPERTIES});
  if (XR_SUCCEEDED(result))
    result = (*loader)->EnumerateInstanceExtensionProperties(nullptr, count, &count, offered.data());
  if (XR_FAILED(result)) return fail(no_runtime(result));

  std::vector<const char*> names;
  for (const Wanted& wanted : kWanted) {
    const bool is_offered = std::any_of(offered.begin(), offered.end(), [&](const XrExtensionProperties& p) {
      return std::strcmp(p.extensionName, wanted.name) == 0;
    });
    (is_offered ? report_.has : report_.lacks).emplace_back(wanted.name);
    if (is_offered) names.push_back(wanted.name);
    if (!is_offered && wanted.is_needed) return fail(no_runtime(XR_ERROR_EXTENSION_NOT_PRESENT));
  }
  enabled_ = report_.has;
  XrInstanceCreateInfo info{XR_TYPE_INSTANCE_CREATE_INFO};
  std::snprintf(info.applicationInfo.applicationName, XR_MAX_APPLICATION_NAME_SIZE, "%s", application.c_str());
  std::snprintf(info.applicationInfo.engineName, XR_MAX_ENGINE_NAME_SIZE, "Tonus");
  // What we use is in 1.0; runtimes of 1.1 take that too.
  info.applicationInfo.apiVersion = XR_MAKE_VERSION(1, 0, 0);
  info.enabledExtensionCount = static_cast<std::uint32_t>(names.size());
  info.enabledExtensionNames = names.data();
  result = (*loader)->CreateInstance(&info, &instance_);
  if (XR_FAILED(result)) {
    instance_ = XR_NULL_HANDLE;
    return fail(no_runtime(result));
  }
  if (auto loaded = api_.load((*loader)->GetInstanceProcAddr, instance_); !loaded) return loaded;
  XrInstanceProperties properties{XR_TYPE_INSTANCE_PROPERTIES};
  if (XR_SUCCEEDED(api_.GetInstanceProperties(instance_, &properties))) {
    const XrVersion v = properties.runtimeVersion;
    report_.runtime = std::string{properties.runtimeName} + " " + std::to_string(XR_VERSION_MAJOR(v)) + "." +
                      std::to_string(XR_VERSION_MINOR(v)) + "." + std::to_string(XR_VERSION_PATCH(v));
  }
  return {};
}

Result<void, XrError> Runtime::find_headset() {
  XrSystemGetInfo wanted{XR_TYPE_SYSTEM_GET_INFO};
  wanted.formFactor = XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY;
  XrResult result = api_.GetSystem(instance_, &wanted, &system_);
  if (result == XR_ERROR_FORM_FACTOR_UNAVAILABLE || result == XR_ERROR_FORM_FACTOR_UNSUPPORTED)
    return fail(
        XrError{XrErrorCode::NoHeadset, report_.runtime + " has no headset: connect it and switch it on, then play"});
  if (XR_FAILED(result)) return fail(error_of(result, "xrGetSystem"));

  XrSystemHandTrackingPropertiesEXT hands{XR_TYPE_SYSTEM_HAND_TRACKING_PROPERTIES_EXT};
  XrSystemProperties properties{XR_TYPE_SYSTEM_PROPERTIES};
  if (has(XR_EXT_HAND_TRACKING_EXTENSION_NAME)) properties.next = &hands;
  result = api_.GetSystemProperties(instance_, system_, &properties);
  if (XR_FAILED(result)) return fail(error_of(result, "xrGetSystemProperties"));
  report_.headset = properties.systemName;
  report_.has_hand_tracking = hands.supportsHandTracking == XR_TRUE;
  report_.has_passthrough = supports_passthrough();
  report_.has_room = supports_room();

  std::array<XrViewConfigurationView, 2> views{{{XR_TYPE_VIEW_CONFIGURATION_VIEW}, {XR_TYPE_VIEW_CONFIGURATION_VIEW}}};
  std::uint32_t count = 0;
  result = api_.EnumerateViewConfigurationViews(instance_, system_, kViews, static_cast<std::uint32_t>(views.size()),
                                                &count, views.data());
  if (XR_FAILED(result) || count != views.size())
    return fail(XrError{XrErrorCode::Unsuitable, report_.headset + " does not show two pictures, one an eye"});
  view_ = views[0];
  report_.recommended = {view_.recommendedImageRectWidth, view_.recommendedImageRectHeight};

  result = api_.EnumerateEnvironmentBlendModes(instance_, system_, kViews, 0, &count, nullptr);
  blends_.resize(count);
  if (XR_SUCCEEDED(result))
    result = api_.EnumerateEnvironmentBlendModes(instance_, system_, kViews, count, &count, blends_.data());
  if (XR_FAILED(result) || blends_.empty()) blends_ = {XR_ENVIRONMENT_BLEND_MODE_OPAQUE};
  for (const auto mode : blends_) report_.blends.emplace_back(word_for(mode));
  return {};
}

bool Runtime::supports_passthrough() const {
  if (!has(XR_FB_PASSTHROUGH_EXTENSION_NAME) || api_.CreatePassthroughFB == nullptr ||
      api_.DestroyPassthroughFB == nullptr || api_.PassthroughStartFB == nullptr ||
      api_.PassthroughPauseFB == nullptr || api_.CreatePassthroughLayerFB == nullptr ||
      api_.DestroyPassthroughLayerFB == nullptr)
    return false;
  // A call of its own: core validation (1.0.20) refuses two structures in one chain.
  XrSystemPassthroughPropertiesFB surroundings{XR_TYPE_SYSTEM_PASSTHROUGH_PROPERTIES_FB};
  XrSystemProperties properties{XR_TYPE_SYSTEM_PROPERTIES};
  properties.next = &surroundings;
  return XR_SUCCEEDED(api_.GetSystemProperties(instance_, system_, &properties)) &&
         surroundings.supportsPassthrough == XR_TRUE;
}

bool Runtime::supports_room() const {
  // Queries filter by where things are stored, which the extension of that name brings.
  for (const char* needed : {XR_FB_SPATIAL_ENTITY_EXTENSION_NAME, XR_FB_SPATIAL_ENTITY_STORAGE_EXTENSION_NAME,
                             XR_FB_SPATIAL_ENTITY_QUERY_EXTENSION_NAME, XR_FB_SCENE_EXTENSION_NAME})
    if (!has(needed)) return false;
  if (api_.SetSpaceComponentStatusFB == nullptr || api_.GetSpaceComponentStatusFB == nullptr ||
      api_.QuerySpacesFB == nullptr || api_.RetrieveSpaceQueryResultsFB == nullptr ||
      api_.GetSpaceBoundingBox2DFB == nullptr || api_.GetSpaceBoundingBox3DFB == nullptr ||
      api_.GetSpaceSemanticLabelsFB == nullptr)
    return false;
  // A call of its own, as for passthrough.
  XrSystemSpatialEntityPropertiesFB entities{XR_TYPE_SYSTEM_SPATIAL_ENTITY_PROPERTIES_FB};
  XrSystemProperties properties{XR_TYPE_SYSTEM_PROPERTIES};
  properties.next = &entities;
  return XR_SUCCEEDED(api_.GetSystemProperties(instance_, system_, &properties)) &&
         entities.supportsSpatialEntity == XR_TRUE;
}

bool is_available() { return probe().has_value(); }

Result<RuntimeReport, XrError> probe() {
  auto runtime = Runtime::create("Tonus");
  if (!runtime) return fail(std::move(runtime).error());
  return (*runtime)->report();
}

}  // namespace tonus::xr::openxr
