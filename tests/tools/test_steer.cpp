// The steering filter as an outside simulator meets it: what it asks of a body, line after line.
#include <string>
#include <vector>

#include "steer_rider.hpp"

namespace tonus::tool {
namespace {

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

TEST(Steer, ALateFirstLineIsNoSilence) {
  Steer steer = begun(watts_config());
  const json reply = json::parse(steer.step(R"({"t":1000,"hr_bpm":70})"));
  EXPECT_EQ(reply["state"], "warmup");
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
