// Recorded motion and captured rooms in whole sessions: the same every time, on every display; what is no use is
// refused in one line.
#include <fstream>
#include <thread>

#include <unistd.h>

#include <gtest/gtest.h>

#include <performance.hpp>
#include <replaying.hpp>
#include <sim_thread.hpp>
#include <surroundings.hpp>

#include "made_motion.hpp"
#include "made_rooms.hpp"

namespace tonus::tool {
namespace {

namespace fs = std::filesystem;
namespace made = xr::made;

class Surroundings : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("tonus-around-" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string write(const char* name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return (folder_ / name).string();
  }
  /// Somebody who punches twice a second, both hands in turn, through where targets come.
  [[nodiscard]] std::string boxer() const {
    std::vector<made::Frame> frames;
    for (int i = 0; i < 400; ++i) {
      made::Frame frame;
      frame.t_s = 0.02F * static_cast<float>(i);
      const float phase = static_cast<float>(i % 25) / 25.0F;
      const float swing = phase < 0.5F ? 4.0F * phase : 4.0F - 4.0F * phase;  // 0…2…0
      frame.left[0] = -0.40F + 0.05F * static_cast<float>(i % 7);
      frame.right[0] = 0.40F - 0.05F * static_cast<float>(i % 7);
      frame.left[1] = frame.right[1] = 1.3F;
      frame.left[2] = 0.25F + 0.25F * swing;
      frame.right[2] = 0.75F - 0.25F * swing;
      frames.push_back(frame);
    }
    return made::bsor(frames);
  }
  static PlayOptions options() {
    PlayOptions o;
    o.display = "headless";
    o.at_max_speed = true;
    o.seconds = 60;
    return o;
  }
  /// A whole session in which somebody else's hands are shown at `x_m`.
  Outcome play(const PlayOptions& o, float x_m) {
    const auto choices = choose(o);
    EXPECT_TRUE(choices) << choices.error().message;
    auto performance = Performance::create(o, *choices);
    EXPECT_TRUE(performance) << performance.error().message;
    BodyPoses poses;
    poses.hands[0] = {{{}, {x_m, 1.0F, -0.2F}}, true};
    while (true) {
      const auto out = (*performance)->step(poses, {});
      pulses_ += static_cast<int>(out.haptics.size());
      if (out.has_ended) return (*performance)->finish(out.view, {}, false);
    }
  }

  fs::path folder_;
  int pulses_ = 0;
};

TEST_F(Surroundings, ARecordedMotionPlaysTheSameWhateverTheDisplaySays) {
  PlayOptions o = options();
  o.motion = write("boxer.bsor", boxer());
  o.out = (folder_ / "out").string();
  Outcome first = play(o, -0.5F);
  EXPECT_GT(first.view.score.hits, 5);
  EXPECT_EQ(pulses_, first.view.score.hits) << "every hit is felt";
  const auto summary = write_outcome(first);
  EXPECT_EQ(summary.motion, "boxer.bsor");
  ASSERT_TRUE(summary.fit);
  EXPECT_TRUE(summary.fit->follows_head);
  EXPECT_FALSE(summary.room);
  const auto replayed = replay_recording(folder_ / "out" / "session.tonus");
  ASSERT_TRUE(replayed);
  EXPECT_FALSE(replayed->diverged_tick) << replayed->divergence;
  EXPECT_EQ(replayed->hash, first.hash);
  EXPECT_EQ(surroundings(replayed->definition).size(), 2U) << "the recording says what played, and how it was fitted";
  o.out.reset();
  EXPECT_EQ(play(o, 2.0F).hash, first.hash);
  o.motion.reset();
  EXPECT_NE(play(o, 2.0F).hash, first.hash);
}

TEST_F(Surroundings, ARoomStandsInTheDefinitionAndItsReplay) {
  PlayOptions o = options();
  // Off the middle of its floor: play goes where there is space.
  o.room = write("room.json", made::room(4.0, 5.0, made::box("TABLE", 0, 0.8, -0.8, 2.0, 1.0, 0.8)));
  o.motion = write("boxer.bsor", boxer());
  o.out = (folder_ / "out").string();
  Outcome played = play(o, 0.0F);
  const auto summary = write_outcome(played);
  ASSERT_TRUE(summary.room);
  EXPECT_EQ(summary.room->name, "room.json");
  EXPECT_EQ(summary.room->things, 1U);
  EXPECT_GE(summary.room->usual_percent, 25.0);
  EXPECT_FALSE(played.definition.place.world_from_stage == Pose{});
  EXPECT_GT(played.view.score.hits, 5) << "the recorded person stands where play is";
  const auto replayed = replay_recording(folder_ / "out" / "session.tonus");
  ASSERT_TRUE(replayed);
  EXPECT_FALSE(replayed->diverged_tick) << replayed->divergence;
  EXPECT_EQ(replayed->definition.place.room.boxes.size(), 1U);
}

TEST_F(Surroundings, WhatIsNoUseIsRefusedInOneLineBeforeTheFirstTick) {
  const auto refusal = [](const PlayOptions& o) {
    const auto choices = choose(o);
    if (!choices) return choices.error();
    const auto performance = Performance::create(o, *choices);
    return performance ? Refusal{kDone, ""} : performance.error();
  };
  PlayOptions o = options();
  o.room = write("closet.json", made::room(1.0, 1.0));
  Refusal r = refusal(o);
  EXPECT_EQ(r.status, kBadInput);
  EXPECT_NE(r.message.find("too little space"), std::string::npos) << r.message;
  o.room = write("bad.json", "{\"spatialEntities\": [");
  r = refusal(o);
  EXPECT_EQ(r.status, kBadInput);
  EXPECT_NE(r.message.find("line 1, column 22"), std::string::npos) << r.message;
  o.room.reset();
  o.motion = write("cut.bsor", boxer().substr(0, 5000));
  r = refusal(o);
  EXPECT_EQ(r.status, kBadInput);
  EXPECT_NE(r.message.find("cut short"), std::string::npos) << r.message;
  o.motion = (folder_ / "absent.bsor").string();
  r = refusal(o);
  EXPECT_EQ(r.status, kBadInput);
  EXPECT_NE(r.message.find("absent.bsor"), std::string::npos) << r.message;
  o.motion.reset();
  o.reach_m = 3.0;
  EXPECT_NE(refusal(o).message.find("0.3 to 1.1 m"), std::string::npos);
}

TEST_F(Surroundings, EveryPulseReachesTheDisplayThread) {
  PlayOptions o = options();
  o.at_max_speed = false;
  o.motion = write("boxer.bsor", boxer());
  o.room = write("room.json", made::room(5.0, 6.0));  // in a room the first target is there after two seconds
  const auto choices = choose(o);
  ASSERT_TRUE(choices) << choices.error().message;
  auto performance = Performance::create(o, *choices);
  ASSERT_TRUE(performance) << performance.error().message;
  const SteadyTimeline wall;
  SessionTimeline time(wall);
  SimThread sim(**performance, time, BodyPoses{});
  int pulses = 0;
  for (int i = 0; i < 1000 && pulses == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(8));
    for (HapticPulse pulse; sim.try_take(pulse);) ++pulses;
    sim.update();
  }
  EXPECT_GT(pulses, 0);
  EXPECT_GE(sim.view().score.hits, 1);
}

TEST_F(Surroundings, WhoIsNotTrackedActsInTheWorldThatIsSeen) {
  // A hand shown beside the middle of play is there, wherever the room has that, and stays there through a turn.
  PlayOptions o = options();
  o.room = write("room.json", made::room(5.0, 5.0, made::box("TABLE", 0, 0.8, -0.8, 2.0, 1.0, 0.8)));
  const auto choices = choose(o);
  ASSERT_TRUE(choices) << choices.error().message;
  auto performance = Performance::create(o, *choices);
  ASSERT_TRUE(performance) << performance.error().message;
  BodyPoses poses;
  poses.hands[1] = {{{}, {0.3F, 1.2F, -0.4F}}, true};
  for (int i = 0; i < 10; ++i) {
    const InputEvent turn{Instant{}, Action::TurnLeft};
    const auto out = (*performance)->step(poses, {&turn, i == 4 ? std::size_t{1} : std::size_t{0}});
    for (const Instance& thing : out.frame.instances) {
      // The tick of a turn itself was aimed at the world before it.
      if (thing.role != Role::GloveRight || i == 4) continue;
      EXPECT_LT(length(thing.current.position - Vec3{0.3F, 1.2F, -0.4F}), 1e-4F) << i;
    }
  }
}

}  // namespace
}  // namespace tonus::tool
