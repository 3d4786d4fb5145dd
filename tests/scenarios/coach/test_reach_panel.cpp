// How far one reaches, as the person meets it: what it says, and what can be pressed.

#include "panel_screen.hpp"

namespace tonus::coach {
namespace {

using State = session::ReachMeasure::State;

ReachOutcome pressed(const ReachView& view, float x) {
  Screen screen;
  auto outcome = ReachOutcome::Stays;
  screen.click(x, 487.0F, [&](const overlay::Fonts& fonts) {
    const auto said = draw_reach(view, fonts, kCanvas);
    if (said != ReachOutcome::Stays) outcome = said;
  });
  return outcome;
}

TEST(ReachPanel, CanAlwaysBeSkippedAndTakenWhereSomethingWasMeasured) {
  const ReachView unseen, measured{.state = State::Measured, .reach_m = 0.71};
  EXPECT_EQ(pressed(unseen, 500.0F), ReachOutcome::Skip);
  EXPECT_EQ(pressed(unseen, 780.0F), ReachOutcome::Stays);
  EXPECT_EQ(pressed(measured, 500.0F), ReachOutcome::Skip);
  EXPECT_EQ(pressed(measured, 780.0F), ReachOutcome::Take);
}

TEST(ReachPanel, IsDrawnInEveryState) {
  Screen screen;
  for (const auto hands : {session::PlayHands::Both, session::PlayHands::Left, session::PlayHands::AsAuthored}) {
    for (const State state : {State::Unseen, State::Lowered, State::Moving, State::Measured, State::Refused}) {
      const ReachView view{.state = state, .hands = hands, .reach_m = 0.71, .refused_m = 0.21};
      screen.frame([&](const overlay::Fonts& fonts) { (void)draw_reach(view, fonts, kCanvas); });
    }
  }
  screen.keep_picture("reach.png");
}

}  // namespace
}  // namespace tonus::coach
