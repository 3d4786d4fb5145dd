// Every FIT recording of the shared data against what two independent decoders, or the generator, say of it.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sensors/exchange/readers.hpp>

#include "support.hpp"

namespace {

using namespace tonus;
using exchange::Activity;
using exchange::ActivityRecord;
using nlohmann::json;

/// Where we differ from the reference on purpose, and why.
struct Exception {
  std::size_t records;
  double mean_bpm;
  const char* why;
};
const std::map<std::string, Exception> kExceptions{
    {"fit/FP__compressed-speed-distance.fit",
     {755, 170.521, "the SDK stops at compressed timestamps; the second decoder reads these 755"}},
    {"fit/SL__empty-activities.fit",
     {2319, 165.743,
      "never closed, so its header says no data and the SDK reads none; we salvage the ride and say so"}},
};

struct Statistics {
  std::size_t n = 0;
  double sum = 0.0, least = 1e300, most = -1e300;
  void add(double x) {
    ++n;
    sum += x;
    least = std::min(least, x);
    most = std::max(most, x);
  }
};

Statistics statistics(const Activity& activity, std::optional<double> ActivityRecord::*field) {
  Statistics s;
  for (const ActivityRecord& record : activity.records) {
    if (record.*field) s.add(*(record.*field));
  }
  return s;
}

/// Files with the log of a swim strap (message 132), of which the reference decoders say only how many messages it has.
/// The mean rate of the first session, as the watch summed it up, is the independent figure.
void expect_strap_log(const json& expected, const Activity& activity) {
  if (!expected.contains("messageCounts") || !expected["messageCounts"].contains("hrMesgs")) {
    EXPECT_TRUE(activity.beats.empty());
    return;
  }
  const json& session = expected["sessions"][0];
  std::vector<double> rr_ms;
  for (const auto& beat : activity.beats) {
    if (beat.t_s <= session["totalElapsedTime"].get<double>()) rr_ms.push_back(beat.rr_ms);
  }
  ASSERT_GT(rr_ms.size(), 4000u);
  const auto middle = rr_ms.begin() + static_cast<std::ptrdiff_t>(rr_ms.size() / 2);
  std::ranges::nth_element(rr_ms, middle);
  EXPECT_NEAR(60'000.0 / *middle, session["avgHeartRate"].get<double>(), 4.0);
}

void expect_field(const json& expected, Statistics ours, double tolerance, const std::string& what) {
  if (!expected.is_object()) {
    EXPECT_EQ(ours.n, 0u) << what;
    return;
  }
  if (expected.contains("n")) {
    EXPECT_EQ(ours.n, expected["n"].get<std::size_t>()) << what;
  }
  if (ours.n == 0) return;
  EXPECT_NEAR(ours.sum / static_cast<double>(ours.n), expected["mean"].get<double>(), tolerance) << what;
  if (expected.contains("min")) {
    EXPECT_NEAR(ours.least, expected["min"].get<double>(), tolerance) << what;
  }
  if (expected.contains("max")) {
    EXPECT_NEAR(ours.most, expected["max"].get<double>(), tolerance) << what;
  }
}

void compare(const std::string& name, const json& expected, const Activity& activity) {
  SCOPED_TRACE(name);
  const auto exception = kExceptions.find(name);
  if (exception != kExceptions.end()) {
    const Statistics heart = statistics(activity, &ActivityRecord::hr_bpm);
    EXPECT_EQ(activity.records.size(), exception->second.records) << exception->second.why;
    EXPECT_NEAR(heart.sum / static_cast<double>(heart.n), exception->second.mean_bpm, 6e-4) << exception->second.why;
    return;
  }
  EXPECT_EQ(activity.records.size(), expected["records"].get<std::size_t>());
  // The reference counts a heart rate of 0 as a value, we as its absence.
  Statistics heart = statistics(activity, &ActivityRecord::hr_bpm);
  for (std::size_t i = 0; i < activity.zero_heart_rates; ++i) heart.add(0.0);
  if (activity.strap_heart_rates == 0) {
    expect_field(expected.value("heartRate", json()), heart, 6e-4, "heart rate");
  } else {
    const auto own = expected.contains("heartRate") ? expected["heartRate"]["n"].get<std::size_t>() : 0;
    EXPECT_EQ(heart.n - activity.strap_heart_rates, own);
  }
  expect_field(expected.value("power", json()), statistics(activity, &ActivityRecord::power_w), 6e-4, "power");
  if (expected.contains("enhancedSpeed")) {
    expect_field(expected["enhancedSpeed"], statistics(activity, &ActivityRecord::speed_m_s), 6e-4, "speed");
  }
  if (expected.contains("hrvRR") || expected.contains("rr_n")) {
    const auto count = expected.contains("hrvRR") ? expected["hrvRR"]["n"] : expected["rr_n"];
    EXPECT_EQ(activity.beats.size(), count.get<std::size_t>());
    const auto mean = expected.contains("hrvRR") ? expected["hrvRR"]["meanRR_ms"] : expected["rr_mean_ms"];
    double sum = 0.0;
    for (const auto& beat : activity.beats) sum += beat.rr_ms;
    if (mean.is_number()) {
      EXPECT_NEAR(sum / static_cast<double>(activity.beats.size()), mean.get<double>(), 6e-4);
    }
  } else {
    expect_strap_log(expected, activity);
  }
  if (expected.value("integrity", true) == false || (expected.contains("errors") && !expected["errors"].empty())) {
    EXPECT_FALSE(activity.warnings.empty());
  }
}

class FitReference : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = made::shared_data() / "activities";
    std::ifstream in(folder_ / "expected.json");
    if (!in) GTEST_SKIP() << "no reference recordings at " << folder_ << "; set TONUS_SHARED to their folder";
    expected_ = json::parse(in);
  }
  [[nodiscard]] Result<Activity, Error> read(const std::string& name) const {
    return exchange::read_activity(folder_ / name);
  }
  std::filesystem::path folder_;
  json expected_;
};

