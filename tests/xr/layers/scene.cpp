// An OpenXR API layer that plays the part of a headset in which somebody captured their room, by XR_FB_spatial_entity,
// XR_FB_spatial_entity_query and XR_FB_scene, on top of any runtime: the runtime below never hears of it. The room: 5
// by 6 m around the stage's origin, 2.6 m high, four walls, a door, a table that is a plane and a box, a couch, a desk
// that is a plane alone, and a larger room next door. What it is called with goes to the file named by TONUS_SCENE_LOG;
// lines that begin with "wrong" are broken rules of the extensions.
//
// TONUS_SCENE: "unsupported" says that this system has none, "refused" does not let anybody ask, "failed" answers with
// that, "silent" never answers, "empty" knows of nothing, "many" of more than anybody can use, "silly" of things that
// cannot be, "lost" not where anything is, "cramped" of things all over the floor.

#include <array>
#include <cmath>
#include <deque>
#include <limits>
#include <map>
#include <set>

#include "layer_interface.hpp"

#include "fb_scene.hpp"

namespace tonus::test::layers {
namespace {

struct Next {
  PFN_xrGetInstanceProcAddr address = nullptr;
  PFN_xrGetSystemProperties GetSystemProperties = nullptr;
  PFN_xrPollEvent PollEvent = nullptr;
  PFN_xrLocateSpace LocateSpace = nullptr;
  PFN_xrDestroySpace DestroySpace = nullptr;
  PFN_xrDestroySession DestroySession = nullptr;
};

struct Thing {
  std::string labels;
  XrPosef pose{};
  bool has_plane = false, has_box = false;
  XrRect2Df plane{};
  XrRect3DfFB box{};
  bool is_locatable = false;
};

/// One instance, one session, one thread: as the tests have it.
struct State {
  Next next;
  std::size_t enabled = 0;
  std::uint64_t made = 0;
  XrAsyncRequestIdFB query = 0;
  bool has_results = false;
  std::deque<XrEventDataBuffer> events;
  std::map<XrSpace, Thing> things;
};
State state;

void note(const std::string& line) { note_in("TONUS_SCENE_LOG", line); }
void rule(bool holds, const char* broken) {
  if (!holds) note(std::string{"wrong: "} + broken);
}
bool is_told(const char* word) { return is_set_to("TONUS_SCENE", word); }
template <class Event>
void tell(const Event& event) {
  static_assert(sizeof event <= sizeof(XrEventDataBuffer));
  std::memcpy(&state.events.emplace_back(), &event, sizeof event);
}

constexpr float kHalf = 0.70710678F;
constexpr XrQuaternionf kFaceUp{-kHalf, 0, 0, kHalf};  // local z is up
constexpr XrQuaternionf kFaceSouth{0, 0, 0, 1}, kFaceNorth{0, 1, 0, 0}, kFaceEast{0, kHalf, 0, kHalf},
    kFaceWest{0, -kHalf, 0, kHalf};  // local z along +z, -z, +x, -x

Thing plane(const char* labels, XrQuaternionf turned, XrVector3f at, float width, float height) {
  return {.labels = labels,
          .pose = {turned, at},
          .has_plane = true,
          .plane = {{-0.5F * width, -0.5F * height}, {width, height}}};
}
/// Hangs from the middle of its upper side, which is said as a plane too.
Thing box(const char* labels, XrVector3f top, float width, float depth, float height) {
  Thing thing = plane(labels, kFaceUp, top, width, depth);
  thing.has_box = true;
  thing.box = {{-0.5F * width, -0.5F * depth, -height}, {width, depth, height}};
  return thing;
}

std::vector<Thing> room() {
  if (is_told("empty")) return {};
  std::vector<Thing> all{plane("FLOOR", kFaceUp, {0, 0, 0}, 5, 6),
                         plane("CEILING", {kHalf, 0, 0, kHalf}, {0, 2.6F, 0}, 5, 6),
                         plane("WALL_FACE", kFaceSouth, {0, 1.3F, -3}, 5, 2.6F),
                         plane("WALL_FACE", kFaceNorth, {0, 1.3F, 3}, 5, 2.6F),
                         plane("WALL_FACE", kFaceEast, {-2.5F, 1.3F, 0}, 6, 2.6F),
                         plane("INVISIBLE_WALL_FACE", kFaceWest, {2.5F, 1.3F, 0}, 6, 2.6F),
                         plane("DOOR_FRAME", kFaceNorth, {1, 1, 3}, 0.9F, 2),
                         box("OTHER,TABLE", {1.2F, 0.75F, -1.8F}, 1.6F, 0.8F, 0.75F),
                         box("COUCH", {-1.9F, 0.8F, 1.5F}, 0.9F, 2, 0.8F),
                         plane("DESK", kFaceUp, {2.1F, 0.7F, 1.5F}, 0.6F, 1.2F),
                         plane("FLOOR", kFaceUp, {8, 0, 0}, 10, 10)};
  all.push_back({.labels = "GLOBAL_MESH"});
  if (is_told("silly")) {
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    all.push_back(box("LAMP", {kNan, 1, 0}, 0.3F, 0.3F, 1));
    all.push_back(box("BED", {0, 1, 0}, -2, 1, 1));
    all.push_back(box("PLANT", {0, 1, 0}, 1e9F, 1, 1));
    all.push_back(box("SCREEN", {0, 1, 0}, 1, 1, 1));
    all.back().pose.orientation = {0, 0, 0, 0};
    all.push_back(box(std::string(2000, 'A').c_str(), {-2.2F, 0.4F, -2.6F}, 0.3F, 0.3F, 0.4F));
    all.push_back(box("", {2.2F, 0.4F, -2.6F}, 0.3F, 0.3F, 0.4F));
  }
  if (is_told("cramped"))
    for (const float x : {-1.8F, -0.6F, 0.6F, 1.8F})
      for (const float z : {-2.2F, -1.0F, 0.2F, 1.4F, 2.6F}) all.push_back(box("STORAGE", {x, 2, z}, 0.7F, 0.7F, 2));
  return all;
}

XrResult XRAPI_CALL query(XrSession, const XrSpaceQueryInfoBaseHeaderFB* header, XrAsyncRequestIdFB* request) {
  note("query");
  const auto& info = *reinterpret_cast<const XrSpaceQueryInfoFB*>(header);
  rule(info.type == XR_TYPE_SPACE_QUERY_INFO_FB && info.queryAction == XR_SPACE_QUERY_ACTION_LOAD_FB, "no query");
  rule(info.maxResultCount > 0 && info.timeout > 0 && info.excludeFilter == nullptr, "a query without an end");
  const auto* filter = reinterpret_cast<const XrSpaceComponentFilterInfoFB*>(info.filter);
  rule(filter != nullptr && filter->type == XR_TYPE_SPACE_COMPONENT_FILTER_INFO_FB &&
           filter->componentType == XR_SPACE_COMPONENT_TYPE_SEMANTIC_LABELS_FB,
       "things without a label were asked for");
  const auto* where =
      filter == nullptr ? nullptr : static_cast<const XrSpaceStorageLocationFilterInfoFB*>(filter->next);
  rule(where != nullptr && where->type == XR_TYPE_SPACE_STORAGE_LOCATION_FILTER_INFO_FB &&
           where->location == XR_SPACE_STORAGE_LOCATION_LOCAL_FB,
       "nothing says where things are stored");
  if (is_told("refused")) return XR_ERROR_RUNTIME_FAILURE;
  *request = state.query = ++state.made;
  if (is_told("silent")) return XR_SUCCESS;
  if (is_told("failed")) {
    tell(XrEventDataSpaceQueryCompleteFB{XR_TYPE_EVENT_DATA_SPACE_QUERY_COMPLETE_FB, nullptr, state.query,
                                         XR_ERROR_RUNTIME_FAILURE});
    return XR_SUCCESS;
  }
  state.has_results = true;
  // Of somebody else's query.
  tell(XrEventDataSpaceQueryCompleteFB{XR_TYPE_EVENT_DATA_SPACE_QUERY_COMPLETE_FB, nullptr, 77, XR_SUCCESS});
  tell(XrEventDataSpaceQueryResultsAvailableFB{XR_TYPE_EVENT_DATA_SPACE_QUERY_RESULTS_AVAILABLE_FB, nullptr,
                                               state.query});
  tell(XrEventDataSpaceQueryCompleteFB{XR_TYPE_EVENT_DATA_SPACE_QUERY_COMPLETE_FB, nullptr, state.query, XR_SUCCESS});
  return XR_SUCCESS;
}

XrResult XRAPI_CALL retrieve(XrSession, XrAsyncRequestIdFB request, XrSpaceQueryResultsFB* results) {
  rule(results->type == XR_TYPE_SPACE_QUERY_RESULTS_FB && request == state.query && state.has_results,
       "results of nothing");
  const std::vector<Thing> all = room();
  results->resultCountOutput = is_told("many") ? 4'000'000'000U : static_cast<std::uint32_t>(all.size());
  if (results->resultCapacityInput == 0) return XR_SUCCESS;
  if (results->resultCapacityInput < results->resultCountOutput) return XR_ERROR_SIZE_INSUFFICIENT;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto space = reinterpret_cast<XrSpace>(0x5CE0000 + ++state.made);
    state.things[space] = all[i];
    results->results[i] = {space, {}};
  }
  state.has_results = false;
  note("retrieved " + std::to_string(all.size()));
  return XR_SUCCESS;
}

bool has(const Thing& thing, XrSpaceComponentTypeFB component) {
  switch (component) {
    case XR_SPACE_COMPONENT_TYPE_LOCATABLE_FB: return true;
    case XR_SPACE_COMPONENT_TYPE_BOUNDED_2D_FB: return thing.has_plane;
    case XR_SPACE_COMPONENT_TYPE_BOUNDED_3D_FB: return thing.has_box;
    case XR_SPACE_COMPONENT_TYPE_SEMANTIC_LABELS_FB: return !thing.labels.empty();
    default: return false;
  }
}

XrResult XRAPI_CALL get_status(XrSpace space, XrSpaceComponentTypeFB component, XrSpaceComponentStatusFB* status) {
  const auto it = state.things.find(space);
  rule(it != state.things.end() && status->type == XR_TYPE_SPACE_COMPONENT_STATUS_FB, "the status of nothing");
  if (it == state.things.end()) return XR_ERROR_HANDLE_INVALID;
  if (!has(it->second, component)) return XR_ERROR_SPACE_COMPONENT_NOT_SUPPORTED_FB;
  const bool is_enabled = component != XR_SPACE_COMPONENT_TYPE_LOCATABLE_FB || it->second.is_locatable;
  status->enabled = is_enabled ? XR_TRUE : XR_FALSE;
  status->changePending = XR_FALSE;
  return XR_SUCCESS;
}

XrResult XRAPI_CALL set_status(XrSpace space, const XrSpaceComponentStatusSetInfoFB* info,
                               XrAsyncRequestIdFB* request) {
  const auto it = state.things.find(space);
  rule(it != state.things.end() && info->type == XR_TYPE_SPACE_COMPONENT_STATUS_SET_INFO_FB, "nothing to be changed");
  if (it == state.things.end()) return XR_ERROR_HANDLE_INVALID;
  rule(info->componentType == XR_SPACE_COMPONENT_TYPE_LOCATABLE_FB && info->enabled == XR_TRUE && info->timeout > 0,
       "a change that nobody needs");
  if (it->second.is_locatable) return XR_ERROR_SPACE_COMPONENT_STATUS_ALREADY_SET_FB;
  it->second.is_locatable = true;
  *request = ++state.made;
  XrEventDataSpaceSetStatusCompleteFB event{XR_TYPE_EVENT_DATA_SPACE_SET_STATUS_COMPLETE_FB};
  event.requestId = *request;
  event.result = XR_SUCCESS;
  event.space = space;
  event.componentType = info->componentType;
  event.enabled = XR_TRUE;
  tell(event);
  return XR_SUCCESS;
}

XrResult XRAPI_CALL get_plane(XrSession, XrSpace space, XrRect2Df* out) {
  const auto it = state.things.find(space);
  if (it == state.things.end()) return XR_ERROR_HANDLE_INVALID;
  rule(it->second.has_plane, "the plane of what has none");
  if (!it->second.has_plane) return XR_ERROR_SPACE_COMPONENT_NOT_ENABLED_FB;
  *out = it->second.plane;
  return XR_SUCCESS;
}

XrResult XRAPI_CALL get_box(XrSession, XrSpace space, XrRect3DfFB* out) {
  const auto it = state.things.find(space);
  if (it == state.things.end()) return XR_ERROR_HANDLE_INVALID;
  rule(it->second.has_box, "the box of what has none");
  if (!it->second.has_box) return XR_ERROR_SPACE_COMPONENT_NOT_ENABLED_FB;
  *out = it->second.box;
  return XR_SUCCESS;
}

XrResult XRAPI_CALL get_labels(XrSession, XrSpace space, XrSemanticLabelsFB* out) {
  const auto it = state.things.find(space);
  if (it == state.things.end()) return XR_ERROR_HANDLE_INVALID;
  rule(out->type == XR_TYPE_SEMANTIC_LABELS_FB && !it->second.labels.empty(), "the labels of what has none");
  const auto* known = static_cast<const XrSemanticLabelsSupportInfoFB*>(out->next);
  rule(known != nullptr && known->type == XR_TYPE_SEMANTIC_LABELS_SUPPORT_INFO_FB && known->recognizedLabels != nullptr,
       "nobody says which labels they know");
  const std::string& labels = it->second.labels;
  out->bufferCountOutput = static_cast<std::uint32_t>(labels.size());
  if (out->bufferCapacityInput == 0) return XR_SUCCESS;
  if (out->bufferCapacityInput < labels.size()) return XR_ERROR_SIZE_INSUFFICIENT;
  std::memcpy(out->buffer, labels.data(), labels.size());  // without an end of its own, as headsets do it
  return XR_SUCCESS;
}

XrResult XRAPI_CALL locate(XrSpace space, XrSpace base, XrTime time, XrSpaceLocation* location) {
  const auto it = state.things.find(space);
  if (it == state.things.end()) return state.next.LocateSpace(space, base, time, location);
  rule(it->second.is_locatable, "located before it can be");
  rule(time > 0 && state.things.find(base) == state.things.end(), "located at no time, or in another thing");
  location->locationFlags = XR_SPACE_LOCATION_POSITION_VALID_BIT | XR_SPACE_LOCATION_ORIENTATION_VALID_BIT;
  if (is_told("lost")) location->locationFlags = 0;
  location->pose = it->second.pose;
  return XR_SUCCESS;
}

XrResult XRAPI_CALL destroy_space(XrSpace space) {
  if (state.things.erase(space) == 0) return state.next.DestroySpace(space);
  if (state.things.empty()) note("let go");
  return XR_SUCCESS;
}

XrResult XRAPI_CALL destroy_session(XrSession session) {
  rule(state.things.empty(), "things are left behind");
  state.things.clear();
  return state.next.DestroySession(session);
}

XrResult XRAPI_CALL poll_event(XrInstance instance, XrEventDataBuffer* buffer) {
  if (state.events.empty()) return state.next.PollEvent(instance, buffer);
  *buffer = state.events.front();
  state.events.pop_front();
  return XR_SUCCESS;
}

XrResult XRAPI_CALL get_system_properties(XrInstance instance, XrSystemId system, XrSystemProperties* properties) {
  auto* const first = static_cast<XrBaseOutStructure*>(properties->next);
  if (first == nullptr || first->type != XR_TYPE_SYSTEM_SPATIAL_ENTITY_PROPERTIES_FB)
    return state.next.GetSystemProperties(instance, system, properties);
  // Whoever is below does not know it.
  properties->next = first->next;
  const XrResult result = state.next.GetSystemProperties(instance, system, properties);
  properties->next = first;
  reinterpret_cast<XrSystemSpatialEntityPropertiesFB*>(first)->supportsSpatialEntity =
      is_told("unsupported") ? XR_FALSE : XR_TRUE;
  return result;
}

constexpr const char* kOurs[] = {XR_FB_SPATIAL_ENTITY_EXTENSION_NAME, XR_FB_SPATIAL_ENTITY_STORAGE_EXTENSION_NAME,
                                 XR_FB_SPATIAL_ENTITY_QUERY_EXTENSION_NAME, XR_FB_SCENE_EXTENSION_NAME};

XrResult XRAPI_CALL get_address(XrInstance instance, const char* name, PFN_xrVoidFunction* function) {
  const Ours ours[] = {{"xrGetInstanceProcAddr", get_address},
                       {"xrGetSystemProperties", get_system_properties},
                       {"xrPollEvent", poll_event},
                       {"xrLocateSpace", locate},
                       {"xrDestroySpace", destroy_space},
                       {"xrDestroySession", destroy_session},
                       {"xrQuerySpacesFB", query, true},
                       {"xrRetrieveSpaceQueryResultsFB", retrieve, true},
                       {"xrGetSpaceComponentStatusFB", get_status, true},
                       {"xrSetSpaceComponentStatusFB", set_status, true},
                       {"xrGetSpaceBoundingBox2DFB", get_plane, true},
                       {"xrGetSpaceBoundingBox3DFB", get_box, true},
                       {"xrGetSpaceSemanticLabelsFB", get_labels, true}};
  return find_ours(ours, state.enabled == std::size(kOurs), state.next.address, instance, name, function);
}

XrResult XRAPI_CALL create_instance(const XrInstanceCreateInfo* info, const LayerCreateInfo* layer,
                                    XrInstance* instance) {
  state = {};
  state.next.address = layer->next->address;
  std::vector<std::string> asked_for;
  const XrResult result = create_below(*info, *layer, kOurs, instance, asked_for);
  if (XR_FAILED(result)) return result;
  state.enabled = asked_for.size();
  const auto find = [&](const char* name, auto& function) {
    find_below(state.next.address, *instance, name, function);
  };
  find("xrGetSystemProperties", state.next.GetSystemProperties);
  find("xrPollEvent", state.next.PollEvent);
  find("xrLocateSpace", state.next.LocateSpace);
  find("xrDestroySpace", state.next.DestroySpace);
  find("xrDestroySession", state.next.DestroySession);
  return result;
}

}  // namespace
}  // namespace tonus::test::layers

extern "C" __attribute__((visibility("default"))) XrResult xrNegotiateLoaderApiLayerInterface(
    const tonus::test::layers::LoaderInfo* loader, const char*, tonus::test::layers::LayerRequest* request) {
  return tonus::test::layers::answer_loader(loader, request, tonus::test::layers::get_address,
                                            tonus::test::layers::create_instance);
}
