// Stories of whole sessions, on fake time: what a person, a coach and a replay may rely on.
#include "session_world.hpp"

#include <algorithm>
#include <string>

#include <engine/core/random.hpp>
#include <scenarios/adaptation/law.hpp>
#include <scenarios/adaptation/sentence.hpp>

namespace tonus::session {
namespace {

using adaptation::Reason;
using adaptation::State;

int count(const Rehearsal& run, Reason reason) {
  return static_cast<int>(
      std::count_if(run.rows.begin(), run.rows.end(), [&](const auto& row) { return row.reason == reason; }));
}

TEST(Session, GoesThroughWarmUpWorkAndCoolDownToItsEnd) {
  Rehearsal run(definition_of(120));
  EXPECT_EQ(run.run(10).view.phase, Phase::Warmup);
  EXPECT_EQ(run.run(20).view.phase, Phase::Work);
  EXPECT_EQ(run.run(85).view.phase, Phase::Cooldown);
  EXPECT_TRUE(run.run(10).has_ended);
  EXPECT_EQ(run.rows.front().reason, Reason::Opening);
  EXPECT_EQ(run.rows.back().reason, Reason::Finished);
  EXPECT_EQ(run.rows.back().to, 0.0);
}

TEST(Session, EqualInputsGiveEqualHashesAtEveryTick) {
  Rehearsal a(definition_of(60));
  Rehearsal b(definition_of(60));
  for (int i = 0; i < 60 * 120; ++i) ASSERT_EQ(a.tick().state_hash, b.tick().state_hash) << "tick " << i;
}

TEST(Session, OneChangedHeartbeatChangesTheHashAtItsTickAndNotBefore) {
  Rehearsal a(definition_of(60));
  Rehearsal b(definition_of(60));
  for (int i = 0; i < 3600; ++i) ASSERT_EQ(a.tick().state_hash, b.tick().state_hash);
  b.heart.offset_bpm = 1.0;
  EXPECT_NE(a.tick().state_hash, b.tick().state_hash);
}

TEST(Session, AnotherSeedIsAnotherSession) {
  auto d = definition_of(60);
  Rehearsal a(d);
  d.seed = 2;
  Rehearsal b(d);
  EXPECT_NE(a.run(20).state_hash, b.run(20).state_hash);
}

TEST(Session, HeartRateSettlesInTheBand) {
  Rehearsal run(definition_of(1200));
  run.run(500);
  double sum = 0.0;
  for (int i = 0; i < 500 * 120; ++i) {
    run.tick();
    sum += run.heart.bpm();
  }
  EXPECT_NEAR(sum / (500 * 120), body::at_reserve(body::heart_limits({}), 0.6).value, 3.0);
}

TEST(Session, TargetsComeAreHitAndBreak) {
  Rehearsal run(definition_of(120));
  const auto out = run.run(100);
  EXPECT_GT(out.view.score.targets, 20);
  EXPECT_GT(out.view.score.hits, 3);
  EXPECT_LE(out.view.score.hits, out.view.score.targets);
  EXPECT_LE(out.view.score.clean, out.view.score.hits);
  EXPECT_EQ(out.frame.dropped_instances, 0U);
}

TEST(Session, StopTakesTargetsBackInTheSameTickAndEndsInACoolDown) {
  Rehearsal run(definition_of(600));
  run.run(200);
  const auto out = run.tick(Action::Stop);
  EXPECT_EQ(out.view.phase, Phase::Cooldown);
  EXPECT_EQ(out.feedback.demand.value, 0.0);
  for (const Instance& thing : out.frame.instances) {
    EXPECT_NE(thing.role, Role::TargetLeft);
    EXPECT_NE(thing.role, Role::TargetRight);
  }
  EXPECT_FALSE(run.run(5).has_ended);
  EXPECT_EQ(run.run(3).view.intensity, 0.0);
  EXPECT_TRUE(run.run(30).has_ended);
}

TEST(Session, StopPressedTwiceEndsAtOnce) {
  Rehearsal run(definition_of(600));
  run.run(100);
  run.tick(Action::Stop);
  EXPECT_TRUE(run.tick(Action::Stop).has_ended);
  EXPECT_EQ(run.rows.back().reason, Reason::StopNow);
}

TEST(Session, StopWorksWhilePausedAndInTheFirstTick) {
  Rehearsal paused(definition_of(600));
  paused.run(60);
  paused.run(5, Action::Pause);
  EXPECT_EQ(paused.tick(Action::Stop).view.phase, Phase::Cooldown);
  EXPECT_TRUE(paused.tick(Action::Stop).has_ended);
  Rehearsal first(definition_of(600));
  EXPECT_EQ(first.tick(Action::Stop).view.phase, Phase::Cooldown);
}

TEST(Session, StrapThatFallsSilentNeverRaisesAndEasesAfterFifteenSeconds) {
  Rehearsal run(definition_of(900));
  run.heart.silent_from_s = 300;
  run.run(300);
  double previous = run.run(3).view.intensity;
  const double before = previous;
  bool shown_blank = false;
  for (int i = 0; i < 75 * 120; ++i) {
    const auto out = run.tick();
    ASSERT_LE(out.view.intensity, previous);
    previous = out.view.intensity;
    shown_blank = shown_blank || out.view.zone == 0;
  }
  EXPECT_TRUE(shown_blank);
  EXPECT_LT(previous, before);
  EXPECT_GT(count(run, Reason::QualityDecay), 0);
  EXPECT_EQ(count(run, Reason::SignalLost), 1);
}

TEST(Session, StrapThatComesBackIsFollowedAgain) {
  Rehearsal run(definition_of(900));
  run.heart.silent_from_s = 300;
  run.heart.silent_until_s = 330;
  run.run(330);
  const double eased = run.run(1).view.intensity;
  const auto later = run.run(120);
  EXPECT_EQ(later.view.phase, Phase::Work);
  EXPECT_GT(later.view.intensity, eased);
}

TEST(Session, AnIrregularRhythmPausesAdaptingAndSaysSoWithoutADiagnosis) {
  auto session = make_session(definition_of(900));
  Random random(4);
  TickInputs inputs;
  double next_beat_s = 0.5, intensity = 0.0;
  std::uint32_t sequence = 0;
  std::vector<adaptation::Decision> rows;
  bool rose = false, ran = false;
  for (int i = 0; i < 400 * 120; ++i) {
    const double now_s = static_cast<double>(i) * kTick_s;
    inputs.samples.clear();
    if (now_s >= next_beat_s) {
      // From the second minute on the beats come as they like, near enough to each other to be believed.
      const double share = now_s > 90.0 ? 0.16 * random.normal() : 0.01 * random.normal();
      const double rr_ms = 650.0 * std::clamp(1.0 + share, 0.6, 1.4);
      next_beat_s = now_s + rr_ms / 1000.0;
      inputs.samples.try_push(
          {.at = tick_start(i), .value = rr_ms, .sequence = ++sequence, .kind = sensors::SampleKind::RrInterval});
    }
    const TickOutputs out = session->tick(inputs);
    for (const auto& row : out.rows) rows.push_back(row);
    if (out.view.heart.is_irregular) {
      rose = rose || out.view.intensity > intensity;
      for (const auto& row : out.rows) ran = ran || row.law_ran;
    }
    intensity = out.view.intensity;
  }
  const auto first =
      std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row.reason == Reason::Irregular; });
  ASSERT_NE(first, rows.end());
  EXPECT_FALSE(rose);
  EXPECT_FALSE(ran);
  EXPECT_LE(rows.back().to, first->from);
  for (const auto& row : rows) EXPECT_TRUE(adaptation::recomputes(row)) << seconds(row.at);
  const std::string words = adaptation::sentence(*first);
  EXPECT_NE(words.find("irregular"), std::string::npos);
  EXPECT_NE(words.find("doctor"), std::string::npos);
  EXPECT_EQ(words.find("fibrillation"), std::string::npos);
}

