#pragma once
// Where the person is and where they look from: one door for a window, a headset and nobody at all.
//
// Life, on one thread (the display thread):
//   create → Renderer::create with window() → per frame:
//     wait_frame()                 sleeps until it is time, then gathers what happened since the last time
//     actions(), panel_events()    what was asked for since then; set_panel_focus() answers for the next time
//     body(at)                     for every tick that is due
//     extent(), views(eye)         late, right before Renderer::resize() and draw()
//   → until should_close() → the Renderer goes first, then the headset.
// Spans stay valid until the next wait_frame().

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <engine/core/result.hpp>
#include <engine/core/timeline.hpp>
#include <engine/render/renderer.hpp>
#include <engine/render/view.hpp>
#include <engine/scene/input.hpp>

namespace tonus::xr {

enum class XrErrorCode : std::uint8_t {
  NoDisplay,     ///< there is no screen to open a window on
  WindowFailed,  ///< there is a screen, but the window could not be made
  BadDefinition,
};

/// `message` is one line for a person, with the remedy.
struct XrError {
  XrErrorCode code = XrErrorCode::NoDisplay;
  std::string message;
};

struct HeadsetDefinition {
  /// Borrowed, outlives the headset: stamps events and paces frames.
  const Timeline* timeline = nullptr;
  std::string title = "Tonus";
  render::Extent extent{1280, 720};  ///< wished; a headset has its own
  /// Frames per second at most; 0 does not wait at all. A headset has its own.
  double max_frame_rate_hz = 60.0;
  float vertical_angle_rad = 1.05F;  ///< height of view without a headset, 0.3…2
};

struct FrameTiming {
  Instant woken_at;
  Instant displayed_at;  ///< when the picture drawn now will be seen, as far as can be told
  Duration period{};     ///< to the next one; 0 where nobody paces
};

/// What panels keep for themselves: while the pointer is over one, buttons do not punch;
/// while text is typed, keys are not commands (Escape always is).
struct PanelFocus {
  bool wants_pointer = false;
  bool wants_keyboard = false;
  /// What panels cover at the edges: a screen centres its picture on the rest. Headsets do not care.
  float covered_left_px = 0.0F, covered_right_px = 0.0F;
};

class Headset {
 public:
  virtual ~Headset() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;
  /// The window to draw in, for Renderer::create; null draws off screen.
  [[nodiscard]] virtual const render::WindowSurface* window() const = 0;

  virtual FrameTiming wait_frame() = 0;
  /// Pixels of one view; empty while minimised.
  [[nodiscard]] virtual render::Extent extent() const = 0;
  /// How much larger than plain pixels letters should be (1 on a common screen).
  [[nodiscard]] virtual float display_scale() const = 0;
  /// One view an eye. `desktop_eye` (SceneFrame::desktop_eye) is where one without a head of its own looks from.
  [[nodiscard]] virtual std::span<const render::View> views(const Pose& desktop_eye) = 0;
  /// Head and hands at an instant at or shortly after the last wait_frame().
  [[nodiscard]] virtual BodyPoses body(Instant at) const = 0;
  [[nodiscard]] virtual std::span<const InputEvent> actions() const = 0;
  [[nodiscard]] virtual std::span<const PanelEvent> panel_events() const = 0;
  virtual void set_panel_focus(PanelFocus focus) = 0;
  /// The person closed the window or took the headset out of service. Stays true.
  [[nodiscard]] virtual bool should_close() const = 0;
};

}  // namespace tonus::xr
