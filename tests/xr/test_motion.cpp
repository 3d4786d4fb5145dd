// Recordings of other people's programs, whole and broken, against what is known of them; and how they play.
#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <engine/core/time.hpp>
#include <xr/motion/motion_player.hpp>

#include "made_motion.hpp"
#include "shared_files.hpp"

namespace tonus::xr {
namespace {

std::span<const std::byte> octets(std::string_view text) { return std::as_bytes(std::span{text.data(), text.size()}); }

void expect_near(Vec3 a, Vec3 b, float by = 1e-5F) {
  EXPECT_NEAR(a.x, b.x, by);
  EXPECT_NEAR(a.y, b.y, by);
  EXPECT_NEAR(a.z, b.z, by);
}

double path_m(const std::vector<MotionSample>& track) {
  double sum = 0.0;
  for (std::size_t i = 1; i < track.size(); ++i)
    sum += static_cast<double>(length(track[i].pose.position - track[i - 1].pose.position));
  return sum;
}

std::vector<made::Frame> two_frames() {
  std::vector<made::Frame> frames(2);
  frames[1].t_s = 0.5F;
  const float half = std::sqrt(0.5F);
  // A quarter turn about +y in a left-handed space: from +z ahead to +x, the right.
  const float turned[7] = {0.1F, 1.7F, 0.3F, 0.0F, half, 0.0F, half};
  std::copy(std::begin(turned), std::end(turned), frames[1].head);
  return frames;
}

TEST(Bsor, UnitysSpaceBecomesOursAndEverythingElseIsCounted) {
  BsorContents contents;
  const auto r = read_bsor(octets(made::bsor(two_frames())), "made.bsor", &contents);
  ASSERT_TRUE(r) << r.error().message;
  EXPECT_EQ(r->format, "BSOR");
  ASSERT_EQ(r->head.size(), 2U);
  expect_near(r->head[1].pose.position, {0.1F, 1.7F, -0.3F});
  expect_near(rotate(r->head[0].pose.rotation, {0, 0, -1}), {0, 0, -1});
  expect_near(rotate(r->head[1].pose.rotation, {0, 0, -1}), {1, 0, 0});
  expect_near(r->hands[0][0].pose.position, {-0.2F, 1.2F, -0.4F});
  EXPECT_DOUBLE_EQ(r->length_s(), 0.5);
  EXPECT_EQ(contents.headset, "Oculus Quest 2");
  EXPECT_EQ(contents.notes, 2U);
  EXPECT_EQ(contents.note_events[0], 1U);
  EXPECT_EQ(contents.note_events[2], 1U);
  EXPECT_EQ(contents.walls + contents.heights + contents.pauses, 3U);
}

TEST(Bsor, EveryTruncationIsAnErrorOfOneLine) {
  const std::string whole = made::bsor(two_frames());
  ASSERT_TRUE(read_bsor(octets(whole), "made.bsor"));
  for (std::size_t n = 0; n < whole.size(); ++n) {
    const auto r = read_bsor(octets(std::string_view(whole).substr(0, n)), "made.bsor");
    ASSERT_FALSE(r) << n;
    EXPECT_TRUE(r.error().message.starts_with("made.bsor: ")) << r.error().message;
    EXPECT_EQ(r.error().message.find('\n'), std::string::npos);
  }
}

TEST(Bsor, ANameWhoseLengthWasCountedInLettersIsFoundAgain) {
  // Five letters of two octets each, counted as five.
  const auto r =
      read_bsor(octets(made::bsor(two_frames(), "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 5)), "made.bsor");
  ASSERT_TRUE(r) << r.error().message;
  EXPECT_EQ(r->head.size(), 2U);
}

TEST(Bsor, WhatIsNoPoseNoVersionOrNoReplayIsRefused) {
  auto frames = two_frames();
  frames[1].left[1] = std::numeric_limits<float>::quiet_NaN();
  auto r = read_bsor(octets(made::bsor(frames)), "made.bsor");
  ASSERT_FALSE(r);
  EXPECT_NE(r.error().message.find("frame 2"), std::string::npos) << r.error().message;
  frames[1].left[1] = 1e9F;
  EXPECT_FALSE(read_bsor(octets(made::bsor(frames)), "made.bsor"));
  std::string other = made::bsor(two_frames());
  other[4] = 9;
  r = read_bsor(octets(other), "made.bsor");
  ASSERT_FALSE(r);
  EXPECT_NE(r.error().message.find("version 9"), std::string::npos);
  EXPECT_FALSE(read_motion("hello", "made"));
  EXPECT_FALSE(read_motion("", "made"));
  EXPECT_FALSE(read_bsor(octets(made::bsor({{}})), "made")) << "one frame is no motion";
}

TEST(Motion, AnXrorRecordingIsRefusedWithARemedy) {
  const std::string bytes = shared_file("motion/XR__sample.xror");
  if (bytes.empty()) GTEST_SKIP() << "no recording below " << shared_data() << "; set TONUS_SHARED to its folder";
  const auto r = read_motion(bytes, "sample.xror");
  ASSERT_FALSE(r);
  EXPECT_NE(r.error().message.find("convert it to BSOR"), std::string::npos) << r.error().message;
}

TEST(Bsor, TimeThatRunsBackIsLeftOut) {
  auto frames = two_frames();
  frames.push_back(frames[0]);
  frames.push_back(frames[1]);
  frames.back().t_s = 1.0F;
  const auto r = read_bsor(octets(made::bsor(frames)), "made.bsor");
  ASSERT_TRUE(r);
  EXPECT_EQ(r->head.size(), 3U);
  EXPECT_EQ(r->skipped, 1U);
}

TEST(Bsor, ARealReplayHoldsWhatAnotherReaderFound) {
  const std::string bytes = shared_file("motion/XR__sample2.bsor");
  if (bytes.empty()) GTEST_SKIP() << "no recording below " << shared_data() << "; set TONUS_SHARED to its folder";
  const auto expected = nlohmann::json::parse(shared_file("motion/expected.json"))["XR__sample2.bsor"];
  BsorContents c;
  const auto r = read_bsor(octets(bytes), "sample2", &c);
  ASSERT_TRUE(r) << r.error().message;
  EXPECT_EQ(c.frames, expected["frames"].get<std::size_t>());
  EXPECT_EQ(r->head.size() + r->skipped, c.frames);
  EXPECT_EQ(c.notes, expected["notes"].get<std::size_t>());
  EXPECT_EQ(c.walls, expected["walls"].get<std::size_t>());
  EXPECT_EQ(c.heights, expected["heights"].get<std::size_t>());
  EXPECT_EQ(c.pauses, expected["pauses"].get<std::size_t>());
  EXPECT_EQ(c.headset, expected["hmd"].get<std::string>());
  const auto& events = expected["noteEventTypes(0 good,1 bad,2 miss,3 bomb)"];
  for (const auto& [kind, n] : events.items()) EXPECT_EQ(c.note_events[std::stoul(kind)], n.get<std::size_t>());
  EXPECT_NEAR(r->length_s(), expected["lastTime"].get<double>(), 0.001);
  const auto& paths = expected["pathLength_m"];
  EXPECT_NEAR(path_m(r->head) / paths["head"].get<double>(), 1.0, 0.001);
  EXPECT_NEAR(path_m(r->hands[0]) / paths["left_hand"].get<double>(), 1.0, 0.001);
  EXPECT_NEAR(path_m(r->hands[1]) / paths["right_hand"].get<double>(), 1.0, 0.001);
  for (const auto& sample : r->head) ASSERT_GT(rotate(sample.pose.rotation, {0, 0, -1}).z, -1.01F);
  // Cut anywhere in its beginning, and here and there in the rest.
  for (std::size_t n = 0; n < bytes.size(); n += n < 600 ? 1 : 34'567)
    ASSERT_FALSE(read_bsor(octets(std::string_view(bytes).substr(0, n)), "cut")) << n;
}

TEST(Aframe, DegreesMillisecondsAndNamesOfTracks) {
  const auto r = read_aframe(made::kAframe, "made.json");
  ASSERT_TRUE(r) << r.error().message;
  EXPECT_EQ(r->head.size(), 2U);
  EXPECT_TRUE(r->hands[0].empty());
  ASSERT_EQ(r->hands[1].size(), 2U);
  EXPECT_NEAR(r->hands[1][0].t_s, 0.1, 1e-9);
  EXPECT_NEAR(r->length_s(), 1.0, 1e-9);
  expect_near(rotate(r->head[0].pose.rotation, {0, 0, -1}), {-1, 0, 0});
  // YXZ: what three.js makes of (10°, 20°, 30°).
  const Quat q = r->hands[1][0].pose.rotation;
  EXPECT_NEAR(q.x, 0.1276794F, 1e-5F);
  EXPECT_NEAR(q.y, 0.1448781F, 1e-5F);
  EXPECT_NEAR(q.z, 0.2392983F, 1e-5F);
  EXPECT_NEAR(q.w, 0.9515485F, 1e-5F);
}

TEST(Aframe, EveryTruncationIsAnErrorOfOneLine) {
  const std::string_view whole = made::kAframe;
  for (std::size_t n = 0; n < whole.size(); ++n) {
    const auto r = read_motion(whole.substr(0, n), "made.json");
    ASSERT_FALSE(r) << n;
    EXPECT_EQ(r.error().message.find('\n'), std::string::npos);
  }
}

TEST(Aframe, PosesThatAreNoneAreNamed) {
  const auto error_of = [](std::string_view text) {
    const auto r = read_aframe(text, "made.json");
    return r ? std::string{} : r.error().message;
  };
  EXPECT_NE(error_of(R"({"left": {"poses": [{"position": {"x": 1}}]}})").find("\"left\": pose 1"), std::string::npos);
  EXPECT_NE(error_of(R"({"left": {}})").find("no list of \"poses\""), std::string::npos);
  EXPECT_NE(error_of(R"({"box": {"poses": []}})").find("no hands"), std::string::npos);
  EXPECT_NE(error_of("[]").find("expected an A-Frame recording"), std::string::npos);
  EXPECT_NE(error_of(R"({"left": {"poses": [{"position": {"x": 1e30, "y": 0, "z": 0},
    "rotation": {"x": 0, "y": 0, "z": 0}, "timestamp": 0}]}})")
                .find("pose 1"),
            std::string::npos);
}

TEST(Aframe, RealRecordingsHoldWhatAnotherReaderFound) {
  const std::string known = shared_file("motion/expected.json");
  if (known.empty()) GTEST_SKIP() << "no recordings below " << shared_data() << "; set TONUS_SHARED to their folder";
  int files = 0;
  const auto all = nlohmann::json::parse(known);
  for (const auto& [file, expected] : all.items()) {
    if (!file.ends_with(".json")) continue;
    const auto r = read_motion(shared_file("motion/" + file), file);
    ASSERT_TRUE(r) << r.error().message;
    ++files;
    for (const auto& [name, e] : expected.items()) {
      if (!e.is_object()) continue;
      const auto& track = name == "camera" ? r->head : name[0] == 'l' ? r->hands[0] : r->hands[1];
      EXPECT_LE(track.size(), e["poses"].get<std::size_t>()) << file << name;
      EXPECT_GE(track.size() + r->skipped, e["poses"].get<std::size_t>()) << file << name;
      EXPECT_NEAR(track.back().t_s - track.front().t_s, e["duration_s"].get<double>(), 0.001) << file << name;
      EXPECT_NEAR(path_m(track), e["path_m"].get<double>(), 0.002) << file << name;
      float low = 10.0F, high = 0.0F;
      for (const auto& sample : track) {
        low = std::min(low, sample.pose.position.y);
        high = std::max(high, sample.pose.position.y);
      }
      EXPECT_NEAR(low, e["yMin"].get<float>(), 1e-4F) << file << name;
      EXPECT_NEAR(high, e["yMax"].get<float>(), 1e-4F) << file << name;
    }
  }
  EXPECT_EQ(files, 8);
}

MotionPlayer player_of(std::string_view text) {
  return MotionPlayer(std::make_shared<MotionRecording>(*read_motion(text, "made")));
}

TEST(MotionPlayer, PutsThePersonIntoTheMiddleFacingAhead) {
  const MotionPlayer player = player_of(made::kAframe);
  const BodyPoses first = player.at(0);
  expect_near(first.world_from_head.position, {0.0F, 1.6F, 0.0F});
  expect_near(rotate(first.world_from_head.rotation, {0, 0, -1}), {0, 0, -1});
  // The hand was 0.5 m ahead (-x there) and 0.2 m to the right (-z there).
  expect_near(player.at(12).hands[1].world_from_hand.position, {0.2F, 1.2F, -0.5F}, 1e-4F);
}

TEST(MotionPlayer, AHandThatWasNotRecordedIsNotTrackedForLong) {
  const MotionPlayer player = player_of(made::kAframe);
  EXPECT_FALSE(player.at(0).hands[0].is_tracked);
  EXPECT_TRUE(player.at(0).hands[1].is_tracked) << "0.1 s before its first pose";
  EXPECT_TRUE(player.at(24).hands[1].is_tracked);
  EXPECT_FALSE(player.at(60).hands[1].is_tracked) << "0.3 s after its last";
  EXPECT_TRUE(player.at(60).is_head_tracked);
}

TEST(MotionPlayer, BeginsAnewWithoutAJump) {
  const MotionPlayer player = player_of(made::bsor(two_frames()));
  const std::int64_t period = 60 + kTicksPerSecond / 2;
  for (std::int64_t tick = 0; tick < 3 * period; ++tick) {
    const Vec3 a = player.at(tick).world_from_head.position, b = player.at(tick + 1).world_from_head.position;
    EXPECT_LT(length(b - a) * static_cast<float>(kTicksPerSecond), 1.0F) << tick;
    EXPECT_EQ(player.at(tick).world_from_head, player.at(tick + period).world_from_head);
  }
  EXPECT_NEAR(length(player.at(30).world_from_head.position - player.at(0).world_from_head.position),
              0.5F * length(player.at(60).world_from_head.position - player.at(0).world_from_head.position), 1e-5F);
}

}  // namespace
}  // namespace tonus::xr