TEST(Session, AboveTheCeilingIntensityFallsWithinThreeSeconds) {
  Rehearsal run(definition_of(900));
  const double before = run.run(300).view.intensity;
  run.heart.offset_bpm = 60.0;
  double first_above_s = -1.0, first_cut_s = -1.0;
  for (int i = 0; i < 20 * 120; ++i) {
    const auto out = run.tick();
    const double now_s = seconds(out.view.at);
    if (first_above_s < 0.0 && out.view.heart.value.value > out.view.ceiling_bpm) first_above_s = now_s;
    if (first_cut_s < 0.0 && out.view.intensity < before) first_cut_s = now_s;
  }
  ASSERT_GT(first_above_s, 0.0);
  ASSERT_GT(first_cut_s, 0.0);
  EXPECT_LE(first_cut_s, first_above_s + 3.0);
  EXPECT_GT(count(run, Reason::CeilingHit), 0);
}

TEST(Session, ACoolDownOfBlindnessIsTakenBackWhenTheSignalIsButNotWhenItBecameAStop) {
  for (const bool feels_ill : {false, true}) {
    Rehearsal run(definition_of(1200));
    run.heart.silent_from_s = 400;
    run.heart.silent_until_s = 480;
    EXPECT_EQ(run.run(465).view.phase, Phase::Cooldown);
    if (feels_ill) run.tick(Action::Symptom);
    EXPECT_EQ(run.run(30).view.phase, feels_ill ? Phase::Cooldown : Phase::Work);
    EXPECT_GE(count(run, Reason::SignalLost), 1);
    EXPECT_EQ(count(run, Reason::SignalBack), feels_ill ? 0 : 1);
  }
}

