#include <sensors/source/threaded.hpp>

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace tonus;
using sensors::DeviceBoard;
using sensors::DeviceStatus;
using sensors::Sample;
using sensors::SampleBatch;
using sensors::SampleKind;
using sensors::ThreadedSource;
using Outlet = ThreadedSource::Outlet;

constexpr Instant kFarAhead = instant_at(1e6);

/// Waits on the token as a device would: until told to stop.
void sleep_until_stopped(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait(lock, stop, [] { return false; });
}

std::vector<Sample> fetch_until_over(ThreadedSource& source) {
  std::vector<Sample> all;
  while (!source.has_ended()) {
    SampleBatch batch;
    source.poll(kFarAhead, {}, batch);
    all.insert(all.end(), batch.begin(), batch.end());
    if (batch.empty()) std::this_thread::yield();
  }
  return all;
}

TEST(ThreadedSource, SamplesArriveWholeAndInOrder) {
  const ManualTimeline timeline;
  std::atomic<int> fetched{0};
  constexpr int kSamples = 50'000;
  ThreadedSource source({.name = "strap"}, timeline, [&](const std::stop_token& stop, const Timeline&, Outlet& outlet) {
    for (int i = 0; i < kSamples && !stop.stop_requested(); ++i) {
      // A device that keeps pace with its reader: nothing is lost.
      while (i - fetched.load(std::memory_order_acquire) > 500 && !stop.stop_requested()) std::this_thread::yield();
      outlet.push(Instant{Duration{i}}, SampleKind::RrInterval, 0.5 * i, {0.25});
    }
  });
  std::vector<Sample> all;
  while (!source.has_ended()) {
    SampleBatch batch;
    source.poll(kFarAhead, {}, batch);
    all.insert(all.end(), batch.begin(), batch.end());
    fetched.store(static_cast<int>(all.size()), std::memory_order_release);
  }
  ASSERT_EQ(all.size(), static_cast<std::size_t>(kSamples));
  for (int i = 0; i < kSamples; ++i) {
    const Sample& s = all[static_cast<std::size_t>(i)];
    ASSERT_EQ(s.at, Instant{Duration{i}});
    ASSERT_EQ(s.value, 0.5 * i);
    ASSERT_EQ(s.sequence, static_cast<std::uint32_t>(i));
    ASSERT_EQ(s.quality.value, 0.25);
  }
  EXPECT_EQ(source.lost_samples(), 0u);
}

TEST(ThreadedSource, ASlowReaderLosesSamplesAndTheyAreCounted) {
  const ManualTimeline timeline;
  constexpr std::size_t kSamples = 5000;
  std::atomic<bool> is_done{false};
  ThreadedSource source({.name = "strap"}, timeline, [&](const std::stop_token&, const Timeline&, Outlet& outlet) {
    for (std::size_t i = 0; i < kSamples; ++i)
      outlet.push(instant_at(0.001 * static_cast<double>(i)), SampleKind::Power, 1.0);
    is_done = true;
  });
  while (!is_done) std::this_thread::yield();
  const auto all = fetch_until_over(source);
  EXPECT_EQ(all.size(), ThreadedSource::kRing - 1);
  EXPECT_EQ(source.lost_samples(), kSamples - all.size());
  EXPECT_EQ(all.back().sequence, ThreadedSource::kRing - 2);
}

TEST(ThreadedSource, WhatADeviceLostAndHowLateItsSamplesWereStandsOnTheBoard) {
  ManualTimeline timeline;
  std::atomic<bool> is_done{false};
  ThreadedSource source({.name = "two"}, timeline, [&](const std::stop_token& stop, const Timeline&, Outlet& outlet) {
    DeviceBoard board;
    for (const std::uint8_t device : {std::uint8_t{0}, std::uint8_t{1}}) {
      DeviceStatus status;
      status.source = device;
      board.try_push(status);
    }
    for (std::size_t i = 0; i < ThreadedSource::kRing + 9; ++i)
      outlet.push(timeline.now(), SampleKind::Power, 1.0, {1.0}, i < 100 ? 1 : 0);
    outlet.publish(board);
    is_done = true;
    sleep_until_stopped(stop);
  });
  while (!is_done) std::this_thread::yield();
  timeline.set(timeline.now() + 20ms);
  for (int i = 0; i < 64; ++i) {
    SampleBatch batch;
    source.poll(kFarAhead, {}, batch);
  }
  const DeviceBoard& board = source.devices();
  ASSERT_EQ(board.size(), 2u);
  EXPECT_EQ(board[0].dropped, 10u);
  EXPECT_EQ(board[1].dropped, 0u);
  for (const DeviceStatus& device : board) {
    EXPECT_GE(device.latency_ms, 20.0F);
    EXPECT_LE(device.latency_p99_ms, 25.0F);
  }
}

