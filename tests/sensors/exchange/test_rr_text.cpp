#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sensors/exchange/readers.hpp>

#include "support.hpp"

namespace {

using namespace tonus;
using exchange::parse_rr_text;

TEST(RrText, OneIntervalALineInMillisecondsMakesBeatsThatRunOn) {
  const auto activity = parse_rr_text("# a comment\n800\n750\r\n\n760\n");
  ASSERT_TRUE(activity.has_value());
  ASSERT_EQ(activity->beats.size(), 3u);
  EXPECT_EQ(activity->beats[1].rr_ms, 750.0);
  EXPECT_DOUBLE_EQ(activity->beats[2].t_s, 2.31);
  EXPECT_TRUE(activity->warnings.empty());
}

TEST(RrText, SecondsAreToldFromMillisecondsByTheMedian) {
  const auto activity = parse_rr_text("0.8\n0.75\n2.2\n");
  ASSERT_TRUE(activity.has_value());
  EXPECT_DOUBLE_EQ(activity->beats[1].rr_ms, 750.0);
}

TEST(RrText, TwoColumnsAreTimeAndInterval) {
  const auto activity = parse_rr_text("0.000 0.809\n0.809 0.809\n3.786 2.201\n");
  ASSERT_TRUE(activity.has_value());
  ASSERT_EQ(activity->beats.size(), 3u);
  EXPECT_EQ(activity->beats[2].t_s, 3.786);
  EXPECT_DOUBLE_EQ(activity->beats[2].rr_ms, 2201.0);
}

TEST(RrText, ALineThatIsNoNumberIsNamedAndTheRestIsRead) {
  const auto activity = parse_rr_text("800\n700\ns\n890\n860\n");
  ASSERT_TRUE(activity.has_value());
  EXPECT_EQ(activity->beats.size(), 4u);
  EXPECT_TRUE(made::warns_of(*activity, "line 3: 's' is not an RR interval"));
}

TEST(RrText, NegativeZeroAndAbsurdIntervalsAreNamed) {
  const auto activity = parse_rr_text("800\n-700\n0\n99999999\nnan\ninf\n810\n805\n790\n800\n801\n");
  ASSERT_TRUE(activity.has_value());
  EXPECT_EQ(activity->beats.size(), 6u);
  EXPECT_EQ(activity->warnings.size(), 5u);
}

TEST(RrText, MoreBadLinesThanGoodIsAnErrorWithTheFirstOfThem) {
  const auto activity = parse_rr_text("once\nupon\n800\na time\n");
  ASSERT_FALSE(activity.has_value());
  EXPECT_EQ(activity.error().message, "line 1: 'once' is not an RR interval, expected a number of ms");
  EXPECT_FALSE(parse_rr_text("").has_value());
  EXPECT_FALSE(parse_rr_text("\n \n# nothing\n").has_value());
}

TEST(RrText, NumbersThatCannotBeIntervalsAreRefused) {
  const auto indices = parse_rr_text("180\n14000\n21000\n28000\n");
  ASSERT_FALSE(indices.has_value());
  EXPECT_EQ(indices.error().message, "the median of 4 numbers is 21000, expected RR intervals of 200 to 3000 ms");
}

TEST(RrText, EveryTruncationIsAnErrorOrAWarnedPartOrAShorterWholeFile) {
  const std::string whole = "812\n790\n805\n799\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto part = parse_rr_text(std::string_view(whole).substr(0, size));
    if (!part) {
      EXPECT_LT(size, 3u);  // "8" and "81" are no intervals by themselves
      continue;
    }
    EXPECT_EQ(made::warns_of(*part, "no line end"), whole[size - 1] != '\n') << size;
  }
}

TEST(RrText, RecordedSeriesAgreeWithTheirReference) {
  const auto folder = made::shared_data() / "hrv";
  std::ifstream in(folder / "expected.json");
  if (!in) GTEST_SKIP() << "no reference recordings at " << folder << "; set TONUS_SHARED to their folder";
  const auto expected = nlohmann::json::parse(in);
  for (const char* name : {"GC__rr_2017-08-03_08-28-50.txt", "HA__test_nn_intervals.txt", "RH__real_rri.txt"}) {
    SCOPED_TRACE(name);
    const auto activity = exchange::read_activity(folder / name);
    ASSERT_TRUE(activity.has_value()) << activity.error().message;
    const auto& reference = expected.at(name).at("computed");
    // One line of real_rri says 0: the reference counts it, we name it and leave it out.
    const std::size_t left_out = std::string_view(name) == "RH__real_rri.txt" ? 1 : 0;
    EXPECT_EQ(made::warns_of(*activity, "'0' is not an RR interval"), left_out == 1);
    const auto n = reference.at("n").get<std::size_t>();
    EXPECT_EQ(activity->beats.size() + left_out, n);
    double sum = 0.0;
    for (const auto& beat : activity->beats) sum += beat.rr_ms;
    EXPECT_NEAR(sum / static_cast<double>(n), reference.at("mean_nn_ms").get<double>(), 1e-3);
  }
  const auto mistake = exchange::read_activity(folder / "RH__test_file_mistake_1.txt");
  ASSERT_TRUE(mistake.has_value());
  EXPECT_EQ(mistake->beats.size(), 4u);
  EXPECT_TRUE(made::warns_of(*mistake, "line 3"));
  const auto dated = exchange::read_activity(folder / "RH__rri_multiple_columns_datetime.csv");
  ASSERT_TRUE(dated.has_value());
  EXPECT_EQ(dated->beats.size(), 4u);
  EXPECT_TRUE(made::warns_of(*dated, "line 2: '26/06/2018 22:41:56'"));
}

}  // namespace
