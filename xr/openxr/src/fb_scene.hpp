#pragma once
// XR_FB_spatial_entity, XR_FB_spatial_entity_query and XR_FB_scene: what of them asks for a captured room. Newer than
// the headers of Debian 12 (OpenXR 1.0.20); names and values of the registry, so that newer headers take their place.

#include <openxr/openxr.h>

#ifndef XR_FB_scene
#define XR_FB_SPATIAL_ENTITY_EXTENSION_NAME "XR_FB_spatial_entity"
#define XR_FB_SPATIAL_ENTITY_STORAGE_EXTENSION_NAME "XR_FB_spatial_entity_storage"
#define XR_FB_SPATIAL_ENTITY_QUERY_EXTENSION_NAME "XR_FB_spatial_entity_query"
#define XR_FB_SCENE_EXTENSION_NAME "XR_FB_scene"

inline constexpr auto XR_TYPE_SPACE_COMPONENT_STATUS_FB = static_cast<XrStructureType>(1000113001);
inline constexpr auto XR_TYPE_SYSTEM_SPATIAL_ENTITY_PROPERTIES_FB = static_cast<XrStructureType>(1000113004);
inline constexpr auto XR_TYPE_EVENT_DATA_SPACE_SET_STATUS_COMPLETE_FB = static_cast<XrStructureType>(1000113006);
inline constexpr auto XR_TYPE_SPACE_COMPONENT_STATUS_SET_INFO_FB = static_cast<XrStructureType>(1000113007);
inline constexpr auto XR_TYPE_SPACE_QUERY_INFO_FB = static_cast<XrStructureType>(1000156001);
inline constexpr auto XR_TYPE_SPACE_QUERY_RESULTS_FB = static_cast<XrStructureType>(1000156002);
inline constexpr auto XR_TYPE_SPACE_STORAGE_LOCATION_FILTER_INFO_FB = static_cast<XrStructureType>(1000156003);
inline constexpr auto XR_TYPE_SPACE_COMPONENT_FILTER_INFO_FB = static_cast<XrStructureType>(1000156052);
inline constexpr auto XR_TYPE_EVENT_DATA_SPACE_QUERY_RESULTS_AVAILABLE_FB = static_cast<XrStructureType>(1000156103);
inline constexpr auto XR_TYPE_EVENT_DATA_SPACE_QUERY_COMPLETE_FB = static_cast<XrStructureType>(1000156104);
inline constexpr auto XR_TYPE_SEMANTIC_LABELS_FB = static_cast<XrStructureType>(1000175000);
inline constexpr auto XR_TYPE_SEMANTIC_LABELS_SUPPORT_INFO_FB = static_cast<XrStructureType>(1000175010);

inline constexpr auto XR_ERROR_SPACE_COMPONENT_NOT_SUPPORTED_FB = static_cast<XrResult>(-1000113000);
inline constexpr auto XR_ERROR_SPACE_COMPONENT_NOT_ENABLED_FB = static_cast<XrResult>(-1000113001);
inline constexpr auto XR_ERROR_SPACE_COMPONENT_STATUS_PENDING_FB = static_cast<XrResult>(-1000113002);
inline constexpr auto XR_ERROR_SPACE_COMPONENT_STATUS_ALREADY_SET_FB = static_cast<XrResult>(-1000113003);

XR_DEFINE_ATOM(XrAsyncRequestIdFB)
enum XrSpaceComponentTypeFB {
  XR_SPACE_COMPONENT_TYPE_LOCATABLE_FB = 0,
  XR_SPACE_COMPONENT_TYPE_BOUNDED_2D_FB = 3,
  XR_SPACE_COMPONENT_TYPE_BOUNDED_3D_FB = 4,
  XR_SPACE_COMPONENT_TYPE_SEMANTIC_LABELS_FB = 5,
  XR_SPACE_COMPONENT_TYPE_MAX_ENUM_FB = 0x7FFFFFFF
};
enum XrSpaceQueryActionFB { XR_SPACE_QUERY_ACTION_LOAD_FB = 0, XR_SPACE_QUERY_ACTION_MAX_ENUM_FB = 0x7FFFFFFF };
enum XrSpaceStorageLocationFB {
  XR_SPACE_STORAGE_LOCATION_LOCAL_FB = 1,
  XR_SPACE_STORAGE_LOCATION_MAX_ENUM_FB = 0x7FFFFFFF
};
using XrSemanticLabelsSupportFlagsFB = XrFlags64;
inline constexpr XrSemanticLabelsSupportFlagsFB XR_SEMANTIC_LABELS_SUPPORT_MULTIPLE_SEMANTIC_LABELS_BIT_FB = 1,
                                                XR_SEMANTIC_LABELS_SUPPORT_ACCEPT_DESK_TO_TABLE_MIGRATION_BIT_FB = 2,
                                                XR_SEMANTIC_LABELS_SUPPORT_ACCEPT_INVISIBLE_WALL_FACE_BIT_FB = 4;

