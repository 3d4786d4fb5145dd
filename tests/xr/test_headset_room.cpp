// The room that a headset tells of, by XR_FB_scene, against an API layer of our own that plays a headset which knows
// one (layers/): no real one was at hand, and Monado offers none. OpenXR core validation listens to what is left for
// the runtime below.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <engine/core/file.hpp>
#include <xr/openxr/openxr.hpp>

#include "bed/bed.hpp"
#include "bed/child.hpp"
#include "headset_test.hpp"
#include "made_rooms.hpp"

namespace tonus::xr {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

class HeadsetRoom : public testing::Test {
 protected:
  void lie_down(const std::string& told = "") {
    auto made = test::Bed::start();
    if (!made) GTEST_SKIP() << made.error().message;
    bed_ = std::move(*made);
    for (const char* variable : {"TONUS_SCENE", "XR_ENABLE_API_LAYERS"}) unsetenv(variable);
    bed_->enter();
    const char* others = std::getenv("XR_ENABLE_API_LAYERS");
    // Ours stands before what validates: core validation (1.0.20) does not know the extensions.
    const std::string after = others != nullptr && *others != '\0' ? ":" + std::string{others} : "";
    setenv("XR_ENABLE_API_LAYERS", ("XR_APILAYER_TONUS_scene" + after).c_str(), 1);
    setenv("XR_API_LAYER_PATH", TONUS_LAYERS ":/usr/share/openxr/1/api_layers/explicit.d", 1);
    setenv("TONUS_SCENE_LOG", log().c_str(), 1);
    if (!told.empty()) setenv("TONUS_SCENE", told.c_str(), 1);
    bed_->person().send(person_);
  }
  void TearDown() override {
    child_.reset();
    unsetenv("TONUS_SCENE");
    if (bed_ == nullptr) return;
    EXPECT_EQ(bed_->findings(), Lines{});
    for (const std::string& line : said()) EXPECT_FALSE(line.starts_with("wrong")) << line;
  }
  [[nodiscard]] fs::path log() const { return bed_->folder() / "scene"; }
  /// What the layer saw.
  [[nodiscard]] Lines said() const {
    Lines lines;
    std::istringstream text(read_file(log(), 1 << 20).value_or(""));
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
  }
  /// What the headset answers in the end.
  static RoomFinding find(Worn& worn) {
    RoomFinding found;
    worn.until_focused();
    worn.until([&] { return !(found = worn.headset->find_room()).is_pending; });
    return found;
  }

  /// `tonus play` in the headset until its end, with A pressed through the screens.
  int play(Lines words) {
    const fs::path home = bed_->folder() / "home";
    fs::create_directories(home / "config/tonus");
    std::ofstream(home / "config/tonus/preferences.json") << R"({"version": 1, "keep_sessions": false})";
    const Lines begin{TONUS_COMMAND, "play", "strike", "--display",    "headset",
                      "--seconds",   "10",   "--out",  kept().string()};
    words.insert(words.begin(), begin.begin(), begin.end());
    child_ = test::Child::start(words,
                                {{"HOME", home.string()},
                                 {"XDG_CONFIG_HOME", (home / "config").string()},
                                 {"XDG_DATA_HOME", (home / "data").string()},
                                 {"DISPLAY", ""},
                                 {"WAYLAND_DISPLAY", ""}},
                                bed_->folder() / "said");
    for (int press = 0; press < 200; ++press) {
      person_.right().a = press % 2 == 1;
      bed_->person().send(person_);
      if (const auto status = child_->wait(200ms)) return *status;
    }
    return -1;
  }
  [[nodiscard]] fs::path kept() const { return bed_->folder() / "D"; }
  [[nodiscard]] nlohmann::json summary() const {
    return nlohmann::json::parse(read_file(kept() / "summary.json", 1 << 20).value_or(""), nullptr, false);
  }

