// What we ask of trainers: the published packets, and through the decoders and back.
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <sensors/signal/fitness_control.hpp>
#include <sensors/signal/trainer_protocol.hpp>
#include <sensors/signal/vendor_trainer.hpp>

#include "support.hpp"

namespace tonus::sensors {
namespace {

using made::expect_one_line;
using made::hex;
using made::Octets;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInfinity = std::numeric_limits<double>::infinity();

Octets sent(const ControlPacket& packet) { return {packet.begin(), packet.end()}; }
ControlRequest asked(const ControlPacket& packet) { return decode_control_request(octets_of(packet)).value(); }
TacxFrame framed(const ControlPacket& packet) { return decode_tacx_frame(octets_of(packet)).value(); }

TEST(FtmsEncoder, WritesThePublishedPackets) {
  EXPECT_EQ(sent(ftms::request_control()), hex("00"));
  EXPECT_EQ(sent(ftms::reset()), hex("01"));
  EXPECT_EQ(sent(ftms::target_power({300.0})), hex("052c01"));
  EXPECT_EQ(sent(ftms::target_resistance(10.0, true)), hex("046400"));
  EXPECT_EQ(sent(ftms::target_resistance(10.0, false)), hex("0464"));
  EXPECT_EQ(sent(ftms::start()), hex("07"));
  EXPECT_EQ(sent(ftms::stop()), hex("0801"));
  EXPECT_EQ(sent(ftms::pause()), hex("0802"));
  EXPECT_EQ(sent(ftms::simulation(
                {.grade_percent = 8.1, .wind_m_s = 3.0, .rolling_resistance = 0.004, .wind_resistance_kg_m = 0.49})),
            hex("11b80b2a032831"));
  EXPECT_EQ(sent(ftms::simulation({.grade_percent = 2.5})), hex("110000fa002833"));
}

TEST(FtmsEncoder, EveryPowerComesBackThroughTheDecoder) {
  for (int w = -32768; w <= 32767; w += 7) ASSERT_EQ(asked(ftms::target_power({double(w)})).target.power_w, w);
}

TEST(FtmsEncoder, EveryRoadComesBackThroughTheDecoder) {
  for (double grade = -40.0; grade <= 40.0; grade += 0.37) {
    const RoadSimulation road{grade, grade / 4.0, 0.0001 * std::round(std::abs(grade)),
                              0.01 * std::round(std::abs(grade))};
    const auto read = asked(ftms::simulation(road)).target.road;
    ASSERT_TRUE(read);
    EXPECT_NEAR(read->grade_percent, road.grade_percent, 0.0051);
    EXPECT_NEAR(read->wind_m_s, road.wind_m_s, 0.00051);
    EXPECT_NEAR(read->rolling_resistance, road.rolling_resistance, 1e-9);
    EXPECT_NEAR(read->wind_resistance_kg_m, road.wind_resistance_kg_m, 1e-9);
  }
}

TEST(FtmsEncoder, ValuesBeyondTheirFieldAreClampedAndNoNumberAsksForNothing) {
  EXPECT_EQ(asked(ftms::target_power({1e9})).target.power_w, 32767);
  EXPECT_EQ(asked(ftms::target_power({-kInfinity})).target.power_w, -32768);
  EXPECT_EQ(asked(ftms::target_power({kNaN})).target.power_w, 0);
  EXPECT_EQ(asked(ftms::target_resistance(99.0, false)).target.resistance_level, 25.5);
  EXPECT_EQ(asked(ftms::target_resistance(-1.0, false)).target.resistance_level, 0.0);
  EXPECT_EQ(asked(ftms::target_resistance(1e9, true)).target.resistance_level, 3276.7);
  EXPECT_EQ(asked(ftms::simulation({.grade_percent = 1e9})).target.road->grade_percent, 327.67);
  EXPECT_EQ(asked(ftms::simulation({.grade_percent = kNaN})).target.road->grade_percent, 0.0);
}

TEST(FtmsResponse, NamesTheOpTheResultAndItsParameters) {
  const auto response = ftms::decode_response(hex("80 13 01 d204 e803"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->request, 0x13);
  EXPECT_EQ(response->result, ftms::ControlResult::Success);
  EXPECT_EQ(response->parameters.size(), 4U);
  EXPECT_EQ(ftms::name(ftms::decode_response(hex("800502"))->result), "op_not_supported");
  EXPECT_EQ(ftms::name(ftms::decode_response(hex("800505"))->result), "control_not_permitted");
}

TEST(FtmsResponse, ShortForeignOrUnknownIsAnError) {
  for (const char* packet : {"", "80", "8005", "810501", "800500", "800506"}) {
    const auto response = ftms::decode_response(hex(packet));
    ASSERT_FALSE(response) << packet;
    expect_one_line(response.error(), "2ad9-indicate: ");
  }
  auto longest = hex("800501");
  longest.resize(600);
  EXPECT_EQ(ftms::decode_response(longest)->parameters.size(), 17U);
}

TEST(FtmsStatus, SaysWhatControlDependsOn) {
  EXPECT_TRUE(ftms::decode_status(hex("ff"))->lost_control());
  EXPECT_TRUE(ftms::decode_status(hex("01"))->was_reset());
  EXPECT_TRUE(ftms::decode_status(hex("0201"))->was_stopped());
  EXPECT_TRUE(ftms::decode_status(hex("03"))->was_stopped());
  EXPECT_TRUE(ftms::decode_status(hex("04"))->was_started());
  EXPECT_FALSE(ftms::decode_status({}));
}

TEST(FtmsFeature, BitsOfARealTrainer) {
  const auto feature = ftms::decode_feature(hex("0244000008200000"));
  ASSERT_TRUE(feature);
  EXPECT_TRUE(feature->takes_power() && feature->takes_simulation());
  EXPECT_FALSE(feature->takes_resistance());
  EXPECT_FALSE(ftms::decode_feature(hex("02440000082000")));
}

TEST(FtmsPowerRange, OfARealTrainer) {
  const auto range = ftms::decode_power_range(hex("0000dc050100"));
  ASSERT_TRUE(range);
  EXPECT_EQ(range->least.value, 0.0);
  EXPECT_EQ(range->most.value, 1500.0);
  EXPECT_EQ(range->step.value, 1.0);
  EXPECT_FALSE(ftms::decode_power_range(hex("0000dc0501")));
}

TEST(WahooEncoder, WritesThePublishedPackets) {
  EXPECT_EQ(sent(wahoo::unlock()), hex("20eefc"));
  EXPECT_EQ(sent(wahoo::erg({213.0})), hex("42d500"));
  EXPECT_EQ(sent(wahoo::grade(0.0)), hex("460080"));
  EXPECT_EQ(sent(wahoo::grade(-0.5)), hex("465c7f"));
  EXPECT_EQ(sent(wahoo::grade(2.0)), hex("468f82"));
}

TEST(WahooEncoder, ComesBackThroughTheDecoderAndIsClamped) {
  const auto read = [](const ControlPacket& packet) { return decode_wahoo_request(octets_of(packet)).value(); };
  for (double grade = -20.0; grade <= 20.0; grade += 0.31) {
    EXPECT_NEAR(*read(wahoo::grade(grade)).grade_percent, grade, 0.0016);
  }
  EXPECT_NEAR(*read(wahoo::grade(500.0)).grade_percent, 100.0, 0.01);
  EXPECT_EQ(read(wahoo::grade(kNaN)).grade_percent, 0.0);
  EXPECT_EQ(read(wahoo::erg({-5.0})).power_w, 0.0);
  EXPECT_EQ(read(wahoo::erg({kNaN})).power_w, 0.0);
}

TEST(WahooResponse, TellsTheOpAndWhetherItWorked) {
  const auto erg = wahoo::decode_response(hex("014201003200"));
  ASSERT_TRUE(erg);
  EXPECT_TRUE(erg->is_success);
  EXPECT_EQ(erg->power, Watts{50.0});
  EXPECT_EQ(wahoo::decode_response(hex("0120"))->request, 0x20);
  EXPECT_FALSE(wahoo::decode_response(hex("0242"))->is_success);
  EXPECT_FALSE(wahoo::decode_response(hex("0142 0100 32"))->power);
  EXPECT_FALSE(wahoo::decode_response(hex("01")));
}

TEST(TacxEncoder, WritesThePublishedPacket) {
  EXPECT_EQ(sent(tacx::track(0.0, 0.0033)), hex("a4094f0533ffffffff204e42f8"));
}

TEST(TacxEncoder, ComesBackThroughTheDecoderWithAGoodChecksum) {
  for (double grade = -40.0; grade <= 40.0; grade += 0.37) {
    const TacxFrame frame = framed(tacx::track(grade));
    EXPECT_TRUE(frame.is_checksum_good);
    EXPECT_NEAR(*frame.grade_percent, grade, 0.0051);
    EXPECT_NEAR(*frame.rolling_resistance, 0.004, 1e-9);
  }
  for (double w = 0.0; w < 4000.0; w += 12.25) {
    const TacxFrame frame = framed(tacx::target_power({w}));
    EXPECT_TRUE(frame.is_checksum_good);
    EXPECT_EQ(frame.page, 0x31);
    EXPECT_EQ(frame.target_power_w, w);
  }
}

TEST(TacxEncoder, ValuesBeyondTheirFieldAreClampedAndNoNumberAsksForNothing) {
  EXPECT_EQ(framed(tacx::target_power({kNaN})).target_power_w, 0.0);
  EXPECT_EQ(framed(tacx::target_power({-1.0})).target_power_w, 0.0);
  EXPECT_EQ(framed(tacx::target_power({kInfinity})).target_power_w, 16383.5);
  EXPECT_EQ(framed(tacx::track(kNaN)).grade_percent, 0.0);
  EXPECT_EQ(framed(tacx::track(1e9)).grade_percent, 200.0);
  EXPECT_EQ(framed(tacx::track(-1e9)).grade_percent, -200.0);
  EXPECT_EQ(framed(tacx::track(0.0, kNaN)).rolling_resistance, 0.0);
  EXPECT_EQ(framed(tacx::track(0.0, 1.0)).rolling_resistance, 0.0127);
}

}  // namespace
}  // namespace tonus::sensors
