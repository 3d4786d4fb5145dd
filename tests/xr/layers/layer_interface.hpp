#pragma once
// What the OpenXR loader and an API layer say to each other (OpenXR loader design, layer interface version 1). Debian
// 12 does not package the header of it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#define XR_NO_PROTOTYPES
#include <openxr/openxr.h>

namespace tonus::test::layers {

enum class Structure : std::uint32_t { None, LoaderInfo, LayerRequest, RuntimeRequest, LayerCreateInfo, LayerNextInfo };

struct LayerCreateInfo;
using CreateLayerInstance = XrResult(XRAPI_PTR*)(const XrInstanceCreateInfo* info, const LayerCreateInfo* layer,
                                                 XrInstance* instance);

struct LayerNextInfo {
  Structure type;
  std::uint32_t version;
  std::size_t size;
  char name[XR_MAX_API_LAYER_NAME_SIZE];
  PFN_xrGetInstanceProcAddr address;
  CreateLayerInstance create;
  LayerNextInfo* next;
};

struct LayerCreateInfo {
  Structure type;
  std::uint32_t version;
  std::size_t size;
  void* loader_instance;
  char settings[512];
  LayerNextInfo* next;
};

struct LoaderInfo {
  Structure type;
  std::uint32_t version;
  std::size_t size;
  std::uint32_t least_interface, most_interface;
  XrVersion least_api, most_api;
};

struct LayerRequest {
  Structure type;
  std::uint32_t version;
  std::size_t size;
  std::uint32_t interface_version;
  XrVersion api_version;
  PFN_xrGetInstanceProcAddr address;
  CreateLayerInstance create;
};

/// Makes the instance of whatever is below, which never hears of the extensions that are `ours`; says which of those
/// were asked for.
inline XrResult create_below(const XrInstanceCreateInfo& info, const LayerCreateInfo& layer,
                             std::span<const char* const> ours, XrInstance* instance,
                             std::vector<std::string>& asked_for) {
  std::vector<const char*> names;
  for (std::uint32_t i = 0; i < info.enabledExtensionCount; ++i) {
    const char* name = info.enabledExtensionNames[i];
    const bool is_ours =
        std::any_of(ours.begin(), ours.end(), [name](const char* our) { return std::strcmp(name, our) == 0; });
    if (is_ours) asked_for.emplace_back(name);
    if (!is_ours) names.push_back(name);
  }
  XrInstanceCreateInfo below = info;
  below.enabledExtensionCount = static_cast<std::uint32_t>(names.size());
  below.enabledExtensionNames = names.data();
  LayerCreateInfo layer_below = layer;
  layer_below.next = layer.next->next;
  return layer.next->create(&below, &layer_below, instance);
}

/// What is below, by name; null where it has none.
template <class Function>
void find_below(PFN_xrGetInstanceProcAddr address, XrInstance instance, const char* name, Function& function) {
  PFN_xrVoidFunction found = nullptr;
  address(instance, name, &found);
  function = reinterpret_cast<Function>(found);
}

/// A function of the layer's own.
struct Ours {
  template <class Function>
  Ours(const char* its_name, Function* its_function, bool belongs_to_extension = false)
      : name(its_name),
        function(reinterpret_cast<PFN_xrVoidFunction>(its_function)),
        is_of_extension(belongs_to_extension) {}
  const char* name;
  PFN_xrVoidFunction function;
  bool is_of_extension;  ///< there only where that was asked for
};
/// Of ours, else of what is below.
inline XrResult find_ours(std::span<const Ours> ours, bool has_extension, PFN_xrGetInstanceProcAddr below,
                          XrInstance instance, const char* name, PFN_xrVoidFunction* function) {
  for (const Ours& candidate : ours) {
    if (std::strcmp(candidate.name, name) != 0 || (candidate.is_of_extension && !has_extension)) continue;
    *function = candidate.function;
    return XR_SUCCESS;
  }
  return below(instance, name, function);
}

/// A line of the file that this variable of the environment names.
inline void note_in(const char* variable, const std::string& line) {
  if (const char* path = std::getenv(variable)) std::ofstream(path, std::ios::app) << line << '\n';
}
inline bool is_set_to(const char* variable, const char* word) {
  const char* said = std::getenv(variable);
  return said != nullptr && std::strcmp(said, word) == 0;
}

inline XrResult answer_loader(const LoaderInfo* loader, LayerRequest* request, PFN_xrGetInstanceProcAddr address,
                              CreateLayerInstance create) {
  if (loader == nullptr || request == nullptr || loader->least_interface > 1) return XR_ERROR_INITIALIZATION_FAILED;
  request->interface_version = 1;
  request->api_version = XR_MAKE_VERSION(1, 0, 0);
  request->address = address;
  request->create = create;
  return XR_SUCCESS;
}

}  // namespace tonus::test::layers