struct XrUuidEXT {
  std::uint8_t data[16];
};
struct XrSystemSpatialEntityPropertiesFB {
  XrStructureType type;
  const void* next;
  XrBool32 supportsSpatialEntity;
};
struct XrSpaceComponentStatusSetInfoFB {
  XrStructureType type;
  const void* next;
  XrSpaceComponentTypeFB componentType;
  XrBool32 enabled;
  XrDuration timeout;
};
struct XrSpaceComponentStatusFB {
  XrStructureType type;
  void* next;
  XrBool32 enabled, changePending;
};
struct XrEventDataSpaceSetStatusCompleteFB {
  XrStructureType type;
  const void* next;
  XrAsyncRequestIdFB requestId;
  XrResult result;
  XrSpace space;
  XrUuidEXT uuid;
  XrSpaceComponentTypeFB componentType;
  XrBool32 enabled;
};
struct XrSpaceQueryInfoBaseHeaderFB {
  XrStructureType type;
  const void* next;
};
struct XrSpaceFilterInfoBaseHeaderFB {
  XrStructureType type;
  const void* next;
};
struct XrSpaceQueryInfoFB {
  XrStructureType type;
  const void* next;
  XrSpaceQueryActionFB queryAction;
  std::uint32_t maxResultCount;
  XrDuration timeout;
  const XrSpaceFilterInfoBaseHeaderFB *filter, *excludeFilter;
};
struct XrSpaceStorageLocationFilterInfoFB {
  XrStructureType type;
  const void* next;
  XrSpaceStorageLocationFB location;
};
struct XrSpaceComponentFilterInfoFB {
  XrStructureType type;
  const void* next;
  XrSpaceComponentTypeFB componentType;
};
struct XrSpaceQueryResultFB {
  XrSpace space;
  XrUuidEXT uuid;
};
struct XrSpaceQueryResultsFB {
  XrStructureType type;
  void* next;
  std::uint32_t resultCapacityInput, resultCountOutput;
  XrSpaceQueryResultFB* results;
};
struct XrEventDataSpaceQueryResultsAvailableFB {
  XrStructureType type;
  const void* next;
  XrAsyncRequestIdFB requestId;
};
struct XrEventDataSpaceQueryCompleteFB {
  XrStructureType type;
  const void* next;
  XrAsyncRequestIdFB requestId;
  XrResult result;
};
struct XrExtent3DfFB {
  float width, height, depth;
};
struct XrOffset3DfFB {
  float x, y, z;
};
struct XrRect3DfFB {
  XrOffset3DfFB offset;
  XrExtent3DfFB extent;
};
struct XrSemanticLabelsFB {
  XrStructureType type;
  const void* next;
  std::uint32_t bufferCapacityInput, bufferCountOutput;
  char* buffer;
};
struct XrSemanticLabelsSupportInfoFB {
  XrStructureType type;
  const void* next;
  XrSemanticLabelsSupportFlagsFB flags;
  const char* recognizedLabels;
};

using PFN_xrSetSpaceComponentStatusFB = XrResult(XRAPI_PTR*)(XrSpace space, const XrSpaceComponentStatusSetInfoFB* info,
                                                             XrAsyncRequestIdFB* request);
using PFN_xrGetSpaceComponentStatusFB = XrResult(XRAPI_PTR*)(XrSpace space, XrSpaceComponentTypeFB component,
                                                             XrSpaceComponentStatusFB* status);
using PFN_xrQuerySpacesFB = XrResult(XRAPI_PTR*)(XrSession session, const XrSpaceQueryInfoBaseHeaderFB* info,
                                                 XrAsyncRequestIdFB* request);
using PFN_xrRetrieveSpaceQueryResultsFB = XrResult(XRAPI_PTR*)(XrSession session, XrAsyncRequestIdFB request,
                                                               XrSpaceQueryResultsFB* results);
using PFN_xrGetSpaceBoundingBox2DFB = XrResult(XRAPI_PTR*)(XrSession session, XrSpace space, XrRect2Df* box);
using PFN_xrGetSpaceBoundingBox3DFB = XrResult(XRAPI_PTR*)(XrSession session, XrSpace space, XrRect3DfFB* box);
using PFN_xrGetSpaceSemanticLabelsFB = XrResult(XRAPI_PTR*)(XrSession session, XrSpace space,
                                                            XrSemanticLabelsFB* labels);
#endif
