// Figures of a summary: unknown is absent, never zero.
#include <cmath>

#include <gtest/gtest.h>

#include <statistics.hpp>

namespace tonus::tool {
namespace {

TEST(Statistics, WithoutAHeartRateThereIsNone) {
  Statistics s;
  session::CoachView view;
  view.intensity = 0.3;
  for (int t = 0; t < 1200; ++t) s.add(t, view);
  EXPECT_FALSE(s.mean_bpm());
  EXPECT_FALSE(s.in_band_percent());
  EXPECT_EQ(s.coverage(), 0.0);
  EXPECT_NEAR(s.intensity_mean(), 0.3, 1e-9);
}

TEST(Statistics, CountsWorkSecondsInTheBand) {
  Statistics s;
  session::CoachView view;
  view.phase = session::Phase::Work;
  view.heart.is_known = true;
  view.heart.is_stale = false;
  view.target_bpm = 130;
  view.band_low_bpm = 125;
  view.band_high_bpm = 135;
  for (int second = 0; second < 10; ++second) {
    view.heart.value = BeatsPerMinute{second < 4 ? 120.0 : 130.0};
    s.add(second * kTicksPerSecond, view);
  }
  EXPECT_DOUBLE_EQ(*s.in_band_percent(), 60.0);
  EXPECT_DOUBLE_EQ(*s.mean_bpm(), 126.0);
  EXPECT_DOUBLE_EQ(*s.max_bpm(), 130.0);
  EXPECT_DOUBLE_EQ(s.coverage(), 1.0);
  EXPECT_NEAR(*s.work_rmse_bpm(), std::sqrt(40.0), 1e-12);
}

}  // namespace
}  // namespace tonus::tool
