// The control law, the row of the ledger and its words: pure functions, so a table of stories is enough.
#include <scenarios/adaptation/law.hpp>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <scenarios/adaptation/sentence.hpp>

namespace tonus::adaptation {
namespace {

ControlInputs at(double bpm, double target, double previous) {
  return {.dt_s = 5.0, .previous = previous, .target_bpm = target, .bpm = bpm, .quality = 1.0, .is_known = true};
}
EnvelopeInputs healthy(double proposed, double previous) {
  return {.proposed = proposed,
          .previous = previous,
          .dt_s = 1.0,
          .bpm = 130,
          .spread_bpm = 1,
          .quality = 1.0,
          .ceiling_bpm = 170,
          .fallback = 0.25,
          .is_known = true};
}

TEST(Law, TermsAddUpToWhatWasAsked) {
  Random random(3);
  for (int i = 0; i < 10000; ++i) {
    const double bpm = random.uniform(40, 200);
    const double target = random.uniform(80, 180);
    const double previous = random.uniform();
    const double integral = random.uniform(-0.6, 0.6);
    const auto step = control({}, {integral}, at(bpm, target, previous));
    EXPECT_NEAR(step.terms.feedforward + step.terms.proportional + step.terms.integral + step.terms.drift, step.asked,
                1e-12);
  }
}

TEST(Law, NeverMovesFasterThanItsSlewLimits) {
  Random random(4);
  const ControlSettings settings;
  for (int i = 0; i < 10000; ++i) {
    const double bpm = random.uniform(40, 200);
    const double previous = random.uniform(settings.least, settings.most);
    const auto step = control(settings, {}, at(bpm, 137, previous));
    EXPECT_LE(step.proposed, previous + settings.slew_up_per_s * 5.0 + 1e-12);
    EXPECT_GE(step.proposed, previous - settings.slew_down_per_s * 5.0 - 1e-12);
    EXPECT_GE(step.proposed, settings.least);
    EXPECT_LE(step.proposed, settings.most);
  }
}

TEST(Law, BelowTargetAsksForMoreAndAboveForLess) {
  EXPECT_GT(control({}, {}, at(110, 137, 0.6)).asked, control({}, {}, at(137, 137, 0.6)).asked);
  EXPECT_LT(control({}, {}, at(160, 137, 0.6)).asked, control({}, {}, at(137, 137, 0.6)).asked);
}

TEST(Law, IntegralDoesNotWindUpIntoALimitNorOnAPoorSignal) {
  ControlState state;
  for (int i = 0; i < 1000; ++i) state = control({}, state, at(70, 180, 1.0)).next;
  EXPECT_EQ(state.integral, 0.0);
  auto poor = at(100, 137, 0.5);
  poor.quality = 0.5;
  EXPECT_EQ(control({}, {0.1}, poor).next.integral, 0.1);
}

TEST(Law, ClosesTheLoopOnAFirstOrderPlantWithDeadTime) {
  // k 20 % off and 8 s of dead time: the mean of the last five minutes must sit on the target.
  const ControlSettings settings;
  ControlState state;
  double u = 0.12, x = 0.0, sum = 0.0;
  std::array<double, 8> delay{};
  int n = 0;
  for (int t = 0; t < 1500; ++t) {
    const double delayed = delay[static_cast<std::size_t>(t % 8)];
    delay[static_cast<std::size_t>(t % 8)] = u;
    x += (1.2 * settings.gain_bpm * delayed - x) / 60.0;
    if (t % 5 == 0) {
      const auto step = control(settings, state, at(settings.rest_bpm + x, 137, u));
      state = step.next;
      u = step.proposed;
    }
    if (t >= 1200) {
      sum += settings.rest_bpm + x;
      ++n;
    }
  }
  EXPECT_NEAR(sum / n, 137.0, 1.0);
}

TEST(Ledger, ARowRecomputesUntilOneBitOfItChanges) {
  Decision d;
  d.law_ran = true;
  d.before.integral = 0.05;
  d.inputs = at(120, 137, 0.4);
  d.step = control(d.settings, d.before, d.inputs);
  d.envelope = healthy(d.step.proposed, 0.4);
  d.verdict = safety_envelope(d.envelope_before, d.envelope).verdict;
  d.from = 0.4;
  d.to = d.verdict.allowed;
  EXPECT_TRUE(recomputes(d));
  Decision changed = d;
  changed.inputs.bpm = std::nextafter(changed.inputs.bpm, 0.0);
  EXPECT_FALSE(recomputes(changed));
  changed = d;
  changed.to = std::nextafter(changed.to, 0.0);
  EXPECT_FALSE(recomputes(changed));
  changed = d;
  changed.verdict.limits ^= kLimitHold;
  EXPECT_FALSE(recomputes(changed));
  changed = d;
  changed.envelope_before.stopped = StopCause::Symptom;
  EXPECT_FALSE(recomputes(changed)) << "what the envelope remembers belongs to the row";
  changed = d;
  changed.verdict.ask = Ask::CheckStrap;
  EXPECT_FALSE(recomputes(changed));
}

TEST(Sentence, EveryReasonHasACodeAndASentenceOfItsOwn) {
  std::vector<std::string> seen;
  for (int i = 0; i < static_cast<int>(Reason::Count); ++i) {
    Decision d;
    d.reason = static_cast<Reason>(i);
    d.from = 0.4;
    d.to = 0.5;
    d.inputs.target_bpm = 137;
    d.envelope.bpm = 120;
    d.envelope.is_known = true;
    const std::string text = sentence(d);
    EXPECT_LE(text.size(), 150U) << text;
    EXPECT_EQ(std::find(seen.begin(), seen.end(), text), seen.end()) << text;
    EXPECT_NE(code(d.reason), "unknown");
    seen.push_back(text);
  }
}

TEST(Sentence, EveryStopHasAReasonAndEveryAskAQuestion) {
  for (int i = 1; i < static_cast<int>(StopCause::Count); ++i) {
    const auto cause = static_cast<StopCause>(i);
    EXPECT_NE(reason_of(cause), Reason::Count);
    EXPECT_NE(code(cause), "unknown");
  }
  EXPECT_EQ(reason_of(StopCause::None), Reason::Count);
  EXPECT_EQ(question(Ask::None), "");
  for (int i = 1; i < static_cast<int>(Ask::Count); ++i) {
    EXPECT_FALSE(question(static_cast<Ask>(i)).empty());
    EXPECT_NE(code(static_cast<Ask>(i)), "unknown");
  }
}

TEST(Sentence, EveryLimitHasACodeOfItsOwn) {
  std::vector<std::string_view> seen;
  for (int bit = 0; bit < kLimitCount; ++bit) {
    EXPECT_EQ(std::find(seen.begin(), seen.end(), limit_code(bit)), seen.end());
    EXPECT_NE(limit_code(bit), "unknown");
    EXPECT_FALSE(limit_code(bit).empty());
    seen.push_back(limit_code(bit));
  }
  EXPECT_EQ(limit_code(kLimitCount), "unknown");
}

}  // namespace
}  // namespace tonus::adaptation
