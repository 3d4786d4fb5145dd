// The control law and the safety envelope, each by itself: pure functions, so a table of stories is enough.
#include <scenarios/adaptation/law.hpp>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <scenarios/adaptation/sentence.hpp>

namespace tonus::adaptation {
namespace {

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

TEST(Envelope, MayOnlyLower) {
  Random random(5);
  for (int i = 0; i < 100000; ++i) {
    EnvelopeInputs in;
    in.proposed = random.uniform(-0.2, 1.4);
    in.previous = random.uniform();
    in.dt_s = random.uniform(0, 2);
    in.bpm = random.uniform(0, 250);
    in.spread_bpm = random.uniform(0, 20);
    in.slope_bpm_per_s = random.uniform(-2, 2);
    in.quality = random.uniform();
    in.blind_s = random.uniform(0, 200);
    in.irregular_s = random.uniform() < 0.5 ? 0.0 : random.uniform(0, 100);
    in.ceiling_bpm = random.uniform(100, 200);
    in.fallback = 0.25;
    in.is_known = random.uniform() < 0.8;
    in.is_held = random.uniform() < 0.2;
    in.must_stop = random.uniform() < 0.1;
    const auto out = safety_envelope(in);
    EXPECT_LE(out.allowed, std::max(in.proposed, 0.0));
    EXPECT_GE(out.allowed, 0.0);
    EXPECT_LE(out.allowed, 1.0);
    const bool is_trusted = in.is_known && in.quality >= 0.7;
    if (!is_trusted || in.is_held || in.must_stop || in.irregular_s > 0.0) {
      EXPECT_LE(out.allowed, in.previous);
    }
    if (in.is_known && in.bpm > in.ceiling_bpm && in.previous > 0.0 && in.dt_s > 0.0) {
      EXPECT_LT(out.allowed, in.previous);
    }
  }
}

TEST(Envelope, AHealthySignalPassesTheProposal) {
  EXPECT_EQ(safety_envelope(healthy(0.6, 0.5)).allowed, 0.6);
  EXPECT_EQ(safety_envelope(healthy(0.6, 0.5)).limits, 0U);
}

TEST(Envelope, StrapThatFallsSilentNeverRaisesAndEasesAfterFifteenSeconds) {
  double u = 0.6;
  for (int blind = 1; blind <= 180; ++blind) {
    auto in = healthy(0.9, u);
    in.quality = 0.0;
    in.is_known = blind < 8;
    in.blind_s = blind;
    const auto out = safety_envelope(in);
    EXPECT_LE(out.allowed, u);
    if (blind < 15) {
      EXPECT_EQ(out.allowed, 0.6);
    } else if (blind < 50) {
      EXPECT_LT(out.allowed, u);
    }
    EXPECT_EQ(out.wants_cooldown, blind >= 60);
    EXPECT_EQ(out.wants_end, blind >= 180);
    u = out.allowed;
  }
  EXPECT_NEAR(u, 0.25, 1e-9);
}

TEST(Envelope, AnIrregularRhythmHoldsThenEasesToALightLoad) {
  double u = 0.6;
  for (int s = 1; s <= 120; ++s) {
    auto in = healthy(0.9, u);
    in.irregular_s = s;
    const auto out = safety_envelope(in);
    EXPECT_NE(out.limits & kLimitIrregular, 0U);
    EXPECT_FALSE(out.wants_cooldown);
    if (s < 15) {
      EXPECT_EQ(out.allowed, 0.6);
    } else {
      EXPECT_LT(out.allowed, std::max(u, 0.2500001));
    }
    u = out.allowed;
  }
  EXPECT_NEAR(u, 0.25, 1e-9);
}

TEST(Envelope, AboveTheCeilingItSheds) {
  auto in = healthy(0.8, 0.7);
  in.bpm = 171;
  const auto out = safety_envelope(in);
  EXPECT_NEAR(out.allowed, 0.65, 1e-12);
  EXPECT_NE(out.limits & kLimitCeiling, 0U);
}

TEST(Envelope, HeadingForTheCeilingHoldsWhatThereIs) {
  auto in = healthy(0.8, 0.7);
  in.bpm = 160;
  in.slope_bpm_per_s = 0.5;
  EXPECT_EQ(safety_envelope(in).allowed, 0.7);
}

TEST(Envelope, NotANumberHalvesWhatWasAsked) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (auto member : {&EnvelopeInputs::proposed, &EnvelopeInputs::bpm, &EnvelopeInputs::quality,
                      &EnvelopeInputs::slope_bpm_per_s, &EnvelopeInputs::ceiling_bpm, &EnvelopeInputs::dt_s}) {
    auto in = healthy(0.8, 0.6);
    in.*member = nan;
    EXPECT_EQ(safety_envelope(in).allowed, 0.3);
  }
  auto in = healthy(0.8, nan);
  EXPECT_EQ(safety_envelope(in).allowed, 0.0);
}

TEST(Ledger, ARowRecomputesUntilOneBitOfItChanges) {
  Decision d;
  d.law_ran = true;
  d.before = {true, 137.0};
  d.inputs = {.previous = 0.4, .target_bpm = 137.0, .bpm = 120.0, .quality = 1.0, .is_known = true};
  d.step = control(d.settings, d.before, d.inputs);
  d.envelope = healthy(d.step.proposed, 0.4);
  d.verdict = safety_envelope(d.envelope);
  d.from = 0.4;
  d.to = d.verdict.allowed;
  EXPECT_TRUE(recomputes(d));
  Decision changed = d;
  changed.inputs.model.base_bpm = std::nextafter(changed.inputs.model.base_bpm, 0.0);
  EXPECT_FALSE(recomputes(changed));
  changed = d;
  changed.to = std::nextafter(changed.to, 0.0);
  EXPECT_FALSE(recomputes(changed));
  changed = d;
  changed.verdict.limits ^= kLimitHold;
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

}  // namespace
}  // namespace tonus::adaptation
