#pragma once
// Which button of which controller is which of ours. One table a controller; runtimes map what they do not list.

#include <array>
#include <span>

#include "api.hpp"

namespace tonus::xr::openxr {

enum class Input : std::uint8_t { Grip, Aim, Select, Pause, Stop, Begin, Hold, Recenter, Stick, Buzz, Count };

struct Binding {
  Input input;
  const char* path;  ///< below /user/hand/left or /user/hand/right
};
struct Profile {
  const char* path;
  const char* extension;  ///< that brings it; null: it is in OpenXR 1.0
  std::span<const Binding> left, right;
};

namespace profile {

inline constexpr std::array kSimple{Binding{Input::Select, "/input/select/click"},
                                    Binding{Input::Pause, "/input/menu/click"}};

inline constexpr std::array kTouchLeft{Binding{Input::Select, "/input/trigger/value"},
                                       Binding{Input::Pause, "/input/menu/click"},
                                       Binding{Input::Stop, "/input/y/click"},
                                       Binding{Input::Hold, "/input/x/click"},
                                       Binding{Input::Recenter, "/input/thumbstick/click"},
                                       Binding{Input::Stick, "/input/thumbstick"}};
inline constexpr std::array kTouchRight{
    Binding{Input::Select, "/input/trigger/value"}, Binding{Input::Pause, "/input/b/click"},
    Binding{Input::Begin, "/input/a/click"}, Binding{Input::Recenter, "/input/thumbstick/click"},
    Binding{Input::Stick, "/input/thumbstick"}};

// The Index has A and B on both hands and no menu that we may have.
inline constexpr std::array kIndexLeft{Binding{Input::Select, "/input/trigger/value"},
                                       Binding{Input::Pause, "/input/b/click"}, Binding{Input::Hold, "/input/a/click"},
                                       Binding{Input::Recenter, "/input/thumbstick/click"},
                                       Binding{Input::Stick, "/input/thumbstick"}};
inline constexpr auto kIndexRight = kTouchRight;

// No stick and few buttons: the trackpad pressed recentres, a squeeze of the right hand begins.
inline constexpr std::array kViveLeft{Binding{Input::Select, "/input/trigger/value"},
                                      Binding{Input::Pause, "/input/menu/click"},
                                      Binding{Input::Recenter, "/input/trackpad/click"}};
inline constexpr std::array kViveRight{
    Binding{Input::Select, "/input/trigger/value"}, Binding{Input::Pause, "/input/menu/click"},
    Binding{Input::Begin, "/input/squeeze/click"}, Binding{Input::Recenter, "/input/trackpad/click"}};

// Windows Mixed Reality: as the Vive, with sticks; the right trackpad pressed begins, the left one holds.
inline constexpr std::array kWmrLeft{
    Binding{Input::Select, "/input/trigger/value"}, Binding{Input::Pause, "/input/menu/click"},
    Binding{Input::Hold, "/input/trackpad/click"}, Binding{Input::Recenter, "/input/thumbstick/click"},
    Binding{Input::Stick, "/input/thumbstick"}};
inline constexpr std::array kWmrRight{
    Binding{Input::Select, "/input/trigger/value"}, Binding{Input::Pause, "/input/menu/click"},
    Binding{Input::Begin, "/input/trackpad/click"}, Binding{Input::Recenter, "/input/thumbstick/click"},
    Binding{Input::Stick, "/input/thumbstick"}};

}  // namespace profile

inline constexpr std::array kProfiles{
    Profile{"/interaction_profiles/oculus/touch_controller", nullptr, profile::kTouchLeft, profile::kTouchRight},
    Profile{"/interaction_profiles/valve/index_controller", nullptr, profile::kIndexLeft, profile::kIndexRight},
    Profile{"/interaction_profiles/htc/vive_controller", nullptr, profile::kViveLeft, profile::kViveRight},
    Profile{"/interaction_profiles/microsoft/motion_controller", nullptr, profile::kWmrLeft, profile::kWmrRight},
    Profile{"/interaction_profiles/hp/mixed_reality_controller", XR_EXT_HP_MIXED_REALITY_CONTROLLER_EXTENSION_NAME,
            profile::kTouchLeft, profile::kTouchRight},
    Profile{"/interaction_profiles/bytedance/pico_neo3_controller", "XR_BD_controller_interaction", profile::kTouchLeft,
            profile::kTouchRight},
    Profile{"/interaction_profiles/bytedance/pico4_controller", "XR_BD_controller_interaction", profile::kTouchLeft,
            profile::kTouchRight},
    Profile{"/interaction_profiles/khr/simple_controller", nullptr, profile::kSimple, profile::kSimple}};

}  // namespace tonus::xr::openxr
