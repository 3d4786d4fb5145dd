#include "api.hpp"

#include <cstdlib>

#include <dlfcn.h>
#include <openxr/openxr_reflection.h>

namespace tonus::xr::openxr {
namespace {

template <class Function>
bool find(PFN_xrGetInstanceProcAddr address, XrInstance instance, const char* name, Function& function) {
  PFN_xrVoidFunction found = nullptr;
  if (address(instance, name, &found) != XR_SUCCESS) found = nullptr;
  function = reinterpret_cast<Function>(found);
  return found != nullptr;
}

Result<Loader, XrError> open_loader() {
  // What goes wrong is said by us, in one line.
  setenv("XR_LOADER_DEBUG", "none", /*overwrite=*/0);
  void* library = dlopen("libopenxr_loader.so.1", RTLD_NOW | RTLD_LOCAL);
  Loader loader;
  if (library != nullptr)
    loader.GetInstanceProcAddr = reinterpret_cast<PFN_xrGetInstanceProcAddr>(dlsym(library, "xrGetInstanceProcAddr"));
  if (loader.GetInstanceProcAddr == nullptr)
    return fail(XrError{XrErrorCode::NoRuntime,
                        "there is no OpenXR loader: install libopenxr-loader1 and the runtime of the headset"});
  if (!find(loader.GetInstanceProcAddr, XR_NULL_HANDLE, "xrEnumerateInstanceExtensionProperties",
            loader.EnumerateInstanceExtensionProperties) ||
      !find(loader.GetInstanceProcAddr, XR_NULL_HANDLE, "xrCreateInstance", loader.CreateInstance))
    return fail(XrError{XrErrorCode::NoRuntime, "this OpenXR loader is damaged: install libopenxr-loader1 again"});
  return loader;
}

}  // namespace

Result<const Loader*, XrError> Loader::get() {
  static const Result<Loader, XrError> loader = open_loader();
  if (!loader) return fail(loader.error());
  return &*loader;
}

Result<void, XrError> Api::load(PFN_xrGetInstanceProcAddr address, XrInstance instance) {
  const char* missing = nullptr;
#define TONUS_XR_FIND(name) \
  if (!find(address, instance, "xr" #name, name)) missing = "xr" #name;
  TONUS_XR_FUNCTIONS(TONUS_XR_FIND)
#undef TONUS_XR_FIND
#define TONUS_XR_FIND(name) find(address, instance, "xr" #name, name);
  TONUS_XR_OPTIONAL_FUNCTIONS(TONUS_XR_FIND)
#undef TONUS_XR_FIND
  if (missing == nullptr) return {};
  return fail(XrError{XrErrorCode::Unsuitable,
                      std::string{"the OpenXR runtime lacks "} + missing + ": update it, or use another"});
}

std::string_view result_name(XrResult result) {
  switch (result) {
#define TONUS_XR_NAME(name, value) \
  case name: return #name;
    XR_LIST_ENUM_XrResult(TONUS_XR_NAME)
#undef TONUS_XR_NAME
        default : return "a code that OpenXR 1.0 does not have";
  }
}

XrError error_of(XrResult result, std::string_view call) {
  const std::string said = std::string{call} + " said " + std::string{result_name(result)};
  if (is_lost(result)) return {XrErrorCode::Lost, "the OpenXR runtime went away (" + said + ")"};
  return {XrErrorCode::Unsuitable, "the OpenXR runtime refused: " + said + "; restart it, or use another"};
}

}  // namespace tonus::xr::openxr
