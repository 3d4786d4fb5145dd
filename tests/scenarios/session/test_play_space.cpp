// Where somebody is in the world of a session: recentring, turning, lost tracking, a room around them.
#include "session_world.hpp"

#include <engine/core/random.hpp>
#include <scenarios/session/body_watch.hpp>
#include <scenarios/session/play_space.hpp>

namespace tonus::session {
namespace {

constexpr float kPi = 3.14159265F;

Pose standing(float x_m, float z_m, float yaw_rad, float y_m = 1.65F) {
  return {axis_angle({0, 1, 0}, yaw_rad), {x_m, y_m, z_m}};
}

void expect_near(Vec3 a, Vec3 b, float by = 1e-5F) {
  EXPECT_NEAR(a.x, b.x, by);
  EXPECT_NEAR(a.y, b.y, by);
  EXPECT_NEAR(a.z, b.z, by);
}

/// A play space, tick by tick.
struct Space {
  explicit Space(const SessionDefinition& d = definition_of(60)) : space(d) {}
  void tick(Action action = Action::None) {
    const InputEvent event{Instant{}, action};
    space.tick(poses, {&event, action == Action::None ? std::size_t{0} : std::size_t{1}});
  }
  void run(int ticks) {
    for (int i = 0; i < ticks; ++i) tick();
  }
  [[nodiscard]] Vec3 gaze() const { return rotate(space.world().world_from_head.rotation, {0, 0, -1}); }
  PlaySpace space;
  BodyPoses poses;
};

SessionDefinition in_a_room() {
  auto d = definition_of(60);
  d.place.name = "made";
  for (const auto& [x, z] :
       {std::pair{-2.0F, -2.0F}, std::pair{2.0F, -2.0F}, std::pair{2.0F, 2.0F}, std::pair{-2.0F, 2.0F}})
    d.place.room.outline.try_push({x, 0.0F, z});
  // A table, 0.7 m high, its near edge 1 m ahead.
  d.place.room.boxes.try_push({{{}, {0.0F, 0.35F, -1.4F}}, {0.6F, 0.35F, 0.4F}, RoomLabel::Table});
  return d;
}

TEST(PlaySpace, RecentringPutsThePersonIntoTheMiddleFacingAheadAndLeavesTheFloorAlone) {
  for (const float yaw : {0.0F, 0.3F, 2.0F, kPi, -1.2F}) {
    Space s;
    s.poses.world_from_head = standing(1.2F, -0.7F, yaw) * Pose{axis_angle({1, 0, 0}, -0.5F), {}};
    s.poses.hands[0] = {standing(1.2F, -0.7F, yaw) * Pose{{}, {-0.2F, -0.3F, -0.4F}}, true};
    s.tick();
    expect_near(s.space.world().world_from_head.position, {1.2F, 1.65F, -0.7F});
    s.tick(Action::Recenter);
    EXPECT_TRUE(s.space.has_moved());
    expect_near(s.space.world().world_from_head.position, {0.0F, 1.65F, 0.0F});
    expect_near(s.gaze(), rotate(axis_angle({1, 0, 0}, -0.5F), {0, 0, -1}), 1e-4F);
    expect_near(s.space.world().hands[0].world_from_hand.position, {-0.2F, 1.35F, -0.4F}, 1e-4F);
    expect_near(rotate(s.space.world_from_stage().rotation, {0, 1, 0}), {0, 1, 0});
    s.tick();
    EXPECT_FALSE(s.space.has_moved());
  }
}

TEST(PlaySpace, RecentringWhileLookingAtTheFloorKeepsTheDirection) {
  Space s;
  s.poses.world_from_head = standing(0.5F, 0.5F, 1.0F);
  s.tick(Action::Recenter);
  const Quat before = s.space.world_from_stage().rotation;
  s.poses.world_from_head.rotation = axis_angle({1, 0, 0}, -1.55F);
  s.tick(Action::Recenter);
  EXPECT_EQ(s.space.world_from_stage().rotation, before);
}

TEST(PlaySpace, WhoStandsInTheMiddleIsNotMoved) {
  Space s;
  s.tick(Action::Recenter);
  EXPECT_FALSE(s.space.has_moved());
  EXPECT_EQ(s.space.vignette(), 0.0F);
}

TEST(PlaySpace, EqualOnesHashAlikeAndOneThatLostTheHeadForATickDoesNot) {
  Space a, b;
  const auto hash = [](const Space& of) {
    StateHash state(1);
    of.space.mix_into(state);
    return state.value();
  };
  a.tick(Action::Recenter);
  b.tick(Action::Recenter);
  EXPECT_EQ(hash(a), hash(b));
  b.poses.is_head_tracked = false;
  a.tick(Action::None);
  b.tick(Action::None);
  EXPECT_NE(hash(a), hash(b));
  b.poses.is_head_tracked = true;
  a.tick(Action::None);
  b.tick(Action::None);
  EXPECT_NE(hash(a), hash(b)) << "how long it has been steady decides when play goes on";
}

TEST(PlaySpace, ATurnIsThirtyDegreesAboutTheHeadAndTwelveAreNone) {
  Space s;
  s.poses.world_from_head = standing(0.8F, 0.4F, 0.0F);
  s.tick(Action::TurnLeft);
  expect_near(s.space.world().world_from_head.position, {0.8F, 1.65F, 0.4F});
  expect_near(s.gaze(), {-0.5F, 0.0F, -0.8660254F}, 1e-5F);
  s.tick(Action::TurnRight);
  expect_near(s.gaze(), {0, 0, -1}, 1e-5F);
  for (int i = 0; i < 12; ++i) s.tick(Action::TurnRight);
  expect_near(s.gaze(), {0, 0, -1}, 1e-4F);
  expect_near(s.space.world().world_from_head.position, {0.8F, 1.65F, 0.4F}, 1e-4F);
}

TEST(PlaySpace, TheEdgeOfSightDarkensForHalfASecond) {
  Space s;
  s.tick(Action::TurnLeft);
  EXPECT_EQ(s.space.vignette(), 1.0F);
  float before = 1.0F;
  for (int i = 0; i < 70; ++i) {
    s.tick();
    EXPECT_LE(s.space.vignette(), before);
    EXPECT_LT(before - s.space.vignette(), 0.03F) << "no jump";
    before = s.space.vignette();
  }
  EXPECT_EQ(before, 0.0F);
}

TEST(PlaySpace, AStrikeIsMeasuredInTheSpaceOfPlayAndATurnIsNoMovement) {
  BodyWatch watch(definition_of(60));
  Space s;
  s.poses.world_from_head = standing(0, 0, -kPi / 2.0F);  // facing +x
  s.poses.hands[1] = {{{}, {0.2F, 1.3F, 0.2F}}, true};
  const auto note = [&](double t_s, Action action = Action::None) {
    s.tick(action);
    watch.note(t_s, {.poses = s.space.stage(), .play_from_stage = s.space.world_from_stage().rotation});
    return watch.hand_moves()[1];
  };
  note(0.0);
  const HandMove turned = note(1.0 / 120.0, Action::Recenter);
  EXPECT_TRUE(turned.is_tracked);
  EXPECT_EQ(length(turned.by_m), 0.0F) << "the world moved, not the hand";
  s.poses.hands[1].world_from_hand.position.x += 0.05F;  // straight ahead of the person
  expect_near(note(2.0 / 120.0).by_m, {0.0F, 0.0F, -0.05F});
  // The hand becomes a bare one: no movement of it.
  s.poses.joints[1].is_tracked = true;
  for (Vec3& joint : s.poses.joints[1].position_m) joint = {0.5F, 1.3F, 0.2F};
  EXPECT_FALSE(note(3.0 / 120.0).is_tracked);
  for (Vec3& joint : s.poses.joints[1].position_m) joint.x += 0.125F;
  expect_near(note(4.0 / 120.0).by_m, {0.0F, 0.0F, -0.125F});
}

TEST(PlaySpace, WhatIsNoNumberIsNotTracked) {
  Space s;
  s.poses.world_from_head = standing(0.1F, 0.2F, 0.3F);
  s.poses.hands[0].is_tracked = true;
  s.tick();
  const Pose before = s.space.world().world_from_head;
  const float nan = std::numeric_limits<float>::quiet_NaN();
  s.poses.world_from_head.position.x = nan;
  s.poses.hands[0].world_from_hand.rotation.w = nan;
  s.tick();
  EXPECT_EQ(s.space.world().world_from_head, before);
  EXPECT_FALSE(s.space.stage().is_head_tracked);
  EXPECT_FALSE(s.space.world().hands[0].is_tracked);
}

TEST(PlaySpace, TheHeightFollowsTheHeadInTheFirstSecondsAndAfterRecentring) {
  auto d = definition_of(60);
  d.fit.follows_head = true;
  d.fit.height_m = 0.05;
  Space s(d);
  s.poses.world_from_head = standing(0, 0, 0, 1.30F);
  s.run(60);
  EXPECT_NEAR(s.space.height_m(), -0.35 + 0.05, 1e-6);
  s.poses.world_from_head = standing(0, 0, 0, 1.55F);  // stands up straight
  s.run(360);
  EXPECT_NEAR(s.space.height_m(), -0.10 + 0.05, 1e-6);
  s.poses.world_from_head = standing(0, 0, 0, 1.9F);  // later: a jump
  s.run(10);
  EXPECT_NEAR(s.space.height_m(), -0.10 + 0.05, 1e-6);
  s.poses.world_from_head = standing(0, 0, 0, 1.15F);  // sat down, and says so
  s.tick(Action::Recenter);
  s.tick();
  EXPECT_NEAR(s.space.height_m(), -0.50 + 0.05, 1e-6);
  auto seated = definition_of(60);
  seated.fit.is_seated = true;
  EXPECT_NEAR(Space(seated).space.height_m(), -0.45, 1e-9) << "where nothing tracks a head";
}

TEST(PlaySpace, TheSurroundingsComeUpSmoothlyAsSomebodyWalksIntoTheTable) {
  Space s(in_a_room());
  float before = 0.0F, at_edge = 0.0F;
  // Half a metre a second, straight ahead; the head passes high above the table, the legs would not.
  for (int i = 0; i < 240; ++i) {
    const float z = 0.0F - 0.5F * static_cast<float>(i) / 120.0F;
    s.poses.world_from_head = standing(0, z, 0);
    s.tick();
    const float now = s.space.passthrough();
    EXPECT_GE(now, before) << z;
    EXPECT_LT(now - before, 0.05F) << "no jump at " << z;
    if (z > -0.38F) {
      EXPECT_EQ(now, 0.0F) << z;
    }
    if (z > -0.71F) at_edge = now;
    before = now;
  }
  EXPECT_GT(at_edge, 0.9F) << "30 cm before the table it is all there";
  s.poses.world_from_head = standing(0, 0, 0);
  s.run(100);
  EXPECT_EQ(s.space.passthrough(), 0.0F) << "and gone within a second";
}

TEST(PlaySpace, AHandNearTheEdgeShowsItAndOneInTheOpenDoesNot) {
  Space s(in_a_room());
  s.poses.hands[1] = {{{}, {1.5F, 1.3F, 0.5F}}, true};
  s.run(60);
  EXPECT_EQ(s.space.passthrough(), 0.0F);
  s.poses.hands[1].world_from_hand.position.x = 1.75F;
  s.run(60);
  EXPECT_GT(s.space.passthrough(), 0.3F);
  EXPECT_LT(s.space.passthrough(), 0.6F);
  s.poses.hands[1].world_from_hand.position.x = 2.2F;
  s.run(60);
  EXPECT_EQ(s.space.passthrough(), 1.0F) << "out of bounds";
  s.poses.hands[1].is_tracked = false;
  s.run(120);
  s.poses.joints[0].is_tracked = true;
  for (Vec3& joint : s.poses.joints[0].position_m) joint = {0.0F, 0.75F, -1.2F};
  s.run(60);
  EXPECT_GT(s.space.passthrough(), 0.9F) << "a bare hand on the table";
}

TEST(PlaySpace, WhoIsLostToTrackingSeesTheirOwnSurroundings) {
  Space s;
  s.poses.is_head_tracked = false;
  s.tick(Action::Recenter);
  EXPECT_FALSE(s.space.has_moved()) << "nobody knows where the middle would be";
  s.run(40);
  EXPECT_EQ(s.space.passthrough(), 0.0F);
  s.run(60);
  EXPECT_EQ(s.space.passthrough(), 1.0F);
  s.poses.is_head_tracked = true;
  s.run(100);
  EXPECT_EQ(s.space.passthrough(), 0.0F);
}

TEST(PlaySpace, WhoSitsAtTheTableIsNotWarnedOfItAllTheTime) {
  auto d = in_a_room();
  d.fit.is_seated = true;
  Space s(d);
  s.poses.world_from_head = standing(0, -0.8F, 0, 1.2F);
  s.run(120);
  EXPECT_EQ(s.space.passthrough(), 0.0F);
}

// ---- the session around it

/// A rehearsal whose person is seen or not.
struct Tracked : Rehearsal {
  using Rehearsal::Rehearsal;
  BodyPoses poses() override {
    BodyPoses seen = punching(session->ticks());
    seen.is_head_tracked = is_seen;
    if (!is_seen) seen.world_from_head.position = {};  // as a runtime may say
    return seen;
  }
  [[nodiscard]] int count(adaptation::Reason reason) const {
    int n = 0;
    for (const auto& row : rows) n += row.reason == reason ? 1 : 0;
    return n;
  }
  bool is_seen = true;
};

TEST(LostTracking, PausesAndEasesWithinASecondAndWaitsForThePerson) {
  Tracked r(definition_of(120));
  r.run(30);
  r.is_seen = false;
  r.run(0.3);
  EXPECT_EQ(r.count(adaptation::Reason::TrackingLost), 0) << "a blink of a camera";
  const auto out = r.run(0.6);
  EXPECT_TRUE(out.view.is_paused);
  EXPECT_TRUE(out.view.is_tracking_pause);
  EXPECT_TRUE(out.view.is_tracking_lost);
  EXPECT_EQ(out.view.intensity, 0.0);
  EXPECT_EQ(out.feedback.demand.value, 0.0);
  EXPECT_EQ(r.count(adaptation::Reason::TrackingLost), 1);
  EXPECT_EQ(r.count(adaptation::Reason::SafetyFall), 0) << "a head that is not seen has not fallen";
  EXPECT_TRUE(r.run(1.0, Action::Pause).view.is_paused) << "not while nobody knows where the head is";
  EXPECT_TRUE(r.run(0.2, Action::Begin).view.is_paused);
  r.is_seen = true;
  EXPECT_TRUE(r.run(0.5, Action::Begin).view.is_paused) << "not before it has been steady";
  EXPECT_TRUE(r.run(10.0).view.is_paused) << "never by itself";
  const auto on = r.run(1.0, Action::Begin);
  EXPECT_FALSE(on.view.is_paused);
  EXPECT_FALSE(on.view.is_tracking_pause);
  EXPECT_EQ(r.count(adaptation::Reason::UserResume), 1);
  EXPECT_EQ(r.count(adaptation::Reason::SafetyFall), 0);
  EXPECT_GT(r.run(5.0).view.intensity, 0.0);
  r.is_seen = false;
  r.run(1.0);
  r.is_seen = true;
  r.run(1.5);
  EXPECT_FALSE(r.run(0.1, Action::Pause).view.is_paused) << "the key of the pause will do as well";
}

TEST(LostTracking, DoesNotKeepSomebodyWhoSaidStop) {
  Tracked r(definition_of(120));
  r.run(20);
  r.run(0.5, Action::Stop);
  r.is_seen = false;
  EXPECT_FALSE(r.run(2.0).view.is_paused);
  Tracked paused(definition_of(120));
  paused.run(20);
  paused.is_seen = false;
  paused.run(2.0);
  EXPECT_TRUE(paused.run(0.1, Action::Stop).view.is_stopping);
  EXPECT_TRUE(paused.run(0.1, Action::Stop).has_ended);
}

TEST(LostTracking, APauseOfThePersonIsTheirs) {
  Tracked r(definition_of(120));
  r.run(10);
  r.run(1.0, Action::Pause);
  r.is_seen = false;
  r.run(2.0);
  r.is_seen = true;
  r.run(2.0);
  EXPECT_EQ(r.count(adaptation::Reason::TrackingLost), 0);
  EXPECT_TRUE(r.run(0.1, Action::Begin).view.is_paused);
  EXPECT_FALSE(r.run(0.1, Action::Pause).view.is_paused);
}

TEST(Session, TurnsLostHeadsBareHandsAndARoomReplayToTheSameHash) {
  auto d = in_a_room();
  d.fit = {.is_seated = false, .hands = PlayHands::Both, .follows_head = true, .height_m = -0.1, .reach_m = 0.6};
  d.recorded_motion = "made.bsor";
  const auto bytes = encode(d);
  const auto read = decode_definition(bytes);
  ASSERT_TRUE(read) << read.error().message;
  auto first = make_session(d);
  auto again = make_session(*read);
  Random random(4);
  TickInputs in, previous, decoded;
  record::TickRecord record;
  constexpr Action kPresses[] = {Action::TurnLeft, Action::TurnRight, Action::Recenter, Action::Begin, Action::Pause};
  for (int i = 0; i < 40 * 120; ++i) {
    in.poses = punching(i);
    in.poses.world_from_head = standing(0.3F, -0.2F, 0.2F * std::sin(0.01F * static_cast<float>(i)), 1.6F);
    in.poses.is_head_tracked = i % 1500 < 1400;
    if (i / 300 % 2 == 1) {
      in.poses.joints[0].is_tracked = true;
      for (std::size_t k = 0; k < kHandJoints; ++k)
        in.poses.joints[0].position_m[k] =
            in.poses.hands[0].world_from_hand.position + Vec3{0.0123F * static_cast<float>(k), 0, 0};
    }
    in.events.clear();
    if (i % 97 == 0) {
      const auto which = static_cast<std::size_t>(random.uniform(0.0, 5.0));
      in.events.try_push({tick_start(i), kPresses[which]});
    }
    const auto hash = first->tick(in).state_hash;
    encode(in, previous, record);
    previous = in;
    ASSERT_TRUE(decode(record.payload(), decoded));
    ASSERT_EQ(again->tick(decoded).state_hash, hash) << "tick " << i;
  }
}

TEST(Session, AWindowSeesTheFirstTickFromWhereItIsSaidToBegin) {
  for (const Fit& fit :
       {Fit{}, Fit{.is_seated = true}, Fit{.is_seated = true, .height_m = -0.2}, Fit{.height_m = 0.3}}) {
    auto d = definition_of(60);
    d.fit = fit;
    auto session = make_session(d);
    EXPECT_EQ(session->tick({}).frame.desktop_eye, opening_eye(fit));
  }
  EXPECT_FLOAT_EQ(opening_eye({.is_seated = true, .height_m = -0.2}).position.y,
                  opening_eye({}).position.y - 0.45F - 0.2F);
}

TEST(Session, FurnitureIsThereToBounceOffAndToBeSeen) {
  auto d = in_a_room();
  auto session = make_session(d);
  TickInputs in;
  const auto out = session->tick(in);
  int lines = 0;
  for (const Instance& thing : out.frame.instances) lines += thing.id >= 0x4000'0000 ? 1 : 0;
  EXPECT_EQ(lines, 4 + 4) << "a table's top and the floor's four edges";
  EXPECT_EQ(out.frame.dropped_instances, 0U);
}

TEST(Session, ShardsComeToRestOnTheTableAndNotInIt) {
  const auto d = in_a_room();
  RoomBox core = d.place.room.boxes[0];
  core.half_m = core.half_m - Vec3{0.05F, 0.05F, 0.05F};
  Rehearsal r(d);
  int on_it = 0;
  for (int i = 0; i < 60 * 120; ++i) {
    const auto out = r.tick();
    for (const Instance& thing : out.frame.instances) {
      if (thing.role != Role::Debris) continue;
      const Vec3 p = thing.current.position;
      ASSERT_GT(distance_m(core, p), 0.0F) << "tick " << i;
      const bool is_still = length(p - thing.previous.position) < 0.002F;
      on_it += is_still && distance_m(d.place.room.boxes[0], p) < 0.1F && p.y > 0.7F ? 1 : 0;
    }
  }
  EXPECT_GT(on_it, 100);
}

TEST(SessionDefinition, WithoutAPlaceItIsWrittenAsItAlwaysWas) {
  EXPECT_EQ(encode(definition_of(60))[0], std::byte{5});
  auto d = in_a_room();
  d.fit = {.is_seated = true, .hands = PlayHands::Left, .follows_head = true, .height_m = -0.2, .reach_m = 0.55};
  d.place.world_from_stage = standing(0.5F, 0.25F, 1.0F, 0.0F);
  d.place.share = 0.75;
  d.recorded_motion = "somebody.bsor";
  d.plan = {{60, 120}};
  const auto bytes = encode(d);
  EXPECT_EQ(bytes[0], std::byte{6});
  const auto back = decode_definition(bytes);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->fit, d.fit);
  EXPECT_EQ(back->place.name, "made");
  EXPECT_EQ(back->place.share, 0.75);
  EXPECT_EQ(back->place.world_from_stage, d.place.world_from_stage);
  ASSERT_EQ(back->place.room.outline.size(), 4U);
  EXPECT_EQ(back->place.room.outline[2], (Vec3{2.0F, 0.0F, 2.0F}));
  ASSERT_EQ(back->place.room.boxes.size(), 1U);
  EXPECT_EQ(back->place.room.boxes[0].label, RoomLabel::Table);
  EXPECT_EQ(back->place.room.boxes[0].half_m, (Vec3{0.6F, 0.35F, 0.4F}));
  EXPECT_EQ(back->recorded_motion, "somebody.bsor");
  EXPECT_EQ(back->plan.size(), 1U);
  for (std::size_t n = 0; n < bytes.size(); ++n) EXPECT_FALSE(decode_definition(std::span(bytes).first(n))) << n;
  // The fullest room there is.
  while (d.place.room.boxes.try_push({{{}, {1, 1, 1}}, {0.1F, 0.1F, 0.1F}, RoomLabel::Lamp})) {
  }
  while (d.place.room.outline.try_push({-2.0F, 0.0F, -2.0F})) {
  }
  const auto full = decode_definition(encode(d));
  ASSERT_TRUE(full) << full.error().message;
  EXPECT_TRUE(full->place.room.boxes.is_full());
}

TEST(SessionDefinition, ABodyOrARoomThatCannotBeIsRefusedInOneLine) {
  const auto error_of = [](auto&& change) {
    auto d = in_a_room();
    change(d);
    const auto ok = check(d);
    return ok ? std::string{} : ok.error().message;
  };
  EXPECT_NE(error_of([](auto& d) { d.fit.reach_m = 0.1; }).find("0.3 to 1.1 m"), std::string::npos);
  EXPECT_NE(error_of([](auto& d) { d.fit.height_m = 2.0; }).find("200 cm"), std::string::npos);
  EXPECT_NE(error_of([](auto& d) { d.fit.hands = static_cast<PlayHands>(9); }).find("left, right or both"),
            std::string::npos);
  EXPECT_NE(error_of([](auto& d) { d.place.room.ceiling_m = 0.0F; }).find("ceiling"), std::string::npos);
  EXPECT_NE(error_of([](auto& d) { d.place.room.boxes[0].half_m.x = -1.0F; }).find("size"), std::string::npos);
  EXPECT_NE(error_of([](auto& d) {
              d.place.room.boxes[0].stage_from_box.rotation = {0, 0, 0, 0};
            }).find("size"),
            std::string::npos);
  EXPECT_NE(error_of([](auto& d) { d.place.world_from_stage.position.x = 1e6F; }).find("100 m"), std::string::npos);
}

}  // namespace
}  // namespace tonus::session
