// The control law, the row of the ledger and its words: pure functions, so a table of stories is enough.
#include <scenarios/adaptation/law.hpp>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <scenarios/adaptation/sentence.hpp>

#include "supervised.hpp"

namespace tonus::adaptation {
namespace {

TEST(Ledger, ARowRecomputesUntilOneBitOfItChanges) {
  Decision d;
  d.law_ran = true;
  d.before = {true, 137.0};
  d.inputs = {.previous = 0.4, .target_bpm = 137.0, .bpm = 120.0, .quality = 1.0, .is_known = true};
  d.step = control(d.settings, d.before, d.inputs);
  d.envelope = healthy(d.step.proposed, 0.4);
  d.verdict = safety_envelope(d.envelope_before, d.envelope).verdict;
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

TEST(Sentence, WhatIsEasedIsNotCalledHeldAndWhoStandsStillIsNotToldToPedalFaster) {
  Decision d;
  d.envelope.is_known = true;
  d.envelope.bpm = 89;
  d.envelope.cadence_rpm = 88;
  d.from = d.to = 0.5;
  d.reason = Reason::NoResponse;
  EXPECT_NE(sentence(d).find("gets no harder"), std::string::npos);
  d.to = 0.4;
  EXPECT_EQ(sentence(d).find("gets no harder"), std::string::npos) << sentence(d);
  d.envelope.still_level = 0.4;
  EXPECT_NE(sentence(d).find("taken back"), std::string::npos) << sentence(d);
  EXPECT_LE(sentence(d).size(), 150U);
  d.envelope.may_be_legs = true;
  EXPECT_NE(sentence(d).find("your legs"), std::string::npos) << sentence(d);
  EXPECT_LE(sentence(d).size(), 150U);
  d.reason = Reason::CadenceLow;
  d.envelope.is_still = true;
  EXPECT_NE(sentence(d).find("not moving"), std::string::npos) << sentence(d);
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
