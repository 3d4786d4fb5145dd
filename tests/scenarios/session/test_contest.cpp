// "Too hard", "too easy" and "not now": heard at once, written down, and kept within limits.
#include <algorithm>
#include <span>

#include <gtest/gtest.h>

#include <scenarios/adaptation/law.hpp>
#include <scenarios/adaptation/sentence.hpp>
#include <support/steered_athlete.hpp>

#include "session_world.hpp"

namespace tonus::session {
namespace {

using adaptation::Decision;
using adaptation::Reason;

/// A healthy athlete half an hour into nothing special.
SteeredAthlete under_way(int after_s, double target_bpm = 0.0, double length_s = 3600.0) {
  const auto person = athlete::draw("healthy", athlete::Work::Scenario, 11);
  SessionDefinition d = SteeredAthlete::definition_for(person, length_s);
  if (target_bpm > 0.0) d.plan = {{length_s, target_bpm}};
  SteeredAthlete run(d, person, {}, 11);
  run.run(after_s);
  return run;
}

std::vector<Decision> of(const std::vector<Decision>& rows, Reason reason) {
  std::vector<Decision> found;
  std::ranges::copy_if(rows, std::back_inserter(found), [&](const Decision& d) { return d.reason == reason; });
  return found;
}

void expect_all_recompute(const SteeredAthlete& run) {
  for (const Decision& row : run.rows) EXPECT_TRUE(adaptation::recomputes(row)) << seconds(row.at);
}

TEST(Contest, TooHardEasesAtOnceAndSticksForTenMinutes) {
  SteeredAthlete run = under_way(900);
  const double before = run.intensity(), target = run.view().target_bpm;
  const double reserve = run.view().max_bpm - run.view().rest_bpm;
  run.second(Action::Easier);
  const auto row = of(run.rows, Reason::UserEasier);
  ASSERT_EQ(row.size(), 1U);
  EXPECT_LE(row[0].to, 0.92 * before + 1e-12);
  EXPECT_NEAR(run.view().target_bpm, target - 0.05 * reserve, 1e-9);
  EXPECT_NE(adaptation::sentence(row[0]).find("Too hard"), std::string::npos);
  for (int s = 0; s < 600; ++s) {
    run.second();
    ASSERT_LE(run.intensity(), 0.92 * before + 1e-12) << s;
  }
  EXPECT_NEAR(run.view().target_bpm, target - 0.05 * reserve, 1e-9);
  expect_all_recompute(run);
}

TEST(Contest, WhatHoldsIntensityDownAfterTooHardIsNamed) {
  // Pressed far below the target, so that it is the person's word alone that binds.
  SteeredAthlete run = under_way(240, 150.0);
  run.second(Action::Easier);
  run.run(600);
  const auto rows = of(run.rows, Reason::UserLimit);
  ASSERT_FALSE(rows.empty());
  EXPECT_NE(rows.back().step.limits & adaptation::kLimitPerson, 0U);
  EXPECT_LT(rows.back().inputs.person_most, 1.0);
  EXPECT_NE(adaptation::sentence(rows.back()).find("you said no harder"), std::string::npos);
  expect_all_recompute(run);
}

TEST(Contest, EveryFurtherTooHardLowersAgainDownToAQuarterOfTheReserve) {
  SteeredAthlete run = under_way(900);
  const double target = run.view().target_bpm, reserve = run.view().max_bpm - run.view().rest_bpm;
  double previous = run.intensity();
  for (int press = 1; press <= 7; ++press) {
    run.second(Action::Easier);
    EXPECT_LT(run.intensity(), previous) << press;
    previous = run.intensity();
    EXPECT_NEAR(run.view().target_bpm, target - std::min(0.05 * press, 0.25) * reserve, 1e-9) << press;
  }
  for (int press = 0; press < 60; ++press) run.second(Action::Easier);
  EXPECT_GE(run.intensity(), SessionDefinition{}.least) << "too hard is no stop";
}

TEST(Contest, TooEasyLiftsWhatTooHardSet) {
  SteeredAthlete run = under_way(240, 150.0);
  run.second(Action::Easier);
  run.run(120);
  const double capped = run.intensity(), target = run.view().target_bpm;
  run.second(Action::Harder);
  EXPECT_GT(run.view().target_bpm, target);
  run.run(180);
  EXPECT_GT(run.intensity(), capped);
  ASSERT_EQ(of(run.rows, Reason::UserHarder).size(), 1U);
  EXPECT_EQ(of(run.rows, Reason::UserHarder)[0].inputs.person_most, 1.0);
  expect_all_recompute(run);
}

TEST(Contest, TooEasyRaisesTheTargetByATenthOfTheReserveAtTheMostAndSticks) {
  SteeredAthlete run = under_way(900);
  const double before = run.view().target_bpm, reserve = run.view().max_bpm - run.view().rest_bpm;
  for (int press = 0; press < 5; ++press) run.second(Action::Harder);
  EXPECT_EQ(of(run.rows, Reason::UserHarder).size(), 5U);
  const double most = std::min(before + 0.10 * reserve, run.view().ceiling_bpm - adaptation::kCeilingMargin_bpm);
  EXPECT_NEAR(run.view().target_bpm, most, 1e-9);
  run.run(600);
  EXPECT_NEAR(run.view().target_bpm, most, 1e-9);
  expect_all_recompute(run);
}

TEST(Contest, TooEasyAtTheCeilingRaisesNothingAndSaysWhy) {
  SteeredAthlete run = under_way(900, 200.0);
  const double target = run.view().target_bpm;
  EXPECT_NEAR(target, run.view().ceiling_bpm - adaptation::kCeilingMargin_bpm, 1e-9);
  for (int press = 0; press < 4; ++press) run.second(Action::Harder);
  EXPECT_EQ(run.view().target_bpm, target);
  const std::string words = adaptation::sentence(of(run.rows, Reason::UserHarder).back());
  EXPECT_NE(words.find("the ceiling of"), std::string::npos) << words;
  // And what was asked for in vain is not in the way of the next "too hard".
  const double reserve = run.view().max_bpm - run.view().rest_bpm;
  run.second(Action::Easier);
  EXPECT_NEAR(run.view().target_bpm, target - 0.05 * reserve, 1e-9);
}

TEST(Contest, TooEasyAboveTheCeilingStillSheds) {
  Rehearsal run(definition_of(900));
  run.run(300);
  run.heart.offset_bpm = 60.0;
  run.run(20);
  double previous = run.tick().view.intensity;
  for (int i = 0; i < 20 * 120; ++i) {
    const auto out = run.tick(i % 120 == 0 ? Action::Harder : Action::None);
    ASSERT_LE(out.view.intensity, previous);
    previous = out.view.intensity;
  }
}

TEST(Contest, NotNowHoldsForTwoMinutesAndItsEndIsWritten) {
  SteeredAthlete run = under_way(240, 150.0);
  double previous = run.intensity();
  run.second(Action::NotNow);
  EXPECT_GT(run.view().not_now_s, 100.0);
  for (int s = 1; s < 120; ++s) {
    ASSERT_LE(run.intensity(), previous) << s;
    previous = run.intensity();
    run.second();
  }
  ASSERT_EQ(of(run.rows, Reason::UserNotNow).size(), 1U);
  EXPECT_TRUE(of(run.rows, Reason::NotNowOver).empty());
  run.second();
  const auto over = of(run.rows, Reason::NotNowOver);
  ASSERT_EQ(over.size(), 1U);
  EXPECT_NEAR(seconds(over[0].at - of(run.rows, Reason::UserNotNow)[0].at), 120.0, 1e-9);
  EXPECT_EQ(run.view().not_now_s, 0.0);
  run.run(120);
  EXPECT_GT(run.intensity(), previous) << "and then it goes on";
  expect_all_recompute(run);
}

TEST(Contest, NotNowStillLetsItEase) {
  SteeredAthlete run = under_way(900);
  const double before = run.intensity();
  run.second(Action::NotNow);
  run.second(Action::Easier);
  EXPECT_LE(run.intensity(), 0.92 * before + 1e-12);
}

TEST(Contest, TooHardDuringAPauseCountsFromBeforeIt) {
  SteeredAthlete run = under_way(900);
  const double before = run.intensity();
  run.second(Action::Pause);
  run.second(Action::Easier);
  EXPECT_EQ(run.intensity(), 0.0);
  run.second(Action::Pause);
  double most = 0.0;
  for (int s = 0; s < 300; ++s) {
    run.second();
    most = std::max(most, run.intensity());
  }
  EXPECT_LE(most, 0.92 * before + 1e-12);
  EXPECT_GT(most, 0.5 * before);
}

TEST(Contest, ThePressesShowInTheStateHash) {
  const auto hash = [](Action action) {
    SteeredAthlete run = under_way(300);
    run.second(action);
    StateHash state(0);
    run.conductor().mix_into(state);
    return state.value();
  };
  EXPECT_NE(hash(Action::NotNow), hash(Action::None));
  EXPECT_NE(hash(Action::Easier), hash(Action::None));
}

}  // namespace
}  // namespace tonus::session
