// Buttons and sticks of two controllers become what the person asks for.

#include <gtest/gtest.h>

#include <xr/openxr/buttons.hpp>

namespace tonus::xr::openxr {
namespace {

class ControllerButtons : public testing::Test {
 protected:
  ControllerButtons() { EXPECT_TRUE(after(0.0, {}).empty()); }
  std::vector<Action> after(double at_s, const Buttons& now, bool sticks_scroll = false) {
    std::vector<InputEvent> asked;
    reader_.read(now, instant_at(at_s), sticks_scroll, asked);
    std::vector<Action> actions;
    for (const InputEvent& event : asked) {
      EXPECT_EQ(event.at, instant_at(at_s));
      actions.push_back(event.action);
    }
    return actions;
  }
  static Buttons stick(float x, float y) {
    Buttons b;
    b.sticks[1] = {x, y};
    return b;
  }
  using Actions = std::vector<Action>;

  ButtonReader reader_;
};

TEST_F(ControllerButtons, APressAsksOnceHoweverLongItLasts) {
  EXPECT_EQ(after(0.1, {.begin = true}), Actions{Action::Begin});
  EXPECT_EQ(after(0.2, {.begin = true}), Actions{});
  EXPECT_EQ(after(0.3, {}), Actions{});
  EXPECT_EQ(after(0.4, {.begin = true}), Actions{Action::Begin});
}

TEST_F(ControllerButtons, PausePausesAtOnceAndHeldItStopsOnce) {
  EXPECT_EQ(after(1.0, {.pause = true}), Actions{Action::Pause});
  EXPECT_EQ(after(1.7, {.pause = true}), Actions{});
  EXPECT_EQ(after(1.8, {.pause = true}), Actions{Action::Stop});
  EXPECT_EQ(after(5.0, {.pause = true}), Actions{});
  EXPECT_EQ(after(5.1, {}), Actions{});
  EXPECT_EQ(after(6.0, {.pause = true}), Actions{Action::Pause});
}

TEST_F(ControllerButtons, EveryButtonHasItsAction) {
  EXPECT_EQ(after(0.1, {.stop = true}), Actions{Action::Stop});
  EXPECT_EQ(after(0.2, {.hold = true}), Actions{Action::Hold});
  EXPECT_EQ(after(0.3, {.recenter = true}), Actions{Action::Recenter});
  EXPECT_EQ(after(0.4, {}), Actions{});
  EXPECT_EQ(after(0.5, {.pause = true, .stop = true}), (Actions{Action::Pause, Action::Stop}));
}

TEST_F(ControllerButtons, AStickTurnsOrAsksOnceUntilItWasBack) {
  EXPECT_EQ(after(0.1, stick(-0.6F, 0.0F)), Actions{});
  EXPECT_EQ(after(0.2, stick(-0.8F, 0.3F)), Actions{Action::TurnLeft});
  EXPECT_EQ(after(0.3, stick(-0.5F, 0.0F)), Actions{});
  EXPECT_EQ(after(0.4, stick(-0.9F, 0.0F)), Actions{}) << "it never came back";
  EXPECT_EQ(after(0.5, stick(0.0F, 0.0F)), Actions{});
  EXPECT_EQ(after(0.6, stick(0.9F, 0.0F)), Actions{Action::TurnRight});
  EXPECT_EQ(after(0.7, stick(0.1F, 0.1F)), Actions{});
  EXPECT_EQ(after(0.8, stick(0.2F, 0.9F)), Actions{Action::Harder});
  EXPECT_EQ(after(0.9, stick(0.0F, 0.0F)), Actions{});
  EXPECT_EQ(after(1.0, stick(0.0F, -1.0F)), Actions{Action::Easier});
}

TEST_F(ControllerButtons, OnAPanelSticksScrollButStillTurn) {
  EXPECT_EQ(after(0.1, stick(0.0F, 1.0F), true), Actions{});
  EXPECT_EQ(after(0.2, stick(0.0F, 0.0F), true), Actions{});
  EXPECT_EQ(after(0.3, stick(1.0F, 0.0F), true), Actions{Action::TurnRight});
}

TEST_F(ControllerButtons, WhatIsHeldWhenFocusReturnsHasToBeLetGoFirst) {
  reader_.forget();
  EXPECT_EQ(after(1.0, {.pause = true}), Actions{});
  EXPECT_EQ(after(3.0, {.pause = true}), Actions{}) << "held since before: no stop";
  EXPECT_EQ(after(3.1, {}), Actions{});
  EXPECT_EQ(after(3.2, {.pause = true}), Actions{Action::Pause});
}

}  // namespace
}  // namespace tonus::xr::openxr
