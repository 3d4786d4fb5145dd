#include <gtest/gtest.h>

#include <sensors/exchange/readers.hpp>

#include "support.hpp"

namespace {

using namespace tonus;
using exchange::parse_jsonl;

TEST(JsonLines, RowsAsSteerTakesThem) {
  const auto activity = parse_jsonl(
      "{\"config\":{\"target_bpm\":130}}\n"
      "{\"t\":1,\"hr_bpm\":120,\"rr_ms\":[500,510],\"power_w\":200,\"cadence_rpm\":85,\"contact\":true}\n"
      "{\"t\":2,\"hr_bpm\":null,\"rr_ms\":null,\"power_w\":210,\"speed_m_s\":8.5}\n");
  ASSERT_TRUE(activity.has_value()) << activity.error().message;
  ASSERT_EQ(activity->records.size(), 2u);
  EXPECT_EQ(activity->records[0].hr_bpm, 120.0);
  EXPECT_FALSE(activity->records[1].hr_bpm.has_value());
  EXPECT_EQ(activity->records[1].speed_m_s, 8.5);
  ASSERT_EQ(activity->beats.size(), 2u);
  EXPECT_DOUBLE_EQ(activity->beats[0].t_s, 0.49);
  EXPECT_EQ(activity->beats[1].t_s, 1.0);
  EXPECT_TRUE(activity->warnings.empty());
}

TEST(JsonLines, SamplesAndEventsAsListenPrintsThem) {
  const auto activity = parse_jsonl(
      "{\"t\":0.1,\"event\":\"connected\"}\n"
      "{\"t\":0.5,\"kind\":\"rr\",\"value\":800,\"unit\":\"ms\",\"quality\":1,\"device\":\"x\"}\n"
      "{\"t\":1.0,\"kind\":\"heart_rate\",\"value\":75,\"unit\":\"bpm\"}\n"
      "{\"t\":1.0,\"kind\":\"power\",\"value\":150}\n"
      "{\"t\":1.0,\"kind\":\"cadence\",\"value\":80}\n"
      "{\"t\":1.0,\"kind\":\"speed\",\"value\":7}\n"
      "{\"t\":1.0,\"kind\":\"contact\",\"value\":1}\n");
  ASSERT_TRUE(activity.has_value()) << activity.error().message;
  EXPECT_EQ(activity->beats.size(), 1u);
  ASSERT_EQ(activity->records.size(), 4u);
  EXPECT_EQ(activity->records[0].hr_bpm, 75.0);
  EXPECT_EQ(activity->records[1].power_w, 150.0);
}

TEST(JsonLines, LinesThatAreNotJsonOrHoldNonsenseAreNamed) {
  const auto activity = parse_jsonl(
      "{\"t\":0,\"hr_bpm\":120}\n{\"t\":1,\"hr_bpm\":121}\n{\"t\":2,\"hr_bpm\":122}\n{\"t\":3,\"hr_bpm\":122}\n"
      "{\"t\":3,\"hr_bpm\":\n[1,2]\n{\"t\":\"now\"}\n{\"t\":4,\"rr_ms\":[-5]}\n");
  ASSERT_TRUE(activity.has_value()) << activity.error().message;
  EXPECT_EQ(activity->beats.size(), 0u);
  EXPECT_TRUE(made::warns_of(*activity, "line 5: '{\"t\":3,\"hr_bpm\":' is not a JSON object"));
  EXPECT_TRUE(made::warns_of(*activity, "line 6"));
  EXPECT_TRUE(made::warns_of(*activity, "line 7: t is not a number"));
  EXPECT_TRUE(made::warns_of(*activity, "line 8: rr_ms holds -5"));
}

TEST(JsonLines, NothingReadableIsAnError) {
  EXPECT_FALSE(parse_jsonl("").has_value());
  EXPECT_FALSE(parse_jsonl("{\"config\":{}}\n").has_value());
  EXPECT_FALSE(parse_jsonl("{\"t\":1e999}\n").has_value());
  EXPECT_FALSE(parse_jsonl("{\"t\":1e300,\"hr_bpm\":1}\n").has_value());
}

TEST(JsonLines, ZeroHeartRateIsAbsent) {
  const auto activity = parse_jsonl("{\"t\":0,\"hr_bpm\":0}\n");
  ASSERT_TRUE(activity.has_value());
  EXPECT_FALSE(activity->records.at(0).hr_bpm.has_value());
  EXPECT_EQ(activity->zero_heart_rates, 1u);
}

TEST(JsonLines, ADeepNestIsRefusedNotFollowed) {
  const std::string deep(60000, '[');
  EXPECT_FALSE(parse_jsonl(deep + "\n").has_value());
  EXPECT_FALSE(parse_jsonl("{\"t\":" + deep).has_value());
}

TEST(JsonLines, EveryTruncationIsAnErrorOrAWarnedPartOrAShorterWholeFile) {
  const std::string whole = "{\"t\":0,\"hr_bpm\":120}\n{\"t\":1,\"hr_bpm\":125}\n{\"t\":2,\"hr_bpm\":130}\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto part = parse_jsonl(std::string_view(whole).substr(0, size));
    if (!part) continue;
    EXPECT_EQ(part->warnings.empty(), whole[size - 1] == '\n' || whole[size - 1] == '}') << size;
    for (const auto& record : part->records) EXPECT_EQ(record.hr_bpm, 120.0 + 5.0 * record.t_s);
  }
}

}  // namespace
