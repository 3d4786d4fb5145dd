// The tick path of the sensors allocates nothing: counted, not assumed.
#include <atomic>
#include <cstdlib>

#include <gtest/gtest.h>

#include <sensors/body/heart_estimator.hpp>
#include <sensors/source/file.hpp>
#include <sensors/source/simulated.hpp>
#include <sensors/source/threaded.hpp>

#include "../../support/count_allocations.hpp"

namespace {

using namespace tonus;
using sensors::Sample;
using sensors::SampleBatch;
using testing_support::allocations;

/// Ten minutes of ticks: poll, observe, estimate, hash.
std::uint64_t allocations_of_ten_minutes(sensors::SensorSource& source) {
  body::HeartEstimator estimator;
  StateHash hash;
  SampleBatch batch;
  double seen = 0.0;
  const std::uint64_t before = allocations;
  for (std::int64_t tick = 1; tick <= 600 * kTicksPerSecond; ++tick) {
    batch.clear();
    source.poll(tick_start(tick), {.demand = {0.6}}, batch);
    for (const Sample& sample : batch) estimator.observe(sample);
    seen += estimator.estimate(tick_start(tick)).value.value;
    estimator.mix_into(hash);
  }
  const std::uint64_t after = allocations;
  EXPECT_GT(seen, 0.0);
  return after - before;
}

class SensorAllocations : public testing::Test {
 protected:
  void SetUp() override {
    if (TONUS_COUNTS_ALLOCATIONS == 0) GTEST_SKIP() << "a sanitizer owns malloc: nothing can be counted";
  }
};

TEST_F(SensorAllocations, TheCounterCounts) {
  const std::uint64_t before = allocations;
  // Through a pointer that the compiler must believe in, or it leaves both out.
  void* volatile block = std::malloc(7);
  std::free(block);
  EXPECT_GT(allocations, before);
}

TEST_F(SensorAllocations, ASimulatedAthleteAllocatesNothingOnceMade) {
  for (const char* persona : {"healthy", "af", "wrist", "older"}) {
    auto source = sensors::make_simulated({.persona = persona});
    ASSERT_TRUE(source.has_value());
    EXPECT_EQ(allocations_of_ten_minutes(**source), 0u) << persona;
  }
}

TEST_F(SensorAllocations, ARecordingAllocatesNothingOnceMade) {
  exchange::Activity activity;
  for (int i = 0; i < 700; ++i) activity.records.push_back({.t_s = static_cast<double>(i), .hr_bpm = 120.0 + i % 7});
  for (int i = 0; i < 1400; ++i) activity.beats.push_back({.t_s = 0.5 * i, .rr_ms = 500.0 + i % 9});
  auto source = sensors::make_recorded(activity, "made");
  ASSERT_TRUE(source.has_value());
  EXPECT_EQ(allocations_of_ten_minutes(**source), 0u);
}

TEST_F(SensorAllocations, ALiveSourceAllocatesNothingOnceItsDeviceRuns) {
  const ManualTimeline timeline;
  std::atomic<bool> has_pushed{false};
  sensors::ThreadedSource source({.name = "made"}, timeline,
                                 [&](const std::stop_token&, const Timeline&, sensors::ThreadedSource::Outlet& outlet) {
                                   for (int i = 0; i < 900; ++i) {
                                     outlet.push(instant_at(0.5 * i), sensors::SampleKind::RrInterval, 500.0 + i % 9);
                                   }
                                   has_pushed = true;
                                 });
  while (!has_pushed) std::this_thread::yield();
  EXPECT_EQ(allocations_of_ten_minutes(source), 0u);
}

}  // namespace
