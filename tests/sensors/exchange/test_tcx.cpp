#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sensors/exchange/readers.hpp>

#include "support.hpp"

namespace {

using namespace tonus;
using exchange::parse_tcx;

std::string ride(const std::string& points) {
  return R"(<?xml version="1.0"?><TrainingCenterDatabase><Activities><Activity Sport="Biking"><Lap><Track>)" + points +
         "</Track></Lap></Activity></Activities></TrainingCenterDatabase>";
}
std::string point(const std::string& time, const std::string& rest = "") {
  return "<Trackpoint><Time>" + time + "</Time>" + rest + "</Trackpoint>";
}

TEST(Tcx, APointHoldsHeartRateCadencePowerAndSpeedWhateverThePrefix) {
  const auto activity = parse_tcx(ride(point("2024-05-01T10:00:00Z") +
                                       point("2024-05-01T10:00:02.5Z",
                                             "<HeartRateBpm><Value>131</Value></HeartRateBpm><Cadence>88</Cadence>"
                                             "<Extensions><ns3:TPX><ns3:Watts>212</ns3:Watts><ns3:Speed>9.5</ns3:Speed>"
                                             "</ns3:TPX></Extensions>")));
  ASSERT_TRUE(activity) << activity.error().message;
  ASSERT_EQ(activity->records.size(), 2U);
  EXPECT_EQ(activity->format, exchange::FileFormat::Tcx);
  EXPECT_EQ(activity->sport, "cycling");
  EXPECT_EQ(activity->start_unix_s, 1714557600);
  EXPECT_FALSE(activity->records[0].hr_bpm);
  const auto& record = activity->records[1];
  EXPECT_DOUBLE_EQ(record.t_s, 2.5);
  EXPECT_EQ(record.hr_bpm, 131.0);
  EXPECT_EQ(record.cadence_rpm, 88.0);
  EXPECT_EQ(record.power_w, 212.0);
  EXPECT_EQ(record.speed_m_s, 9.5);
}

TEST(Tcx, ZeroBeatsAMinuteIsNoHeartRate) {
  const auto activity = parse_tcx(ride(point("2024-05-01T10:00:00Z", "<HeartRateBpm><Value>0</Value></HeartRateBpm>")));
  ASSERT_TRUE(activity);
  EXPECT_FALSE(activity->records[0].hr_bpm);
  EXPECT_EQ(activity->zero_heart_rates, 1U);
}

TEST(Tcx, ActivitiesDaysApartAreJoinedAndSaid) {
  const std::string second =
      "</Track></Lap></Activity><Activity Sport=\"Running\"><Lap><Track>" + point("2024-05-04T10:00:00Z");
  const auto activity = parse_tcx(ride(point("2024-05-01T10:00:00Z") + point("2024-05-01T10:00:01Z") + second));
  ASSERT_TRUE(activity) << activity.error().message;
  EXPECT_DOUBLE_EQ(exchange::duration_s(*activity), 2.0);
  ASSERT_EQ(activity->warnings.size(), 1U);
  EXPECT_NE(activity->warnings[0].find("2 activities"), std::string::npos);
}

TEST(Tcx, EveryTruncationIsAnErrorOrAWarningAndNeverAValueThatWasNotThere) {
  const std::string whole = ride(point("2024-05-01T10:00:00Z", "<HeartRateBpm><Value>131</Value></HeartRateBpm>") +
                                 point("2024-05-01T10:00:01Z", "<HeartRateBpm><Value>132</Value></HeartRateBpm>"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto part = parse_tcx(whole.substr(0, size));
    if (!part) {
      EXPECT_FALSE(part.error().message.empty()) << size;
      continue;
    }
    EXPECT_FALSE(part->warnings.empty()) << size;
    for (const auto& record : part->records) {
      EXPECT_TRUE(!record.hr_bpm || *record.hr_bpm == 131.0 || *record.hr_bpm == 132.0) << size;
    }
  }
}

TEST(Tcx, OtherXmlBrokenXmlAndNoXmlAreErrorsThatSayWhatWasExpected) {
  for (const char* text : {"<gpx></gpx>", "<TrainingCenterDatabase/>", "<a><b></a>", "not xml", ""}) {
    const auto activity = parse_tcx(text);
    ASSERT_FALSE(activity) << text;
    EXPECT_EQ(activity.error().message.find('\n'), std::string::npos);
  }
  EXPECT_NE(parse_tcx("<gpx></gpx>").error().message.find("TrainingCenterDatabase"), std::string::npos);
}

TEST(Tcx, EntitiesDoNotGrowAndNestingCostsNoStack) {
  const std::string bomb =
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>" + ride(point("&b;"));
  EXPECT_FALSE(parse_tcx(bomb));
  std::string deep = "<TrainingCenterDatabase>";
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  EXPECT_FALSE(parse_tcx(deep));
}

TEST(Tcx, RealFilesGiveWhatAnIndependentReaderFound) {
  const std::filesystem::path folder = made::shared_data() / "activities";
  std::ifstream in(folder / "expected.json");
  if (!in) GTEST_SKIP() << "no reference recordings at " << folder << "; set TONUS_SHARED to their folder";
  const auto expected = nlohmann::json::parse(in);
  int files = 0;
  for (const auto& [name, facts] : expected.items()) {
    if (!name.ends_with(".tcx")) continue;
    ++files;
    const auto activity = exchange::read_activity(folder / name);
    ASSERT_TRUE(activity) << activity.error().message;
    EXPECT_EQ(activity->records.size(), facts["points"].get<std::size_t>()) << name;
    std::vector<double> rates;
    for (const auto& record : activity->records) {
      if (record.hr_bpm) rates.push_back(*record.hr_bpm);
    }
    if (facts["heartRate"].is_null()) {
      EXPECT_TRUE(rates.empty()) << name;
      continue;
    }
    ASSERT_EQ(rates.size(), facts["heartRate"]["n"].get<std::size_t>()) << name;
    EXPECT_EQ(*std::ranges::min_element(rates), facts["heartRate"]["min"].get<double>());
    EXPECT_EQ(*std::ranges::max_element(rates), facts["heartRate"]["max"].get<double>());
  }
  EXPECT_GE(files, 4);
}

}  // namespace
