#include <gtest/gtest.h>

#include <subject.hpp>

namespace tonus::lab {
namespace {

TEST(Subject, LawsAreToldWhatAPersonCouldSay) {
  const Subject s = draw_subject(athlete::Work::Treadmill, athlete::Plant::TwoPhase, 12);
  EXPECT_FALSE(s.brief.profile.max.has_value());
  EXPECT_EQ(s.brief.profile.age_years, s.person.age_years);
  EXPECT_NE(s.brief.profile.rest->value, s.person.rest_bpm);
  EXPECT_NEAR(s.brief.profile.rest->value, s.person.rest_bpm, 8.0);
  EXPECT_LE(s.brief.target_bpm, s.brief.limits.ceiling.value - kCeilingMargin_bpm);
}

TEST(Subject, TargetsBeyondTheMachineAreSeen) {
  athlete::Parameters weak;
  weak.gain = 0.15;
  weak.threshold_load = 400.0;
  EXPECT_FALSE(is_reachable(weak, 65.0 + 0.15 * 400.0 + 2.0));
  EXPECT_TRUE(is_reachable(weak, 65.0 + 0.15 * 300.0));
  EXPECT_NEAR(steady_load(weak, 65.0 + 0.15 * 300.0), 300.0, 1e-6);
}

}  // namespace
}  // namespace tonus::lab