TEST(Session, TheSymptomButtonEndsInACoolDownFromAnywhereAndForGood) {
  Rehearsal run(definition_of(900));
  const double before = run.run(300).view.intensity;
  const auto at_once = run.tick(Action::Symptom);
  EXPECT_EQ(at_once.view.phase, Phase::Cooldown);
  EXPECT_EQ(at_once.view.safety_stop, adaptation::StopCause::Symptom);
  EXPECT_EQ(at_once.view.ask, adaptation::Ask::HowDoYouFeel);
  EXPECT_GT(at_once.view.intensity, 0.8 * before) << "a ramp, no cut";
  double previous = at_once.view.intensity;
  for (int i = 0; i < 40 * 120; ++i) {
    const auto out = run.tick(i == 600 ? Action::Harder : Action::None);
    ASSERT_LE(out.view.intensity, previous);
    previous = out.view.intensity;
  }
  EXPECT_TRUE(run.run(90).has_ended);
  EXPECT_EQ(count(run, Reason::SafetySymptom), 1);
  for (const auto& row : run.rows) EXPECT_TRUE(adaptation::recomputes(row)) << seconds(row.at);
  Rehearsal first(definition_of(600));
  EXPECT_EQ(first.tick(Action::Symptom).view.phase, Phase::Cooldown);
}

TEST(Session, VeryHardAsSaidStopsAndHardAsSaidDoesNot) {
  Rehearsal run(definition_of(900));
  run.run(300);
  run.inputs.events.clear();
  const auto say = [&](std::uint8_t rpe) {
    run.inputs.events.clear();
    run.inputs.events.try_push({tick_start(run.session->ticks()), Action::Rpe, rpe});
    run.heart.fill(run.session->ticks(), run.demand, run.inputs);
    const auto out = run.session->tick(run.inputs);
    for (const auto& row : out.rows) run.rows.push_back(row);
    return out.view.phase;
  };
  EXPECT_EQ(say(15), Phase::Work);
  EXPECT_EQ(count(run, Reason::Rpe), 1);
  EXPECT_EQ(say(18), Phase::Cooldown);
  EXPECT_EQ(count(run, Reason::SafetyExertion), 1);
}

TEST(Session, AFallCutsEverythingWithinASecondAndAHalf) {
  Rehearsal run(definition_of(900));
  run.run(300);
  const auto falling = [&](double since_s) {
    const double height_m = std::max(0.25, 1.65 - 4.9 * since_s * since_s);
    run.inputs.poses = {};
    run.inputs.poses.world_from_head.position.y = static_cast<float>(height_m);
    run.inputs.events.clear();
    run.heart.fill(run.session->ticks(), run.demand, run.inputs);
    return run.session->tick(run.inputs);
  };
  double ended_s = -1.0;
  for (int i = 0; i < 240 && ended_s < 0.0; ++i) {
    const auto out = falling(i * kTick_s);
    for (const auto& row : out.rows) run.rows.push_back(row);
    if (out.has_ended) {
      ended_s = i * kTick_s;
      EXPECT_EQ(out.view.intensity, 0.0);
    }
  }
  EXPECT_GT(ended_s, 0.3);
  EXPECT_LE(ended_s, 1.5);
  EXPECT_EQ(count(run, Reason::SafetyFall), 1);
  for (const auto& row : run.rows) EXPECT_TRUE(adaptation::recomputes(row)) << seconds(row.at);
}

TEST(Session, AJumpThatNoLoadExplainsIsShedWithinTwentySeconds) {
  Rehearsal run(definition_of(900));
  const double before = run.run(400).view.intensity;
  const double onset_s = seconds(run.tick().view.at);
  run.heart.offset_bpm = 45.0;
  double shed_s = -1.0;
  for (int i = 0; i < 30 * 120; ++i) {
    const auto out = run.tick();
    if (shed_s < 0.0 && out.view.intensity < before - 0.1) shed_s = seconds(out.view.at) - onset_s;
  }
  EXPECT_GT(shed_s, 0.0);
  EXPECT_LE(shed_s, 20.0);
}

