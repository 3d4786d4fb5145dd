#pragma once
// The window or the headset with its panels, as every screen of a session uses it. A headset that is lost is replaced
// by what there is, and taken up again when it comes back.

#include <memory>
#include <string>
#include <vector>

#include <engine/core/timeline.hpp>
#include <engine/overlay/overlay.hpp>
#include <engine/render/renderer.hpp>
#include <scenarios/coach/panels.hpp>
#include <xr/backends/backends.hpp>

#include "frame_log.hpp"

namespace tonus::tool {

struct ScreenDefinition {
  const Timeline* wall = nullptr;   ///< borrowed, outlives the screen
  std::string_view backend;         ///< "window" or "headset"
  xr::HeadsetDefinition headset{};  ///< its timeline is `wall`
  bool validation = false;
  bool has_mirror = true;  ///< where there is a display: a window with what the person in the headset sees
  Pose opening_eye{};      ///< where a window sees from before and after a session
};

/// The headset, what is drawn in it, and what came in with the latest frame. Display thread.
class Screen {
 public:
  static Result<std::unique_ptr<Screen>, Error> create(const ScreenDefinition& definition);
  ~Screen();

  /// Sleeps until the next frame and gathers input.
  void wait();
  /// With the last wait() the headset was lost or came back: whoever plays pauses before the next draw(), which changes
  /// over and may take a second.
  [[nodiscard]] bool changes_over() const { return is_back_ || headset_->is_lost(); }
  /// Draws the world with whatever `panels(fonts, canvas)` draws over it; empty() where there is no session.
  template <class Panels>
  Result<void, Error> draw(const SceneFrame& frame, float alpha, bool waits_for_person, Panels&& panels) {
    if (auto changed = change_over(); !changed) return changed;
    const auto begun = begin_panels(waits_for_person);
    if (!begun) return fail(begun.error());
    if (*begun) {
      panels(overlay_->fonts(), canvas());
      overlay_->end();
    }
    return show(frame, alpha, waits_for_person, *begun);
  }

  [[nodiscard]] const xr::Headset& headset() const { return *headset_; }
  [[nodiscard]] const SceneFrame& empty() const { return empty_; }
  /// Of the person, and of whoever stands at the mirror.
  [[nodiscard]] std::span<const InputEvent> actions() const { return actions_; }
  [[nodiscard]] bool should_close() const { return headset_->should_close() || (mirror_ && mirror_->should_close()); }
  void pulse(const HapticPulse& pulse) { headset_->pulse(pulse); }
  [[nodiscard]] xr::RoomFinding find_room() { return headset_->find_room(); }
  /// A headset was asked for and is lost: this is what there is meanwhile.
  [[nodiscard]] bool stands_in() const { return definition_.backend == "headset" && !is_in_headset(); }
  [[nodiscard]] Duration frame_time() const { return frame_time_; }
  /// Somebody is there and wants something. Hands in a headset are never still: there it takes a press.
  [[nodiscard]] bool was_touched() const;
  /// Leaves the headset in good order. What validation said all along, and for a headset a line on states and pace, go
  /// to the caller. Nothing may be drawn afterwards.
  void end();
  [[nodiscard]] std::vector<std::string> validation_messages() const;
  /// "IDLE > READY > … > EXITING; 600 frames, …": of the headset, since it was taken up last. Empty for a window.
  [[nodiscard]] std::string headset_sentence() const;

 private:
  explicit Screen(const ScreenDefinition& definition) : definition_(definition) {
    actions_.reserve(128);
    empty_.desktop_eye = definition.opening_eye;
  }
  [[nodiscard]] Result<void, Error> take_up_headset();
  [[nodiscard]] Result<void, Error> take_up(std::unique_ptr<xr::Headset> headset);
  void let_go();
  [[nodiscard]] Result<void, Error> change_over();
  void look_for_headset();
  void note_states();
  [[nodiscard]] Result<bool, Error> begin_panels(bool waits_for_person);
  [[nodiscard]] coach::Canvas canvas() const;
  [[nodiscard]] Result<void, Error> show(const SceneFrame& frame, float alpha, bool waits_for_person, bool has_panels);
  /// Panels are made for 1280 x 720 and shrink rather than leave the picture.
  [[nodiscard]] float panel_scale() const;
  [[nodiscard]] bool is_in_headset() const { return headset_ != nullptr && headset_->name() == "headset"; }

  ScreenDefinition definition_;
  SceneFrame empty_;
  std::unique_ptr<xr::Headset> mirror_;  ///< beside a headset; null where there is none
  std::unique_ptr<xr::Headset> headset_;
  std::unique_ptr<render::Renderer> renderer_;
  std::unique_ptr<overlay::Overlay> overlay_;
  bool is_back_ = false;  ///< the headset: the next draw() changes over to it
  std::vector<InputEvent> actions_;
  std::vector<std::string> validation_;
  std::string states_;
  FrameLog frames_;
  xr::FrameTiming timing_;
  Duration frame_time_{};
  Instant looked_at_{};
};

}  // namespace tonus::tool
