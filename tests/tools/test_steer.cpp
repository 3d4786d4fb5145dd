// The steering filter as an outside simulator meets it: lines in, lines out.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sensors/athlete/athlete.hpp>
#include <sensors/body/readiness.hpp>

#include <steer.hpp>

namespace tonus::tool {
namespace {

using nlohmann::json;

json watts_config() {
  return {{"actuator", "watts"},
          {"target_bpm", 130},
          {"rest_bpm", 60},
          {"max_bpm", 185},
          {"age", 35},
          {"ftp_w", 220},
          {"limits", {{"min", nullptr}, {"max", nullptr}, {"ceiling_bpm", nullptr}}},
          {"readiness", nullptr},
          {"seed", 1}};
}

Steer begun(const json& config) {
  auto steer = Steer::begin(json{{"config", config}}.dump());
  EXPECT_TRUE(steer) << (steer ? "" : steer.error().message);
  return std::move(*steer);
}

std::string refusal(json config) {
  const auto steer = Steer::begin(json{{"config", std::move(config)}}.dump());
  EXPECT_FALSE(steer);
  return steer ? "" : steer.error().message;
}

/// Somebody who makes 130 bpm at about 180 W.
athlete::Parameters average(athlete::Work work) {
  athlete::Parameters p;
  p.work = work;
  p.rest_bpm = 60.0;
  p.max_bpm = 185.0;
  if (work == athlete::Work::Treadmill) p.gain = 25.2, p.threshold_load = 3.5;
  if (work == athlete::Work::Scenario) p.gain = 115.0, p.threshold_load = 0.7;
  return p;
}

/// A simulated athlete at the other end: hears a second, is told what comes of it.
class Rider {
 public:
  explicit Rider(athlete::Work work, std::uint64_t seed = 3) : person_(average(work), {}, seed) {}

  /// Lives a second under the newest command; the line that tells of it.
  json live() {
    json rr = json::array();
    json line{{"hr_bpm", nullptr},  {"contact", true}, {"cadence_rpm", nullptr},
              {"power_w", nullptr}, {"rpe", nullptr},  {"button", nullptr}};
    for (int i = 0; i < 10; ++i) {
      person_.step(command);
      for (const sensors::Sample& s : person_.samples()) {
        switch (s.kind) {
          case sensors::SampleKind::RrInterval: rr.push_back(s.value); break;
          case sensors::SampleKind::HeartRate: line["hr_bpm"] = s.value; break;
          case sensors::SampleKind::Cadence: line["cadence_rpm"] = s.value; break;
          case sensors::SampleKind::Power: line["power_w"] = s.value; break;
          default: break;
        }
      }
    }
    line["t"] = ++t_s_;
    line["rr_ms"] = is_silent ? json() : rr;
    if (is_silent) line["hr_bpm"] = line["contact"] = nullptr;
    return line;
  }
  json live_with(Steer& steer) {
    json reply = json::parse(steer.step(live().dump()));
    EXPECT_FALSE(reply.contains("error")) << reply;
    command = reply.value("command", 0.0);
    return reply;
  }
  [[nodiscard]] double bpm() const { return person_.truth().state_bpm; }

  double command = 0.0;
  bool is_silent = false;

 private:
  athlete::Athlete person_;
  double t_s_ = 0.0;
};

/// Mean of the true rate over the fifth minute.
double after_four_minutes_bpm(Steer& steer, Rider& rider) {
  for (int s = 0; s < 240; ++s) rider.live_with(steer);
  double sum = 0.0;
  for (int s = 0; s < 60; ++s) {
    rider.live_with(steer);
    sum += rider.bpm();
  }
  return sum / 60.0;
}

double sum_of(const json& terms) {
  double sum = 0.0;
  for (const auto& term : terms) sum += term.get<double>();
  return sum;
}

class EveryActuator : public testing::TestWithParam<std::pair<const char*, athlete::Work>> {};

TEST_P(EveryActuator, BringsASimulatedAthleteToTheTargetInFourMinutes) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    json config = watts_config();
    config["actuator"] = GetParam().first;
    Steer steer = begun(config);
    Rider rider(GetParam().second, seed);
    EXPECT_NEAR(after_four_minutes_bpm(steer, rider), 130.0, 5.0) << "seed " << seed;
    const json reply = rider.live_with(steer);
    EXPECT_EQ(reply["state"], "track");
    EXPECT_NEAR(reply["estimate"]["bpm"].get<double>(), 130.0, 8.0);
  }
}
INSTANTIATE_TEST_SUITE_P(Steer, EveryActuator,
                         testing::Values(std::pair{"watts", athlete::Work::Cycle},
                                         std::pair{"speed_m_s", athlete::Work::Treadmill},
                                         std::pair{"intensity", athlete::Work::Scenario}),
                         [](const auto& name) { return std::string(name.param.first); });

