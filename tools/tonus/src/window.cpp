#include "window.hpp"

#include <fmt/format.h>

#include <engine/overlay/overlay.hpp>
#include <engine/render/renderer.hpp>
#include <scenarios/coach/panels.hpp>
#include <xr/backends/backends.hpp>

#include "interrupt.hpp"
#include "paired.hpp"
#include "performance.hpp"
#include "sim_thread.hpp"

namespace tonus::tool {
namespace {

// The first screen begins by itself while nobody touches anything, so that an unattended start does not wait for ever;
// somebody who is asked something for the first time gets longer.
constexpr double kFirstCountdown_s = 30.0;
constexpr double kCountdown_s = 8.0;
constexpr double kClosing_s = 8.0;
constexpr Duration kMostLead = std::chrono::milliseconds(150);

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

enum class Answer { Begin, Leave };

/// What is remembered, with its names for the panel.
struct Remembered {
  std::vector<journal::PairedDevice> devices = known_devices();
  std::vector<std::string> names = names_of(devices);

  static std::vector<std::string> names_of(const std::vector<journal::PairedDevice>& devices) {
    std::vector<std::string> names;
    for (const auto& device : devices) names.push_back(fmt::format("{} ({})", device.name, device.transport));
    return names;
  }
};

/// First screen. Edits the profile and the consent; Leave when the window was closed as well.
Result<Answer, Error> welcome(Screen& screen, const Timeline& wall, Choices& choices, const std::string& source,
                              sensors::SensorSource* live) {
  coach::Welcome w{.profile = choices.profile,
                   .asks_to_keep = !choices.preferences.keep_sessions.has_value(),
                   .keep_sessions = choices.preferences.keep_sessions,
                   .source = source,
                   .begins_in_s = {}};
  Instant begins = wall.now() + from_seconds(w.asks_to_keep ? kFirstCountdown_s : kCountdown_s);
  bool counts_down = true;
  Remembered remembered;
  const SceneFrame empty;
  bool is_first = true;
  while (true) {
    screen.wait();
    // The first frames report where the pointer happens to be, which is nobody's doing.
    if (!is_first && screen.was_touched()) counts_down = false;
    is_first = false;
    const double left_s = seconds(begins - wall.now());
    w.begins_in_s = counts_down ? std::optional<double>(std::max(left_s, 0.0)) : std::nullopt;
    auto outcome = counts_down && left_s <= 0.0 ? coach::WelcomeOutcome::Begin : coach::WelcomeOutcome::Stays;
    for (const InputEvent& event : screen.headset().actions()) {
      if (event.action == Action::Begin) outcome = coach::WelcomeOutcome::Begin;
      if (event.action == Action::Stop) outcome = coach::WelcomeOutcome::Leave;
    }
    if (screen.headset().should_close() || was_interrupted()) outcome = coach::WelcomeOutcome::Leave;
    const auto drawn = screen.draw(empty, 1.0F, true, [&](const overlay::Fonts& fonts, const coach::Canvas& canvas) {
      if (live != nullptr) {
        const auto forgotten = coach::draw_pairing(live->devices(), remembered.names, 20.0F, fonts, canvas);
        if (forgotten && forget_devices(remembered.devices[*forgotten].id) == kDone) remembered = Remembered{};
      }
      const auto pressed = coach::draw_welcome(w, fonts, canvas);
      if (pressed != coach::WelcomeOutcome::Stays) outcome = pressed;
    });
    if (!drawn) return fail(drawn.error());
    if (outcome == coach::WelcomeOutcome::Stays) continue;
    choices.profile = w.profile;
    choices.preferences.keep_sessions = w.keep_sessions;
    return outcome == coach::WelcomeOutcome::Begin ? Answer::Begin : Answer::Leave;
  }
}

/// What the person said is kept only with their yes to keeping anything; a no is remembered, so that it is asked once.
void remember(const Choices& choices) {
  if (!choices.preferences.keep_sessions || choices.preferences_path.empty()) return;
  journal::Preferences kept;
  kept.keep_sessions = choices.preferences.keep_sessions;
  if (*kept.keep_sessions && !choices.profile_is_from_file) kept.profile = choices.profile;
  const auto saved = journal::save_preferences(choices.preferences_path, kept);
  if (!saved) complain(kFailed, saved.error().message);
}

/// The session itself. Ends with it, with the window or with Ctrl-C.
Result<void, Error> perform(Screen& screen, SimThread& sim, Performance& performance) {
  sensors::SensorSource& source = performance.source();
  bool was_closed = false;
  while (!sim.has_ended()) {
    screen.wait();
    for (const InputEvent& event : screen.headset().actions()) sim.send(event.action);
    if (!was_closed && (screen.headset().should_close() || was_interrupted())) {
      was_closed = true;
      sim.end();
    }
    const Duration lead = std::min(screen.frame_time() * 2, kMostLead);
    sim.feed_poses(sim.now() + lead, [&](Instant at) { return screen.headset().body(at); });
    sim.update();
    performance.device_news();  // so that none is lost in a long session
    const auto drawn =
        screen.draw(sim.frame(), sim.alpha(), false, [&](const overlay::Fonts& fonts, const coach::Canvas& canvas) {
          coach::draw_devices(source.devices(), coach::kBelowStatus, fonts, canvas);
          const Action pressed = coach::draw_session(sim.view(), fonts, canvas);
          if (pressed != Action::None) sim.send(pressed);
        });
    if (!drawn) return fail(drawn.error());
  }
  return {};
}

/// Last screen; closes by itself after a while.
Result<void, Error> close(Screen& screen, const Timeline& wall, const session::CoachView& view,
                          const coach::Closing& closing) {
  const Instant until = wall.now() + from_seconds(kClosing_s);
  const SceneFrame empty;
  bool stays = true;
  while (stays) {
    screen.wait();
    for (const InputEvent& event : screen.headset().actions()) {
      if (event.action == Action::Begin || event.action == Action::Stop) stays = false;
    }
    if (screen.headset().should_close() || was_interrupted() || wall.now() >= until) stays = false;
    const auto drawn = screen.draw(empty, 1.0F, true, [&](const overlay::Fonts& fonts, const coach::Canvas& canvas) {
      if (coach::draw_closing(view, closing, fonts, canvas)) stays = false;
    });
    if (!drawn) return fail(drawn.error());
  }
  return {};
}

}  // namespace

int play_window(const PlayOptions& options, Choices& choices) {
  const SteadyTimeline wall;
  SessionTimeline time(wall);
  // Refuse a bad source or plan before a window opens. Live devices stay: they pair while the first screen shows.
  auto opened = open_sources(options, choices, &time);
  if (!opened) return complain(opened.error().status, opened.error().message);
  auto trial = make_stage(options, choices, std::move(*opened));
  if (!trial) return complain(trial.error().status, trial.error().message);
  const std::string source = trial->source->info().description;
  std::unique_ptr<sensors::SensorSource> live;
  if (trial->source->info().is_live) live = std::move(trial->source);
  auto screen = Screen::create(wall, options.validation);
  if (!screen) return complain(kFailed, screen.error().message);
  const auto answer = welcome(**screen, wall, choices, source, live.get());
  if (!answer) return complain(kFailed, answer.error().message);
  if (*answer == Answer::Leave) return was_interrupted() ? kInterrupted : kDone;
  remember(choices);

  auto performance = Performance::create(options, choices, std::move(live));
  if (!performance) return complain(performance.error().status, performance.error().message);
  auto view = std::make_unique<session::CoachView>();
  std::string trouble;
  {
    auto sim = std::make_unique<SimThread>(**performance, time);
    const auto played = perform(**screen, *sim, **performance);
    if (!played) trouble = played.error().message;
    sim->end();
    sim->join();
    sim->update();
    *view = sim->view();
  }
  remember_devices((*performance)->source().devices(), choices.preferences);
  Outcome outcome = (*performance)->finish(*view, {}, was_interrupted());
  if (!trouble.empty()) {
    outcome.troubles.push_back(trouble);
  } else if (!(*screen)->headset().should_close()) {
    const coach::Closing closing{.files = outcome.folder ? outcome.folder->string() : "",
                                 .note = outcome.troubles.empty() ? "" : outcome.troubles.front()};
    const auto closed = close(**screen, wall, *view, closing);
    if (!closed) outcome.troubles.push_back(closed.error().message);
  }
  for (const auto& message : (*screen)->validation_messages()) outcome.troubles.push_back("validation: " + message);
  return report_outcome(outcome, options.json);
}

}  // namespace tonus::tool
