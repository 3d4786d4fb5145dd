#pragma once
// A headset behind an OpenXR runtime, 1.0 or later, with XR_KHR_vulkan_enable2.
//
// Space: the stage where the runtime has one, else local-floor, else local with the floor 1.6 m below. Buttons: see
// buttons.hpp. Hands that hold nothing point and pinch, where the runtime tracks them.
//
// Thread: one, the display thread; create() and probe() as well. The loader keeps what the environment said when it was
// first used.

#include <memory>
#include <string>
#include <vector>

#include <xr/headset/headset.hpp>

namespace tonus::xr::openxr {

/// Whether a runtime answers now and has a headset. Takes some milliseconds, with a dead one up to a second.
[[nodiscard]] bool is_available();
[[nodiscard]] Result<std::unique_ptr<Headset>, XrError> create(const HeadsetDefinition& definition);

/// What a runtime says of itself and its headset; for people.
struct RuntimeReport {
  std::string runtime;                  ///< name and version
  std::string headset;                  ///< what the runtime calls it
  std::vector<std::string> has, lacks;  ///< extensions that matter to us
  std::vector<std::string>
      blends;                  ///< "opaque", "additive", "alpha", as --blend takes them; the runtime's favourite first
  render::Extent recommended;  ///< pixels an eye
  bool has_hand_tracking = false;
  bool has_passthrough = false;  ///< XR_FB_passthrough: stands in for alpha where no blending is offered
  bool has_room = false;         ///< XR_FB_scene: tells of a room that the person captured
};
/// Makes an instance and lets it go: nothing is shown to the person.
[[nodiscard]] Result<RuntimeReport, XrError> probe();
/// What the picture may be shown at, Hz; empty where the runtime does not say. Makes a device and a session for a
/// moment, without a frame: nothing is shown to the person.
[[nodiscard]] std::vector<float> refresh_rates();

}  // namespace tonus::xr::openxr
