// What each state of an OpenXR session asks for.

#include <gtest/gtest.h>

#include <xr/openxr/session_life.hpp>

namespace tonus::xr::openxr {
namespace {

using Step = SessionLife::Step;

TEST(SessionLife, BeginsWhenReadyAndEndsWhenStopping) {
  SessionLife life;
  EXPECT_EQ(life.enter(HeadsetState::Idle), Step::None);
  EXPECT_FALSE(life.is_running());
  EXPECT_EQ(life.enter(HeadsetState::Ready), Step::Begin);
  EXPECT_TRUE(life.is_running());
  EXPECT_EQ(life.enter(HeadsetState::Synchronized), Step::None);
  EXPECT_FALSE(life.is_seen());
  EXPECT_EQ(life.enter(HeadsetState::Visible), Step::None);
  EXPECT_TRUE(life.is_seen());
  EXPECT_FALSE(life.has_focus());
  EXPECT_EQ(life.enter(HeadsetState::Focused), Step::None);
  EXPECT_TRUE(life.has_focus());
  EXPECT_EQ(life.enter(HeadsetState::Visible), Step::None);
  EXPECT_EQ(life.enter(HeadsetState::Synchronized), Step::None);
  EXPECT_EQ(life.enter(HeadsetState::Stopping), Step::End);
  EXPECT_FALSE(life.is_running());
  EXPECT_EQ(life.enter(HeadsetState::Idle), Step::None);
  EXPECT_EQ(life.enter(HeadsetState::Exiting), Step::Leave);
  EXPECT_TRUE(life.is_over());
  EXPECT_FALSE(life.is_lost());
}

TEST(SessionLife, AHeadsetThatIsTakenOffAndPutOnAgainBeginsAgain) {
  SessionLife life;
  static_cast<void>(life.enter(HeadsetState::Ready));
  EXPECT_EQ(life.enter(HeadsetState::Stopping), Step::End);
  EXPECT_EQ(life.enter(HeadsetState::Idle), Step::None);
  EXPECT_EQ(life.enter(HeadsetState::Ready), Step::Begin);
  EXPECT_TRUE(life.is_running());
}

TEST(SessionLife, NothingIsBegunOrEndedTwice) {
  SessionLife life;
  EXPECT_EQ(life.enter(HeadsetState::Stopping), Step::None);
  EXPECT_EQ(life.enter(HeadsetState::Ready), Step::Begin);
  EXPECT_EQ(life.enter(HeadsetState::Ready), Step::None);
  EXPECT_EQ(life.enter(HeadsetState::Stopping), Step::End);
  EXPECT_EQ(life.enter(HeadsetState::Stopping), Step::None);
}

TEST(SessionLife, WhatIsLostStaysLost) {
  for (const HeadsetState from : {HeadsetState::Idle, HeadsetState::Ready, HeadsetState::Focused}) {
    SessionLife life;
    static_cast<void>(life.enter(HeadsetState::Ready));
    static_cast<void>(life.enter(from));
    EXPECT_EQ(life.enter(HeadsetState::Lost), Step::Leave);
    EXPECT_FALSE(life.is_running());
    EXPECT_TRUE(life.is_lost());
    EXPECT_EQ(life.enter(HeadsetState::Ready), Step::None);
    EXPECT_EQ(life.state(), HeadsetState::Lost);
  }
}

}  // namespace
}  // namespace tonus::xr::openxr
