// How the heart answers is carried from session to session, with a yes and not without.
#include <filesystem>

#include <unistd.h>

#include <gtest/gtest.h>

#include <learned_answer.hpp>

namespace tonus::tool {
namespace {

namespace fs = std::filesystem;

class LearnedAnswer : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("tonus-answer-" + std::to_string(getpid()));
    choices_.preferences.keep_sessions = true;
    choices_.preferences_path = folder_ / "preferences.json";
    ASSERT_TRUE(journal::save_preferences(choices_.preferences_path, choices_.preferences));
    outcome_.definition.limits = body::heart_limits({});
    outcome_.view.is_answer_known = true;
    outcome_.view.answer = {.gain_bpm = 90.0, .gain_spread_bpm = 8.0, .tau_s = 50.0, .tau_spread_s = 6.0};
  }
  void TearDown() override { fs::remove_all(folder_); }

  /// What the next session starts from.
  adaptation::ResponsePrior next(CivilDay day) {
    choices_.preferences = *journal::load_preferences(choices_.preferences_path);
    return starting_response(outcome_.definition, choices_, day);
  }
  bool is_kept() { return !journal::load_preferences(choices_.preferences_path)->answers.empty(); }

  fs::path folder_;
  Choices choices_;
  Outcome outcome_;
};

TEST_F(LearnedAnswer, StartsTheNextSessionWithMoreDoubtEveryDay) {
  keep_answer(outcome_, choices_, 1000);
  EXPECT_EQ(next(1000).gain_bpm, 90.0);
  EXPECT_EQ(next(1000).tau_s, 50.0);
  EXPECT_NEAR(next(1010).gain_spread_bpm, 8.0 + 9.0, 1e-9);
  EXPECT_TRUE(*choices_.preferences.keep_sessions) << "and the rest of the preferences is as it was";
}

TEST_F(LearnedAnswer, IsKeptOfEachMachineByItself) {
  keep_answer(outcome_, choices_, 1000);
  const auto scenario = outcome_.definition;
  outcome_.definition.trainer_most_w = 200.0;
  EXPECT_EQ(next(1000).gain_bpm, session::default_response(scenario.limits, 200.0).gain_bpm) << "not of a trainer";
  outcome_.view.answer.gain_bpm = 70.0;
  keep_answer(outcome_, choices_, 1001);
  EXPECT_EQ(next(1001).gain_bpm, 70.0);
  outcome_.definition.trainer_most_w = 300.0;
  EXPECT_NEAR(next(1001).gain_bpm, 105.0, 1e-9) << "a watt is a watt, whatever the full scale";
  outcome_.definition = scenario;
  EXPECT_EQ(next(1001).gain_bpm, 90.0);
}

TEST_F(LearnedAnswer, IsNotKeptWithoutAYesNorUnknownNorOfARecordingNorOfSomebodyElse) {
  const Choices yes = choices_;
  const Outcome known = outcome_;
  choices_.preferences.keep_sessions = false;
  keep_answer(known, choices_, 1000);
  choices_ = yes;
  choices_.profile_is_from_file = true;
  keep_answer(known, choices_, 1000);
  choices_ = yes;
  outcome_.definition.source_reacts = false;
  keep_answer(outcome_, choices_, 1000);
  outcome_.definition.source_reacts = true;
  outcome_.view.is_answer_known = false;
  keep_answer(outcome_, choices_, 1000);
  EXPECT_FALSE(is_kept());
  keep_answer(known, choices_, 1000);
  EXPECT_TRUE(is_kept());
  choices_.profile_is_from_file = true;
  EXPECT_NE(next(1000).gain_bpm, 90.0) << "another person's";
}

TEST_F(LearnedAnswer, WhatMotionCostsIsKeptByScenarioEvenWhereTheAnswerIsNotKnown) {
  outcome_.view.is_answer_known = false;
  outcome_.view.motion = {12.0, 2.0, 30.0, 4.0, -0.2, true};
  keep_answer(outcome_, choices_, 1000);
  EXPECT_FALSE(is_kept());
  const auto next_motion = [&](CivilDay day) {
    choices_.preferences = *journal::load_preferences(choices_.preferences_path);
    return starting_motion(outcome_.definition, choices_, day);
  };
  EXPECT_TRUE(next_motion(1000).is_known);
  EXPECT_EQ(next_motion(1000).strike_bpm_s, 30.0);
  EXPECT_GT(next_motion(1020).strike_spread_bpm_s, next_motion(1000).strike_spread_bpm_s);
  outcome_.definition.scenario = "another";
  EXPECT_FALSE(next_motion(1000).is_known);
  outcome_.definition.scenario = "strike";
  choices_.profile_is_from_file = true;
  EXPECT_FALSE(starting_motion(outcome_.definition, choices_, 1000).is_known) << "another person's";
}

}  // namespace
}  // namespace tonus::tool
