#include "passthrough.hpp"

#include <engine/core/log.hpp>

namespace tonus::xr::openxr {
namespace {

constexpr const char* kOpaque = "; the world goes on opaque";

}  // namespace

Passthrough::~Passthrough() { destroy(); }

void Passthrough::make() {
  XrPassthroughCreateInfoFB info{XR_TYPE_PASSTHROUGH_CREATE_INFO_FB};
  // 1.0 allows no other flags, neither here nor below.
  info.flags = XR_PASSTHROUGH_IS_RUNNING_AT_CREATION_BIT_FB;
  XrResult result = api_.CreatePassthroughFB(session_, &info, &handle_);
  if (XR_FAILED(result)) {
    handle_ = XR_NULL_HANDLE;
    return give_up(error_of(result, "xrCreatePassthroughFB"));
  }
  XrPassthroughLayerCreateInfoFB layer{XR_TYPE_PASSTHROUGH_LAYER_CREATE_INFO_FB};
  layer.passthrough = handle_;
  layer.flags = XR_PASSTHROUGH_IS_RUNNING_AT_CREATION_BIT_FB;
  layer.purpose = XR_PASSTHROUGH_LAYER_PURPOSE_RECONSTRUCTION_FB;
  result = api_.CreatePassthroughLayerFB(session_, &layer, &layer_);
  if (XR_FAILED(result)) {
    layer_ = XR_NULL_HANDLE;
    return give_up(error_of(result, "xrCreatePassthroughLayerFB"));
  }
  submitted_.flags = XR_COMPOSITION_LAYER_BLEND_TEXTURE_SOURCE_ALPHA_BIT;
  submitted_.space = XR_NULL_HANDLE;
  submitted_.layerHandle = layer_;
  is_running_ = true;
}

void Passthrough::destroy() {
  if (layer_ != XR_NULL_HANDLE) api_.DestroyPassthroughLayerFB(layer_);
  layer_ = XR_NULL_HANDLE;
  if (handle_ != XR_NULL_HANDLE) api_.DestroyPassthroughFB(handle_);
  handle_ = XR_NULL_HANDLE;
  is_running_ = false;
}

void Passthrough::give_up(const XrError& error) {
  destroy();
  is_over_ = true;
  log::warning("no surroundings: " + error.message + kOpaque);
}

void Passthrough::show(bool is_seen) {
  is_seen_ = is_seen;
  run();
}

void Passthrough::run() {
  if (is_over_ || is_running_ == is_seen_) return;
  if (handle_ == XR_NULL_HANDLE) return make();
  const XrResult result = is_seen_ ? api_.PassthroughStartFB(handle_) : api_.PassthroughPauseFB(handle_);
  if (XR_FAILED(result)) return give_up(error_of(result, is_seen_ ? "xrPassthroughStartFB" : "xrPassthroughPauseFB"));
  is_running_ = is_seen_;
}

void Passthrough::handle(XrPassthroughStateChangedFlagsFB flags) {
  if (handle_ == XR_NULL_HANDLE) return;
  if ((flags & XR_PASSTHROUGH_STATE_CHANGED_NON_RECOVERABLE_ERROR_BIT_FB) != 0) {
    destroy();
    is_over_ = true;
    log::warning(std::string{"the headset cannot show the surroundings any more"} + kOpaque);
    return;
  }
  if ((flags & XR_PASSTHROUGH_STATE_CHANGED_REINIT_REQUIRED_BIT_FB) != 0) {
    destroy();
    is_troubled_ = false;
    run();
  }
  if ((flags & XR_PASSTHROUGH_STATE_CHANGED_RECOVERABLE_ERROR_BIT_FB) != 0 && !is_troubled_) {
    is_troubled_ = true;
    log::warning(std::string{"the headset does not see the surroundings for now"} + kOpaque);
  }
  if ((flags & XR_PASSTHROUGH_STATE_CHANGED_RESTORED_ERROR_BIT_FB) != 0 && is_troubled_) {
    is_troubled_ = false;
    log::info("headset: the surroundings are back");
  }
}

const XrCompositionLayerPassthroughFB* Passthrough::layer() const {
  return layer_ != XR_NULL_HANDLE && is_running_ && !is_troubled_ ? &submitted_ : nullptr;
}

}  // namespace tonus::xr::openxr
