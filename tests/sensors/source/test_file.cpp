#include <sensors/source/file.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include <gtest/gtest.h>

#include <sensors/body/heart_estimator.hpp>
#include <sensors/exchange/readers.hpp>

#include "paths.hpp"

namespace {

using namespace tonus;
using exchange::Activity;
using sensors::Sample;
using sensors::SampleBatch;
using sensors::SampleKind;

std::unique_ptr<sensors::SensorSource> play(const Activity& activity) {
  auto made = sensors::make_recorded(activity, "made");
  EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message);
  return std::move(made.value());
}

std::vector<Sample> fetch(sensors::SensorSource& source, double until_s) {
  std::vector<Sample> all;
  for (;;) {
    SampleBatch batch;
    source.poll(instant_at(until_s), {.demand = {1.0}}, batch);
    all.insert(all.end(), batch.begin(), batch.end());
    if (!batch.is_full()) return all;
  }
}

Activity two_records_and_a_gap() {
  Activity activity{.sport = "cycling"};
  activity.records.push_back({.t_s = 0.0, .hr_bpm = 120.0, .power_w = 200.0, .cadence_rpm = 90.0, .speed_m_s = 8.0});
  activity.records.push_back({.t_s = 1.0, .power_w = 0.0});
  activity.records.push_back({.t_s = 100.0, .hr_bpm = 110.0});
  activity.beats.push_back({.t_s = 0.6, .rr_ms = 500.0});
  activity.warnings.emplace_back("line 7: cut");
  return activity;
}

TEST(RecordedSource, RecordsAndBeatsComeAtTheirTimeInOrderWithTheirUnits) {
  const auto source = play(two_records_and_a_gap());
  const auto first = fetch(*source, 0.0);
  ASSERT_EQ(first.size(), 4u);
  EXPECT_EQ(first[0].kind, SampleKind::HeartRate);
  EXPECT_EQ(first[1].kind, SampleKind::Power);
  EXPECT_EQ(first[2].kind, SampleKind::Cadence);
  EXPECT_EQ(first[3].kind, SampleKind::Speed);
  const auto rest = fetch(*source, 50.0);
  ASSERT_EQ(rest.size(), 2u);
  EXPECT_EQ(rest[0].kind, SampleKind::RrInterval);
  EXPECT_EQ(rest[0].at, instant_at(0.6));
  EXPECT_EQ(rest[0].sequence, 4u);
  EXPECT_EQ(rest[1].value, 0.0);
}

TEST(RecordedSource, GapsStayGapsAndTheEndIsTheEnd) {
  const auto source = play(two_records_and_a_gap());
  fetch(*source, 50.0);
  EXPECT_TRUE(fetch(*source, 99.9).empty());
  EXPECT_FALSE(source->has_ended());
  EXPECT_EQ(fetch(*source, 100.0).size(), 1u);
  EXPECT_TRUE(source->has_ended());
  EXPECT_TRUE(fetch(*source, 1e6).empty());
}

TEST(RecordedSource, ItSaysThatItCannotReactHowLongItIsAndWhatIsDamaged) {
  const auto source = play(two_records_and_a_gap());
  EXPECT_FALSE(source->info().reacts);
  EXPECT_EQ(source->info().length, std::chrono::seconds(100));
  EXPECT_EQ(source->info().description, "recording, cycling, 0:01:40, 1 beats");
  EXPECT_EQ(source->info().notes, std::vector<std::string>{"line 7: cut"});
  EXPECT_EQ(source->lost_samples(), 0u);
}

TEST(RecordedSource, WhatDoesNotFitIntoABatchStaysForTheNext) {
  Activity activity;
  for (int i = 0; i < 100; ++i) activity.records.push_back({.t_s = 0.01 * i, .hr_bpm = 100.0 + i});
  const auto source = play(activity);
  std::vector<double> values;
  for (int poll = 0; poll < 4; ++poll) {
    SampleBatch batch;
    source->poll(instant_at(2.0), {}, batch);
    for (const Sample& s : batch) values.push_back(s.value);
  }
  ASSERT_EQ(values.size(), 100u);
  EXPECT_TRUE(std::ranges::is_sorted(values));
}

