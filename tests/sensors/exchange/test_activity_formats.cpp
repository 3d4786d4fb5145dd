// GPX, PWX, Polar HRM and lists of JSON, on small samples of our own; swim straps.
#include "import_support.hpp"
#include "made_fit.hpp"
#include "support.hpp"

namespace {

using namespace tonus;
using made::sample;

TEST(Gpx, HeartRateIsReadUnderWhoeversNameAndPlacesAreNot) {
  const auto ride = exchange::parse_gpx(sample("ride.gpx"));
  ASSERT_TRUE(ride.has_value()) << ride.error().message;
  EXPECT_EQ(ride->sport, "cycling");
  EXPECT_EQ(ride->start_unix_s, 1709571600);
  ASSERT_EQ(ride->records.size(), 3u);
  EXPECT_EQ(ride->records[0].hr_bpm, 120.0);
  EXPECT_EQ(ride->records[0].cadence_rpm, 85.0);
  EXPECT_EQ(ride->records[0].power_w, 180.0);
  EXPECT_EQ(ride->records[1].t_s, 2.0);
  EXPECT_EQ(ride->records[1].hr_bpm, 122.0);
  EXPECT_FALSE(ride->records[2].hr_bpm.has_value());
  EXPECT_FALSE(exchange::parse_gpx("<rss/>").has_value());
}

TEST(Pwx, SamplesLieAtTheirOffsets) {
  const auto ride = exchange::parse_pwx(sample("ride.pwx"));
  ASSERT_TRUE(ride.has_value()) << ride.error().message;
  EXPECT_EQ(ride->sport, "cycling");
  ASSERT_EQ(ride->records.size(), 3u);
  EXPECT_EQ(ride->records[0].speed_m_s, 8.5);
  EXPECT_EQ(ride->records[1].t_s, 1.5);
  EXPECT_EQ(ride->records[1].power_w, 182.0);
  EXPECT_FALSE(ride->records[2].hr_bpm.has_value());
}

TEST(PolarHrm, ColumnsFollowTheModeAndBeatsTheInterval238) {
  const auto ride = exchange::parse_polar_hrm(sample("ride.hrm"));
  ASSERT_TRUE(ride.has_value()) << ride.error().message;
  ASSERT_EQ(ride->records.size(), 3u);
  EXPECT_EQ(ride->records[1].t_s, 5.0);
  EXPECT_EQ(ride->records[1].hr_bpm, 121.0);
  EXPECT_NEAR(ride->records[1].speed_m_s.value(), 30.5 / 3.6, 1e-12);
  EXPECT_EQ(ride->records[1].cadence_rpm, 86.0);
  EXPECT_EQ(ride->records[1].power_w, 182.0);
  EXPECT_EQ(ride->zero_heart_rates, 1u);
  const auto beats = exchange::parse_polar_hrm(sample("beats.hrm"));
  ASSERT_TRUE(beats.has_value()) << beats.error().message;
  ASSERT_EQ(beats->beats.size(), 3u);
  EXPECT_DOUBLE_EQ(beats->beats[2].t_s, 2.4);
  EXPECT_FALSE(exchange::parse_polar_hrm("[Params]\nInterval=0\n[HRData]\n120\n").has_value());
  EXPECT_FALSE(exchange::parse_polar_hrm("[Params]\nInterval=5\n").has_value());
}

TEST(StreamsJson, ParallelListsBecomeRecordsAndAShortOneIsNamed) {
  const auto ride = exchange::parse_streams_json(sample("streams.json"));
  ASSERT_TRUE(ride.has_value()) << ride.error().message;
  ASSERT_EQ(ride->records.size(), 3u);
  EXPECT_EQ(ride->records[2].t_s, 3.0);
  EXPECT_EQ(ride->records[2].hr_bpm, 122.0);
  EXPECT_FALSE(ride->records[1].power_w.has_value());
  EXPECT_EQ(ride->zero_heart_rates, 1u);
  EXPECT_TRUE(made::warns_of(*ride, "cadence has 2 values, time has 3"));
  const auto cut = exchange::parse_streams_json("{\"time\": [0, 1");
  ASSERT_FALSE(cut.has_value());
  EXPECT_NE(cut.error().message.find("line 1"), std::string::npos);
}

TEST(SwimStrap, BeatsComeFromTheLowTwelveBitsAndFillRecordsWithoutAHeartRate) {
  using made::kUInt16, made::kUInt32, made::kUInt8;
  made::FitMaker fit;
  fit.define(0, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}});
  for (unsigned i = 0; i < 8; ++i) fit.data(0).u32(made::kMadeStart + i).u8(0xFF);
  // Tick 4000 of the strap is the first record's second; beats 1000 ticks apart roll over at 4096.
  fit.define(1, 132, {{253, 4, kUInt32}, {0, 2, kUInt16}, {9, 4, kUInt32}, {6, 1, kUInt8}});
  fit.data(1).u32(made::kMadeStart).u16(0).u32(4000).u8(61);
  fit.define(2, 132, {{6, 2, kUInt8}, {10, 3, 0x0D}});
  const unsigned first = (4000 + 1000) & 0xFFFu, second = (4000 + 2000) & 0xFFFu;
  fit.data(2).u8(60).u8(59).u8(first & 0xFFu).u8(first >> 8 | (second & 0x0Fu) << 4).u8(second >> 4);
  const auto ride = exchange::parse_fit(fit.file());
  ASSERT_TRUE(ride.has_value()) << ride.error().message;
  ASSERT_EQ(ride->beats.size(), 2u);
  EXPECT_DOUBLE_EQ(ride->beats[0].rr_ms, 1000.0 / 1.024);
  EXPECT_NEAR(ride->beats[1].t_s, 2.0 / 1.024, 1e-9);
  EXPECT_EQ(ride->records[0].hr_bpm, 61.0);
  EXPECT_EQ(ride->records[1].hr_bpm, 60.0);
  EXPECT_EQ(ride->records[2].hr_bpm, 59.0);
  EXPECT_EQ(ride->strap_heart_rates, 7u) << "a rate counts for five seconds";
  EXPECT_FALSE(ride->records[7].hr_bpm.has_value());
}

}  // namespace
