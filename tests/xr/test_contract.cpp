// What every back end promises, held by each: nobody, a window on a display of its own, a headset of a real runtime.

#include <cstdlib>

#include <gtest/gtest.h>

#include "bed/bed.hpp"
#include "headset_test.hpp"

namespace tonus::xr {
namespace {

class Contract : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "headset") {
      auto made = test::Bed::start();
      if (!made) GTEST_SKIP() << made.error().message;
      bed_ = std::move(*made);
      bed_->enter();
      bed_->person().send({});
    } else if (GetParam() == "window") {
      display_ = test::VirtualDisplay::start();
      if (display_ == nullptr) GTEST_SKIP() << "Xvfb is not installed";
      display_->enter();
    }
  }

  std::unique_ptr<test::Bed> bed_;
  std::unique_ptr<test::VirtualDisplay> display_;
};

TEST_P(Contract, IsRefusedWithoutATimelineAndAvailableWhereItSaysSo) {
  const Backend* backend = find_backend(GetParam());
  ASSERT_NE(backend, nullptr);
  const auto refused = backend->create({});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, XrErrorCode::BadDefinition);
  EXPECT_EQ(refused.error().message.find('\n'), std::string::npos);
  EXPECT_TRUE(backend->is_available());
  const SteadyTimeline timeline;
  const auto made = backend->create({.timeline = &timeline});
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ((*made)->name(), GetParam());
  EXPECT_EQ((*made)->state(), HeadsetState::Unknown);
}

TEST_P(Contract, FramesComeDrawnInRisingTimeAndWhatCameInIsToldOnce) {
  Worn worn({}, GetParam());
  ASSERT_EQ(worn.trouble, "");
  ASSERT_TRUE(worn.until_focused()) << worn.states;
  EXPECT_FALSE(worn.headset->extent().is_empty());
  EXPECT_FALSE(worn.headset->panel_extent().is_empty());
  EXPECT_GE(worn.headset->display_scale(), 1.0F);
  EXPECT_EQ(worn.headset->views(worn.scene).size(), worn.headset->view_count());
  Instant before = worn.timing.woken_at;
  for (int i = 0; i < 5; ++i) {
    worn.frame();
    EXPECT_GT(worn.timing.woken_at, before);
    EXPECT_GE(worn.timing.displayed_at, worn.timing.woken_at);
    EXPECT_GT(worn.timing.period, Duration::zero());
    EXPECT_TRUE(worn.headset->state_changes().empty()) << "nothing changed, or it is told twice";
    before = worn.timing.woken_at;
  }
  // At any instant near now; whoever has no head of their own looks from where the scene says.
  const BodyPoses body = worn.headset->body(worn.timing.woken_at + std::chrono::milliseconds(10));
  EXPECT_TRUE(body.is_head_tracked);
  EXPECT_GT(body.world_from_head.position.y, 1.0F);
  EXPECT_FALSE(worn.headset->should_close());
  EXPECT_FALSE(worn.headset->is_lost());
  // A frame that is waited for and not drawn is nobody's fault.
  worn.headset->wait_frame();
  worn.frame();
  EXPECT_EQ(worn.trouble, "");
  worn.take_off();
  EXPECT_EQ(worn.said, std::vector<std::string>{});
}

TEST_P(Contract, EndsInGoodOrderAndSaysSo) {
  Worn worn({}, GetParam());
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  worn.headset->pulse({Hand::Left, 1.0F, std::chrono::milliseconds(20)});
  worn.take_off();
  EXPECT_EQ(worn.headset->state(), HeadsetState::Exiting);
  EXPECT_EQ(worn.states.rfind("EXITING"), worn.states.size() - 7) << worn.states;
  EXPECT_FALSE(worn.headset->is_lost());
}

INSTANTIATE_TEST_SUITE_P(EveryBackEnd, Contract, testing::Values("headset", "window", "headless"),
                         [](const auto& back_end) { return back_end.param; });

}  // namespace
}  // namespace tonus::xr
