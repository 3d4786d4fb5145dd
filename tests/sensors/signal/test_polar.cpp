#include <gtest/gtest.h>

#include <sensors/signal/polar.hpp>

#include "support.hpp"

namespace tonus::sensors {
namespace {

using made::expect_one_line;
using made::hex;
using made::Octets;

/// Keeps the octets that the frame points into.
struct Held {
  explicit Held(std::string_view text) : octets(hex(text)), frame(decode_polar_frame(octets).value()) {}
  Octets octets;
  PolarFrame frame;
};

constexpr const char* kAt2s = " 0094357700000000 ";
Held ecg(const std::string& rest) { return Held("00" + (kAt2s + rest)); }
Held acc(const std::string& rest) { return Held("02" + (kAt2s + rest)); }
Held ppi(const std::string& rest) { return Held("03" + (kAt2s + rest)); }

TEST(PolarFrame, HeadNamesTypeTimeAndCompression) {
  const Held held("c2 0094357700000000 81 0102");
  EXPECT_EQ(held.frame.type, 2);
  EXPECT_EQ(held.frame.timestamp_ns, 2'000'000'000U);
  EXPECT_EQ(held.frame.frame_type, 1);
  EXPECT_TRUE(held.frame.is_compressed);
  EXPECT_EQ(held.frame.content.size(), 2U);
  const auto cut = decode_polar_frame(hex("02 00943577000000 81"));
  ASSERT_FALSE(cut);
  expect_one_line(cut.error(), "fb005c82: 9 octets, expected at least 10");
}

TEST(PolarEcg, SamplesAreSignedMicrovolts) {
  EXPECT_EQ(*decode_polar_ecg(ecg("00 ffffff 010000 000080").frame), (std::vector<std::int32_t>{-1, 1, -8388608}));
  EXPECT_TRUE(decode_polar_ecg(ecg("00").frame)->empty());
}

TEST(PolarEcg, BrokenOrUnknownFramesAreErrors) {
  for (const char* rest : {"00 ffff", "00 ffffff 01", "02 ffffff", "80 ffffff"}) {
    const Held held = ecg(rest);
    const auto samples = decode_polar_ecg(held.frame);
    ASSERT_FALSE(samples) << rest;
    expect_one_line(samples.error(), "fb005c82: ");
  }
  EXPECT_FALSE(decode_polar_ecg(acc("00 ffffff").frame));
}

TEST(PolarAcceleration, RawFramesHaveOneTwoOrThreeOctetsAnAxis) {
  using List = std::vector<Acceleration>;
  EXPECT_EQ(*decode_polar_acceleration(acc("00 01ff80").frame), (List{{1, -1, -128}}));
  EXPECT_EQ(*decode_polar_acceleration(acc("01 e803 18fc 0080").frame), (List{{1000, -1000, -32768}}));
  EXPECT_EQ(*decode_polar_acceleration(acc("02 e80300 18fcff 000080 010000 020000 030000").frame),
            (List{{1000, -1000, -8388608}, {1, 2, 3}}));
  EXPECT_FALSE(decode_polar_acceleration(acc("01 e803 18fc 00").frame));
  EXPECT_FALSE(decode_polar_acceleration(acc("03 e803 18fc 0080").frame));
}

// Worked example of Polar's public test of compressed acceleration, type 1: differences of 6 bits.
TEST(PolarAcceleration, CompressedFramesAddSignedDifferencesToAReference) {
  EXPECT_EQ(*decode_polar_acceleration(acc("81 f1ff 1400 f003 06 01 7b0f08").frame),
            (std::vector<Acceleration>{{-15, 20, 1008}, {-20, 17, 1008}}));
}

// The opening of Polar's public example of type 0: differences of 10 bits, with one sample of its 56.
TEST(PolarAcceleration, DifferencesOfTenBitsCrossOctets) {
  EXPECT_EQ(*decode_polar_acceleration(acc("80 7107 f06a 9e8d 0a 01 be5cbe3a").frame),
            (std::vector<Acceleration>{{1905, 27376, -29282}, {1905 + 190, 27376 - 105, -29282 - 85}}));
}

TEST(PolarAcceleration, SeveralBlocksFollowEachOtherAtWholeOctets) {
  // 1 bit: -1 or 0; then 8 bits.
  EXPECT_EQ(*decode_polar_acceleration(acc("81 0000 0a00 1400 01 02 29 08 01 05f600").frame),
            (std::vector<Acceleration>{{0, 10, 20}, {-1, 10, 20}, {-2, 10, 19}, {3, 0, 19}}));
}

TEST(PolarAcceleration, NothingOfABrokenCompressedFrameIsTaken) {
  for (const char* rest : {"81 f1ff 1400 f0", "81 f1ff 1400 f003 06", "81 f1ff 1400 f003 06 01 7b0f",
                           "81 f1ff 1400 f003 21 01 000000000000000000000000000000", "82 f1ff 1400 f003"}) {
    const Held held = acc(rest);
    const auto samples = decode_polar_acceleration(held.frame);
    ASSERT_FALSE(samples) << rest;
    expect_one_line(samples.error(), "fb005c82: ");
  }
}

TEST(PolarAcceleration, BlocksWithoutBitsCannotFillTheMemory) {
  std::string rest = "81 0000 0000 0000";
  for (int i = 0; i < 200; ++i) rest += " 00 ff";
  const Held held = acc(rest);
  EXPECT_FALSE(decode_polar_acceleration(held.frame));
}

TEST(PolarAcceleration, DifferencesThatOverflowWrap) {
  const auto samples = decode_polar_acceleration(
      acc("81 0000 0000 0000 20 02 ffffff7f ffffff7f ffffff7f ffffff7f ffffff7f ffffff7f").frame);
  ASSERT_TRUE(samples);
  EXPECT_EQ((*samples)[1][0], 0x7FFFFFFF);
  EXPECT_EQ((*samples)[2][0], -2);
}

TEST(PolarIntervals, HaveAnErrorAndThreeFlags) {
  const auto intervals = decode_polar_intervals(ppi("00 80 8080 8080 ff 00 0100 0100 00").frame);
  ASSERT_TRUE(intervals);
  ASSERT_EQ(intervals->size(), 2U);
  const PolarInterval& first = (*intervals)[0];
  EXPECT_EQ(first.bpm, 128);
  EXPECT_EQ(first.interval_ms, 32896);
  EXPECT_EQ(first.error_ms, 32896);
  EXPECT_TRUE(first.is_blocked && first.has_contact && first.contact_supported);
  const PolarInterval& second = (*intervals)[1];
  EXPECT_EQ(second.interval_ms, 1);
  EXPECT_FALSE(second.is_blocked || second.has_contact || second.contact_supported);
}

TEST(PolarIntervals, BrokenOrUnknownFramesAreErrors) {
  EXPECT_FALSE(decode_polar_intervals(ppi("00 80 8080 8080").frame));
  EXPECT_FALSE(decode_polar_intervals(ppi("01 80 8080 8080 ff").frame));
  EXPECT_FALSE(decode_polar_intervals(acc("00 80 8080 8080 ff").frame));
}

TEST(PolarControl, AShortAnswerHasNoMoreAndNoParameters) {
  const auto response = decode_polar_response(hex("f0 02 00 07"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->op, 2);
  EXPECT_EQ(response->error, 7);
  EXPECT_FALSE(response->more);
  EXPECT_TRUE(response->parameters.empty());
  EXPECT_FALSE(decode_polar_response(hex("f0 02 00")));
  EXPECT_FALSE(decode_polar_response(hex("0f 02 00 00")));
}

TEST(PolarSettings, EveryKindInItsWidth) {
  const auto s = decode_polar_settings(hex("00 02 1900 3200 03 01 40420f00 04 01 03 05 01 0000803f"));
  ASSERT_TRUE(s);
  EXPECT_EQ(s->sample_rates_hz.size(), 2U);
  EXPECT_EQ(s->sample_rates_hz[1], 50);
  EXPECT_EQ(s->ranges_milli[0], 1'000'000U);
  EXPECT_EQ(s->channels[0], 3);
  EXPECT_EQ(s->factors[0], 1.0F);
  EXPECT_FALSE(s->truncated);
}

TEST(PolarSettings, WhatCannotBeReadEndsTheListAndIsSaid) {
  for (const char* text : {"00 01 1900 01", "00 01 1900 01 01 10", "00 01 1900 63 01 10"}) {
    const auto s = decode_polar_settings(hex(text));
    ASSERT_TRUE(s) << text;
    EXPECT_TRUE(s->truncated) << text;
    EXPECT_EQ(s->sample_rates_hz.size(), 1U) << text;
    EXPECT_TRUE(s->resolutions_bit.empty()) << text;
  }
  EXPECT_FALSE(decode_polar_settings(hex("00")));
}

}  // namespace
}  // namespace tonus::sensors