  std::unique_ptr<test::Bed> bed_;
  std::unique_ptr<test::Child> child_;
  test::RemotePerson person_;
};

#define LIE_DOWN(...)    \
  lie_down(__VA_ARGS__); \
  if (bed_ == nullptr) return

TEST_F(HeadsetRoom, IsAskedForLocatedAndLetGo) {
  LIE_DOWN();
  Worn worn;
  const RoomFinding found = find(worn);
  ASSERT_TRUE(found.plan) << found.trouble << worn.trouble;
  const RoomPlan& plan = *found.plan;
  EXPECT_FLOAT_EQ(plan.ceiling_m, 2.6F);
  ASSERT_EQ(plan.outline.size(), 4U);
  for (const Vec3 corner : plan.outline) {
    EXPECT_NEAR(std::abs(corner.x), 2.5F, 1e-4F) << "the floor one stands on, not the larger one next door";
    EXPECT_NEAR(std::abs(corner.z), 3.0F, 1e-4F);
  }
  const auto count = [&](RoomLabel label) {
    return std::count_if(plan.boxes.begin(), plan.boxes.end(), [&](const RoomBox& b) { return b.label == label; });
  };
  EXPECT_EQ(plan.boxes.size(), 7U) << "no door, no mesh, no floor";
  EXPECT_EQ(count(RoomLabel::Wall), 4);
  EXPECT_EQ(count(RoomLabel::Table), 2);
  EXPECT_EQ(count(RoomLabel::Couch), 1);
  const RoomGuard guard(plan);
  // By hand: the table's near edge is at z = -1.4, its left one at x = 0.4, its top at 0.75 m.
  EXPECT_NEAR(guard.nearest_m({1.0F, 0.4F, -1.0F}), 0.4F, 1e-3F);
  EXPECT_NEAR(guard.nearest_m({1.0F, 1.0F, -1.8F}), 0.25F, 1e-3F);
  EXPECT_NEAR(guard.nearest_m({0.2F, 0.4F, -1.8F}), 0.2F, 1e-3F);
  EXPECT_NEAR(guard.nearest_m({-1.4F, 0.5F, 1.0F}), 0.05F, 1e-3F) << "the couch";
  EXPECT_NEAR(guard.nearest_m({1.7F, 0.3F, 1.5F}), 0.1F, 1e-3F) << "a desk top reaches down to the floor";
  EXPECT_NEAR(guard.nearest_m({0.0F, 1.3F, -2.8F}), 0.2F, 1e-3F) << "the wall ahead";
  EXPECT_EQ(guard.nearest_m({4.0F, 1.3F, 0.0F}), 0.0F) << "next door is out of bounds";
  worn.take_off();
  EXPECT_EQ(said(), (Lines{"query", "retrieved 12", "let go"}));
  EXPECT_EQ(worn.said, Lines{});
}

TEST_F(HeadsetRoom, ThingsThatCannotBeCostNothingThatIsKnown) {
  LIE_DOWN("silly");
  Worn worn;
  testing::internal::CaptureStderr();
  const RoomFinding found = find(worn);
  const std::string lines = testing::internal::GetCapturedStderr();
  ASSERT_TRUE(found.plan) << found.trouble << worn.trouble;
  EXPECT_EQ(found.plan->boxes.size(), 7U + 2U) << "what has no label, or one that is too long, still stands there";
  const auto at =
      lines.find("the headset's room: 4 of 17 things are left out, the first a LAMP: it is not within 50 m");
  EXPECT_NE(at, std::string::npos) << lines;
  EXPECT_EQ(lines.find("left out", at + 100), std::string::npos) << "once";
}

TEST_F(HeadsetRoom, WithoutOneThereIsALineToSayWhy) {
  LIE_DOWN();
  const std::pair<const char*, const char*> cases[] = {{"refused", "xrQuerySpacesFB"},
                                                       {"failed", "xrQuerySpacesFB"},
                                                       {"empty", "set the room up"},
                                                       {"many", "4000000000 things"},
                                                       {"lost", "it knows none"}};
  for (const auto& [told, expected] : cases) {
    setenv("TONUS_SCENE", told, 1);
    Worn worn;
    const RoomFinding found = find(worn);
    EXPECT_FALSE(found.plan) << told;
    EXPECT_FALSE(found.is_pending) << told;
    EXPECT_NE(found.trouble.find(expected), std::string::npos) << told << ": " << found.trouble;
    EXPECT_EQ(found.trouble.find('\n'), std::string::npos) << told;
  }
  setenv("TONUS_SCENE", "unsupported", 1);
  const auto before = said().size();
  Worn worn;
  const RoomFinding found = find(worn);
  EXPECT_FALSE(found.plan);
  EXPECT_EQ(found.trouble, "");
  EXPECT_EQ(said().size(), before) << "a system without it is not asked";
}

TEST_F(HeadsetRoom, IsPlayedInRecordedAndReplayed) {
  LIE_DOWN();
  ASSERT_EQ(play({}), 0) << child_->said();
  const auto kept_of_it = summary();
  ASSERT_TRUE(kept_of_it.is_object()) << child_->said();
  EXPECT_EQ(kept_of_it["room"]["name"], "the headset's own");
  EXPECT_EQ(kept_of_it["room"]["things"], 7);
  EXPECT_NE(child_->said().find("In a room, the headset's own, with 7 things in it"), std::string::npos)
      << child_->said();
  auto replay = test::Child::start({TONUS_COMMAND, "replay", (kept() / "session.tonus").string(), "--verify"}, {},
                                   bed_->folder() / "replayed");
  EXPECT_EQ(replay->wait(30s), 0) << replay->said();
}

TEST_F(HeadsetRoom, GivesWayToAFileAndToNoRoomAtAll) {
  LIE_DOWN();
  const fs::path file = bed_->folder() / "mine.json";
  std::ofstream(file) << made::room(6, 7);
  ASSERT_EQ(play({"--room", file.string()}), 0) << child_->said();
  EXPECT_EQ(summary()["room"]["name"], "mine.json");
  ASSERT_EQ(play({"--room", "none"}), 0) << child_->said();
  EXPECT_TRUE(summary()["room"].is_null());
  EXPECT_EQ(said(), Lines{}) << "the headset was not even asked";
}

TEST_F(HeadsetRoom, ThatNeverAnswersIsGoneOnWithout) {
  LIE_DOWN("silent");
  ASSERT_EQ(play({}), 0) << child_->said();
  EXPECT_NE(child_->said().find("no room of the headset's: it did not answer within two seconds"), std::string::npos)
      << child_->said();
  EXPECT_TRUE(summary()["room"].is_null());
}

TEST_F(HeadsetRoom, WithoutSpaceToPlayInIsNoPlaceToPlayIn) {
  LIE_DOWN("cramped");
  EXPECT_EQ(play({}), 2) << child_->said();
  EXPECT_NE(child_->said().find("the room leaves too little space"), std::string::npos) << child_->said();
  EXPECT_NE(child_->said().find("--room none"), std::string::npos) << child_->said();
}

TEST_F(HeadsetRoom, IsNamedByDoctor) {
  LIE_DOWN();
  auto child = test::Child::start({TONUS_COMMAND, "doctor", "--json"}, {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}},
                                  bed_->folder() / "doctor");
  ASSERT_EQ(child->wait(20s), 0) << child->said();
  const std::string text = child->said();
  const auto document = nlohmann::json::parse(text.substr(text.find("{\n")), nullptr, false);
  ASSERT_TRUE(document.is_object()) << text;
  for (const auto& check : document["checks"]) {
    if (check["name"] != "headset") continue;
    EXPECT_EQ(check["room_planes"], true);
    EXPECT_NE(check["detail"].get<std::string>().find("tells of its room"), std::string::npos);
    return;
  }
  FAIL() << text;
}

}  // namespace
}  // namespace tonus::xr
