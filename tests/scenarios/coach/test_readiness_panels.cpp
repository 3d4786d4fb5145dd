// The check-in and the readiness panel as a person meets them: drawn, looked at (pictures are left in the build folder)
// and clicked.

#include <cmath>
#include <vector>

#include "panel_screen.hpp"

namespace tonus::coach {
namespace {

/// A short night and little energy after an ordinary month.
std::vector<body::Day> tired_history() {
  std::vector<body::Day> days;
  for (int t = 0; t < 60; ++t) {
    const double wave = std::sin(0.9 * t) + 0.5 * std::sin(2.3 * t);
    body::Day day{.day = 20000 + t};
    day.rmssd_ms = 48.0 + 6.0 * wave;
    day.rest_bpm = 54.0 - 1.5 * wave;
    day.sleep_h = 7.4 + 0.5 * std::sin(1.7 * t);
    day.load = t % 3 == 0 ? 0.0 : 70.0;
    day.check_in = body::CheckIn{.sleep = 5, .energy = t % 2 == 0 ? 5 : 6, .muscles = 5, .calm = 5};
    days.push_back(day);
  }
  days.back().sleep_h = 5.0;
  days.back().rest_bpm = 58.0;
  days.back().check_in = body::CheckIn{.sleep = 3, .energy = 2, .muscles = 4, .calm = 5};
  return days;
}

ReadinessView tired_view() {
  const auto days = tired_history();
  ReadinessView view;
  view.readiness = body::assess_readiness(days, days.back().day);
  view.suggestion = body::suggest(view.readiness, body::illness_signs(days, days.back().day), days.back(), {});
  return view;
}

TEST(ReadinessPanels, ATiredDayIsShownWithItsPartsAndSuggestsLess) {
  Screen screen;
  ReadinessView view = tired_view();
  ASSERT_TRUE(view.readiness.is_known);
  EXPECT_LT(view.readiness.score, 45.0);
  EXPECT_EQ(view.suggestion.advice, body::Advice::Easier);
  const auto draw = [&](const overlay::Fonts& fonts) { (void)draw_readiness(view, fonts, kCanvas); };
  screen.frame(draw);
  screen.frame(draw);
  screen.keep_picture("readiness.png");
  view.hides_number = true;
  screen.frame(draw);
  screen.keep_picture("readiness-without-numbers.png");
}

TEST(ReadinessPanels, ANewPersonIsToldThatNothingIsKnown) {
  Screen screen;
  ReadinessView view;
  view.suggestion = body::suggest(view.readiness, {}, {}, {});
  screen.frame([&](const overlay::Fonts& fonts) { (void)draw_readiness(view, fonts, kCanvas); });
  screen.frame([&](const overlay::Fonts& fonts) { (void)draw_readiness(view, fonts, kCanvas); });
  screen.keep_picture("readiness-unknown.png");
}

TEST(ReadinessPanels, AcceptIsTheFirstButtonAndSkipTheLast) {
  for (const auto& [x, expected] :
       {std::pair{200.0F, body::SuggestionAnswer::Accept}, std::pair{1060.0F, body::SuggestionAnswer::Skip}}) {
    Screen screen;
    ReadinessView view = tired_view();
    auto pressed = body::SuggestionAnswer::None;
    screen.click(x, 650.0F, [&](const overlay::Fonts& fonts) {
      const auto answer = draw_readiness(view, fonts, kCanvas);
      if (answer != body::SuggestionAnswer::None) pressed = answer;
    });
    EXPECT_EQ(pressed, expected);
  }
}

TEST(ReadinessPanels, FeverLeavesOneButtonAlone) {
  Screen screen;
  ReadinessView view = tired_view();
  view.suggestion = body::suggest(view.readiness, {}, {.check_in = body::CheckIn{.has_fever = true}}, {});
  bool was_pressed = false;
  for (const float x : {520.0F, 740.0F, 1060.0F}) {
    screen.click(x, 650.0F, [&](const overlay::Fonts& fonts) {
      was_pressed |= draw_readiness(view, fonts, kCanvas) != body::SuggestionAnswer::None;
    });
  }
  EXPECT_FALSE(was_pressed);
  screen.frame([&](const overlay::Fonts& fonts) { (void)draw_readiness(view, fonts, kCanvas); });
  screen.keep_picture("readiness-fever.png");
}

TEST(CheckInPanel, AnAnswerIsChosenByAClickAndTakenBackByAnother) {
  Screen screen;
  CheckInForm form{.uses_cycle = true};
  const auto draw = [&](const overlay::Fonts& fonts) { (void)draw_check_in(form, fonts, kCanvas); };
  screen.frame(draw);
  EXPECT_FALSE(body::wellness(form.answers)) << "nothing is chosen beforehand";
  // Up and down one of the columns of buttons: one answer a question, and none is left out of reach.
  for (float y = 100.0F; y < 500.0F; y += 20.0F) screen.click(500.0F, y, draw);
  screen.frame(draw);
  screen.keep_picture("check-in.png");
  form.answers = {};
  float hit = 0.0F;
  for (float y = 100.0F; y < 300.0F && !form.answers.sleep; y += 12.0F) {
    screen.click(500.0F, y, draw);
    hit = y;
  }
  ASSERT_TRUE(form.answers.sleep);
  screen.click(500.0F, hit, draw);
  EXPECT_FALSE(form.answers.sleep);
}

TEST(CheckInPanel, SkipIsAlwaysThere) {
  Screen screen;
  CheckInForm form;
  auto outcome = CheckInOutcome::Stays;
  screen.click(950.0F, 640.0F, [&](const overlay::Fonts& fonts) {
    const auto now = draw_check_in(form, fonts, kCanvas);
    if (now != CheckInOutcome::Stays) outcome = now;
  });
  EXPECT_EQ(outcome, CheckInOutcome::Skip);
}

}  // namespace
}  // namespace tonus::coach
