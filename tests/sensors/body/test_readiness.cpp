#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <sensors/body/readiness.hpp>

#include "diaries.hpp"

namespace tonus::body {
namespace {

CheckIn answers(int all) { return {.sleep = all, .energy = all, .muscles = all, .calm = all}; }

/// Days of an ordinary person who varies a little.
std::vector<Day> ordinary(int days, std::uint64_t seed = 7) {
  Random random(seed);
  std::vector<Day> out;
  for (int t = 0; t < days; ++t) {
    Day day{.day = 20000 + t};
    day.rmssd_ms = 45.0 * std::exp(0.15 * random.normal());
    day.rest_bpm = 55.0 + 2.0 * random.normal();
    day.sleep_h = 7.3 + 0.7 * random.normal();
    day.breaths_per_min = 14.0 + 0.5 * random.normal();
    day.temperature_dev_c = 0.2 * random.normal();
    day.load = t % 7 == 0 ? 0.0 : 60.0 + 15.0 * random.normal();
    day.check_in = answers(static_cast<int>(std::lround(5.0 + 0.7 * random.normal())));
    out.push_back(day);
  }
  return out;
}

double sum_of_points(const Readiness& r) {
  return std::accumulate(r.inputs.begin(), r.inputs.end(), 50.0 + r.carried_points,
                         [](double sum, const Contribution& c) { return sum + c.points; });
}

double width(const Readiness& r) { return r.high - r.low; }

/// Removes one input, today or from all days.
void remove(std::vector<Day>& days, ReadinessInput input, bool only_today) {
  for (Day& day : days) {
    if (only_today && day.day != days.back().day) continue;
    switch (input) {
      case ReadinessInput::Wellness: day.check_in.reset(); break;
      case ReadinessInput::Hrv: day.rmssd_ms.reset(); break;
      case ReadinessInput::RestingRate: day.rest_bpm.reset(); break;
      case ReadinessInput::SleepDebt: day.sleep_h.reset(); break;
      case ReadinessInput::LoadBalance: day.load.reset(); break;
      case ReadinessInput::Respiration: day.breaths_per_min.reset(); break;
      case ReadinessInput::Temperature: day.temperature_dev_c.reset(); break;
    }
  }
}

TEST(Readiness, IsNotKnownBelowFourDaysAndSuggestsNoChange) {
  EXPECT_FALSE(assess_readiness({}, 20000).is_known);
  const auto three = ordinary(3);
  const Readiness r = assess_readiness(three, three.back().day);
  EXPECT_FALSE(r.is_known);
  EXPECT_EQ(r.days_known, 3);
  EXPECT_EQ(r.scale, 1.0);
  const auto five = ordinary(5);
  EXPECT_TRUE(assess_readiness(five, five.back().day).is_known);
}

TEST(Readiness, IsNotKnownWhenEverythingIsOlderThanTheBaseline) {
  const auto days = ordinary(30);
  EXPECT_FALSE(assess_readiness(days, days.back().day + 61).is_known);
  EXPECT_FALSE(assess_readiness(days, days.front().day - 1).is_known);
  EXPECT_FALSE(assess_readiness(days, days.back().day + 5000).is_known);
}

TEST(Readiness, NeverRaisesTheSessionOnAThinBaseline) {
  for (int days = 4; days < kSureDays; ++days) {
    auto good = ordinary(days);
    good.back().check_in = answers(7);
    good.back().rest_bpm = 45.0;
    EXPECT_LE(assess_readiness(good, good.back().day).scale, 1.0) << days;
  }
}

TEST(Readiness, PointsAddUpToTheScore) {
  for (const auto world : {DiaryWorld::Latent, DiaryWorld::Mechanistic}) {
    const auto diary = simulate_diary(world, 11);
    for (const Readiness& r : readiness_by_day(diary.days, 70, 729)) {
      if (r.is_known && r.score > 0.0 && r.score < 100.0) {
        ASSERT_NEAR(sum_of_points(r), r.score, 1e-9);
      }
    }
  }
}

TEST(Readiness, RemovingAnInputNeverNarrowsTheInterval) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    auto diary = simulate_diary(seed % 2 == 0 ? DiaryWorld::Latent : DiaryWorld::Mechanistic, seed).days;
    diary.resize(200 + 20 * seed);
    const Readiness with = assess_readiness(diary, diary.back().day);
    for (std::size_t j = 0; j < kReadinessInputs; ++j) {
      for (const bool only_today : {true, false}) {
        auto without_it = diary;
        remove(without_it, static_cast<ReadinessInput>(j), only_today);
        const Readiness without = assess_readiness(without_it, diary.back().day);
        EXPECT_GE(without.sd, with.sd - 1e-12) << name(static_cast<ReadinessInput>(j));
        EXPECT_GE(width(without), width(with) - 1e-9) << name(static_cast<ReadinessInput>(j));
      }
    }
  }
}

