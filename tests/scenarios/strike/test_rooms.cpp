// In a room nothing appears, flies or is met within 20 cm of what stands in it, or out of bounds. Ten thousand targets
// over five rooms; TONUS_LONG=1 asks for ten times as many.
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <scenarios/session/placing.hpp>
#include <scenarios/strike/strike.hpp>
#include <xr/headless/scripted_player.hpp>
#include <xr/rooms/room_capture.hpp>

#include "made_rooms.hpp"
#include "shared_files.hpp"

namespace tonus::strike {
namespace {

namespace made = xr::made;

constexpr float kTargetRadius_m = 0.13F, kClear_m = 0.20F;

struct Room {
  const char* name;
  std::string text;
};

std::vector<Room> rooms() {
  return {
      {"living room", xr::shared_file("rooms/IWER__living_room.json")},
      {"office", xr::shared_file("rooms/IWER__office_large.json")},
      {"a bare small room", made::room(2.6, 3.2)},
      {"a table ahead and a lamp above", made::room(4.0, 5.0,
                                                    made::box("TABLE", 0.3, 0.75, -1.6, 1.6, 0.8, 0.75) + ", " +
                                                        made::box("LAMP", 0.4, 2.6, -0.8, 0.4, 0.4, 0.7) + ", " +
                                                        made::box("STORAGE", -1.7, 2.0, 0.5, 0.5, 2.0, 2.0))},
      {"a narrow room full of things", made::room(2.8, 6.0,
                                                  made::box("COUCH", 1.0, 0.8, 1.2, 0.8, 1.8, 0.8) + ", " +
                                                      made::box("TABLE", -0.9, 0.5, -1.0, 0.7, 0.7, 0.5) + ", " +
                                                      made::box("PLANT", 0.9, 1.5, -1.8, 0.4, 0.4, 1.5) + ", " +
                                                      made::box("BED", -0.6, 0.6, 2.2, 1.4, 1.4, 0.6))},
  };
}

/// To the surface of a box, by its three axes; written apart from what is tested.
float to_box(const RoomBox& box, Vec3 p) {
  const Vec3 way = p - box.stage_from_box.position;
  Vec3 nearest = box.stage_from_box.position;
  const float half[3] = {box.half_m.x, box.half_m.y, box.half_m.z};
  const Vec3 axes[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  for (int i = 0; i < 3; ++i) {
    const Vec3 axis = rotate(box.stage_from_box.rotation, axes[i]);
    const float along = dot(way, axis);
    nearest = nearest + axis * std::max(-half[i], std::min(half[i], along));
  }
  return length(p - nearest);
}

/// To the nearest edge of a floor with straight edges and no bay; below 0 outside.
float to_edge(const RoomPlan& plan, Vec3 p) {
  float nearest = 1e3F;
  Vec3 middle;
  for (const Vec3 c : plan.outline) middle = middle + c * (1.0F / static_cast<float>(plan.outline.size()));
  for (std::size_t i = 0; i < plan.outline.size(); ++i) {
    const Vec3 a = plan.outline[i], b = plan.outline[(i + 1) % plan.outline.size()];
    const Vec3 along = normalized({b.x - a.x, 0.0F, b.z - a.z});
    const Vec3 across{-along.z, 0.0F, along.x};
    const float inwards = dot(middle - a, across) > 0.0F ? 1.0F : -1.0F;
    nearest = std::min(nearest, inwards * dot(p - a, across));
  }
  return nearest;
}

/// Strike in a room, at full rate, for somebody who hits, pushes and lets pass.
class PlayInRoom {
 public:
  PlayInRoom(const RoomPlan& plan, const session::Fit& fit)
      : plan_(plan), guard_(plan), world_(physics::World::create({.step_s = static_cast<float>(kTick_s)})) {
    Parameters p;
    p.beats_per_minute = 160.0;
    p.targets_per_phrase = {16.0, 16.0};
    p.rest_share = 0.0;
    p.leave_share = {0.2, 0.2};
    scenario_ = make(p);
    scenario_->fit_to(fit, true);
    place_ = session::find_place(*scenario_, plan, fit);
    scenario_->set_up(*world_, 5);
    in_.phase = session::Phase::Work;
    in_.intensity = {1.0};
    in_.allocation = adaptation::allocate({.actuators = scenario_->actuators(), .intensity = 1.0, .skill = 1.0});
    in_.room = &guard_;
    in_.world_from_stage = place_.world_from_stage;
  }

  /// Until so many have appeared.
  void run(int targets, std::int64_t most_ticks = 4'000'000) {
    Random random(3);
    std::uint32_t newest = 0;
    for (; appeared < targets && in_.tick < most_ticks; ++in_.tick) {
      BodyPoses poses = player_.step(frame_);
      // Now and then a hand rests in the way and pushes what comes.
      if (in_.tick / 600 % 3 == 1) poses.hands[0].world_from_hand.position = {-0.3F, 1.3F, -0.6F};
      // Now and then the person turns in mid-play, and back.
      in_.has_moved = in_.tick % 2400 == 0 && in_.tick > 0;
      if (in_.has_moved) {
        const bool is_turned = in_.tick % 4800 != 0;
        const Pose turn{axis_angle({0, 1, 0}, 0.5236F), {}};
        in_.world_from_stage = is_turned ? turn * place_.world_from_stage : place_.world_from_stage;
      }
      in_.poses = &poses;
      scenario_->before_step(in_, *world_);
      world_->step();
      scenario_->after_step(in_, *world_, out_);
      frame_.instances.clear();
      scenario_->draw(*world_, frame_);
      const Pose stage_from_world = inverse(in_.world_from_stage);
      for (const Instance& thing : frame_.instances) {
        if (thing.role != Role::TargetLeft && thing.role != Role::TargetRight && thing.role != Role::TargetLeave)
          continue;
        if (thing.id > newest) {
          newest = thing.id;
          ++appeared;
        }
        measure(transform(stage_from_world, thing.current.position));
      }
    }
  }
  /// Somewhere else than where there is most space.
  void go_to(const Pose& world_from_stage) { place_.world_from_stage = in_.world_from_stage = world_from_stage; }
  [[nodiscard]] const session::Placing& place() const { return place_; }
  [[nodiscard]] bool is_cramped() const { return out_.is_cramped; }
  [[nodiscard]] const session::Score& score() const { return out_.score; }
  int appeared = 0;
  float nearest_m = 1e3F;  ///< of any target's surface to anything, ever
  std::string nearest_to;

 private:
  void measure(Vec3 p) {
    const auto note = [this](float d, std::string_view what) {
      if (d - kTargetRadius_m >= nearest_m) return;
      nearest_m = d - kTargetRadius_m;
      nearest_to = what;
    };
    for (const RoomBox& box : plan_.boxes) note(to_box(box, p), name_of(box.label));
    note(to_edge(plan_, p), "edge");
    note(plan_.ceiling_m - p.y, "ceiling");
  }

  RoomPlan plan_;
  RoomGuard guard_;
  std::unique_ptr<physics::World> world_;
  std::unique_ptr<session::Scenario> scenario_;
  xr::ScriptedPlayer player_{{.miss_probability = 0.7, .mistake_probability = 0.3}};
  session::Placing place_;
  session::ScenarioInputs in_;
  session::ScenarioOutputs out_;
  SceneFrame frame_;
};

class InARoom : public testing::TestWithParam<std::size_t> {};

TEST_P(InARoom, NoTargetComesWithinTwentyCentimetresOfAnythingOrOutOfBounds) {
  const Room room = rooms()[GetParam()];
  if (room.text.empty()) GTEST_SKIP() << "no captured rooms below " << xr::shared_data() << "; set TONUS_SHARED";
  const auto capture = xr::read_room(room.text, room.name);
  ASSERT_TRUE(capture) << capture.error().message;
  const int targets = std::getenv("TONUS_LONG") != nullptr ? 20'000 : 2000;
  for (const bool is_seated : {false, true}) {
    session::Fit fit;
    fit.is_seated = is_seated;
    PlayInRoom play(capture->plan, fit);
    if (is_seated && play.place().share < session::kLeastShare) continue;
    ASSERT_GE(play.place().share, session::kLeastShare);
    play.run(is_seated ? targets / 10 : targets);
    EXPECT_GE(play.appeared, is_seated ? targets / 10 : targets);
    EXPECT_GE(play.nearest_m, kClear_m) << play.nearest_to;
    EXPECT_GT(play.score().hits, play.appeared / 10) << "they are there to be hit";
    std::printf("%s%s: %d targets, nearest %.3f m (%s), %d moved closer, %d left out, %.0f %% of the usual fit\n",
                room.name, is_seated ? ", seated" : "", play.appeared, static_cast<double>(play.nearest_m),
                play.nearest_to.c_str(), play.score().moved_closer, play.score().left_out, 100.0 * play.place().share);
  }
}

INSTANTIATE_TEST_SUITE_P(Five, InARoom, testing::Range(std::size_t{0}, std::size_t{5}));

TEST(InARoom, WhereMostTargetsFindNoRoomThePersonIsTold) {
  const auto room = xr::read_room(made::room(4.0, 5.0), "made");
  ASSERT_TRUE(room);
  PlayInRoom in_the_middle(room->plan, {});
  in_the_middle.run(100);
  EXPECT_FALSE(in_the_middle.is_cramped());
  EXPECT_EQ(in_the_middle.score().left_out, 0);
  PlayInRoom at_the_wall(room->plan, {});
  at_the_wall.go_to(inverse(Pose{{}, {0.0F, 0.0F, -1.2F}}));
  at_the_wall.run(1, 40 * 120);
  EXPECT_TRUE(at_the_wall.is_cramped());
  EXPECT_GT(at_the_wall.score().left_out, 50);
}

TEST(InARoom, NobodyIsSentThroughAWall) {
  // Two rooms on one floor: a small one where the capture was made, a hall behind the wall at x = 1.2.
  const auto flat = xr::read_room(made::room(14.0, 5.0,
                                             made::plane("WALL_FACE", 1.2, 1.3, 0, 5.0, 2.6, true) + ", " +
                                                 made::box("TABLE", 0.2, 0.8, -0.9, 1.2, 0.8, 0.8)),
                                  "flat");
  ASSERT_TRUE(flat) << flat.error().message;
  const session::Placing place = session::find_place(*make({}), flat->plan, {});
  EXPECT_LT(inverse(place.world_from_stage).position.x, 1.2F - 0.3F);
  EXPECT_GT(place.share, 0.9) << "further back there is space";
}

TEST(InARoom, TooLittleSpaceIsKnownBeforehand) {
  const auto closet = xr::read_room(made::room(1.2, 1.2), "closet");
  ASSERT_TRUE(closet);
  EXPECT_LT(session::find_place(*make({}), closet->plan, {}).share, session::kLeastShare);
  const auto hall = xr::read_room(made::room(12.0, 12.0), "hall");
  ASSERT_TRUE(hall);
  const session::Placing place = session::find_place(*make({}), hall->plan, {});
  EXPECT_EQ(place.share, 1.0);
  EXPECT_EQ(place.world_from_stage, Pose{}) << "who stands well is not sent elsewhere";
}

}  // namespace
}  // namespace tonus::strike
