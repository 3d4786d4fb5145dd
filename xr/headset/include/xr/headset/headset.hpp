#pragma once
// Where the person is and where they look from: one door for a window, a headset and nobody at all.
//
// Life, on one thread (the display thread):
//   create → Renderer::create with window() and device_maker() → begin(renderer) → per frame:
//     wait_frame()                 sleeps until it is time, then gathers what happened since the last time
//     state_changes(), actions(), panel_events()   what that was; set_panel_focus() answers for the next time
//     body(at)                     for every tick that is due
//     panel_extent()               then the overlay's begin … end
//     draw()                       looks where the head is as late as it can, draws, shows
//   → until should_close() or is_lost() → end() → the overlay and the renderer go first, then the headset.
// A headset that is lost stays lost: make another one, of any back end. Spans stay valid until the next wait_frame().

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/core/timeline.hpp>
#include <engine/render/renderer.hpp>
#include <engine/render/view.hpp>
#include <engine/scene/input.hpp>
#include <engine/scene/room.hpp>

namespace tonus::xr {

enum class XrErrorCode : std::uint8_t {
  NoDisplay,     ///< there is no screen to open a window on
  WindowFailed,  ///< there is a screen, but the window could not be made
  NoRuntime,     ///< no OpenXR loader, or no runtime that answers it
  NoHeadset,     ///< there is a runtime, but no headset is connected to it
  Unsuitable,    ///< the runtime or the device lacks what we need; the message names it
  Lost,          ///< the runtime went away or gave up the session: make another headset
  DrawFailed,    ///< the renderer's trouble
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
  /// The first that the headset can do; a headset that can do none of them uses its own. Screens are opaque.
  std::vector<render::BlendMode> blends{render::BlendMode::Opaque};
  float resolution_scale = 1.0F;  ///< of the size a headset recommends, 0.25…2, each way
  /// That size throughout. Otherwise it is the most: where frames come late, pictures get smaller, down to half of what
  /// is recommended, and larger again in time.
  bool has_fixed_resolution = false;
  /// The nearest that a headset offers, where it lets one choose; 0 leaves it alone. Hz.
  float refresh_rate_hz = 0.0F;
  /// Whether a compositor that asks how far things are is told, so that it can move them when a frame is late. None:
  /// where it costs little, which is not where a processor draws.
  std::optional<bool> tells_depth{};
  /// Whether panels are a layer of the compositor's own, which shows them as crisp as it can; without it they stand in
  /// the world, but where surroundings show through that. None: a layer, but not while somebody plays where a processor
  /// composites: frames that come in time are worth more then.
  std::optional<bool> has_panel_layer{};
  /// Of a headset: a window that shows what one eye sees, for whoever stands beside; borrowed for life. Null: none.
  const render::WindowSurface* mirror = nullptr;
  float vertical_angle_rad = 1.05F;  ///< height of view without a headset, 0.3…2
};

/// How far an eye was, when a picture was seen, from where that picture was drawn for.
struct ViewError {
  float position_m = 0.0F, angle_rad = 0.0F;
};

struct FrameTiming {
  Instant woken_at;
  Instant displayed_at;  ///< when the picture drawn now will be seen, as far as can be told
  Duration period{};     ///< of the display, whatever the frames do; 0 where nobody paces
  /// Of the size that a headset recommends, each way: what is drawn now. Screens are drawn as they are.
  float resolution_scale = 1.0F;
  /// Of the newest picture that was seen since the last frame, as the runtime knows by now: at most, where a runtime
  /// that keeps no past tells of the present. Nothing where no view is foretold, as on screens.
  std::optional<ViewError> view_error{};
};

/// What panels keep for themselves: while the pointer is over one, buttons do not punch;
/// while text is typed, keys are not commands (Escape always is).
struct PanelFocus {
  bool wants_pointer = false;
  bool wants_keyboard = false;
  /// What panels cover at the edges: a screen centres its picture on the rest. Headsets do not care.
  float covered_left_px = 0.0F, covered_right_px = 0.0F;
  /// Headsets: the panel waits for the person and stands in front of them; otherwise it is at their side.
  bool waits_for_person = false;
};

/// What a headset knows of the room that it is in.
struct RoomFinding {
  bool is_pending = false;         ///< it has been asked: ask again after the next wait_frame()
  std::optional<RoomPlan> plan{};  ///< in the space of Headset::body()
  std::string trouble{};           ///< where a room was to be expected and there is none: why, for the end of a line
};

/// How much of the person's attention the headset gives us, in the words of OpenXR.
enum class HeadsetState : std::uint8_t {
  Unknown,       ///< not begun
  Idle,          ///< nothing is shown; the person may not even wear it
  Ready,         ///< about to run
  Synchronized,  ///< frames are paced, none is seen
  Visible,       ///< seen, but hands and buttons belong to somebody else
  Focused,       ///< all ours
  Stopping,      ///< to be put aside
  Lost,          ///< the runtime went away; is_lost()
  Exiting,       ///< over; should_close()
};
/// As in OpenXR: "FOCUSED" and the like; "LOST" for Lost.
[[nodiscard]] std::string_view to_string(HeadsetState state);

class Headset {
 public:
  virtual ~Headset() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;
  /// The window to draw in, or to mirror in, for Renderer::create; null draws off screen.
  [[nodiscard]] virtual const render::WindowSurface* window() const = 0;
  /// Who makes the device, for Renderer::create; null lets the renderer do it.
  [[nodiscard]] virtual const render::DeviceMaker* device_maker() const = 0;
  /// Of the views in one picture, for Renderer::create.
  [[nodiscard]] virtual std::uint32_t view_count() const = 0;