TEST(Readiness, TheIntervalKeepsItsWidthAtTheEndsOfTheScale) {
  auto days = ordinary(60);
  for (std::size_t i = days.size() - 10; i < days.size(); ++i) {
    days[i].check_in = answers(1);
    days[i].rest_bpm = 75.0;
    days[i].rmssd_ms = 12.0;
    days[i].sleep_h = 2.0;
    days[i].breaths_per_min = 20.0;
    days[i].temperature_dev_c = 1.5;
  }
  const Readiness r = assess_readiness(days, days.back().day);
  EXPECT_LT(r.score, 25.0);
  EXPECT_GE(r.low, 0.0);
  EXPECT_NEAR(width(r), 2.0 * 15.0 * 1.2815515655446004 * r.sd, 1e-9);
}

TEST(Readiness, TheCheckInWeighsAtLeastAsMuchAsHeartRateVariability) {
  const auto days = ordinary(90);
  for (const Readiness& r : readiness_by_day(days, days.front().day + 20, days.back().day)) {
    const auto& wellness = r.inputs[static_cast<std::size_t>(ReadinessInput::Wellness)];
    const auto& hrv = r.inputs[static_cast<std::size_t>(ReadinessInput::Hrv)];
    ASSERT_TRUE(wellness.is_known && hrv.is_known);
    EXPECT_GE(wellness.weight, hrv.weight);
  }
}

TEST(Readiness, AReadingOf255MillisecondsIsNoReading) {
  auto days = ordinary(90);
  days.back().rmssd_ms.reset();
  const Readiness without = assess_readiness(days, days.back().day);
  days.back().rmssd_ms = 255.0;
  EXPECT_EQ(assess_readiness(days, days.back().day).score, without.score);
}

TEST(Readiness, OneWildReadingThatIsStillPossibleMovesTheScoreByAtMostTwo) {
  for (std::uint64_t seed = 1; seed < 30; ++seed) {
    auto days = ordinary(120, seed);
    const CivilDay wild = days[100].day;
    days[100].rmssd_ms.reset();
    const auto without = readiness_by_day(days, wild, wild + 14);
    days[100].rmssd_ms = 249.0;
    const auto with = readiness_by_day(days, wild, wild + 14);
    for (std::size_t i = 0; i < with.size(); ++i) EXPECT_LE(std::abs(with[i].score - without[i].score), 2.0) << i;
  }
}

TEST(Readiness, ValuesOutsideTheirRangeCountAsAbsent) {
  auto days = ordinary(60);
  days.back().rest_bpm = 0.0;
  days.back().breaths_per_min = std::nan("");
  days.back().temperature_dev_c = 90.0;
  const Readiness r = assess_readiness(days, days.back().day);
  EXPECT_FALSE(r.inputs[static_cast<std::size_t>(ReadinessInput::RestingRate)].is_known);
  EXPECT_FALSE(r.inputs[static_cast<std::size_t>(ReadinessInput::Respiration)].is_known);
  EXPECT_FALSE(r.inputs[static_cast<std::size_t>(ReadinessInput::Temperature)].is_known);
  EXPECT_TRUE(std::isfinite(r.score));
}

TEST(Readiness, ALutealPhaseIsComparedWithItsOwnBaseline) {
  auto days = ordinary(120);
  for (std::size_t i = 0; i < days.size(); ++i) {
    const bool is_luteal = i % 28 >= 14;
    days[i].phase = is_luteal ? CyclePhase::Luteal : CyclePhase::Follicular;
    if (is_luteal) *days[i].rmssd_ms *= 0.85;
  }
  const Contribution aware =
      assess_readiness(days, days[110].day).inputs[static_cast<std::size_t>(ReadinessInput::Hrv)];
  ASSERT_EQ(days[110].phase, CyclePhase::Luteal);
  for (Day& day : days) day.phase = CyclePhase::Unknown;
  const Contribution blind =
      assess_readiness(days, days[110].day).inputs[static_cast<std::size_t>(ReadinessInput::Hrv)];
  EXPECT_LT(aware.usual, blind.usual);
  EXPECT_GT(aware.z, blind.z);
}

TEST(Readiness, KnowsNothingOfTheDaysAfter) {
  auto days = ordinary(80);
  const CivilDay today = days[70].day;
  const Readiness whole = assess_readiness(days, today);
  days.resize(71);
  EXPECT_EQ(assess_readiness(days, today).score, whole.score);
}

TEST(Readiness, APassOverManyDaysSaysTheSameAsEachDayByItself) {
  const auto diary = simulate_diary(DiaryWorld::Latent, 3);
  const auto pass = readiness_by_day(diary.days, 100, 140);
  for (int day = 100; day <= 140; ++day) {
    EXPECT_NEAR(assess_readiness(diary.days, day).score, pass[static_cast<std::size_t>(day - 100)].score, 1e-6);
  }
}

}  // namespace
}  // namespace tonus::body
