#include "screen.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <fmt/format.h>

namespace tonus::tool {
namespace {

/// How often a headset that was lost is looked for.
constexpr Duration kLookEvery = std::chrono::seconds(2);
constexpr std::size_t kMostStates = 400;
constexpr render::Extent kMirror{800, 450};

}  // namespace

Result<std::unique_ptr<Screen>, Error> Screen::create(const ScreenDefinition& definition) {
  auto screen = std::unique_ptr<Screen>(new Screen(definition));
  screen->definition_.headset.timeline = definition.wall;
  if (definition.backend == "headset") {
    if (auto taken = screen->take_up_headset(); !taken) return fail(taken.error());
    return screen;
  }
  auto headset = xr::find_backend(definition.backend)->create(screen->definition_.headset);
  if (!headset) return fail(Error{headset.error().message});
  if (auto taken = screen->take_up(std::move(*headset)); !taken) return fail(taken.error());
  return screen;
}

Screen::~Screen() {
  if (headset_ != nullptr) let_go();
}

Result<void, Error> Screen::take_up_headset() {
  xr::HeadsetDefinition& d = definition_.headset;
  d.mirror = nullptr;
  const xr::Backend* window = xr::find_backend("window");
  if (definition_.has_mirror && window->is_available()) {
    auto mirror = window->create(
        {.timeline = definition_.wall, .title = "Tonus: what they see", .extent = kMirror, .max_frame_rate_hz = 0.0});
    // Nobody has to stand there.
    if (mirror) mirror_ = std::move(*mirror);
    if (mirror_ != nullptr) d.mirror = mirror_->window();
  }
  auto headset = xr::find_backend("headset")->create(d);
  if (!headset) return fail(Error{headset.error().message});
  return take_up(std::move(*headset));
}

Result<void, Error> Screen::take_up(std::unique_ptr<xr::Headset> headset) {
  headset_ = std::move(headset);
  render::RendererDefinition d{.extent = headset_->extent(),
                               .view_count = headset_->view_count(),
                               .validation = definition_.validation,
                               .window = headset_->window(),
                               .maker = headset_->device_maker()};
  auto renderer = render::Renderer::create(d);
  // A processor that draws for two eyes does well to draw plainly.
  if (renderer && is_in_headset() && (*renderer)->is_cpu_device()) {
    d.samples = 1;
    d.shadows = d.post = false;
    renderer->reset();
    renderer = render::Renderer::create(d);
  }
  if (!renderer) return fail(Error{renderer.error().message});
  renderer_ = std::move(*renderer);
  auto overlay = overlay::Overlay::create(*renderer_);
  if (!overlay) return fail(Error{overlay.error().message});
  overlay_ = std::move(*overlay);
  if (auto begun = headset_->begin(*renderer_); !begun) return fail(Error{begun.error().message});
  return {};
}

void Screen::let_go() {
  if (headset_ == nullptr) return;
  headset_->end();
  note_states();
  if (renderer_ != nullptr) {
    const auto said = renderer_->validation_messages();
    validation_.insert(validation_.end(), said.begin(), said.end());
  }
  overlay_.reset();
  renderer_.reset();
  headset_.reset();
  mirror_.reset();
}

void Screen::end() { let_go(); }

void Screen::note_states() {
  if (!is_in_headset()) return;
  for (const xr::HeadsetState state : headset_->state_changes()) {
    if (states_.size() > kMostStates) continue;
    if (!states_.empty()) states_ += " > ";
    states_ += to_string(state);
  }
}

void Screen::wait() {
  const Instant before = timing_.woken_at;
  timing_ = headset_->wait_frame();
  frame_time_ = timing_.woken_at - before;
  note_states();
  const auto asked = headset_->actions();
  actions_.assign(asked.begin(), asked.end());
  if (mirror_ != nullptr) {
    mirror_->wait_frame();
    renderer_->resize(mirror_->extent());
    const auto beside = mirror_->actions();
    actions_.insert(actions_.end(), beside.begin(), beside.end());
  }
  if (stands_in()) look_for_headset();
  if (!is_in_headset()) return;
  const auto state = headset_->state();
  if (state == xr::HeadsetState::Focused || state == xr::HeadsetState::Visible) {
    frames_.began(timing_);
  } else {
    frames_.interrupted();
  }
}

bool Screen::was_touched() const {
  const auto events = headset_->panel_events();
  return !actions_.empty() || std::any_of(events.begin(), events.end(), [&](const PanelEvent& event) {
    return !is_in_headset() || event.kind == PanelEvent::Kind::PointerPressed;
  });
}

void Screen::look_for_headset() {
  if (is_back_ || timing_.woken_at - looked_at_ < kLookEvery) return;
  looked_at_ = timing_.woken_at;
  is_back_ = xr::find_backend("headset")->is_available();
}

Result<void, Error> Screen::change_over() {
  if (!changes_over()) return {};
  const bool was_lost = headset_->is_lost();
  let_go();
  if (std::exchange(is_back_, false)) {
    if (take_up_headset()) {
      fmt::print(stderr, "tonus: the headset is back\n");
      return {};
    }
    // It went again while it was taken up: the window is there as before.
    let_go();
  }
  const xr::Backend& screen = xr::preferred_backend("headset");
  if (was_lost)
    fmt::print(stderr, "tonus: the headset is gone; the session goes on, paused, {}\n",
               screen.name == "window" ? "in the window" : "without a display");
  auto made = screen.create(definition_.headset);
  if (!made) return fail(Error{made.error().message});
  looked_at_ = definition_.wall->now();
  return take_up(std::move(*made));
}

float Screen::panel_scale() const {
  if (is_in_headset()) return headset_->display_scale();
  const render::Extent extent = headset_->panel_extent();
  const float fits = std::min(static_cast<float>(extent.width) / 1280.0F, static_cast<float>(extent.height) / 720.0F);
  return std::max(1.0F, std::min(fits, 3.0F));
}

Result<bool, Error> Screen::begin_panels(bool waits_for_person) {
  const auto begun = overlay_->begin({.extent = headset_->panel_extent(),
                                      .delta_s = static_cast<float>(seconds(frame_time_)),
                                      .scale = panel_scale(),
                                      .events = headset_->panel_events(),
                                      .keyboard_navigation = waits_for_person});
  if (!begun) return fail(Error{begun.error().message});
  return *begun;
}

coach::Canvas Screen::canvas() const {
  const render::Extent extent = headset_->panel_extent();
  return {.width_px = static_cast<float>(extent.width),
          .height_px = static_cast<float>(extent.height),
          .scale = overlay_->scale(),
          .has_keyboard = !is_in_headset()};
}

Result<void, Error> Screen::show(const SceneFrame& frame, float alpha, bool waits_for_person, bool has_panels) {
  headset_->set_panel_focus({.wants_pointer = overlay_->wants_pointer(),
                             .wants_keyboard = overlay_->wants_keyboard(),
                             .covered_right_px = waits_for_person ? 0.0F : coach::covered_right_px(canvas()),
                             .waits_for_person = waits_for_person});
  const auto drawn = headset_->draw(frame, alpha, has_panels ? overlay_->layer() : nullptr);
  frames_.ended(!waits_for_person);
  // A lost headset is no failure: the next draw() changes over.
  if (!drawn && drawn.error().code != xr::XrErrorCode::Lost) return fail(Error{drawn.error().message});
  return {};
}

std::vector<std::string> Screen::validation_messages() const {
  auto all = validation_;
  if (renderer_ != nullptr) {
    const auto said = renderer_->validation_messages();
    all.insert(all.end(), said.begin(), said.end());
  }
  return all;
}

std::string Screen::headset_sentence() const {
  if (states_.empty()) return {};
  const std::string pace = frames_.sentence();
  return pace.empty() ? states_ : states_ + "; " + pace;
}

}  // namespace tonus::tool