TEST(Session, ACliniciansLimitsHoldInTheWholeSession) {
  auto d = definition_of(900);
  d.most_intensity = 0.3;
  Rehearsal capped(d);
  double most = 0.0;
  for (int i = 0; i < 400 * 120; ++i) most = std::max(most, capped.tick().view.intensity);
  EXPECT_LE(most, 0.3);
  EXPECT_GT(most, 0.25);
  EXPECT_GT(count(capped, Reason::ClinicianLimit), 0);
  d.most_intensity = 1.0;
  d.dose_cap_trimp = 3.0;
  Rehearsal enough(d);
  enough.run(600);
  EXPECT_EQ(count(enough, Reason::DoseReached), 1);
  d.dose_cap_trimp = -1.0;
  EXPECT_FALSE(check(d));
}

TEST(Session, HowIntensityIsDividedStandsInRowsOfItsOwnAndLandsWhereAPhraseBegins) {
  auto d = definition_of(900);
  d.parameters = R"({"scenario":"strike","beats_per_minute":120,"leave_share":[0.05,0.3],"choice_share":[0.1,0.6]})";
  Rehearsal run(d);
  run.run(600);
  int allocations = 0;
  double before_strikes = 0.0, first_strikes = 0.0;
  for (const auto& row : run.rows) {
    EXPECT_TRUE(adaptation::recomputes(row)) << seconds(row.at);
    EXPECT_EQ(row.has_allocation, row.reason == Reason::Allocated) << seconds(row.at);
    if (!row.has_allocation) continue;
    ++allocations;
    EXPECT_EQ(row.from, row.to) << "nothing else changes in it";
    // A phrase lasts 4 s; the row comes with the decision that follows its beginning.
    EXPECT_LE(std::fmod(seconds(row.at), 4.0), 1.01) << seconds(row.at);
    const double strikes = adaptation::strikes_per_phrase(row.allocation_inputs.actuators, row.allocation);
    if (allocations == 1) first_strikes = strikes;
    before_strikes = strikes;
  }
  EXPECT_GT(allocations, 4);
  EXPECT_LT(allocations, 60) << "only what one would notice";
  EXPECT_GT(before_strikes, first_strikes + 1.0);
}

TEST(Session, WhoDecidesWronglyIsGivenLessToDecideAndNoLessToDo) {
  auto d = definition_of(900);
  d.parameters = R"({"scenario":"strike","beats_per_minute":120,"leave_share":[0.1,0.4],"targets_per_phrase":[1,8]})";
  // Both fists punch on and on: what is to be left alone is often struck.
  Rehearsal run(d);
  double lowest_skill = 1.0;
  run.run(600);
  for (const auto& row : run.rows) {
    if (!row.has_allocation) continue;
    lowest_skill = std::min(lowest_skill, row.allocation.skill);
    EXPECT_LE(row.allocation.load, row.allocation.skill + 1e-12);
    EXPECT_NEAR(row.allocation.given, row.allocation.effort, 1e-9);
  }
  const Score& score = run.tick().view.score;
  EXPECT_GT(score.left_alone + score.struck_in_error, 20);
  EXPECT_GT(score.wrong(), 0);
  EXPECT_LT(lowest_skill, 0.5);
}

TEST(Session, TooEasyDoesNotLiftWhatACoachSet) {
  auto d = definition_of(900);
  d.coach_most_intensity = 0.3;
  d.opening = 0.5;  // nor does a session begin above it
  Rehearsal run(d);
  double most = run.run(300).view.intensity;
  for (int press = 0; press < 3; ++press) {
    run.tick(Action::Harder);
    for (int i = 0; i < 30 * 120; ++i) most = std::max(most, run.tick().view.intensity);
  }
  EXPECT_LE(most, 0.3);
  EXPECT_GT(most, 0.29);
  EXPECT_GT(count(run, Reason::CoachLimit), 0);
  for (const auto& row : run.rows) EXPECT_TRUE(adaptation::recomputes(row)) << seconds(row.at);
  d.coach_dose_trimp = 2000.0;
  EXPECT_FALSE(check(d));
}

