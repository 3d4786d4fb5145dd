// An OpenXR API layer that plays the part of a headset with XR_FB_passthrough on top of any runtime: the runtime below
// never hears of it. What it is called with, in order, goes to the file named by TONUS_PASSTHROUGH_LOG, one line each;
// lines that begin with "wrong" are broken rules of the extension. Environment blending is hidden, as on a headset that
// has passthrough alone; where the runtime below can blend by alpha, its backdrop plays the surroundings.
//
// TONUS_PASSTHROUGH: "unsupported" says that this system has none, "refused" does not let anybody make one.

#include <algorithm>
#include <cstring>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "layer_interface.hpp"

namespace tonus::test::layers {
namespace {

struct Next {
  PFN_xrGetInstanceProcAddr address = nullptr;
  PFN_xrGetSystemProperties GetSystemProperties = nullptr;
  PFN_xrEnumerateEnvironmentBlendModes EnumerateEnvironmentBlendModes = nullptr;
  PFN_xrPollEvent PollEvent = nullptr;
  PFN_xrEndFrame EndFrame = nullptr;
};

/// One instance, one session, one thread: as the tests have it.
struct State {
  Next next;
  bool is_enabled = false, can_blend = false, exists = false, has_layer = false, is_running = false;
  std::uint64_t made = 0;
  XrPassthroughFB handle = XR_NULL_HANDLE;
  XrPassthroughLayerFB layer = XR_NULL_HANDLE;
  std::deque<XrPassthroughStateChangedFlagsFB> events;
  std::string frame;
};
State state;

void note(const std::string& line) { note_in("TONUS_PASSTHROUGH_LOG", line); }
void rule(bool holds, const char* broken) {
  if (!holds) note(std::string{"wrong: "} + broken);
}
bool is_told(const char* word) { return is_set_to("TONUS_PASSTHROUGH", word); }
template <class Handle>
Handle made_handle() {
  return reinterpret_cast<Handle>(0x7055000 + ++state.made);
}

XrResult XRAPI_CALL create_passthrough(XrSession, const XrPassthroughCreateInfoFB* info, XrPassthroughFB* out) {
  note("create");
  rule(info->type == XR_TYPE_PASSTHROUGH_CREATE_INFO_FB && info->flags == XR_PASSTHROUGH_IS_RUNNING_AT_CREATION_BIT_FB,
       "made with no flags: 1.0 does not allow that");
  rule(!state.exists, "made twice");
  if (is_told("refused")) return XR_ERROR_NOT_PERMITTED_PASSTHROUGH_FB;
  state.exists = state.is_running = true;
  *out = state.handle = made_handle<XrPassthroughFB>();
  return XR_SUCCESS;
}
XrResult XRAPI_CALL destroy_passthrough(XrPassthroughFB handle) {
  note("destroy");
  rule(state.exists && handle == state.handle, "destroyed without being there");
  rule(!state.has_layer, "destroyed before its layer");
  state.exists = state.is_running = false;
  return XR_SUCCESS;
}
XrResult XRAPI_CALL start(XrPassthroughFB handle) {
  note("start");
  rule(state.exists && handle == state.handle && !state.is_running, "started while it ran or was not there");
  state.is_running = true;
  return XR_SUCCESS;
}
XrResult XRAPI_CALL pause(XrPassthroughFB handle) {
  note("pause");
  rule(state.exists && handle == state.handle && state.is_running, "paused while it did not run");
  state.is_running = false;
  return XR_SUCCESS;
}
XrResult XRAPI_CALL create_layer(XrSession, const XrPassthroughLayerCreateInfoFB* info, XrPassthroughLayerFB* out) {
  note("create layer");
  rule(info->type == XR_TYPE_PASSTHROUGH_LAYER_CREATE_INFO_FB && state.exists && info->passthrough == state.handle,
       "a layer of no passthrough");
  rule(info->purpose == XR_PASSTHROUGH_LAYER_PURPOSE_RECONSTRUCTION_FB, "a layer that does not fill the sight");
  rule(info->flags == XR_PASSTHROUGH_IS_RUNNING_AT_CREATION_BIT_FB, "a layer that does not run is never resumed");
  state.has_layer = true;
  *out = state.layer = made_handle<XrPassthroughLayerFB>();
  return XR_SUCCESS;
}
XrResult XRAPI_CALL destroy_layer(XrPassthroughLayerFB layer) {
  note("destroy layer");
  rule(state.has_layer && layer == state.layer && state.exists, "a layer destroyed without being there");
  state.has_layer = false;
  return XR_SUCCESS;
}

XrResult XRAPI_CALL end_frame(XrSession session, const XrFrameEndInfo* info) {
  std::vector<const XrCompositionLayerBaseHeader*> below;
  bool has_surroundings = false;
  std::string frame = "frame:";
  for (std::uint32_t i = 0; i < info->layerCount; ++i) {
    const XrCompositionLayerBaseHeader* header = info->layers[i];
    if (header->type == XR_TYPE_COMPOSITION_LAYER_PASSTHROUGH_FB) {
      const auto& layer = *reinterpret_cast<const XrCompositionLayerPassthroughFB*>(header);
      rule(i == 0, "the surroundings are not under everything else");
      rule(state.has_layer && layer.layerHandle == state.layer && state.is_running, "surroundings that do not run");
      rule(layer.space == XR_NULL_HANDLE, "surroundings in a space");
      rule(info->environmentBlendMode == XR_ENVIRONMENT_BLEND_MODE_OPAQUE, "blended twice");
      frame += " surroundings";
      has_surroundings = true;
      continue;
    }
    below.push_back(header);
    if (header->type == XR_TYPE_COMPOSITION_LAYER_PROJECTION) {
      constexpr XrCompositionLayerFlags kBlending =
          XR_COMPOSITION_LAYER_BLEND_TEXTURE_SOURCE_ALPHA_BIT | XR_COMPOSITION_LAYER_UNPREMULTIPLIED_ALPHA_BIT;
      rule((header->layerFlags & kBlending) ==
               (has_surroundings ? XR_COMPOSITION_LAYER_BLEND_TEXTURE_SOURCE_ALPHA_BIT : XrCompositionLayerFlags{0}),
           "the world is not laid over what is under it by its premultiplied alpha");
    }
    frame += header->type == XR_TYPE_COMPOSITION_LAYER_PROJECTION ? " world" : " panel";
  }
  if (info->layerCount > 0 && frame != state.frame) note(state.frame = frame);
  XrFrameEndInfo copy = *info;
  copy.layers = below.data();
  copy.layerCount = static_cast<std::uint32_t>(below.size());
  if (has_surroundings && state.can_blend) copy.environmentBlendMode = XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND;
  return state.next.EndFrame(session, &copy);
}

XrResult XRAPI_CALL poll_event(XrInstance instance, XrEventDataBuffer* buffer) {
  if (!state.events.empty()) {
    XrEventDataPassthroughStateChangedFB event{XR_TYPE_EVENT_DATA_PASSTHROUGH_STATE_CHANGED_FB};
    event.flags = state.events.front();
    state.events.pop_front();
    std::memcpy(buffer, &event, sizeof event);
    note("event " + std::to_string(event.flags));
    return XR_SUCCESS;
  }
  const XrResult result = state.next.PollEvent(instance, buffer);
  if (result == XR_SUCCESS && buffer->type == XR_TYPE_EVENT_DATA_SESSION_STATE_CHANGED) {
    const auto now = reinterpret_cast<const XrEventDataSessionStateChanged*>(buffer)->state;
    if (now == XR_SESSION_STATE_SYNCHRONIZED) note("not seen");
    if (now == XR_SESSION_STATE_VISIBLE) note("seen");
  }
  return result;
}

XrResult XRAPI_CALL get_system_properties(XrInstance instance, XrSystemId system, XrSystemProperties* properties) {
  const XrResult result = state.next.GetSystemProperties(instance, system, properties);
  for (auto* next = static_cast<XrBaseOutStructure*>(properties->next); next != nullptr; next = next->next)
    if (next->type == XR_TYPE_SYSTEM_PASSTHROUGH_PROPERTIES_FB)
      reinterpret_cast<XrSystemPassthroughPropertiesFB*>(next)->supportsPassthrough =
          is_told("unsupported") ? XR_FALSE : XR_TRUE;
  return result;
}

XrResult XRAPI_CALL enumerate_blend_modes(XrInstance instance, XrSystemId system, XrViewConfigurationType views,
                                          std::uint32_t capacity, std::uint32_t* count, XrEnvironmentBlendMode* modes) {
  std::vector<XrEnvironmentBlendMode> real(8);
  std::uint32_t real_count = 0;
  const XrResult result =
      state.next.EnumerateEnvironmentBlendModes(instance, system, views, 8, &real_count, real.data());
  if (result != XR_SUCCESS) return result;
  const auto end = real.begin() + real_count;
  state.can_blend = std::find(real.begin(), end, XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND) != end;
  *count = 1;
  if (capacity > 0) modes[0] = XR_ENVIRONMENT_BLEND_MODE_OPAQUE;
  return XR_SUCCESS;
}

XrResult XRAPI_CALL get_address(XrInstance instance, const char* name, PFN_xrVoidFunction* function) {
  const Ours ours[] = {{"xrGetInstanceProcAddr", get_address},
                       {"xrGetSystemProperties", get_system_properties},
                       {"xrEnumerateEnvironmentBlendModes", enumerate_blend_modes},
                       {"xrPollEvent", poll_event},
                       {"xrEndFrame", end_frame},
                       {"xrCreatePassthroughFB", create_passthrough, true},
                       {"xrDestroyPassthroughFB", destroy_passthrough, true},
                       {"xrPassthroughStartFB", start, true},
                       {"xrPassthroughPauseFB", pause, true},
                       {"xrCreatePassthroughLayerFB", create_layer, true},
                       {"xrDestroyPassthroughLayerFB", destroy_layer, true}};
  return find_ours(ours, state.is_enabled, state.next.address, instance, name, function);
}

XrResult XRAPI_CALL create_instance(const XrInstanceCreateInfo* info, const LayerCreateInfo* layer,
                                    XrInstance* instance) {
  state = {};
  state.next.address = layer->next->address;
  constexpr const char* kOurs[] = {XR_FB_PASSTHROUGH_EXTENSION_NAME};
  std::vector<std::string> asked_for;
  const XrResult result = create_below(*info, *layer, kOurs, instance, asked_for);
  if (XR_FAILED(result)) return result;
  state.is_enabled = !asked_for.empty();
  const auto find = [&](const char* name, auto& function) {
    find_below(state.next.address, *instance, name, function);
  };
  find("xrGetSystemProperties", state.next.GetSystemProperties);
  find("xrEnumerateEnvironmentBlendModes", state.next.EnumerateEnvironmentBlendModes);
  find("xrPollEvent", state.next.PollEvent);
  find("xrEndFrame", state.next.EndFrame);
  return result;
}

}  // namespace
}  // namespace tonus::test::layers

extern "C" __attribute__((visibility("default"))) XrResult xrNegotiateLoaderApiLayerInterface(
    const tonus::test::layers::LoaderInfo* loader, const char*, tonus::test::layers::LayerRequest* request) {
  return tonus::test::layers::answer_loader(loader, request, tonus::test::layers::get_address,
                                            tonus::test::layers::create_instance);
}

/// For the test in the same process: the next event says this.
extern "C" __attribute__((visibility("default"))) void tonus_passthrough_tell(std::uint64_t flags) {
  tonus::test::layers::state.events.push_back(flags);
}
