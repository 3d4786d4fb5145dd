#include <algorithm>

#include <gtest/gtest.h>

#include <sensors/body/suggestion.hpp>

namespace tonus::body {
namespace {

Readiness known(double mean, double sd = 0.65) {
  Readiness r{.is_known = true, .days_known = 60, .mean = mean, .sd = sd};
  r.score = 50.0 + 15.0 * mean;
  r.scale = std::clamp(1.0 + 0.1 * mean, 0.75, 1.05);
  return r;
}

bool has(const Suggestion& s, Reason reason) {
  return std::find(s.reasons.begin(), s.reasons.end(), reason) != s.reasons.end();
}

TEST(Suggestion, FeverOverridesTheBestScore) {
  for (const Day& day : {Day{.body_temperature_c = 38.2}, Day{.check_in = CheckIn{.energy = 7, .has_fever = true}}}) {
    const Suggestion s = suggest(known(2.0), {}, day, {});
    EXPECT_EQ(s.advice, Advice::NotToday);
    EXPECT_EQ(s.reasons[0], Reason::Fever);
    for (const auto answer : {SuggestionAnswer::Accept, SuggestionAnswer::Harder, SuggestionAnswer::Skip}) {
      EXPECT_EQ(scale_after(s, answer), 0.0);
    }
  }
}

TEST(Suggestion, IllnessPatternLeavesEasyTrainingAndTakesHarderAway) {
  const Suggestion s = suggest(known(1.0), {.is_pattern = true}, {}, {});
  EXPECT_EQ(s.advice, Advice::EasyOnly);
  EXPECT_LE(s.scale, 0.75);
  EXPECT_EQ(s.scale_harder, s.scale);
  EXPECT_EQ(scale_after(s, SuggestionAnswer::Skip), s.scale);
  EXPECT_LE(s.most_minutes.value_or(999.0), 45.0);
}

TEST(Suggestion, HeatFollowsTheBandsForPeopleUsedToItAndNot) {
  const auto at = [](double wbgt, bool used) {
    return suggest(known(0.0), {}, {}, {.wbgt_c = wbgt, .is_acclimatised = used});
  };
  EXPECT_EQ(at(24.0, false).advice, Advice::AsPlanned);
  EXPECT_TRUE(has(at(26.0, false), Reason::HeatCaution));
  EXPECT_EQ(at(26.0, true).advice, Advice::AsPlanned);
  EXPECT_EQ(at(28.0, false).advice, Advice::EasyOnly);
  EXPECT_EQ(at(30.5, false).advice, Advice::NotToday);
  EXPECT_EQ(at(30.5, true).advice, Advice::EasyOnly);
  EXPECT_EQ(at(32.3, true).advice, Advice::NotToday);
}

TEST(Suggestion, AirFollowsTheIndex) {
  const auto at = [](double aqi) { return suggest(known(0.0), {}, {}, {.aqi = aqi}); };
  EXPECT_EQ(at(100.0).advice, Advice::AsPlanned);
  EXPECT_EQ(at(120.0).advice, Advice::Easier);
  EXPECT_EQ(at(160.0).advice, Advice::EasyOnly);
  EXPECT_EQ(at(201.0).advice, Advice::NotToday);
}

TEST(Suggestion, TimeZonesWearOffADayEachEastwardAndFasterWestward) {
  const auto scale = [](double zones, double days) {
    return suggest(known(0.0), {}, {}, {.zones_crossed = zones, .days_since_travel = days}).scale;
  };
  EXPECT_LT(scale(8.0, 0.0), scale(8.0, 4.0));
  EXPECT_EQ(scale(8.0, 8.0), 1.0);
  EXPECT_EQ(scale(-8.0, 5.6), 1.0);
  EXPECT_LT(scale(8.0, 5.6), 1.0);
}

TEST(Suggestion, AThinBaselineChangesNothingAndSaysSo) {
  const Suggestion s = suggest({}, {}, {}, {});
  EXPECT_EQ(s.advice, Advice::AsPlanned);
  EXPECT_EQ(s.scale, 1.0);
  EXPECT_TRUE(has(s, Reason::ThinBaseline));
}

TEST(Suggestion, NeverAsksForMoreThanFivePercentMore) {
  for (double mean = -4.0; mean <= 4.0; mean += 0.25) {
    const Suggestion s = suggest(known(mean), {}, {}, {});
    EXPECT_LE(s.scale, 1.05);
    EXPECT_LE(scale_after(s, SuggestionAnswer::Harder), 1.05);
    EXPECT_GE(s.scale, 0.75);
    EXPECT_LT(scale_after(s, SuggestionAnswer::Easier), s.scale);
  }
}

TEST(Suggestion, MinutesThereAreBoundTheSession) {
  EXPECT_EQ(suggest(known(0.0), {}, {}, {.minutes = 20.0}).most_minutes, 20.0);
  EXPECT_EQ(suggest(known(0.0), {.is_pattern = true}, {}, {.minutes = 90.0}).most_minutes, 45.0);
}

}  // namespace
}  // namespace tonus::body
