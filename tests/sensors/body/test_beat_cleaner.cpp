// Live cleaning: what it gives up for not waiting.
#include <sensors/body/beat_cleaner.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "made_rr.hpp"
#include "shared_data.hpp"

namespace tonus::body {
namespace {

/// Marks of a whole series; the beats whose verdict never came count as unmarked.
std::vector<std::uint8_t> live_marks(const std::vector<double>& rr) {
  BeatCleaner cleaner;
  std::vector<std::uint8_t> marks(rr.size(), 0);
  for (std::size_t i = 0; i < rr.size(); ++i) {
    const auto verdict = cleaner.push(rr[i]);
    EXPECT_EQ(verdict.has_value(), i >= BeatCleaner::kDelayBeats);
    if (verdict && verdict->is_artifact) marks[i - BeatCleaner::kDelayBeats] = 1;
    if (verdict && std::isfinite(rr[i - BeatCleaner::kDelayBeats])) {
      EXPECT_EQ(verdict->rr_ms, rr[i - BeatCleaner::kDelayBeats]);
    }
  }
  return marks;
}

TEST(BeatCleaner, SixBeatsLateItFindsNearlyWhatTheWholeSeriesShows) {
  if (!std::filesystem::exists(shared_data() / "oracles")) GTEST_SKIP() << "no oracles at " << shared_data();
  made::Score score;
  const auto oracle = read_shared("oracles/rr_artifacts_oracle.json");
  for (const auto& s : oracle["series"]) {
    const auto rr = s["rr_ms"].get<std::vector<double>>();
    std::vector<std::uint8_t> truth;
    for (const char label : s["labels"].get<std::string>()) truth.push_back(label == 'N' ? 0 : 1);
    score.add(truth, live_marks(rr));
  }
  std::printf("live on the shared oracle: sensitivity %.2f %%, specificity %.3f %%, delay %zu beats\n",
              score.sensitivity_percent(), score.specificity_percent(), BeatCleaner::kDelayBeats);
  EXPECT_GE(score.sensitivity_percent(), 97.0);
  EXPECT_GE(score.specificity_percent(), 99.7);
}

TEST(BeatCleaner, HoldsOnFaultsMadeInAnotherWay) {
  made::Score score;
  for (const made::Series& s : made::population(80, 777)) score.add(s.is_fault, live_marks(s.rr_ms));
  std::printf("live on series made here: sensitivity %.2f %%, specificity %.3f %%\n", score.sensitivity_percent(),
              score.specificity_percent());
  EXPECT_GE(score.sensitivity_percent(), 97.0);
  EXPECT_GE(score.specificity_percent(), 99.7);
}

TEST(BeatCleaner, TakesAnyNumber) {
  BeatCleaner cleaner;
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  int artifacts = 0;
  for (int i = 0; i < 300; ++i) {
    const double odd[] = {nan, -1.0, infinity, 0.0, 1e300};
    const auto verdict = cleaner.push(i % 20 == 19 ? odd[i / 20 % 5] : 800.0 + i % 7);
    artifacts += verdict && verdict->is_artifact ? 1 : 0;
  }
  EXPECT_EQ(artifacts, 14);
}

TEST(BeatCleaner, AfterAGapItBeginsAnew) {
  BeatCleaner cleaner;
  for (int i = 0; i < 50; ++i) cleaner.push(800.0 + 5.0 * (i % 4));
  cleaner.clear();
  for (int i = 0; i < 50; ++i) {
    const auto verdict = cleaner.push(500.0 + 3.0 * (i % 4));
    EXPECT_EQ(verdict.has_value(), i >= 6);
    EXPECT_FALSE(verdict && verdict->is_artifact) << i;
  }
}

}  // namespace
}  // namespace tonus::body