TEST(Session, AHeartThatDoesNotFitTheProfileIsHeldAndAskedAbout) {
  auto d = definition_of(900);
  d.limits = body::heart_limits({.rest = BeatsPerMinute{100.0}, .max = BeatsPerMinute{180.0}});
  Rehearsal run(d);
  run.heart.offset_bpm = -20.0;  // 45 bpm and a little more
  run.run(60);
  EXPECT_EQ(run.tick().view.ask, adaptation::Ask::WhoIsThis);
}

TEST(Session, EasierLowersTheTargetAtOnceAndSticks) {
  Rehearsal run(definition_of(900));
  const auto before = run.run(300).view;
  const double target = before.target_bpm;
  const double intensity = before.intensity;
  const auto after = run.tick(Action::Easier).view;
  EXPECT_LT(after.target_bpm, target - 4.0);
  EXPECT_LT(after.intensity, intensity);
  EXPECT_LT(run.run(200).view.target_bpm, target - 4.0);
}

TEST(Session, HarderNeverLeavesItsLimits) {
  Rehearsal run(definition_of(900));
  run.run(200);
  for (int i = 0; i < 100; ++i) run.tick(Action::Harder);
  const auto view = run.tick().view;
  EXPECT_LE(view.user_offset_bpm, 0.10 * (view.max_bpm - view.rest_bpm) + 1e-9);
  EXPECT_LE(view.target_bpm, view.ceiling_bpm - 8.0 + 1e-9);
}

TEST(Session, HoldKeepsIntensityUntilReleased) {
  Rehearsal run(definition_of(900));
  run.run(60);
  const double held = run.tick(Action::Hold).view.intensity;
  EXPECT_EQ(run.run(60).view.intensity, held);
  run.tick(Action::Hold);
  EXPECT_NE(run.run(60).view.intensity, held);
}

TEST(Session, PauseAsksNothingAndDoesNotUseUpTheSession) {
  Rehearsal run(definition_of(120));
  run.run(40);
  const auto paused = run.tick(Action::Pause);
  const Instant ends = paused.view.ends_at;
  EXPECT_EQ(run.run(30).feedback.demand.value, 0.0);
  const auto resumed = run.tick(Action::Pause);
  EXPECT_NEAR(seconds(resumed.view.ends_at - ends), 30.0, 0.1);
  EXPECT_EQ(resumed.view.phase, Phase::Work);
}

TEST(Session, EveryRowRecomputesAndNoMinuteIsWithoutOne) {
  Rehearsal run(definition_of(900));
  run.heart.silent_from_s = 400;
  run.heart.silent_until_s = 430;
  run.run(200);
  run.tick(Action::Harder);
  run.run(50);
  run.tick(Action::Hold);
  run.run(150);
  run.tick(Action::Hold);
  run.run(600);
  Instant previous{};
  for (const auto& row : run.rows) {
    EXPECT_TRUE(adaptation::recomputes(row)) << "at " << seconds(row.at);
    EXPECT_LE(seconds(row.at - previous), 61.5);
    previous = row.at;
  }
  EXPECT_GT(run.rows.size(), 30U);
}

TEST(Session, MeanDemandFollowsIntensity) {
  auto scenario = *catalogue::make("strike", "");
  auto world = physics::World::create();
  scenario->set_up(*world, 5);
  for (const double wanted : {0.2, 0.5, 0.8}) {
    double sum = 0.0;
    const BodyPoses poses;
    const auto divided = adaptation::allocate({.actuators = scenario->actuators(), .intensity = wanted});
    ScenarioOutputs out;
    constexpr int kTicks = 20 * 60 * 120;
    static std::int64_t tick = 0;
    for (int i = 0; i < kTicks; ++i, ++tick) {
      const ScenarioInputs in{
          .tick = tick, .intensity = {wanted}, .phase = Phase::Work, .allocation = divided, .poses = &poses};
      scenario->before_step(in, *world);
      scenario->after_step(in, *world, out);
      sum += out.demand;
    }
    EXPECT_NEAR(sum / kTicks, wanted, 0.03);
  }
}

TEST(Session, ADefinitionOutOfRangeIsRefusedInOneLine) {
  auto d = definition_of(5);
  EXPECT_FALSE(Session::create(d, *catalogue::make("strike", "")));
  d = definition_of(60);
  d.plan = {{30, 120}, {20, 130}};
  EXPECT_EQ(check(d).error().message, "plan step 2: until_s must rise");
  d.plan = {{30, 300}};
  EXPECT_FALSE(check(d));
  d.plan = {};
  d.limits.rest = d.limits.max;
  EXPECT_FALSE(check(d));
}

}  // namespace
}  // namespace tonus::session