TEST(RecordedSource, RecordsThatStepBackInTimeAreLeftOutAndCounted) {
  Activity activity;
  for (const double t : {0.0, 1.0, 50.0, 11.0, 12.0, 51.0}) activity.records.push_back({.t_s = t, .hr_bpm = 100.0 + t});
  const auto source = play(activity);
  const auto all = fetch(*source, 100.0);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_TRUE(std::ranges::is_sorted(all, {}, &Sample::at));
  ASSERT_EQ(source->info().notes.size(), 1u);
  EXPECT_NE(source->info().notes[0].find("2 record"), std::string::npos);
}

TEST(RecordedSource, TimesOfABrokenClockAreLeftOut) {
  Activity activity;
  for (const double t : {0.0, 1.0, 1e10, 1e300, -5.0, std::nan("")})
    activity.records.push_back({.t_s = t, .hr_bpm = 100.0});
  for (const double t : {-3.0, 2.0, 1e18}) activity.beats.push_back({.t_s = t, .rr_ms = 600.0});
  const auto source = play(activity);
  EXPECT_EQ(fetch(*source, 100.0).size(), 3u);
  EXPECT_EQ(source->info().length, std::chrono::seconds(2));
  EXPECT_EQ(source->info().notes.size(), 1u);
}

TEST(RecordedSource, NothingToPlayIsAnError) {
  EXPECT_FALSE(sensors::make_recorded({}, "empty").has_value());
  Activity only_times;
  only_times.records.push_back({.t_s = 0.0});
  const auto made = sensors::make_recorded(only_times, "ride.csv");
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().message, "ride.csv: holds no heart rate, beats, power, cadence or speed to play");
  EXPECT_FALSE(sensors::make_file_source("no such file.fit").has_value());
}

class RealRides : public testing::TestWithParam<const char*> {};

TEST_P(RealRides, GiveAKnownHeartRateOfFullQualityNearlyAlways) {
  const char* const named = std::getenv("TONUS_SHARED");
  auto shared = named != nullptr ? std::filesystem::path(named) : std::filesystem::path(TONUS_SOURCE_DIR) / "../shared";
  if (std::filesystem::exists(shared / "data")) shared /= "data";
  const auto path = shared / "activities/fit" / GetParam();
  if (!std::filesystem::exists(path))
    GTEST_SKIP() << "no recording at " << path << "; set TONUS_SHARED to their folder";
  auto source = sensors::make_file_source(path);
  ASSERT_TRUE(source.has_value()) << source.error().message;
  body::HeartEstimator estimator;
  int seconds = 0, good = 0;
  for (std::int64_t tick = 0; !(*source)->has_ended(); ++tick) {
    SampleBatch batch;
    (*source)->poll(tick_start(tick), {}, batch);
    for (const Sample& s : batch) estimator.observe(s);
    if (tick % kTicksPerSecond != 60) continue;
    const auto heart = estimator.estimate(tick_start(tick));
    ++seconds;
    good += heart.is_known && heart.quality.value >= 0.999 ? 1 : 0;
  }
  EXPECT_GT(good, seconds * 98 / 100) << seconds - good << " of " << seconds << " s";
}

// Heart rate once a second, no RR; and one with RR.
INSTANTIATE_TEST_SUITE_P(Fit, RealRides,
                         testing::Values("GC__Garmin1000_withFirstbeat.fit",
                                         "GC__Weather_XDATA_2016_02_06_13_01_22.fit",
                                         "GC__Karoo-Botley_BW_Swanmore_Wickham-2025-05-09-1238.fit",
                                         "SL__7445393868.fit", "SL__6909950168.fit", "GC__HRV-Data.fit"),
                         [](const auto& ride) { return "Ride" + std::to_string(ride.index); });

}  // namespace
