// Whose body plays and where, from the command line to what is left behind.
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "made_motion.hpp"
#include "made_rooms.hpp"
#include "shared_files.hpp"

namespace tonus {
namespace {

using nlohmann::json;
namespace made = xr::made;

class Body : public CommandTest {
 protected:
  json summary_of(const std::string& options) const {
    const Said said = tonus("play strike --display headless --speed max --seconds 60 --json --out D " + options);
    EXPECT_EQ(said.status, 0) << said.err;
    const Said replayed = tonus("replay D/session.tonus --verify");
    EXPECT_EQ(replayed.status, 0) << replayed.err;
    return json::parse(said.out, nullptr, false);
  }
};

TEST_F(Body, SeatedOneHandedAndShortArmedIsPlayedAndSaid) {
  const json s = summary_of("--seated --hands left --height-cm -10 --reach-m 0.55");
  EXPECT_EQ(
      s["fit"],
      json::parse(R"({"seated": true, "hands": "left", "follows_head": false, "height_cm": -10.0, "reach_m": 0.55})"));
  EXPECT_TRUE(s["room"].is_null());
  EXPECT_TRUE(s["motion"].is_null());
  EXPECT_GT(s["score"]["hits"].get<int>(), s["score"]["targets"].get<int>() * 7 / 10);
  EXPECT_NE(text_of(folder_ / "D/report.html").find("Fitted: seated, left hand alone, 10 cm lower, a reach of 55 cm."),
            std::string::npos);
  EXPECT_NE(tonus("explain D/session.tonus").out.find("left hand alone"), std::string::npos);
  EXPECT_TRUE(summary_of("")["fit"].is_null());
}

TEST_F(Body, ARoomIsPlayedInAndSaid) {
  write("room.json", made::room(4, 5, made::box("TABLE", 1.2, 0.75, -1, 0.8, 1.2, 0.75)));
  const json s = summary_of("--room room.json");
  EXPECT_EQ(s["room"]["name"], "room.json");
  EXPECT_EQ(s["room"]["things"], 1);
  EXPECT_GT(s["score"]["hits"].get<int>(), s["score"]["targets"].get<int>() * 7 / 10);
  write("closet.json", made::room(1, 1));
  Said said = tonus("play --display headless --speed max --room closet.json");
  EXPECT_EQ(said.status, 2);
  expect_one_line(said.err, "too little space");
  said = tonus("play --display headless --speed max --room absent.json");
  EXPECT_EQ(said.status, 2);
  expect_one_line(said.err, "absent.json");
}

TEST_F(Body, WhatWasMeasuredInAHeadsetAndNoRoomChangeNothingElsewhere) {
  const auto hash = summary_of("")["hash"];
  std::filesystem::create_directories(folder_ / "home/config/tonus");
  write("home/config/tonus/preferences.json", R"({"version": 1, "keep_sessions": false, "reach_m": 0.6})");
  const json s = summary_of("--room none --measure-reach");
  EXPECT_TRUE(s["fit"].is_null());
  EXPECT_TRUE(s["room"].is_null());
  EXPECT_EQ(s["hash"], hash);
}

TEST_F(Body, WhatIsOutOfRangeIsRefusedInOneLine) {
  for (const char* option :
       {"--reach-m 3", "--reach-m 0.6 --measure-reach", "--height-cm 200", "--hands three", "--motion absent.bsor"}) {
    const Said said = tonus(std::string("play --display headless --speed max ") + option);
    EXPECT_EQ(said.status, 2) << option;
    EXPECT_EQ(std::count(said.err.begin(), said.err.end(), '\n'), 1) << said.err;
  }
}

TEST_F(Body, RecordedPeopleHitWhatComesAndAlwaysTheSame) {
  if (xr::shared_file("motion/expected.json").empty())
    GTEST_SKIP() << "no recordings below " << xr::shared_data() << "; set TONUS_SHARED to their folder";
  const std::string folder = "'" + (xr::shared_data() / "motion").string() + "/";
  const json first = summary_of("--motion " + folder + "XR__sample2.bsor'");
  EXPECT_GT(first["score"]["hits"].get<int>(), 10) << "somebody who plays Beat Saber";
  EXPECT_EQ(first["motion"], "XR__sample2.bsor");
  EXPECT_EQ(summary_of("--motion " + folder + "XR__sample2.bsor'")["hash"], first["hash"]);
  EXPECT_NE(summary_of("--motion " + folder + "SH__regrab.json'")["hash"], first["hash"]);
}

}  // namespace
}  // namespace tonus