  /// Takes up the renderer made with the above; borrowed until end(). Call once.
  [[nodiscard]] virtual Result<void, XrError> begin(render::Renderer& renderer) = 0;
  /// Leaves in good order, which may take a second, and lets go of the renderer. state_changes() then says how it went.
  virtual void end() = 0;

  virtual FrameTiming wait_frame() = 0;
  [[nodiscard]] virtual HeadsetState state() const = 0;
  /// What state() went through since the last wait_frame(), newest last.
  [[nodiscard]] virtual std::span<const HeadsetState> state_changes() const = 0;
  /// Pixels of one view; empty while minimised.
  [[nodiscard]] virtual render::Extent extent() const = 0;
  /// Pixels that panels are laid out on: a screen's own, or those of a board in the world.
  [[nodiscard]] virtual render::Extent panel_extent() const = 0;
  /// How much larger than plain pixels letters should be (1 on a common screen).
  [[nodiscard]] virtual float display_scale() const = 0;
  /// Where the world is seen from, one view an eye: as of the last draw(), or for a screen as of now.
  [[nodiscard]] virtual std::span<const render::View> views(const SceneFrame& frame) = 0;
  /// Head and hands at an instant at or shortly after the last wait_frame(), in the space of
  /// SceneFrame::world_from_stage.
  [[nodiscard]] virtual BodyPoses body(Instant at) const = 0;
  [[nodiscard]] virtual std::span<const InputEvent> actions() const = 0;
  [[nodiscard]] virtual std::span<const PanelEvent> panel_events() const = 0;
  virtual void set_panel_focus(PanelFocus focus) = 0;
  /// Draws the world as Renderer::draw() does, with the panels of `overlay` (may be null) where they belong, and shows
  /// it. Skipped when there is nothing to show it on.
  [[nodiscard]] virtual Result<render::DrawOutcome, XrError> draw(const SceneFrame& frame, float alpha,
                                                                  const render::OverlayLayer* overlay) = 0;
  /// The room that the person once captured with the headset; nothing where it tells of none, as screens do. The first
  /// call asks; its answer comes with events. For before a session, not for its frames: it allocates.
  [[nodiscard]] virtual RoomFinding find_room() = 0;
  /// Buzzes what a hand holds, where something can.
  virtual void pulse(const HapticPulse& pulse) = 0;
  /// The person closed the window or took the headset out of service. Stays true.
  [[nodiscard]] virtual bool should_close() const = 0;
  /// The runtime died or gave up: nothing more will come. Stays true.
  [[nodiscard]] virtual bool is_lost() const = 0;
};

/// What screens share: always focused, never lost, nothing to buzz; drawing is the renderer's.
class ScreenHeadset : public Headset {
 public:
  const render::DeviceMaker* device_maker() const override { return nullptr; }
  std::uint32_t view_count() const override { return 1; }
  Result<void, XrError> begin(render::Renderer& renderer) override;
  void end() override;
  HeadsetState state() const override { return state_; }
  std::span<const HeadsetState> state_changes() const override { return {&state_, has_changed_ ? 1U : 0U}; }
  render::Extent panel_extent() const override { return extent(); }
  Result<render::DrawOutcome, XrError> draw(const SceneFrame& frame, float alpha,
                                            const render::OverlayLayer* overlay) override;
  RoomFinding find_room() override { return {}; }
  void pulse(const HapticPulse&) override {}
  bool is_lost() const override { return false; }

 protected:
  /// At the beginning of wait_frame().
  void begin_frame();

 private:
  render::Renderer* renderer_ = nullptr;
  HeadsetState state_ = HeadsetState::Unknown;
  bool has_changed_ = false;
};

}  // namespace tonus::xr
