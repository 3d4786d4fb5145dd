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
  EXPECT_EQ(members(json),
            (std::vector<std::string>{"scenario", "source", "display", "seed", "duration_s", "ticks", "hash",
                                      "ledger_hash", "intensity", "heart_rate", "target", "in_band_percent", "score",
                                      "changes", "events", "files", "build"}));
  EXPECT_EQ(members(json["intensity"]), (std::vector<std::string>{"mean", "min", "max"}));
  EXPECT_EQ(members(json["heart_rate"]), (std::vector<std::string>{"mean_bpm", "max_bpm", "coverage"}));
  EXPECT_EQ(json["score"]["hits"], 377);
  EXPECT_EQ(json["in_band_percent"], 84.2);
}

TEST(Summary, WhatIsNotKnownIsNullAndNeverZero) {
  const auto json = Json::parse(summary_json({}));
  for (const char* name : {"intensity", "heart_rate", "in_band_percent"}) EXPECT_TRUE(json[name].is_null()) << name;
  for (const auto& [name, value] : json["target"].items()) EXPECT_TRUE(value.is_null()) << name;
  SessionSummary odd;
  odd.heart_rate = SessionSummary::HeartRate{std::numeric_limits<double>::quiet_NaN(), 140.0, 0.5};
  odd.in_band_percent = std::numeric_limits<double>::infinity();
  const auto written = Json::parse(summary_json(odd));
  EXPECT_TRUE(written["heart_rate"]["mean_bpm"].is_null());
  EXPECT_TRUE(written["in_band_percent"].is_null());
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
