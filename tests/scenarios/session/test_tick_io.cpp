// What is recorded of a tick comes back bit for bit; bytes no encoder makes are refused.
#include "session_world.hpp"

#include <engine/core/random.hpp>

namespace tonus::session {
namespace {

TEST(TickInputs, AReplayedSessionHasTheHashesOfTheFirst) {
  const auto d = definition_of(60);
  Rehearsal original(d);
  auto replayed = make_session(d);
  TickInputs previous;
  TickInputs decoded;
  record::TickRecord record;
  for (int i = 0; i < 60 * 120; ++i) {
    const auto hash = original.tick(i == 3000 ? Action::Easier : Action::None).state_hash;
    encode(original.inputs, previous, record);
    previous = original.inputs;
    ASSERT_TRUE(decode(record.payload(), decoded));
    ASSERT_EQ(replayed->tick(decoded).state_hash, hash) << "tick " << i;
  }
}

HandJoints spread_hand(float x_m) {
  HandJoints hand;
  hand.is_tracked = true;
  for (std::size_t i = 0; i < kHandJoints; ++i)
    hand.position_m[i] = {x_m + 0.0101F * static_cast<float>(i), 1.1F, -0.3F - 0.003F * static_cast<float>(i)};
  return hand;
}

TEST(TickInputs, BareHandsAndALostHeadComeBackAndTakeLittleRoom) {
  TickInputs now, before, back;
  record::TickRecord record;
  encode(now, before, record);
  EXPECT_EQ(record.size, 1U) << "a tick without anything new is what it always was";
  now.poses.is_head_tracked = false;
  now.poses.joints[1] = spread_hand(0.2F);
  encode(now, before, record);
  ASSERT_TRUE(decode(record.payload(), back));
  EXPECT_FALSE(back.poses.is_head_tracked);
  EXPECT_FALSE(back.poses.joints[0].is_tracked);
  EXPECT_EQ(back.poses.joints[1].position_m, on_grid(now.poses.joints[1]).position_m);
  for (std::size_t i = 0; i < kHandJoints; ++i)
    EXPECT_LT(length(back.poses.joints[1].position_m[i] - now.poses.joints[1].position_m[i]), 0.0005F);
  for (std::size_t n = 0; n < record.size; ++n) {
    TickInputs cut;
    EXPECT_FALSE(decode(record.payload().first(n), cut)) << n;
  }
  // From then on only how far each joint went; a jump is written whole again.
  const auto whole = record.size;
  for (const float x_m : {0.21F, 0.22F, 5.0F}) {
    before = now;
    now.poses.joints[1] = spread_hand(x_m);
    encode(now, before, record);
    EXPECT_EQ(record.size < whole - 70, x_m < 1.0F);
    ASSERT_TRUE(decode(record.payload(), back));
    EXPECT_FALSE(back.poses.is_head_tracked);
    EXPECT_EQ(back.poses.joints[1].position_m, on_grid(now.poses.joints[1]).position_m);
  }
  before = now;
  now.poses.is_head_tracked = true;
  now.poses.joints[1] = {};
  encode(now, before, record);
  ASSERT_TRUE(decode(record.payload(), back));
  EXPECT_TRUE(back.poses.is_head_tracked);
  EXPECT_FALSE(back.poses.joints[1].is_tracked);
  EXPECT_EQ(on_grid(on_grid(spread_hand(0.3F))).position_m, on_grid(spread_hand(0.3F)).position_m);
}

TEST(TickInputs, TheFullestTickFitsIntoARecord) {
  TickInputs full;
  Random random(1);
  while (full.samples.try_push(
      {.at = Instant{Duration{static_cast<std::int64_t>(random.next() >> 1)}}, .value = random.normal()})) {
  }
  while (full.events.try_push({Instant{}, Action::Rpe, 19})) {
  }
  full.poses.world_from_head.position.y = 1.2F;
  full.poses.is_head_tracked = false;
  for (auto& hand : full.poses.hands) hand.is_tracked = true;
  for (auto& hand : full.poses.joints) hand = spread_hand(0.4F);
  full.lost_samples = 3;
  const std::string longest(159, 'x');
  while (full.device_events.try_push(
      {.at = Instant{}, .kind = sensors::DeviceEventKind::Lost, .source = 31, .value = 2.5, .text = longest})) {
  }
  record::TickRecord record;
  encode(full, {}, record);
  TickInputs back;
  ASSERT_TRUE(decode(record.payload(), back));
  EXPECT_EQ(back.samples.size(), full.samples.size());
  EXPECT_EQ(back.samples.back().value, full.samples.back().value);
  EXPECT_EQ(back.events.size(), full.events.size());
  EXPECT_EQ(back.events.back().action, Action::Rpe);
  EXPECT_EQ(back.events.back().value, 19);
  EXPECT_EQ(back.poses.world_from_head, full.poses.world_from_head);
  EXPECT_EQ(back.lost_samples, 3U);
  ASSERT_EQ(back.device_events.size(), kMaxDeviceEventsPerTick);
  EXPECT_EQ(back.device_events.back().text.view(), longest);
  EXPECT_EQ(back.device_events.back().kind, sensors::DeviceEventKind::Lost);
  EXPECT_EQ(back.device_events.back().source, 31);
  EXPECT_EQ(back.device_events.back().value, 2.5);
  for (std::size_t n = 0; n < record.size; ++n) {
    TickInputs cut;
    EXPECT_FALSE(decode(record.payload().first(n), cut)) << n;
  }
}

TEST(TickInputs, EventsWithoutAValueAreWrittenAsTheyAlwaysWere) {
  TickInputs in;
  in.events.try_push({tick_start(7), Action::Begin, 3});
  record::TickRecord record;
  encode(in, {}, record);
  EXPECT_EQ(record.size, 1U + 1U + 8U + 1U) << "what is present, how many, time, action";
  TickInputs back;
  ASSERT_TRUE(decode(record.payload(), back));
  EXPECT_EQ(back.events.back().action, Action::Begin);
  EXPECT_EQ(back.events.back().value, 0);
}

TEST(TickInputs, ValuesNoEncoderWritesAreRefused) {
  TickInputs in;
  in.events.try_push({Instant{}, Action::Stop});
  record::TickRecord record;
  encode(in, {}, record);
  record.bytes[record.size - 1] = std::byte{200};
  TickInputs out;
  EXPECT_FALSE(decode(record.payload(), out));
}

TEST(SessionDefinition, IsReadBackAndEveryTruncationIsAnError) {
  auto d = definition_of(321);
  d.plan = {{100, 120}, {200, 140}};
  d.parameters = "{\"scenario\":\"strike\"}";
  d.seed = 77;
  const auto bytes = encode(d);
  const auto back = decode_definition(bytes);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->seed, 77U);
  EXPECT_EQ(back->parameters, d.parameters);
  EXPECT_EQ(back->plan.size(), 2U);
  EXPECT_EQ(back->limits.ceiling, d.limits.ceiling);
  for (std::size_t n = 0; n < bytes.size(); ++n) EXPECT_FALSE(decode_definition(std::span(bytes).first(n))) << n;
}

TEST(SessionDefinition, OneFromBeforeCliniciansIsReadAsWithoutTheirLimits) {
  auto d = definition_of(321);
  d.most_intensity = 0.4;
  d.dose_cap_trimp = 80.0;
  d.readiness.age_h = 7.0;
  d.coach_most_intensity = 0.6;
  d.coach_dose_trimp = 50.0;
  d.motion = {12.0, 2.0, 30.0, 4.0, -0.25, true};
  auto bytes = encode(d);
  const auto now = decode_definition(bytes);
  ASSERT_TRUE(now);
  EXPECT_EQ(now->most_intensity, 0.4);
  EXPECT_EQ(now->dose_cap_trimp, 80.0);
  EXPECT_EQ(now->readiness.age_h, 7.0);
  EXPECT_EQ(now->coach_most_intensity, 0.6);
  EXPECT_EQ(now->coach_dose_trimp, 50.0);
  EXPECT_TRUE(now->motion.is_known);
  EXPECT_EQ(now->motion.strike_bpm_s, 30.0);
  EXPECT_EQ(now->motion.correlation, -0.25);
  bytes[0] = std::byte{3};
  const std::size_t plan = sizeof(std::uint32_t), limits = 20 * sizeof(double) + 1;  // the coach's, the answer, motion
  bytes.erase(bytes.end() - static_cast<std::ptrdiff_t>(plan + limits),
              bytes.end() - static_cast<std::ptrdiff_t>(plan));
  const auto old = decode_definition(bytes);
  ASSERT_TRUE(old) << old.error().message;
  EXPECT_EQ(old->most_intensity, 1.0);
  EXPECT_EQ(old->dose_cap_trimp, 0.0);
  EXPECT_EQ(old->coach_most_intensity, 1.0);
  EXPECT_EQ(old->length_s, 321.0);
}

}  // namespace
}  // namespace tonus::session