TEST_F(FitReference, EveryRecordedFileAgreesWithTheReferenceDecoders) {
  int compared = 0;
  for (const auto& [name, expected] : expected_.items()) {
    if (!name.starts_with("fit/")) continue;
    const auto activity = read(name);
    ASSERT_TRUE(activity.has_value()) << activity.error().message;
    compare(name, expected, *activity);
    ++compared;
  }
  EXPECT_EQ(compared, 35);
}

TEST_F(FitReference, EveryMadeFileGivesWhatAGoodReaderGetsOutOfIt) {
  int compared = 0;
  for (const auto& [name, expected] : expected_.items()) {
    if (!name.starts_with("made/") || !name.ends_with(".fit")) continue;
    ++compared;
    SCOPED_TRACE(name);
    const auto activity = read(name);
    if (expected["readable"] == "nothing") {
      EXPECT_FALSE(activity.has_value());
      continue;
    }
    ASSERT_TRUE(activity.has_value()) << activity.error().message;
    if (expected.contains("records_if_salvaged")) {
      EXPECT_EQ(activity->records.size(), expected["records_if_salvaged"].get<std::size_t>());
      EXPECT_FALSE(activity->warnings.empty());
    } else if (expected.contains("records_at_most")) {
      EXPECT_LE(activity->records.size(), expected["records_at_most"].get<std::size_t>());
      EXPECT_GE(activity->records.size(),
                expected["decoders"]["@garmin/fitsdk 21.217.0"]["records"].get<std::size_t>());
      EXPECT_FALSE(activity->warnings.empty());
    } else if (expected.contains("records_per_file")) {
      EXPECT_EQ(activity->records.size(), 419u + 199u);
      EXPECT_EQ(activity->beats.size(), 899u + 412u);
    } else if (expected.contains("records")) {
      json by_name = expected;
      by_name.erase("decoders");
      compare(name, by_name, *activity);
      // Whole and healthy files pass without a word; what a person should know of the others is said.
      const std::map<std::string, std::string> said{{"made/made__bad_file_crc.fit", "file CRC failure"},
                                                    {"made/made__bad_header_crc.fit", "header CRC failure"},
                                                    {"made/made__garbage_tail.fit", "are not FIT"},
                                                    {"made/made__time_jumps.fit", "steps back"}};
      const auto warning = said.find(name);
      if (warning == said.end()) {
        EXPECT_TRUE(activity->warnings.empty()) << made::all_warnings(*activity);
      } else {
        EXPECT_TRUE(made::warns_of(*activity, warning->second)) << made::all_warnings(*activity);
      }
    } else {
      EXPECT_TRUE(made::warns_of(*activity, "CRC")) << made::all_warnings(*activity);
    }
  }
  EXPECT_EQ(compared, 18);
}

TEST_F(FitReference, TheFileThatOneDecoderRejectsAgreesWithItsOwnTable) {
  const auto fit = read("fit/FP__compressed-speed-distance.fit");
  const auto table = read("reference_csv/FP__compressed-speed-distance-records.csv");
  ASSERT_TRUE(fit.has_value() && table.has_value());
  const auto ours = statistics(*fit, &ActivityRecord::hr_bpm), theirs = statistics(*table, &ActivityRecord::hr_bpm);
  EXPECT_EQ(ours.n, theirs.n);
  EXPECT_DOUBLE_EQ(ours.sum, theirs.sum);
}

TEST_F(FitReference, BeatsLieWhereTheRecordsAre) {
  for (const char* name : {"fit/GC__2017_hrv.fit", "fit/SL__6909950168-no-pause-records.fit", "fit/GC__HRV-Data.fit"}) {
    SCOPED_TRACE(name);
    const auto activity = read(name);
    ASSERT_TRUE(activity.has_value());
    EXPECT_NEAR(activity->beats.back().t_s, activity->records.back().t_s, 4.0);
    // Beats and records tell the same story in most minutes; the others hold noisy beats.
    int minutes = 0, agreeing = 0;
    for (double t = 120.0; t < activity->records.back().t_s - 60.0; t += 60.0) {
      Statistics rate;
      std::vector<double> intervals;
      for (const auto& r : activity->records) {
        if (r.t_s >= t && r.t_s < t + 60.0 && r.hr_bpm) rate.add(*r.hr_bpm);
      }
      for (const auto& b : activity->beats) {
        if (b.t_s >= t && b.t_s < t + 60.0) intervals.push_back(b.rr_ms);
      }
      if (rate.n < 50 || intervals.size() < 50) continue;
      // The median, because a recorded series has missed beats in it.
      std::ranges::nth_element(intervals, intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2));
      ++minutes;
      const double beats_bpm = 60000.0 / intervals[intervals.size() / 2];
      agreeing += std::abs(beats_bpm - rate.sum / static_cast<double>(rate.n)) < 4.0 ? 1 : 0;
    }
    EXPECT_GE(minutes, 30);
    EXPECT_GE(agreeing, minutes * 4 / 5);
  }
}

}  // namespace
