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
    SimThread sim(**performance, time);
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

TEST(SimThread, EndsWhenItIsDestroyedInMidSession) {
  PlayOptions options;
  Choices choices;
  choices.scenario = "strike";
  auto performance = Performance::create(options, choices);
  ASSERT_TRUE(performance);
  const SteadyTimeline wall;
  SessionTimeline time(wall);
  const auto before = wall.now();
  { SimThread sim(**performance, time); }
  EXPECT_LT(wall.now() - before, 5s);
}

}  // namespace
}  // namespace tonus::tool
