#pragma once
// A headset of any back end with its renderer, and a scene to look at.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <engine/core/timeline.hpp>
#include <engine/overlay/overlay.hpp>
#include <engine/render/renderer.hpp>
#include <xr/backends/backends.hpp>

#include "sample_panel.hpp"

namespace tonus::xr {

class Worn {
 public:
  explicit Worn(HeadsetDefinition definition = {}, std::string_view backend = "headset", bool validation = true) {
    definition.timeline = &timeline;
    auto made = find_backend(backend)->create(definition);
    if (!made) {
      trouble = made.error().message;
      return;
    }
    headset = std::move(*made);
    auto drawer = render::Renderer::create({.extent = headset->extent(),
                                            .view_count = headset->view_count(),
                                            .samples = 1,
                                            .shadows = false,
                                            .post = false,
                                            .validation = validation,
                                            .window = headset->window(),
                                            .maker = headset->device_maker()});
    if (!drawer) {
      trouble = drawer.error().message;
      return;
    }
    renderer = std::move(*drawer);
    if (auto begun = headset->begin(*renderer); !begun) trouble = begun.error().message;
  }
  ~Worn() {
    if (headset != nullptr && !has_ended) take_off();
  }

  /// From now on there is a panel, in front of the person.
  void show_panel() {
    auto made = overlay::Overlay::create(*renderer);
    if (!made) {
      trouble = made.error().message;
      return;
    }
    panels = std::move(*made);
    headset->set_panel_focus({.waits_for_person = true});
  }
  /// One frame.
  void frame() {
    timing = headset->wait_frame();
    note();
    if (headset->is_lost()) return;
    for (const InputEvent& event : headset->actions()) asked.push_back(event.action);
    for (const PanelEvent& event : headset->panel_events()) panel.push_back(event);
    const auto drawn = headset->draw(scene, 1.0F, panel_layer());
    if (!drawn && drawn.error().code != XrErrorCode::Lost) trouble = drawn.error().message;
    if (drawn && *drawn == render::DrawOutcome::Drawn) ++drawn_frames;
  }
  /// Frames until `holds`, for ten seconds at most.
  bool until(const std::function<bool()>& holds) {
    const Instant most = timeline.now() + std::chrono::seconds(10);
    while (trouble.empty() && timeline.now() < most) {
      if (holds()) return true;
      frame();
    }
    return trouble.empty() && holds();
  }
  bool until_focused() {
    return until([&] { return headset->state() == HeadsetState::Focused && drawn_frames > 2; });
  }
  void take_off() {
    headset->end();
    has_ended = true;
    note();
    said = renderer->validation_messages();
    panels.reset();
    renderer.reset();
  }
  [[nodiscard]] BodyPoses body() const { return headset->body(timing.woken_at); }

  SteadyTimeline timeline;
  std::unique_ptr<Headset> headset;
  std::unique_ptr<render::Renderer> renderer;
  std::unique_ptr<overlay::Overlay> panels;
  SceneFrame scene;
  FrameTiming timing;
  std::string trouble, states;
  std::vector<Action> asked;
  std::vector<PanelEvent> panel;
  std::vector<std::string> said;      ///< by validation, after take_off()
  int drawn_frames = 0, presses = 0;  ///< of the panel's Stop
  bool has_ended = false;

 private:
  const render::OverlayLayer* panel_layer() {
    if (panels == nullptr) return nullptr;
    const auto begun = panels->begin({.extent = headset->panel_extent(), .events = headset->panel_events()});
    if (!begun || !*begun) return nullptr;
    if (test::sample_panel(*panels)) ++presses;
    panels->end();
    return panels->layer();
  }
  void note() {
    for (const HeadsetState state : headset->state_changes()) {
      if (!states.empty()) states += " > ";
      states += to_string(state);
    }
  }
};

}  // namespace tonus::xr
