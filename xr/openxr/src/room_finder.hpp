#pragma once
// The room that the person captured with their headset, by XR_FB_spatial_entity_query and XR_FB_scene. Written after
// the registry and tested against an API layer that plays the runtime's part; no headset has told of its room yet.

#include <optional>
#include <vector>

#include "api.hpp"

namespace tonus::xr::openxr {

/// Asks once; what comes back is checked before it is believed. Display thread; allocates.
class RoomFinder {
 public:
  /// Asks, of a runtime that says it supports it.
  RoomFinder(const Api& api, XrSession session);
  ~RoomFinder();  ///< before the session's
  RoomFinder(const RoomFinder&) = delete;
  RoomFinder& operator=(const RoomFinder&) = delete;

  /// Events of what was asked; others are none of it.
  void handle(const XrEventDataBuffer& event);
  /// Not everything has been answered yet.
  [[nodiscard]] bool is_pending() const { return trouble_.empty() && (is_asking_ || !awaited_.empty()); }
  /// Where everything stands at this time, in `stage`, the floor at y = 0; `head_m`: where the person is, if that is
  /// known. Not while it is pending. What cannot be believed is left out with one line of the log; where that leaves no
  /// room, or none was captured, `trouble` says so.
  [[nodiscard]] RoomFinding read(XrSpace stage, XrTime at, std::optional<Vec3> head_m) const;

 private:
  void take_results();
  /// So that the runtime says where it is.
  void locate_from_now_on(XrSpace space);
  void give_up(std::string trouble);
  [[nodiscard]] bool is_enabled(XrSpace space, XrSpaceComponentTypeFB component) const;
  /// Empty where it has none, or too many to be labels.
  [[nodiscard]] std::string labels_of(XrSpace space) const;

  const Api& api_;
  XrSession session_;
  XrAsyncRequestIdFB query_ = 0;
  bool is_asking_ = false;
  std::vector<XrAsyncRequestIdFB> awaited_;  ///< of things that are to be located from now on
  std::vector<XrSpace> things_;
  std::string trouble_;
};

}  // namespace tonus::xr::openxr
