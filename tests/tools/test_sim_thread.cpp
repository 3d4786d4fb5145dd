// A window session's threads: sim, recorder, ledger keeper, and the display thread that feeds and reads. Run under TSan
// as well.
#include <unistd.h>

#include <thread>

#include <gtest/gtest.h>

#include <engine/core/timeline.hpp>
#include <replaying.hpp>
#include <sim_thread.hpp>

namespace tonus::tool {
namespace {

using namespace std::chrono_literals;

TEST(SimThread, TicksInRealTimeTakesEventsAndLeavesARecordingThatReplays) {
  const auto folder = std::filesystem::temp_directory_path() / ("tonus-sim-" + std::to_string(getpid()));
  PlayOptions options;
  options.seconds = 60;
  options.out = folder.string();
  Choices choices;
  choices.scenario = "strike";
  auto performance = Performance::create(options, choices);
  ASSERT_TRUE(performance) << performance.error().message;
  const SteadyTimeline wall;
  SessionTimeline time(wall);
  session::CoachView view;
  {
    SimThread sim(**performance, time, BodyPoses{});
    bool was_paused = false;
    for (int frame = 0; frame < 90 && !sim.has_ended(); ++frame) {
      sim.feed_poses(sim.now() + 30ms, [](Instant) { return BodyPoses{}; });
      if (frame == 20) sim.send(Action::Pause);
      if (frame == 40) sim.send(Action::Pause);
      if (frame == 60) sim.send(Action::Stop);
      if (frame == 80) sim.send(Action::Stop);
      std::this_thread::sleep_for(8ms);
      sim.update();
      was_paused = was_paused || sim.view().is_paused;
      EXPECT_GE(sim.alpha(), 0.0F);
      EXPECT_LE(sim.alpha(), 1.0F);
    }
    for (int i = 0; i < 500 && !sim.has_ended(); ++i) std::this_thread::sleep_for(10ms);
    EXPECT_TRUE(sim.has_ended());
    EXPECT_TRUE(was_paused);
    sim.update();
    view = sim.view();
  }
  EXPECT_EQ(view.phase, session::Phase::Over);
  Outcome outcome = (*performance)->finish(view, {}, false);
  EXPECT_TRUE(outcome.troubles.empty());
  const auto report = replay_recording(folder / "session.tonus");
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->diverged_tick) << report->divergence;
  EXPECT_EQ(report->hash, outcome.hash);
  std::filesystem::remove_all(folder);
}

TEST(SimThread, ThePersonIsWhereTheyAreFromTheFirstTickAndSeesItFromThere) {
  PlayOptions options;
  Choices choices;
  choices.scenario = "strike";
  choices.fit.is_seated = true;
  choices.fit.height_m = -0.1;
  auto performance = Performance::create(options, choices);
  ASSERT_TRUE(performance) << performance.error().message;
  const SteadyTimeline wall;
  SessionTimeline time(wall);
  BodyPoses seated;
  seated.hands[1] = {{{}, {0.2F, 0.8F, -0.4F}}, true};
  SimThread sim(**performance, time, seated);
  EXPECT_FLOAT_EQ(sim.frame().desktop_eye.position.y, 1.68F - 0.45F - 0.1F) << "before anything was published";
  bool has_glove = false;
  for (int i = 0; i < 500 && !has_glove; ++i) {
    std::this_thread::sleep_for(8ms);
    sim.update();
    EXPECT_FLOAT_EQ(sim.frame().desktop_eye.position.y, 1.68F - 0.45F - 0.1F);
    for (const Instance& thing : sim.frame().instances) {
      if (thing.role != Role::GloveRight) continue;
      has_glove = true;
      EXPECT_LT(length(thing.current.position - Vec3{0.2F, 0.8F, -0.4F}), 0.01F) << "though nobody fed a pose";
    }
  }
  EXPECT_TRUE(has_glove);
}

TEST(SimThread, TheHeightFollowsTheHeadThatIsThereAndNoneThatIsNot) {
  PlayOptions options;
  Choices choices;
  choices.scenario = "strike";
  choices.fit.follows_head = true;
  auto performance = Performance::create(options, choices);
  ASSERT_TRUE(performance) << performance.error().message;
  const SteadyTimeline wall;
  SessionTimeline time(wall);
  BodyPoses seated;
  seated.world_from_head.position.y = 1.2F;
  SimThread sim(**performance, time, seated);
  for (int i = 0; i < 500 && sim.frame().tick < 5; ++i) {
    std::this_thread::sleep_for(8ms);
    sim.update();
  }
  ASSERT_GE(sim.frame().tick, 5);
  EXPECT_FLOAT_EQ(sim.frame().desktop_eye.position.y, 1.68F - 0.45F) << "by the 1.65 m that scenarios are made for";
}

TEST(SimThread, EndsWhenItIsDestroyedInMidSession) {
  PlayOptions options;
  Choices choices;
  choices.scenario = "strike";
  auto performance = Performance::create(options, choices);
  ASSERT_TRUE(performance);
  const SteadyTimeline wall;
  SessionTimeline time(wall);
  const auto before = wall.now();
  { SimThread sim(**performance, time, BodyPoses{}); }
  EXPECT_LT(wall.now() - before, 5s);
}

}  // namespace
}  // namespace tonus::tool
