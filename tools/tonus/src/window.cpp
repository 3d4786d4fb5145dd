#include "window.hpp"

#include <cstdio>
#include <utility>

#include <fmt/format.h>

#include <engine/core/log.hpp>
#include <engine/scene/body.hpp>

#include "first_screens.hpp"
#include "headless.hpp"
#include "interrupt.hpp"
#include "learned_answer.hpp"
#include "paired.hpp"
#include "performance.hpp"
#include "screen.hpp"
#include "sim_thread.hpp"
#include "today.hpp"

namespace tonus::tool {
namespace {

constexpr double kClosing_s = 8.0;
constexpr Duration kRoomWait = std::chrono::seconds(2);
constexpr Duration kMostLead = std::chrono::milliseconds(150);

/// The session itself. Ends with it, with the window or with Ctrl-C.
Result<void, Error> perform(Screen& screen, SimThread& sim, Performance& performance) {
  sensors::SensorSource& source = performance.source();
  coach::ExertionScale scale;
  bool was_closed = false;
  while (!sim.has_ended()) {
    screen.wait();
    sim.update();
    // Before anything else: changing over takes its time, and nobody sees what comes meanwhile.
    if (screen.changes_over() && !sim.view().is_paused) sim.send(Action::Pause);
    for (const InputEvent& event : screen.actions()) sim.send(event.action);
    if (!was_closed && (screen.should_close() || was_interrupted())) {
      was_closed = true;
      sim.end();
    }
    for (HapticPulse pulse; sim.try_take(pulse);) screen.pulse(pulse);
    const Duration lead = std::min(screen.frame_time() * 2, kMostLead);
    sim.feed_poses(sim.now() + lead, [&](Instant at) {
      const BodyPoses body = screen.headset().body(at);
      // A window in the place of a headset that was lost knows the world alone.
      return screen.stands_in() ? taken_into(inverse(sim.frame().world_from_stage), body) : body;
    });
    sim.update();
    performance.device_news();  // so that none is lost in a long session
    const auto drawn =
        screen.draw(sim.frame(), sim.alpha(), false, [&](const overlay::Fonts& fonts, const coach::Canvas& canvas) {
          coach::draw_devices(source.devices(), coach::kBelowStatus, fonts, canvas);
          const InputEvent pressed = coach::draw_session(sim.view(), scale, fonts, canvas);
          if (pressed.action != Action::None) sim.send(pressed.action, pressed.value);
        });
    if (!drawn) return fail(drawn.error());
  }
  return {};
}

/// The room that the headset tells of, where no word was said about one. It has answered long before, or has two
/// seconds.
Result<void, Error> take_room(Screen& screen, const Timeline& wall, Choices& choices) {
  if (!choices.takes_headset_room) return {};
  const Instant until = wall.now() + kRoomWait;
  xr::RoomFinding found = screen.find_room();
  while (found.is_pending && wall.now() < until && !screen.should_close() && !was_interrupted()) {
    screen.wait();
    const auto drawn = screen.draw(screen.empty(), 1.0F, true, [](const overlay::Fonts&, const coach::Canvas&) {});
    if (!drawn) return fail(drawn.error());
    found = screen.find_room();
  }
  if (found.is_pending) found.trouble = "it did not answer within two seconds";
  if (found.plan) {
    choices.room = std::make_shared<RoomPlan>(*found.plan);
    choices.room_name = "the headset's own";
  } else if (!found.trouble.empty()) {
    log::warning("no room of the headset's: " + found.trouble);
  }
  return {};
}

/// Last screen; closes by itself after a while.
Result<void, Error> close(Screen& screen, const Timeline& wall, const session::CoachView& view,
                          const coach::Closing& closing) {
  const Instant until = wall.now() + from_seconds(kClosing_s);
  bool stays = true;
  while (stays) {
    screen.wait();
    for (const InputEvent& event : screen.actions()) {
      if (event.action == Action::Begin || event.action == Action::Stop) stays = false;
    }
    if (screen.should_close() || was_interrupted() || wall.now() >= until) stays = false;
    const auto drawn =
        screen.draw(screen.empty(), 1.0F, true, [&](const overlay::Fonts& fonts, const coach::Canvas& canvas) {
          if (coach::draw_closing(view, closing, fonts, canvas)) stays = false;
        });
    if (!drawn) return fail(drawn.error());
  }
  return {};
}

}  // namespace

int play_on_screen(const PlayOptions& options, Choices& choices) {
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
  const auto open = [&] {
    return Screen::create({.wall = &wall,
                           .backend = name(choices.display),
                           .headset = choices.headset,
                           .validation = options.validation,
                           .has_mirror = options.has_mirror,
                           .opening_eye = session::opening_eye(choices.fit)});
  };
  auto screen = open();
  if (!screen && choices.display == Display::Headset) {
    choices.display = instead_of_headset(screen.error());
    // What has paired by now pairs again.
    if (choices.display == Display::Headless) return play_headless(options, choices);
    screen = open();
  }
  if (!screen) return complain(kFailed, screen.error().message);
  // Asked now, it answers while the first screens show.
  if (choices.takes_headset_room) static_cast<void>((*screen)->find_room());
  const auto answer = first_screens(**screen, wall, choices, source, live.get());
  if (!answer) return complain(kFailed, answer.error().message);
  if (*answer == Answer::Leave) return was_interrupted() ? kInterrupted : kDone;

  if (const auto taken = take_room(**screen, wall, choices); !taken) return complain(kFailed, taken.error().message);

  auto performance = Performance::create(options, choices, std::move(live));
  if (!performance) return complain(performance.error().status, performance.error().message);
  auto view = std::make_unique<session::CoachView>();
  std::string trouble;
  {
    auto sim = std::make_unique<SimThread>(**performance, time, (*screen)->headset().body(wall.now()));
    const auto played = perform(**screen, *sim, **performance);
    if (!played) trouble = played.error().message;
    sim->end();
    sim->join();
    sim->update();
    *view = sim->view();
  }
  remember_devices((*performance)->source().devices(), choices.preferences);
  Outcome outcome = (*performance)->finish(*view, {}, was_interrupted());
  keep_answer(outcome, choices, today());
  if (!trouble.empty()) {
    outcome.troubles.push_back(trouble);
  } else if (!(*screen)->should_close()) {
    const coach::Closing closing{.files = outcome.folder ? outcome.folder->string() : "",
                                 .note = outcome.troubles.empty() ? "" : outcome.troubles.front()};
    const auto closed = close(**screen, wall, *view, closing);
    if (!closed) outcome.troubles.push_back(closed.error().message);
  }
  (*screen)->end();
  for (const auto& message : (*screen)->validation_messages()) outcome.troubles.push_back("validation: " + message);
  if (const std::string said = (*screen)->headset_sentence(); !said.empty()) fmt::print(stderr, "headset: {}\n", said);
  return report_outcome(outcome, options.json);
}

}  // namespace tonus::tool
