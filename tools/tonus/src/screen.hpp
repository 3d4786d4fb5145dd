#pragma once
// The window with its panels, as every screen of a session uses it.

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <engine/core/timeline.hpp>
#include <engine/overlay/overlay.hpp>
#include <engine/render/renderer.hpp>
#include <scenarios/coach/panels.hpp>
#include <xr/backends/backends.hpp>

namespace tonus::tool {

/// The window, what is drawn in it, and what came in with the latest frame.
class Screen {
 public:
  static Result<std::unique_ptr<Screen>, Error> create(const Timeline& wall, bool validation) {
    auto screen = std::unique_ptr<Screen>(new Screen);
    const xr::Backend* backend = xr::find_backend("window");
    auto headset = backend->create({.timeline = &wall});
    if (!headset) return fail(Error{headset.error().message});
    screen->headset_ = std::move(*headset);
    auto renderer = render::Renderer::create(
        {.extent = screen->headset_->extent(), .validation = validation, .window = screen->headset_->window()});
    if (!renderer) return fail(Error{renderer.error().message});
    screen->renderer_ = std::move(*renderer);
    auto overlay = overlay::Overlay::create(*screen->renderer_);
    if (!overlay) return fail(Error{overlay.error().message});
    screen->overlay_ = std::move(*overlay);
    return screen;
  }

  /// Sleeps until the next frame and gathers input.
  void wait() {
    const Instant before = timing_.woken_at;
    timing_ = headset_->wait_frame();
    frame_time_ = timing_.woken_at - before;
  }
  /// Draws the world with whatever `panels(fonts, canvas)` draws over it.
  template <class Panels>
  Result<void, Error> draw(const SceneFrame& frame, float alpha, bool waits_for_person, Panels&& panels) {
    const render::Extent extent = headset_->extent();
    renderer_->resize(extent);
    const auto begun = overlay_->begin({.extent = extent,
                                        .delta_s = static_cast<float>(seconds(frame_time_)),
                                        .scale = panel_scale(extent),
                                        .events = headset_->panel_events(),
                                        .keyboard_navigation = waits_for_person});
    if (!begun) return fail(Error{begun.error().message});
    const coach::Canvas canvas{.width_px = static_cast<float>(extent.width),
                               .height_px = static_cast<float>(extent.height),
                               .scale = overlay_->scale()};
    if (*begun) {
      panels(overlay_->fonts(), canvas);
      overlay_->end();
    }
    headset_->set_panel_focus({.wants_pointer = overlay_->wants_pointer(),
                               .wants_keyboard = overlay_->wants_keyboard(),
                               .covered_right_px = waits_for_person ? 0.0F : coach::covered_right_px(canvas)});
    const auto drawn =
        renderer_->draw(frame, alpha, headset_->views(frame.desktop_eye), *begun ? overlay_->layer() : nullptr);
    if (!drawn) return fail(Error{drawn.error().message});
    return {};
  }

  [[nodiscard]] const xr::Headset& headset() const { return *headset_; }
  [[nodiscard]] Duration frame_time() const { return frame_time_; }
  [[nodiscard]] bool was_touched() const { return !headset_->panel_events().empty() || !headset_->actions().empty(); }
  [[nodiscard]] std::vector<std::string> validation_messages() const { return renderer_->validation_messages(); }

 private:
  Screen() = default;
  /// Panels are made for 1280 x 720 and shrink rather than leave the picture.
  [[nodiscard]] float panel_scale(render::Extent extent) const {
    const float fits = std::min(static_cast<float>(extent.width) / 1280.0F, static_cast<float>(extent.height) / 720.0F);
    return std::max(1.0F, std::min(fits, 3.0F));
  }

  std::unique_ptr<xr::Headset> headset_;
  std::unique_ptr<render::Renderer> renderer_;
  std::unique_ptr<overlay::Overlay> overlay_;
  xr::FrameTiming timing_;
  Duration frame_time_{};
};

}  // namespace tonus::tool
