#include "first_screens.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <engine/core/civil_day.hpp>
#include <engine/core/log.hpp>
#include <scenarios/journal/diary.hpp>
#include <scenarios/session/reach_measure.hpp>
#include <sensors/body/suggestion.hpp>

#include "interrupt.hpp"
#include "paired.hpp"
#include "today.hpp"

namespace tonus::tool {
namespace {

// The first screen begins by itself while nobody touches anything, so that an unattended start does not wait for ever;
// somebody who is asked something for the first time gets longer.
constexpr double kFirstCountdown_s = 30.0;
constexpr double kCountdown_s = 8.0;

constexpr Duration kFelt = std::chrono::milliseconds(60);

enum class Began { Not, ByPerson, ByItself };

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
Result<Began, Error> welcome(Screen& screen, const Timeline& wall, Choices& choices, const std::string& source,
                             sensors::SensorSource* live) {
  coach::Welcome w{.profile = choices.profile,
                   .asks_to_keep = !choices.preferences.keep_sessions.has_value(),
                   .keep_sessions = choices.preferences.keep_sessions,
                   .source = source,
                   .leaves_room_for_devices = live != nullptr,
                   .begins_in_s = {}};
  Instant begins = wall.now() + from_seconds(w.asks_to_keep ? kFirstCountdown_s : kCountdown_s);
  bool counts_down = true;
  Remembered remembered;
  bool is_first = true;
  while (true) {
    screen.wait();
    // The first frames report where the pointer happens to be, which is nobody's doing.
    if (!is_first && screen.was_touched()) counts_down = false;
    is_first = false;
    const double left_s = seconds(begins - wall.now());
    w.begins_in_s = counts_down ? std::optional<double>(std::max(left_s, 0.0)) : std::nullopt;
    auto outcome = counts_down && left_s <= 0.0 ? coach::WelcomeOutcome::Begin : coach::WelcomeOutcome::Stays;
    for (const InputEvent& event : screen.actions()) {
      if (event.action == Action::Begin) outcome = coach::WelcomeOutcome::Begin;
      if (event.action == Action::Stop) outcome = coach::WelcomeOutcome::Leave;
    }
    if (screen.should_close() || was_interrupted()) outcome = coach::WelcomeOutcome::Leave;
    const auto drawn =
        screen.draw(screen.empty(), 1.0F, true, [&](const overlay::Fonts& fonts, const coach::Canvas& canvas) {
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
    if (outcome == coach::WelcomeOutcome::Leave) return Began::Not;
    return counts_down ? Began::ByItself : Began::ByPerson;
  }
}

/// What the person said is kept only with their yes to keeping anything; a no is remembered, so that it is asked once.
void remember(const Choices& choices) {
  if (!choices.preferences.keep_sessions || choices.preferences_path.empty()) return;
  journal::Preferences kept;
  kept.keep_sessions = choices.preferences.keep_sessions;
  kept.uses_cycle = *kept.keep_sessions && choices.preferences.uses_cycle;
  if (*kept.keep_sessions && !choices.profile_is_from_file) kept.profile = choices.profile;
  if (*kept.keep_sessions) kept.answers = choices.preferences.answers, kept.motions = choices.preferences.motions;
  if (*kept.keep_sessions && !choices.profile_is_from_file) kept.readiness = choices.preferences.readiness;
  if (*kept.keep_sessions) kept.reach_m = choices.preferences.reach_m;
  const auto saved = journal::save_preferences(choices.preferences_path, kept);
  if (!saved) complain(kFailed, saved.error().message);
}

/// Days as the diary kept here has them; nothing where there is none, with a word where it cannot be read.
std::vector<body::Day> kept_days() {
  const auto diary = journal::load_diary(journal::diary_path());
  if (diary) return diary->days;
  log::warning(diary.error().message + "; readiness is assessed without it");
  return {};
}

/// Shows a panel until something is pressed on it, Enter (`on_enter`) or Esc (`on_escape`, as when the window is
/// closed).
template <class Outcome, class Panel>
Result<Outcome, Error> ask(Screen& screen, Outcome nothing, Outcome on_enter, Outcome on_escape, Panel&& panel) {
  Outcome outcome = nothing;
  while (outcome == nothing) {
    screen.wait();
    for (const InputEvent& event : screen.actions()) {
      if (event.action == Action::Begin) outcome = on_enter;
      if (event.action == Action::Stop) outcome = on_escape;
    }
    if (screen.should_close() || was_interrupted()) outcome = on_escape;
    const auto drawn =
        screen.draw(screen.empty(), 1.0F, true, [&](const overlay::Fonts& fonts, const coach::Canvas& canvas) {
          const Outcome pressed = panel(fonts, canvas);
          if (pressed != nothing) outcome = pressed;
        });
    if (!drawn) return fail(drawn.error());
  }
  return outcome;
}

/// How far the arms reach that the headset sees. Kept where sessions may be.
Result<Answer, Error> ask_reach(Screen& screen, const Timeline& wall, Choices& choices) {
  session::ReachMeasure measure(choices.fit.hands);
  using coach::ReachOutcome;
  const auto said = ask(screen, ReachOutcome::Stays, ReachOutcome::Take, ReachOutcome::Skip,
                        [&](const overlay::Fonts& fonts, const coach::Canvas& canvas) {
                          const auto before = measure.reach_m();
                          const Instant now = wall.now();
                          // The hands of a window in the place of a headset that was lost are nobody's.
                          measure.note(now, screen.stands_in() ? BodyPoses{} : screen.headset().body(now));
                          if (measure.reach_m() != before)
                            for (const Hand hand : {Hand::Left, Hand::Right})
                              screen.pulse({.hand = hand, .strength = 0.5F, .length = kFelt});
                          return coach::draw_reach({.state = measure.state(),
                                                    .hands = choices.fit.hands,
                                                    .reach_m = measure.reach_m(),
                                                    .refused_m = measure.refused_m()},
                                                   fonts, canvas);
                        });
  if (!said) return fail(said.error());
  if (screen.should_close() || was_interrupted()) return Answer::Leave;
  if (*said != ReachOutcome::Take || !measure.reach_m()) return Answer::Begin;
  choices.fit.reach_m = *measure.reach_m();
  if (choices.profile_is_from_file) return Answer::Begin;  // of somebody else, perhaps
  choices.preferences.reach_m = measure.reach_m();
  remember(choices);
  return Answer::Begin;
}

/// The day as it stands in `days`, which has it.
const body::Day& on(const std::vector<body::Day>& days, CivilDay day) {
  return *std::find_if(days.begin(), days.end(), [day](const body::Day& d) { return d.day == day; });
}

/// How long ago the newest day of `days` was that says anything, today's own counting as now; days have no hours.
double age_h_of(const std::vector<body::Day>& days, CivilDay today) {
  CivilDay newest = 0;
  for (const body::Day& d : days) {
    const bool says_something = d.rmssd_ms || d.rest_bpm || d.sleep_h || d.breaths_per_min || d.temperature_dev_c ||
                                d.body_temperature_c || d.load || d.check_in;
    if (says_something && d.day <= today) newest = std::max(newest, d.day);
  }
  return 24.0 * static_cast<double>(today - newest);
}

session::ReadinessNote note_of(const body::Readiness& r, double scale, double age_h) {
  session::ReadinessNote note{.scale = scale, .age_h = age_h};
  if (!r.is_known) return note;
  note.is_known = true;
  note.score = r.score;
  note.low = r.low;
  note.high = r.high;
  return note;
}

/// Check-in, readiness, answer. The check-in is kept where sessions may be.
Result<Answer, Error> ask_and_suggest(Screen& screen, Choices& choices) {
  coach::CheckInForm form{.uses_cycle = choices.preferences.uses_cycle};
  using coach::CheckInOutcome;
  const auto said_how =
      ask(screen, CheckInOutcome::Stays, CheckInOutcome::Done, CheckInOutcome::Skip,
          [&](const auto& fonts, const auto& canvas) { return coach::draw_check_in(form, fonts, canvas); });
  if (!said_how) return fail(said_how.error());
  if (screen.should_close() || was_interrupted()) return Answer::Leave;
  if (*said_how == CheckInOutcome::Skip) return Answer::Begin;

  if (form.uses_cycle != choices.preferences.uses_cycle) {
    choices.preferences.uses_cycle = form.uses_cycle;
    remember(choices);
  }

  body::Day said{.day = today()};
  if (body::wellness(form.answers) || form.answers.has_fever || form.answers.has_symptoms) said.check_in = form.answers;
  said.phase = form.phase;
  if (said.check_in && choices.preferences.keep_sessions.value_or(false)) {
    const auto kept = journal::append_day(journal::diary_path(), said);
    if (!kept) complain(kFailed, kept.error().message);
  }
  std::vector<body::Day> days = kept_days();
  journal::add_days(days, {said});
  coach::ReadinessView view;
  view.readiness = body::assess_readiness(days, said.day);
  view.suggestion = body::suggest(view.readiness, body::illness_signs(days, said.day), on(days, said.day),
                                  {.has_worked_night = form.has_worked_night, .minutes = form.minutes});
  using body::SuggestionAnswer;
  const auto answer =
      ask(screen, SuggestionAnswer::None, SuggestionAnswer::Accept, SuggestionAnswer::Skip,
          [&](const auto& fonts, const auto& canvas) { return coach::draw_readiness(view, fonts, canvas); });
  if (!answer) return fail(answer.error());
  const double scale = body::scale_after(view.suggestion, *answer);
  if (scale <= 0.0 || screen.should_close() || was_interrupted()) return Answer::Leave;
  const auto& note = choices.readiness = note_of(view.readiness, scale, age_h_of(days, said.day));
  choices.preferences.readiness = {.is_known = note.is_known,
                                   .score = note.score,
                                   .low = note.low,
                                   .high = note.high,
                                   .scale = note.scale,
                                   .as_of_unix_s = now_unix_s() - static_cast<std::int64_t>(3600.0 * note.age_h)};
  remember(choices);
  choices.most_minutes = view.suggestion.most_minutes;
  return Answer::Begin;
}

}  // namespace

Result<Answer, Error> first_screens(Screen& screen, const Timeline& wall, Choices& choices, const std::string& source,
                                    sensors::SensorSource* live) {
  const auto began = welcome(screen, wall, choices, source, live);
  if (!began) return fail(began.error());
  if (*began == Began::Not) return Answer::Leave;
  remember(choices);
  if (*began == Began::ByItself) return Answer::Begin;
  if (choices.asks_reach) {
    const auto measured = ask_reach(screen, wall, choices);
    if (!measured || *measured == Answer::Leave) return measured;
  }
  return ask_and_suggest(screen, choices);
}

}  // namespace tonus::tool
