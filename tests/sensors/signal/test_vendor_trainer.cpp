#include <gtest/gtest.h>

#include <sensors/signal/vendor_trainer.hpp>

#include "support.hpp"

namespace tonus::sensors {
namespace {

using made::expect_one_line;
using made::hex;

TEST(WahooRequest, EveryOpHasItsParameter) {
  const auto asked = [](std::string_view packet) { return decode_wahoo_request(hex(packet)).value(); };
  EXPECT_EQ(wahoo_op_name(asked("20eefc").op), "unlock");
  EXPECT_EQ(asked("40 6400").level_raw, 100);
  EXPECT_EQ(asked("41 05").level_raw, 5);
  const auto road = asked("43 401f 2800 fe01");
  EXPECT_EQ(road.weight_kg, 80.0);
  EXPECT_EQ(road.rolling_resistance, 0.004);
  EXPECT_EQ(road.wind_resistance, 0.51);
  EXPECT_EQ(asked("44 2800").rolling_resistance, 0.004);
  EXPECT_EQ(asked("45 fe01").wind_resistance, 0.51);
  EXPECT_EQ(asked("47 b88b").wind_m_s, 3.0);
  EXPECT_EQ(asked("48 3852").circumference_mm, 2104.8);
}

TEST(WahooRequest, AMissingParameterOrAnUnknownOpIsAnError) {
  for (const char* packet : {"", "40 64", "41", "42 d5", "43 401f 2800 fe", "46 80", "49 0000", "00"}) {
    const auto request = decode_wahoo_request(hex(packet));
    ASSERT_FALSE(request) << packet;
    expect_one_line(request.error(), "a026e005-write: ");
  }
}

TEST(TacxFrame, GeneralPage) {
  const auto f = decode_tacx_frame(hex("a4094e05 10 19 08 64 a00f 78 3d 00"));
  ASSERT_TRUE(f);
  EXPECT_EQ(equipment_name(*f->equipment), "Trainer");
  EXPECT_EQ(equipment_state_name(*f->state), "IN_USE");
  EXPECT_EQ(f->elapsed_s, 2.0);
  EXPECT_EQ(f->distance_m, 100.0);
  EXPECT_EQ(f->speed_m_per_s, 4.0);
  EXPECT_TRUE(f->is_speed_virtual);
  EXPECT_EQ(f->heart_rate_bpm, 120);
}

TEST(TacxFrame, WhatIsSaidToBeUnknownIsAbsent) {
  // No source of heart rate, no distance, no speed.
  const auto general = decode_tacx_frame(hex("a4094e05 10 10 08 64 ffff 78 20 00"));
  ASSERT_TRUE(general);
  EXPECT_FALSE(general->heart_rate_bpm || general->distance_m || general->speed_m_per_s);
  EXPECT_EQ(equipment_name(*general->equipment), "General");
  EXPECT_FALSE(decode_tacx_frame(hex("a4094e05 10 19 08 64 ffff ff 21 00"))->heart_rate_bpm);
  const auto trainer = decode_tacx_frame(hex("a4094e05 19 4c ff 25d2 ff0f 30 00"));
  ASSERT_TRUE(trainer);
  EXPECT_FALSE(trainer->cadence_rpm || trainer->power_w || trainer->accumulated_power_w);
  const auto track = decode_tacx_frame(hex("a4094f05 33 ffffffff ffff ff 00"));
  EXPECT_FALSE(track->grade_percent || track->rolling_resistance);
}

TEST(TacxFrame, TrainerPageHasTwelveBitsOfPower) {
  const auto f = decode_tacx_frame(hex("a4094e05 19 4c 5a 25d2 2cf1 30 00"));
  ASSERT_TRUE(f);
  EXPECT_EQ(f->cadence_rpm, 90);
  EXPECT_EQ(f->power_w, 300);
  EXPECT_EQ(f->accumulated_power_w, 0xD225);
  EXPECT_EQ(f->event_count, 0x4C);
}

TEST(TacxFrame, ProductPage) {
  const auto f = decode_tacx_frame(hex("a4094e0551ff00070f57000017"));
  ASSERT_TRUE(f);
  EXPECT_TRUE(f->is_checksum_good);
  EXPECT_EQ(f->serial, 22287U);
  EXPECT_EQ(f->software_version, 7.0);
  EXPECT_FALSE(decode_tacx_frame(hex("a4094e0551ff ff07 ffffffff 00"))->serial);
}

TEST(TacxFrame, PagesToTheTrainer) {
  EXPECT_EQ(decode_tacx_frame(hex("a4094f05 30 ffffffffffff 64 00"))->resistance_percent, 50.0);
  const auto wind = decode_tacx_frame(hex("a4094f05 32 ffffffff 33 89 64 00"));
  EXPECT_EQ(wind->wind_resistance_kg_m, 0.51);
  EXPECT_EQ(wind->wind_km_h, 10.0);
  EXPECT_EQ(wind->drafting_factor, 1.0);
}

TEST(TacxFrame, AWrongChecksumIsSaid) {
  EXPECT_TRUE(decode_tacx_frame(hex("a4094e01194cff25d26b0020f4"))->is_checksum_good);
  EXPECT_FALSE(decode_tacx_frame(hex("a4094e01194cff25d26b0020f5"))->is_checksum_good);
}

TEST(TacxFrame, WhatIsNoFrameIsAnError) {
  for (const char* packet : {"", "a4", "a4094e01194cff25d26b0020", "12a4094e05191f00000000402080",
                             "a4084e01194cff25d26b0020f4", "a4094001194cff25d26b0020f4"}) {
    const auto frame = decode_tacx_frame(hex(packet));
    ASSERT_FALSE(frame) << packet;
    expect_one_line(frame.error(), "6e40fec2");
  }
}

}  // namespace
}  // namespace tonus::sensors
