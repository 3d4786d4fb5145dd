// Every row in words that a tired person understands.
#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <scenarios/adaptation/sentence.hpp>

namespace tonus::adaptation {
namespace {

/// Long numbers throughout, so that a sentence is as long as it gets.
Decision long_row(Reason reason) {
  Decision d;
  d.reason = reason;
  d.from = 0.42;
  d.to = 1.0;
  d.inputs.planned_bpm = 178.0;
  d.inputs.target_bpm = 153.0;
  d.inputs.ceiling_bpm = d.envelope.ceiling_bpm = 165.0;
  d.inputs.bpm = d.envelope.bpm = 144.0;
  d.inputs.is_known = d.envelope.is_known = true;
  d.envelope.quality = 0.55;
  d.envelope.blind_s = 178.0;
  d.envelope.cadence_rpm = 47.0;
  d.envelope.oxygen_percent = 86.0;
  d.envelope.rpe = 18.0;
  d.has_allocation = reason == Reason::Allocated;
  d.allocation_inputs = {
      .actuators = {.phrase_s = 9.6, .rate_most_per_s = 16.0 / 9.6, .reach_most_m = 0.7, .rest_most = 0.8},
      .intensity = 1.0};
  d.allocation = {.rest_share = 0.1, .rate = 1.0, .reach = 1.0, .leave_share = 0.33, .choice_share = 0.66};
  return d;
}

/// As a reader counts them, not the bytes they are made of.
std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

TEST(Sentence, EveryReasonHasOneThatIsShortAndPlain) {
  std::set<std::string> all;
  for (int i = 0; i < static_cast<int>(Reason::Count); ++i) {
    for (const bool is_known : {true, false}) {
      Decision d = long_row(static_cast<Reason>(i));
      d.inputs.is_known = d.envelope.is_known = is_known;
      const std::string words = sentence(d);
      EXPECT_NE(words, "Unknown reason.") << code(d.reason);
      EXPECT_LE(characters(words), 140U) << words;
      EXPECT_TRUE(words.ends_with('.') || words.ends_with('?')) << words;
      for (const char* jargon : {"envelope", "feedforward", "integral", "hysteresis", "slew", "actuator", "drift",
                                 "overdrive", "identif", "scenario", "quality", "latch", "Kalman", "setpoint", "nan"})
        EXPECT_EQ(words.find(jargon), std::string::npos) << words;
      if (!is_known) continue;
      EXPECT_TRUE(all.insert(words).second) << "two reasons, one sentence: " << words;
    }
  }
}

TEST(Sentence, SaysWhenTheCeilingHoldsTheTargetDown) {
  for (const Reason reason : {Reason::Opening, Reason::WorkBegins, Reason::UserHarder}) {
    Decision d = long_row(reason);
    d.inputs.planned_bpm = 160.0;
    EXPECT_NE(sentence(d).find(" for 160; the ceiling of 165 allows 153."), std::string::npos) << sentence(d);
    d.inputs.planned_bpm = 150.0;
    EXPECT_EQ(sentence(d).find("ceiling"), std::string::npos) << sentence(d);
  }
}

}  // namespace
}  // namespace tonus::adaptation
