#pragma once
// The surroundings as a layer of the runtime's own, by XR_FB_passthrough. Written after the registry and tested against
// an API layer that plays the runtime's part; no headset has shown it yet.

#include "api.hpp"

namespace tonus::xr::openxr {

/// Trouble is told in one line of the log and leaves layer() null: the world then goes on opaque. Display thread.
class Passthrough {
 public:
  /// For a runtime that says it supports it. Nothing is made before it is to be shown.
  Passthrough(const Api& api, XrSession session) : api_(api), session_(session) {}
  ~Passthrough();  ///< before the session's
  Passthrough(const Passthrough&) = delete;
  Passthrough& operator=(const Passthrough&) = delete;

  /// Whether the person sees us: cameras run only then.
  void show(bool is_seen);
  /// XrEventDataPassthroughStateChangedFB.
  void handle(XrPassthroughStateChangedFlagsFB flags);
  /// To be submitted under everything else; null while the surroundings are not to be had.
  [[nodiscard]] const XrCompositionLayerPassthroughFB* layer() const;

 private:
  void make();
  void destroy();
  void run();
  void give_up(const XrError& error);

  const Api& api_;
  XrSession session_;
  XrPassthroughFB handle_ = XR_NULL_HANDLE;
  XrPassthroughLayerFB layer_ = XR_NULL_HANDLE;
  XrCompositionLayerPassthroughFB submitted_{XR_TYPE_COMPOSITION_LAYER_PASSTHROUGH_FB};
  bool is_seen_ = false, is_running_ = false;
  bool is_troubled_ = false;  ///< the runtime said so, and has not said that it is past
  bool is_over_ = false;      ///< for good
};

}  // namespace tonus::xr::openxr
