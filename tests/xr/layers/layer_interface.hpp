#pragma once
// What the OpenXR loader and an API layer say to each other (OpenXR loader design, layer interface version 1). Debian
// 12 does not package the header of it.

#include <cstddef>
#include <cstdint>

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

}  // namespace tonus::test::layers
