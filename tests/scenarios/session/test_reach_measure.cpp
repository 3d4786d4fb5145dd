// How far arms reach, held out by bodies that are made, and by people who were recorded.

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <scenarios/session/reach_measure.hpp>
#include <sensors/body/profile.hpp>
#include <xr/motion/motion_player.hpp>

#include "shared_files.hpp"

namespace tonus::session {
namespace {

using State = ReachMeasure::State;

/// Somebody who faces `yaw_rad` with both arms straight out, hands so far from shoulders that are where they usually
/// are below a head.
BodyPoses held_out(float left_m, float right_m, float yaw_rad = 0.0F, float head_m = 1.65F) {
  BodyPoses body;
  const Quat turned = axis_angle({0, 1, 0}, yaw_rad);
  body.world_from_head = {turned, {0.3F, head_m, -0.4F}};
  for (const Hand hand : {Hand::Left, Hand::Right}) {
    const bool is_left = hand == Hand::Left;
    const Vec3 way{is_left ? -0.17F : 0.17F, -0.28F, -(is_left ? left_m : right_m)};
    body.hands[static_cast<std::size_t>(hand)] = {{{}, body.world_from_head.position + rotate(turned, way)}, true};
  }
  return body;
}

/// Notes for `s` seconds what `body(t)` says, so many times a second.
template <class Body>
void hold(ReachMeasure& measure, Instant& now, double s, double rate_hz, Body&& body) {
  for (const Instant until = now + from_seconds(s); now < until; now += from_seconds(1.0 / rate_hz))
    measure.note(now, body());
}

TEST(ReachMeasure, ArmsHeldOutForASecondAreMeasuredHoweverOneStandsOrSits) {
  for (const double rate_hz : {20.0, 72.0, 90.0, 120.0, 1000.0}) {
    for (const float yaw : {0.0F, 1.0F, 3.14F, -2.0F}) {
      for (const float head_m : {1.85F, 1.15F}) {
        ReachMeasure measure(PlayHands::Both);
        Instant now{};
        hold(measure, now, 0.9, rate_hz, [&] { return held_out(0.72F, 0.70F, yaw, head_m); });
        EXPECT_FALSE(measure.reach_m());
        EXPECT_EQ(measure.state(), State::Moving) << "not for long enough yet";
        hold(measure, now, 0.3, rate_hz, [&] { return held_out(0.72F, 0.70F, yaw, head_m); });
        ASSERT_TRUE(measure.reach_m()) << rate_hz << ' ' << yaw;
        EXPECT_NEAR(*measure.reach_m(), 0.70, 1e-3) << "both have to reach it";
        EXPECT_EQ(measure.state(), State::Measured);
      }
    }
  }
}

TEST(ReachMeasure, ASteadyHandTrembles) {
  Random random(3);
  for (const double tremor_m : {0.002, 0.005, 0.01}) {
    ReachMeasure measure(PlayHands::Both);
    Instant now{};
    hold(measure, now, 1.5, 90.0, [&] {
      BodyPoses body = held_out(0.65F, 0.65F);
      for (HandPose& hand : body.hands)
        for (float* x :
             {&hand.world_from_hand.position.x, &hand.world_from_hand.position.y, &hand.world_from_hand.position.z})
          *x += static_cast<float>(random.uniform(-tremor_m, tremor_m));
      return body;
    });
    ASSERT_TRUE(measure.reach_m()) << tremor_m;
    EXPECT_NEAR(*measure.reach_m(), 0.65, tremor_m);
  }
}

TEST(ReachMeasure, TheFarthestCountsAndWhatComesLaterTakesNothingAway) {
  ReachMeasure measure(PlayHands::Both);
  Instant now{};
  hold(measure, now, 1.2, 90.0, [] { return held_out(0.45F, 0.45F); });
  EXPECT_NEAR(measure.reach_m().value_or(0.0), 0.45, 1e-3) << "elbows bent";
  hold(measure, now, 1.2, 90.0, [] { return held_out(0.71F, 0.73F); });
  EXPECT_NEAR(measure.reach_m().value_or(0.0), 0.71, 1e-3);
  hold(measure, now, 1.2, 90.0, [] { return held_out(0.5F, 0.5F); });
  EXPECT_NEAR(measure.reach_m().value_or(0.0), 0.71, 1e-3);
}

TEST(ReachMeasure, WhoPlaysWithOneHandHoldsOutThatOne) {
  for (const PlayHands hands : {PlayHands::Left, PlayHands::Right}) {
    ReachMeasure measure(hands);
    Instant now{};
    hold(measure, now, 1.2, 90.0, [&] {
      BodyPoses body = held_out(0.61F, 0.68F);
      body.hands[hands == PlayHands::Left ? 1 : 0] = {};
      return body;
    });
    EXPECT_NEAR(measure.reach_m().value_or(0.0), hands == PlayHands::Left ? 0.61 : 0.68, 1e-3);
  }
  ReachMeasure both(PlayHands::AsAuthored);
  Instant now{};
  hold(both, now, 1.2, 90.0, [] {
    BodyPoses body = held_out(0.61F, 0.68F);
    body.hands[1].is_tracked = false;
    return body;
  });
  EXPECT_EQ(both.state(), State::Unseen);
  EXPECT_FALSE(both.reach_m());
}

TEST(ReachMeasure, BareHandsCountAtTheirPalms) {
  ReachMeasure measure(PlayHands::Both);
  Instant now{};
  hold(measure, now, 1.2, 90.0, [] {
    BodyPoses body = held_out(0.6F, 0.6F);
    for (std::size_t h = 0; h < kHands; ++h) {
      body.joints[h].is_tracked = true;
      body.joints[h].position_m[kPalm] = body.hands[h].world_from_hand.position;
      body.hands[h] = {};
    }
    return body;
  });
  EXPECT_NEAR(measure.reach_m().value_or(0.0), 0.6, 1e-3);
}

TEST(ReachMeasure, WhatIsNoReachIsRefusedAndSaysWhatItWas) {
  for (const float reach_m : {0.2F, 1.3F}) {
    ReachMeasure measure(PlayHands::Both);
    Instant now{};
    hold(measure, now, 1.2, 90.0, [&] { return held_out(reach_m, reach_m); });
    EXPECT_EQ(measure.state(), State::Refused);
    EXPECT_NEAR(measure.refused_m(), static_cast<double>(reach_m), 1e-3);
    EXPECT_FALSE(measure.reach_m());
  }
}

TEST(ReachMeasure, NothingIsMeasuredOfHandsThatMoveHangOrAreNotThere) {
  ReachMeasure measure(PlayHands::Both);
  Instant now{};
  float out_m = 0.5F;
  hold(measure, now, 5.0, 90.0, [&] { return held_out(out_m = out_m > 0.7F ? 0.5F : out_m + 0.002F, 0.6F); });
  EXPECT_EQ(measure.state(), State::Moving);
  hold(measure, now, 2.0, 90.0, [] {
    BodyPoses body = held_out(0.6F, 0.6F);
    body.hands[0].world_from_hand.position = {0.1F, 0.8F, -0.4F};
    return body;
  });
  EXPECT_EQ(measure.state(), State::Lowered);
  // A second is a whole one: a blink of the tracker begins it anew.
  for (int i = 0; i < 10; ++i) {
    hold(measure, now, 0.5, 90.0, [] { return held_out(0.6F, 0.6F); });
    BodyPoses gone = held_out(0.6F, 0.6F);
    gone.is_head_tracked = i % 2 == 0;
    gone.hands[1].is_tracked = i % 2 == 1;
    measure.note(now, gone);
    EXPECT_EQ(measure.state(), State::Unseen);
  }
  const float nan = std::numeric_limits<float>::quiet_NaN();
  hold(measure, now, 1.5, 90.0, [&] {
    BodyPoses body = held_out(0.6F, 0.6F);
    body.hands[0].world_from_hand.position.z = nan;
    return body;
  });
  EXPECT_EQ(measure.state(), State::Unseen);
  hold(measure, now, 1.5, 90.0, [&] {
    BodyPoses body = held_out(0.6F, 0.6F);
    body.world_from_head.rotation.w = nan;
    return body;
  });
  EXPECT_EQ(measure.state(), State::Unseen);
  hold(measure, now, 1.5, 90.0, [] {
    BodyPoses body = held_out(0.6F, 0.6F);
    body.world_from_head.rotation = axis_angle({1, 0, 0}, -1.55F);
    return body;
  });
  EXPECT_EQ(measure.state(), State::Unseen) << "looks at the floor: nobody knows where the shoulders are";
  EXPECT_FALSE(measure.reach_m());
}

/// The reach of a recording, and how far the hand was from the head at the most.
struct Recorded {
  std::optional<double> reach_m;
  double farthest_m = 0.0;
};
Recorded measure_recording(const xr::MotionPlayer& player, double length_s, PlayHands hands) {
  Recorded out;
  ReachMeasure measure(hands);
  for (std::int64_t tick = 0; tick_start(tick) < instant_at(length_s); ++tick) {
    const BodyPoses body = player.at(tick);
    measure.note(tick_start(tick), body);
    for (const Hand hand : {Hand::Left, Hand::Right})
      if (const auto at = place_of(body, hand))
        out.farthest_m = std::max(out.farthest_m, static_cast<double>(length(*at - body.world_from_head.position)));
  }
  out.reach_m = measure.reach_m();
  return out;
}

TEST(ReachMeasure, PeopleWhoWereRecordedAreMeasuredWhereTheyHoldAHandOutAndAloneThere) {
  int recordings = 0, held = 0;
  for (const char* file : {"SH__multihover.json", "SH__regrab.json", "SH__droptarget.json", "AM__grabRight.json",
                           "AM__dev-recording.json", "XR__sample2.bsor"}) {
    const std::string octets = xr::shared_file(std::string{"motion/"} + file);
    if (octets.empty()) continue;
    auto recording = xr::read_motion(octets, file);
    ASSERT_TRUE(recording) << recording.error().message;
    const double length_s = recording->length_s();
    const xr::MotionPlayer player(std::make_shared<const xr::MotionRecording>(std::move(*recording)));
    ++recordings;
    EXPECT_FALSE(measure_recording(player, length_s, PlayHands::Both).reach_m)
        << file << ": nobody in these holds both arms out";
    for (const PlayHands hands : {PlayHands::Left, PlayHands::Right}) {
      const Recorded once = measure_recording(player, length_s, hands);
      const Recorded again = measure_recording(player, length_s, hands);
      EXPECT_EQ(once.reach_m, again.reach_m) << "to the last bit";
      if (!once.reach_m) continue;
      ++held;
      EXPECT_GE(*once.reach_m, body::kLeastReach_m) << file;
      EXPECT_LE(*once.reach_m, once.farthest_m) << file;
      // Somebody who hovers a controller over things at arm's length, for two seconds with each hand.
      if (std::string_view(file) == "SH__multihover.json") {
        EXPECT_NEAR(*once.reach_m, hands == PlayHands::Left ? 0.610 : 0.588, 0.002);
      }
    }
  }
  if (recordings == 0)
    GTEST_SKIP() << "no recorded motion below " << xr::shared_data() << "; set TONUS_SHARED to its folder";
  EXPECT_GE(held, 3);
}

}  // namespace
}  // namespace tonus::session
