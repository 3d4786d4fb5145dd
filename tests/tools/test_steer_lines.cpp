// The lines of the steering filter: what may stand in them, what comes back, and what is refused.
#include <string>
#include <vector>

#include <sensors/body/readiness.hpp>

#include "steer_rider.hpp"

namespace tonus::tool {
namespace {

TEST(Steer, TheReplyHasEveryMemberAndTheTimeOfItsLine) {
  Steer steer = begun(watts_config());
  const json reply = json::parse(steer.step(R"({"t":12.5,"hr_bpm":70})"));
  for (const char* key :
       {"t", "command", "state", "reason", "sentence", "quality", "estimate", "model", "terms", "limited_by"})
    EXPECT_TRUE(reply.contains(key)) << key;
  EXPECT_EQ(reply.size(), 10U);
  EXPECT_EQ(reply["t"], 12.5);
  EXPECT_EQ(reply["state"], "warmup");
  EXPECT_EQ(reply["reason"], "opening");
  EXPECT_EQ(reply["estimate"]["bpm"], 70.0);
  EXPECT_TRUE(reply["estimate"]["in_30s_bpm"].is_null() || reply["estimate"]["in_30s_bpm"].is_number());
}

TEST(Steer, TheFirstSentenceNamesTheTarget) {
  Steer steer = begun(watts_config());
  const json first = json::parse(steer.step(json{{"t", 0}}.dump()));
  EXPECT_NE(first["sentence"].get<std::string>().find("target 130 bpm"), std::string::npos) << first["sentence"];
}

TEST(Steer, WhatIsUnknownIsNullAndNeverZero) {
  Steer steer = begun(watts_config());
  const json reply =
      json::parse(steer.step(R"({"t":1,"rr_ms":null,"hr_bpm":0,"contact":null,"rpe":null,"button":null})"));
  for (const auto& figure : reply["estimate"]) EXPECT_TRUE(figure.is_null()) << reply;
  EXPECT_EQ(reply["quality"], 0.0);
  EXPECT_GT(reply["model"]["gain"], 0.0);
}

TEST(Steer, GainIsInTheUnitOfTheActuator) {
  const auto gain = [](const char* actuator, const json& ftp_w) {
    json config = watts_config();
    config["actuator"] = actuator;
    config["ftp_w"] = ftp_w;
    Steer steer = begun(config);
    return json::parse(steer.step(R"({"t":0})"))["model"]["gain"].get<double>();
  };
  EXPECT_NEAR(gain("watts", nullptr), 0.392, 0.01);
  EXPECT_NEAR(gain("watts", 220), 0.80 * 125.0 / 220.0, 0.01);
  EXPECT_NEAR(gain("speed_m_s", nullptr), 25.2, 0.5);
  EXPECT_NEAR(gain("intensity", nullptr), 125.0, 2.0);
}

TEST(Steer, TermsAddUpToTheCommandWhereNothingLimitsIt) {
  Steer steer = begun(watts_config());
  Rider rider(athlete::Work::Cycle);
  int unlimited = 0;
  for (int s = 0; s < 600; ++s) {
    const json reply = rider.live_with(steer);
    if (!reply["limited_by"].empty()) continue;
    ++unlimited;
    EXPECT_NEAR(sum_of(reply["terms"]), reply["command"].get<double>(), 1e-9) << reply;
  }
  EXPECT_GT(unlimited, 100);
}

TEST(Steer, ReadinessScalesTheShareOfReserve) {
  const auto settled_bpm = [](const json& readiness) {
    json config = watts_config();
    config["readiness"] = readiness;
    Steer steer = begun(config);
    Rider rider(athlete::Work::Cycle);
    double sum = 0.0;
    for (int s = 0; s < 600; ++s) {
      rider.live_with(steer);
      if (s >= 480) sum += rider.bpm();
    }
    return sum / 120.0;
  };
  const double usual = settled_bpm(nullptr);
  EXPECT_NEAR(usual, 130.0, 3.0);
  // 70 bpm above rest, by 0.75.
  EXPECT_NEAR(settled_bpm({{"score", 5}, {"low", 0}, {"high", 20}}), 112.5, 4.0);
  const double best = settled_bpm({{"score", 100}, {"low", 90}, {"high", 100}});
  EXPECT_GT(best, usual + 1.0);
  EXPECT_LT(best, 137.0);
}

TEST(Steer, ASuggestedScaleIsThatOfTheDayItself) {
  EXPECT_DOUBLE_EQ(body::suggested_scale(50.0, 40.0, 60.0), 1.0);
  EXPECT_DOUBLE_EQ(body::suggested_scale(100.0, 95.0, 100.0), 1.05);
  EXPECT_DOUBLE_EQ(body::suggested_scale(0.0, 0.0, 5.0), 0.75);
  EXPECT_DOUBLE_EQ(body::suggested_scale(50.0, 10.0, 90.0), 0.95);  // little is known
}

/// What a step may look like when it is wrong.
const std::vector<std::string> kWrong{"",
                                      "   ",
                                      "null",
                                      "[]",
                                      "7",
                                      "{}",
                                      "{\"t\":\"1\"}",
                                      "{\"t\":null}",
                                      "{\"t\":-1}",
                                      "{\"t\":1e400}",
                                      "{\"t\":NaN}",
                                      R"({"t":1e5,"rr_ms":800})",
                                      R"({"t":1e5,"rr_ms":["800"]})",
                                      R"({"t":1e5,"rr_ms":[800,0.5]})",
                                      R"({"t":1e5,"rr_ms":[10001]})",
                                      R"({"t":1e5,"rr_ms":[800,null]})",
                                      R"({"t":1e5,"hr_bpm":"high"})",
                                      R"({"t":1e5,"hr_bpm":-1})",
                                      R"({"t":1e5,"contact":1})",
                                      R"({"t":1e5,"cadence_rpm":-5})",
                                      R"({"t":1e5,"power_w":1e6})",
                                      R"({"t":1e5,"rpe":21})",
                                      R"({"t":1e5,"button":"pause"})",
                                      R"({"t":1e5,"button":3})",
                                      R"({"t":1e5} {"t":1e5})",
                                      R"({"t":1e5,)",
                                      std::string("{\"t\":1e5,\"hr_bpm\":\"\xff\"}"),
                                      std::string(R"({"t":1e5,"x":")") + std::string(70000, 'a') + "\"}",
                                      std::string(60000, '['),
                                      R"({"t":20})",
                                      R"({"t":0})"};

TEST(Steer, AnErrorLineLeavesTheStateAsItWas) {
  Steer one = begun(watts_config()), other = begun(watts_config());
  Rider rider(athlete::Work::Cycle), same(athlete::Work::Cycle);
  for (int s = 0; s < 120; ++s) {
    for (const std::string& wrong : kWrong) {
      if (s < 20 && (wrong == R"({"t":20})" || wrong == R"({"t":0})")) continue;  // still to come, or the first
      const json reply = json::parse(one.step(wrong));
      ASSERT_EQ(reply.size(), 1U) << wrong.substr(0, 80);
      ASSERT_TRUE(reply["error"].is_string());
    }
    const std::string line = rider.live().dump();
    ASSERT_EQ(line, same.live().dump());
    const std::string reply = one.step(line);
    ASSERT_EQ(reply, other.step(line));
    rider.command = same.command = json::parse(reply)["command"];
  }
}

TEST(Steer, EveryTruncationIsAnErrorNeverAStep) {
  Steer steer = begun(watts_config());
  const std::string line =
      R"({"t":1.5,"rr_ms":[801.5,799],"hr_bpm":75,"contact":true,"cadence_rpm":90,"power_w":100,"rpe":11,"button":"too_hard"})";
  for (std::size_t n = 0; n < line.size(); ++n)
    EXPECT_TRUE(json::parse(steer.step(line.substr(0, n))).contains("error")) << n;
  EXPECT_FALSE(json::parse(steer.step(line)).contains("error"));
  const std::string config = json{{"config", watts_config()}}.dump();
  for (std::size_t n = 0; n < config.size(); ++n) EXPECT_FALSE(Steer::begin(config.substr(0, n))) << n;
}

TEST(Steer, TimeThatStandsStillOrRunsBackIsAnError) {
  Steer steer = begun(watts_config());
  EXPECT_FALSE(json::parse(steer.step(R"({"t":5})")).contains("error"));
  EXPECT_TRUE(json::parse(steer.step(R"({"t":5})")).contains("error"));
  EXPECT_TRUE(json::parse(steer.step(R"({"t":4.9})")).contains("error"));
  EXPECT_FALSE(json::parse(steer.step(R"({"t":6})")).contains("error"));
}

TEST(Steer, BadConfigsAreRefusedWithTheNameOfWhatIsWrong) {
  const auto with = [](const char* name, const json& value) {
    json config = watts_config();
    config[name] = value;
    return refusal(config);
  };
  EXPECT_NE(with("actuator", "pedals").find("actuator"), std::string::npos);
  EXPECT_NE(with("actuator", nullptr).find("actuator"), std::string::npos);
  EXPECT_NE(with("target_bpm", nullptr).find("target_bpm"), std::string::npos);
  EXPECT_NE(with("target_bpm", 300).find("target_bpm"), std::string::npos);
  EXPECT_NE(with("target_bpm", "130").find("target_bpm"), std::string::npos);
  EXPECT_NE(with("plan", {{{"until_s", 60}, {"target_bpm", 120}}}).find("plan"), std::string::npos);  // and target_bpm
  EXPECT_NE(with("rest_bpm", 170).find("rest_bpm"), std::string::npos);
  EXPECT_NE(with("max_bpm", 300).find("max_bpm"), std::string::npos);
  EXPECT_NE(with("age", 5).find("age"), std::string::npos);
  EXPECT_NE(with("ftp_w", -1).find("ftp_w"), std::string::npos);
  EXPECT_NE(with("limits", 5).find("limits"), std::string::npos);
  EXPECT_NE(with("limits", {{"min", 200}, {"max", 150}}).find("min"), std::string::npos);
  EXPECT_NE(with("limits", {{"max", 0}}).find("min"), std::string::npos);
  EXPECT_NE(with("limits", {{"ceiling_bpm", 70}}).find("ceiling_bpm"), std::string::npos);
  EXPECT_NE(with("readiness", {{"score", 50}, {"low", 60}, {"high", 70}}).find("readiness"), std::string::npos);
  EXPECT_NE(with("seed", -1).find("seed"), std::string::npos);
  json config = watts_config();
  config.erase("target_bpm");
  config["plan"] = {{{"until_s", 60}, {"target_bpm", 120}}, {{"until_s", 50}, {"target_bpm", 120}}};
  EXPECT_NE(refusal(config).find("plan step 2"), std::string::npos);
  config["plan"] = {{{"until_s", 60}}};
  EXPECT_NE(refusal(config).find("plan step 1"), std::string::npos);
  config["plan"] = json::array();
  EXPECT_NE(refusal(config).find("plan"), std::string::npos);
  for (const char* line : {"", "{}", "[]", "{\"config\":null}", "{\"config\":[]}", "x"})
    EXPECT_FALSE(Steer::begin(line)) << line;
}

TEST(Steer, EveryOptionalOfTheConfigMayBeNull) {
  json config = watts_config();
  for (const char* name : {"rest_bpm", "max_bpm", "age", "ftp_w", "limits", "readiness", "seed"})
    config[name] = nullptr;
  EXPECT_TRUE(Steer::begin(json{{"config", config}}.dump()));
}

TEST(Steer, ARateOfZeroIsUnknownAsNullIs) {
  Steer zero = begun(watts_config()), null = begun(watts_config());
  for (int t = 1; t < 60; ++t) {
    json line{{"t", t}, {"hr_bpm", t % 3 == 0 ? json() : json(80 + t / 4)}};
    const std::string reply = null.step(line.dump());
    if (t % 3 == 0) line["hr_bpm"] = 0;
    ASSERT_EQ(zero.step(line.dump()), reply);
  }
}

}  // namespace
}  // namespace tonus::tool
