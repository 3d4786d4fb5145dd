// summary.json: the members that other programs rely on, and null for all that is not known.

#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <scenarios/journal/summary.hpp>

#include "made_session.hpp"

namespace tonus::journal {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> members(const Json& object) {
  std::vector<std::string> out;
  for (const auto& [name, value] : object.items()) out.push_back(name);
  return out;
}

TEST(Summary, HasExactlyTheMembersThatOtherProgramsRelyOn) {
  const auto json = Json::parse(summary_json(made_report(made_session(60.0)).summary));
  EXPECT_EQ(members(json), (std::vector<std::string>{
                               "scenario",  "source",      "display",     "seed",       "duration_s", "ticks",
                               "hash",      "ledger_hash", "intensity",   "heart_rate", "target",     "in_band_percent",
                               "readiness", "answer",      "strike_cost", "score",      "fit",        "room",
                               "motion",    "changes",     "events",      "files",      "build"}));
  EXPECT_EQ(members(json["intensity"]), (std::vector<std::string>{"mean", "min", "max"}));
  EXPECT_EQ(members(json["heart_rate"]), (std::vector<std::string>{"mean_bpm", "max_bpm", "coverage"}));
  EXPECT_EQ(json["score"]["hits"], 377);
  EXPECT_EQ(json["in_band_percent"], 84.2);
}

TEST(Summary, WhatIsNotKnownIsNullAndNeverZero) {
  const auto json = Json::parse(summary_json({}));
  for (const char* name : {"intensity", "heart_rate", "in_band_percent", "answer"})
    EXPECT_TRUE(json[name].is_null()) << name;
  for (const auto& [name, value] : json["target"].items()) EXPECT_TRUE(value.is_null()) << name;
  SessionSummary odd;
  odd.heart_rate = SessionSummary::HeartRate{std::numeric_limits<double>::quiet_NaN(), 140.0, 0.5};
  odd.in_band_percent = std::numeric_limits<double>::infinity();
  const auto written = Json::parse(summary_json(odd));
  EXPECT_TRUE(written["heart_rate"]["mean_bpm"].is_null());
  EXPECT_TRUE(written["in_band_percent"].is_null());
}

TEST(Summary, DevicesAndWhatHappenedToThemStandInItWhereThereWereAny) {
  SessionSummary live;
  live.events = {{3.0, "lost", "KICKR", "KICKR: lost: out of range"}};
  SessionSummary::Device kickr{.name = "KICKR", .id = "T-1", .transport = "dircon", .packets = 900, .lost_beats = 3};
  kickr.latency_ms = 0.5;
  kickr.gaps = {{3.0, 9.5}};
  live.devices = {kickr};
  const auto json = Json::parse(summary_json(live));
  EXPECT_EQ(json["events"].dump(), R"([{"t":3.0,"event":"lost","device":"KICKR","text":"KICKR: lost: out of range"}])");
  ASSERT_EQ(json["devices"].size(), 1U);
  const Json& device = json["devices"][0];
  EXPECT_EQ(members(device),
            (std::vector<std::string>{"name", "id", "transport", "packets", "bad_packets", "dropped", "lost_beats",
                                      "reconnects", "latency_ms", "latency_p99_ms", "gaps"}));
  EXPECT_EQ(device["latency_ms"], 0.5);
  EXPECT_TRUE(device["latency_p99_ms"].is_null());
  EXPECT_EQ(device["gaps"].dump(), R"([{"from":3.0,"to":9.5}])");
}

TEST(Summary, TheHeartsAnswerIsOneLineOrNotKnownYet) {
  SessionSummary s;
  EXPECT_EQ(answer_sentence(s.answer), "How your heart answers the load is not known yet.");
  s.answer = SessionSummary::Answer{57.0, 4.0, 0.38, 45.2};
  EXPECT_EQ(answer_sentence(s.answer), "Your heart answers by 0.38 bpm a watt, half of it within 45 s.");
  const auto json = Json::parse(summary_json(s));
  EXPECT_EQ(members(json["answer"]),
            (std::vector<std::string>{"gain_bpm", "gain_spread_bpm", "bpm_per_w", "half_within_s"}));
  EXPECT_EQ(json["answer"]["bpm_per_w"], 0.38);
  s.answer->bpm_per_w.reset();
  EXPECT_EQ(answer_sentence(s.answer),
            "Your heart answers by 57 bpm from rest to full intensity, half of it within 45 s.");
  EXPECT_TRUE(Json::parse(summary_json(s))["answer"]["bpm_per_w"].is_null());
}

TEST(Summary, OddTextIsReplacedAndLargeNumbersAreExact) {
  SessionSummary odd;
  odd.source = "file:\xFF\xFE \"ride\".fit\n";
  odd.seed = std::numeric_limits<std::uint64_t>::max();
  odd.events = {{12.5, "stop"}};
  odd.files = {"session.tonus", "report.html"};
  const auto json = Json::parse(summary_json(odd));
  EXPECT_EQ(json["seed"].get<std::uint64_t>(), std::numeric_limits<std::uint64_t>::max());
  EXPECT_NE(json["source"].get<std::string>().find("\"ride\".fit"), std::string::npos);
  EXPECT_EQ(json["events"].dump(), R"([{"t":12.5,"event":"stop"}])");
  EXPECT_EQ(json["files"].dump(), R"(["session.tonus","report.html"])");
}

}  // namespace
}  // namespace tonus::journal
