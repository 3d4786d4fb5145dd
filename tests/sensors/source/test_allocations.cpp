// The tick path of the sensors allocates nothing: counted, not assumed.
#include <atomic>
#include <cstdlib>
#include <new>

#include <gtest/gtest.h>

#include <sensors/body/heart_estimator.hpp>
#include <sensors/source/file.hpp>
#include <sensors/source/simulated.hpp>
#include <sensors/source/threaded.hpp>

namespace {
std::atomic<long> allocations{0};
}  // namespace

void* operator new(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* const p = std::malloc(size == 0 ? 1 : size)) return p;
  throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace {

using namespace tonus;
using sensors::Sample;
using sensors::SampleBatch;

/// Ten minutes of ticks: poll, observe, estimate, hash.
long allocations_of_ten_minutes(sensors::SensorSource& source) {
  body::HeartEstimator estimator;
  StateHash hash;
  SampleBatch batch;
  double seen = 0.0;
  const long before = allocations.load();
  for (std::int64_t tick = 1; tick <= 600 * kTicksPerSecond; ++tick) {
    batch.clear();
    source.poll(tick_start(tick), {.demand = {0.6}}, batch);
    for (const Sample& sample : batch) estimator.observe(sample);
    seen += estimator.estimate(tick_start(tick)).value.value;
    estimator.mix_into(hash);
  }
  const long after = allocations.load();
  EXPECT_GT(seen, 0.0);
  return after - before;
}

TEST(SensorAllocations, TheCounterCounts) {
  const long before = allocations.load();
  delete new int(7);
  EXPECT_GT(allocations.load(), before);
}

TEST(SensorAllocations, ASimulatedAthleteAllocatesNothingOnceMade) {
  for (const char* persona : {"healthy", "af", "wrist", "older"}) {
    auto source = sensors::make_simulated({.persona = persona});
    ASSERT_TRUE(source.has_value());
    EXPECT_EQ(allocations_of_ten_minutes(**source), 0) << persona;
  }
}

TEST(SensorAllocations, ARecordingAllocatesNothingOnceMade) {
  exchange::Activity activity;
  for (int i = 0; i < 700; ++i) activity.records.push_back({.t_s = static_cast<double>(i), .hr_bpm = 120.0 + i % 7});
  for (int i = 0; i < 1400; ++i) activity.beats.push_back({.t_s = 0.5 * i, .rr_ms = 500.0 + i % 9});
  auto source = sensors::make_recorded(activity, "made");
  ASSERT_TRUE(source.has_value());
  EXPECT_EQ(allocations_of_ten_minutes(**source), 0);
}

TEST(SensorAllocations, ALiveSourceAllocatesNothingOnceItsDeviceRuns) {
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
  EXPECT_EQ(allocations_of_ten_minutes(source), 0);
}

}  // namespace
