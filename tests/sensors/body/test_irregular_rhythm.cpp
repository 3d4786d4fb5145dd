// Simulated rhythms alone: no public recording of atrial fibrillation is at hand.
#include <sensors/body/irregular_rhythm.hpp>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "made_rr.hpp"

namespace tonus::body {
namespace {

/// Beats until it is raised, or -1 within `most`.
template <class Next>
int raised_after(int most, Next next) {
  IrregularRhythm rhythm;
  for (int i = 0; i < most; ++i) {
    rhythm.push(next(i));
    if (rhythm.is_raised()) return i;
  }
  return -1;
}

TEST(IrregularRhythm, FibrillationIsSeenWithinThreeHundredBeats) {
  int seen = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Random random(seed);
    const double mean = random.uniform(450.0, 850.0);
    const double share = random.uniform(0.15, 0.25);
    const int beats = raised_after(300, [&](int) { return mean * std::max(0.4, 1.0 + share * random.normal()); });
    if (beats >= 0) ++seen;
    EXPECT_TRUE(beats < 0 || beats >= 128);
  }
  std::printf("simulated fibrillation seen in %d of 100\n", seen);
  EXPECT_GE(seen, 98);
}

TEST(IrregularRhythm, HealthyRhythmsWithFaultsInThemAreNot) {
  int raised = 0, count = 0;
  for (const made::Series& s : made::population(200, 31)) {
    const int beats =
        raised_after(static_cast<int>(s.rr_ms.size()), [&](int i) { return s.rr_ms[static_cast<std::size_t>(i)]; });
    raised += beats >= 0 ? 1 : 0;
    ++count;
  }
  std::printf("simulated healthy series that raised it: %d of %d\n", raised, count);
  EXPECT_LE(raised, 2);
}

TEST(IrregularRhythm, IsTakenBackWhenTheRhythmIsRegularAgainAndForgottenWhenAsked) {
  IrregularRhythm rhythm;
  Random random(9);
  for (int i = 0; i < 300; ++i) rhythm.push(700.0 * std::max(0.4, 1.0 + 0.2 * random.normal()));
  ASSERT_TRUE(rhythm.is_raised());
  for (int i = 0; i < 40; ++i) rhythm.push(700.0);
  EXPECT_TRUE(rhythm.is_raised());
  for (int i = 0; i < 200; ++i) rhythm.push(700.0 + 4.0 * random.normal());
  EXPECT_FALSE(rhythm.is_raised());
  EXPECT_LT(rhythm.entropy(), 0.2);
  rhythm.clear();
  EXPECT_EQ(rhythm.entropy(), 0.0);
}

TEST(IrregularRhythm, AnyNumberMayCome) {
  IrregularRhythm rhythm;
  for (int i = 0; i < 1000; ++i) {
    const double odd[] = {std::numeric_limits<double>::quiet_NaN(), -1.0, 0.0, 1e300, 700.0};
    rhythm.push(odd[i % 5]);
  }
  EXPECT_FALSE(rhythm.is_raised());
}

}  // namespace
}  // namespace tonus::body