TEST(Steer, WithoutAnythingKnownOfThePersonItConvergesAllTheSame) {
  Steer steer = begun({{"actuator", "watts"}, {"target_bpm", 130}, {"max_bpm", nullptr}});
  Rider rider(athlete::Work::Cycle);
  EXPECT_NEAR(after_four_minutes_bpm(steer, rider), 130.0, 5.0);
}

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

TEST(Steer, ALateFirstLineIsNoSilence) {
  Steer steer = begun(watts_config());
  const json reply = json::parse(steer.step(R"({"t":1000,"hr_bpm":70})"));
  EXPECT_EQ(reply["state"], "warmup");
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

TEST(Steer, ACommandNeverLeavesTheRangeThatWasNamed) {
  json config = watts_config();
  config["limits"] = {{"min", 100}, {"max", 150}, {"ceiling_bpm", 140}};
  Steer steer = begun(config);
  Rider rider(athlete::Work::Cycle);
  for (int s = 0; s < 400; ++s) {
    json line = rider.live();
    if (s == 200) rider.is_silent = true;
    if (s == 350) line["button"] = "stop";
    const json reply = json::parse(steer.step(line.dump()));
    rider.command = reply["command"];
    EXPECT_GE(rider.command, 100.0);
    EXPECT_LE(rider.command, 150.0);
  }
}

TEST(Steer, SilenceNeverRaisesAndEasesThenStops) {
  for (const int from_s : {5, 40, 300}) {
    Steer steer = begun(watts_config());
    Rider rider(athlete::Work::Cycle);
    for (int s = 0; s < from_s; ++s) rider.live_with(steer);
    rider.is_silent = true;
    // The estimate is trusted until it is three seconds old.
    for (int s = 0; s < 4; ++s) rider.live_with(steer);
    double before = rider.command;
    const double at_first = before;
    json reply;
    for (int s = 0; s < 240; ++s) {
      reply = rider.live_with(steer);
      EXPECT_LE(rider.command, before) << reply;
      before = rider.command;
      if (s == 8) {
        EXPECT_EQ(reply["state"], "hold");
      }
      if (s == 25) {
        EXPECT_EQ(reply["state"], "ease");
      }
    }
    EXPECT_EQ(reply["state"], "stop");
    EXPECT_EQ(rider.command, 0.0);
    EXPECT_GT(at_first, 0.0);
  }
}

TEST(Steer, LostContactIsSilenceThoughBeatsComeOn) {
  Steer steer = begun(watts_config());
  Rider rider(athlete::Work::Cycle);
  for (int s = 0; s < 60; ++s) rider.live_with(steer);
  double before = 0.0;
  for (int s = 0; s < 20; ++s) {
    json line = rider.live();
    line["contact"] = false;
    const json reply = json::parse(steer.step(line.dump()));
    rider.command = reply["command"];
    EXPECT_EQ(reply["quality"], 0.0);
    if (s > 0) {
      EXPECT_LE(rider.command, before);
    }
    before = rider.command;
  }
}

TEST(Steer, StopRampsDownAndNothingRisesAgain) {
  Steer steer = begun(watts_config());
  Rider rider(athlete::Work::Cycle);
  for (int s = 0; s < 300; ++s) rider.live_with(steer);
  json line = rider.live();
  line["button"] = "stop";
  json reply = json::parse(steer.step(line.dump()));
  EXPECT_EQ(reply["state"], "cooldown");
  EXPECT_EQ(reply["reason"], "stop");
  double before = rider.command;
  EXPECT_LE(reply["command"].get<double>(), before);
  EXPECT_GT(reply["command"].get<double>(), 0.0);
  rider.command = before = reply["command"];
  for (int s = 0; s < 120; ++s) {
    line = rider.live();
    if (s % 10 == 0) line["button"] = "too_easy";
    reply = json::parse(steer.step(line.dump()));
    rider.command = reply["command"];
    EXPECT_LE(rider.command, before);
    before = rider.command;
  }
  EXPECT_EQ(reply["state"], "stop");
  EXPECT_EQ(before, 0.0);
}

TEST(Steer, StopTwiceIsOverAtOnce) {
  Steer steer = begun(watts_config());
  Rider rider(athlete::Work::Cycle);
  for (int s = 0; s < 100; ++s) rider.live_with(steer);
  json reply;
  for (int i = 0; i < 2; ++i) {
    json line = rider.live();
    line["button"] = "stop";
    reply = json::parse(steer.step(line.dump()));
  }
  EXPECT_EQ(reply["state"], "stop");
  EXPECT_EQ(reply["reason"], "stop-now");
  EXPECT_EQ(reply["command"], 0.0);
}

TEST(Steer, TooHardAsksForLessAndTooEasyForMore) {
  const auto settled_bpm = [](const char* button) {
    Steer steer = begun(watts_config());
    Rider rider(athlete::Work::Cycle);
    json reply;
    for (int s = 0; s < 600; ++s) {
      json line = rider.live();
      if (s == 240 || s == 242) line["button"] = button;
      reply = json::parse(steer.step(line.dump()));
      if (s == 240 && button != nullptr) {
        EXPECT_EQ(reply["reason"], std::string(button) == "too_hard" ? "user-easier" : "user-harder");
      }
      rider.command = reply["command"];
    }
    return rider.bpm();
  };
  EXPECT_LT(settled_bpm("too_hard"), 123.0);
  EXPECT_GT(settled_bpm("too_easy"), 137.0);
}

TEST(Steer, AsHardAsCanBeStops) {
  Steer steer = begun(watts_config());
  Rider rider(athlete::Work::Cycle);
  for (int s = 0; s < 100; ++s) rider.live_with(steer);
  json line = rider.live();
  line["rpe"] = 16.5;
  json reply = json::parse(steer.step(line.dump()));
  EXPECT_EQ(reply["reason"], "safety-exertion");
  for (int s = 0; s < 120; ++s) reply = rider.live_with(steer);
  EXPECT_EQ(reply["state"], "stop");
}

TEST(Steer, ThePlanIsFollowedAndEndsWithACoolDown) {
  json config = watts_config();
  config.erase("target_bpm");
  config["plan"] = {{{"until_s", 300}, {"target_bpm", 115}}, {{"until_s", 600}, {"target_bpm", 140}}};
  Steer steer = begun(config);
  Rider rider(athlete::Work::Cycle);
  json reply;
  for (int s = 0; s < 295; ++s) reply = rider.live_with(steer);
  EXPECT_NEAR(rider.bpm(), 115.0, 6.0);
  for (int s = 295; s < 599; ++s) reply = rider.live_with(steer);
  EXPECT_NEAR(rider.bpm(), 140.0, 6.0);
  EXPECT_EQ(reply["state"], "track");
  for (int s = 599; s < 605; ++s) reply = rider.live_with(steer);
  EXPECT_EQ(reply["state"], "cooldown");
  for (int s = 605; s < 640; ++s) reply = rider.live_with(steer);
  EXPECT_EQ(reply["state"], "stop");
  EXPECT_EQ(reply["command"], 0.0);
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

TEST(Steer, StepsOfAnyLengthLeadToTheSamePlace) {
  for (const int each_s : {1, 2, 5}) {
    Steer steer = begun(watts_config());
    Rider rider(athlete::Work::Cycle);
    double sum = 0.0;
    for (int s = 0; s < 420; s += each_s) {
      json line = rider.live();
      for (int i = 1; i < each_s; ++i) {
        json next = rider.live();
        json beats = line["rr_ms"];
        for (const auto& rr : next["rr_ms"]) beats.push_back(rr);
        next["rr_ms"] = beats;
        line = next;
      }
      rider.command = json::parse(steer.step(line.dump()))["command"];
      if (s >= 300) sum += each_s * rider.bpm();
    }
    EXPECT_NEAR(sum / 120.0, 130.0, 5.0) << each_s;
  }
}

TEST(Steer, ALeapIsLivedThroughAsIfEverySecondHadBeenALine) {
  Steer leaps = begun(watts_config()), walks = begun(watts_config());
  Rider rider(athlete::Work::Cycle);
  for (int s = 0; s < 100; ++s) {
    const std::string line = rider.live().dump();
    static_cast<void>(leaps.step(line));
    rider.command = json::parse(walks.step(line))["command"];
  }
  std::string reply;
  for (int t = 101; t <= 140; ++t) reply = walks.step(json{{"t", t}}.dump());
  EXPECT_EQ(leaps.step(R"({"t":140})"), reply);
  EXPECT_LT(json::parse(reply)["command"], rider.command);
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

TEST(Steer, ALeapInTimeIsBoundedAndRaisesNothing) {
  Steer steer = begun(watts_config());
  Rider rider(athlete::Work::Cycle);
  for (int s = 0; s < 100; ++s) rider.live_with(steer);
  const json reply = json::parse(steer.step(R"({"t":40000,"hr_bpm":130})"));
  EXPECT_LE(reply["command"].get<double>(), rider.command);
  EXPECT_FALSE(json::parse(steer.step(R"({"t":1000000,"hr_bpm":130})")).contains("error"));
}

}  // namespace
}  // namespace tonus::tool