TEST(ThreadedSource, WhatLiesInTheFutureWaitsAndTheRestIsSortedByTimeThenSequence) {
  const ManualTimeline timeline;
  std::atomic<bool> is_done{false};
  ThreadedSource source({.name = "strap"}, timeline, [&](const std::stop_token& stop, const Timeline&, Outlet& outlet) {
    for (const double t : {3.0, 1.0, 2.0, 1.0, 9.0}) outlet.push(instant_at(t), SampleKind::Power, t);
    is_done = true;
    sleep_until_stopped(stop);
  });
  while (!is_done) std::this_thread::yield();
  SampleBatch batch;
  source.poll(instant_at(2.0), {}, batch);
  ASSERT_EQ(batch.size(), 3u);
  EXPECT_EQ(batch[0].sequence, 1u);
  EXPECT_EQ(batch[1].sequence, 3u);
  EXPECT_EQ(batch[2].sequence, 2u);
  batch.clear();
  source.poll(instant_at(8.0), {}, batch);
  ASSERT_EQ(batch.size(), 1u);
  EXPECT_EQ(batch[0].value, 3.0);
  EXPECT_FALSE(source.has_ended());
}

TEST(ThreadedSource, WhatWasMeasuredWhileThePollWasLateComesWithItAndIsNotInItsFuture) {
  ManualTimeline timeline;
  std::atomic<bool> is_done{false};
  ThreadedSource source({.name = "strap"}, timeline, [&](const std::stop_token& stop, const Timeline&, Outlet& outlet) {
    outlet.push(instant_at(1.003), SampleKind::Power, 2.0, {1.0}, 1);
    outlet.push(instant_at(1.004), SampleKind::Power, 3.0, {1.0}, 0);
    outlet.push(instant_at(0.999), SampleKind::Power, 1.0, {1.0}, 1);
    outlet.push(instant_at(1.006), SampleKind::Power, 4.0, {1.0}, 0);
    is_done = true;
    sleep_until_stopped(stop);
  });
  while (!is_done) std::this_thread::yield();
  timeline.set(instant_at(1.005));  // 5 ms late for the tick at 1 s
  SampleBatch batch;
  source.poll(instant_at(1.0), {}, batch);
  ASSERT_EQ(batch.size(), 3u);
  EXPECT_EQ(batch[0].value, 1.0);
  EXPECT_EQ(batch[1].value, 3.0) << "of equal times the first source is first";
  EXPECT_EQ(batch[2].value, 2.0);
  EXPECT_EQ(batch[1].at, instant_at(1.0));
  EXPECT_EQ(batch[2].at, instant_at(1.0));
}

TEST(ThreadedSource, DestructionStopsTheDeviceQuickly) {
  const SteadyTimeline timeline;
  std::atomic<bool> has_begun{false}, has_returned{false};
  const Instant before = [&] {
    const ThreadedSource source({.name = "strap"}, timeline,
                                [&](const std::stop_token& stop, const Timeline&, Outlet&) {
                                  has_begun = true;
                                  sleep_until_stopped(stop);
                                  has_returned = true;
                                });
    while (!has_begun) std::this_thread::yield();
    return timeline.now();
  }();
  EXPECT_TRUE(has_returned);
  EXPECT_LT(timeline.now() - before, 500ms);
}

TEST(ThreadedSource, TheDeviceStampsWithTheTimelineItIsGiven) {
  ManualTimeline timeline;
  timeline.set(instant_at(42.0));
  ThreadedSource source({.name = "strap"}, timeline, [](const std::stop_token&, const Timeline& clock, Outlet& outlet) {
    outlet.push(clock.now(), SampleKind::HeartRate, 120.0);
  });
  const auto all = fetch_until_over(source);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at, instant_at(42.0));
}

TEST(ThreadedSource, AnExceptionEndsTheSourceNotTheProgram) {
  const ManualTimeline timeline;
  ThreadedSource source({.name = "strap"}, timeline, [](const std::stop_token&, const Timeline&, Outlet& outlet) {
    outlet.push(Instant{}, SampleKind::HeartRate, 120.0);
    throw std::runtime_error("the radio is gone");
  });
  EXPECT_EQ(fetch_until_over(source).size(), 1u);
  EXPECT_TRUE(source.has_ended());
}

}  // namespace
