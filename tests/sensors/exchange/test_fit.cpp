#include <algorithm>
#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include <sensors/exchange/readers.hpp>

#include "made_fit.hpp"
#include "support.hpp"

namespace {

using namespace tonus;
using namespace tonus::made;
using exchange::Activity;
using exchange::parse_fit;

Activity read(const std::vector<std::byte>& bytes) {
  auto activity = parse_fit(bytes);
  EXPECT_TRUE(activity.has_value()) << (activity ? "" : activity.error().message);
  return activity.value_or(Activity{});
}

void expect_made_ride(const Activity& activity, std::size_t seconds) {
  ASSERT_EQ(activity.records.size(), seconds);
  ASSERT_EQ(activity.beats.size(), 2 * seconds);
  EXPECT_EQ(activity.sport, "cycling");
  for (std::size_t i = 0; i < seconds; ++i) {
    const auto& record = activity.records[i];
    EXPECT_EQ(record.t_s, static_cast<double>(i));
    EXPECT_EQ(record.hr_bpm, 100.0 + static_cast<double>(i % 80));
    EXPECT_EQ(record.power_w, 150.0 + static_cast<double>(i));
    EXPECT_EQ(record.cadence_rpm, 85.0);
    EXPECT_EQ(record.speed_m_s, 8.0);
    EXPECT_EQ(activity.beats[2 * i].rr_ms, 480.0);
    EXPECT_NEAR(activity.beats[2 * i + 1].t_s, static_cast<double>(i + 1), 1e-6);
  }
}

TEST(Fit, AnOrdinaryFileIsReadWholeAndWithoutAWarning) {
  const auto activity = read(made_ride(90).file());
  expect_made_ride(activity, 90);
  EXPECT_TRUE(activity.warnings.empty()) << all_warnings(activity);
  EXPECT_EQ(activity.start_unix_s, 631065600 + kMadeStart);
  EXPECT_EQ(exchange::duration_s(activity), 90.0);
}

TEST(Fit, TwelveByteHeadersAndBigEndianMessagesAreReadAlike) {
  expect_made_ride(read(made_ride(20).file(12)), 20);
  expect_made_ride(read(made_ride(20, true).file()), 20);
}

TEST(Fit, CompressedTimestampsRollOverEveryThirtyTwoSeconds) {
  FitMaker fit;
  fit.define(0, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}}).data(0).u32(kMadeStart).u8(100);
  fit.define(1, 20, {{3, 1, kUInt8}});
  for (unsigned i = 1; i <= 100; ++i) fit.compressed(1, kMadeStart + i).u8(100 + i % 50);
  const auto activity = read(fit.file());
  ASSERT_EQ(activity.records.size(), 101u);
  for (std::size_t i = 0; i <= 100; ++i) EXPECT_EQ(activity.records[i].t_s, static_cast<double>(i));
  EXPECT_TRUE(activity.warnings.empty()) << all_warnings(activity);
}

TEST(Fit, ACompressedTimestampWithoutATimeBeforeItIsLeftOutWithAWarning) {
  FitMaker fit;
  fit.define(1, 20, {{3, 1, kUInt8}}).compressed(1, 7).u8(100);
  const auto activity = read(fit.file());
  EXPECT_TRUE(activity.records.empty());
  EXPECT_TRUE(warns_of(activity, "no time"));
}

TEST(Fit, ALocalTypeMayBeDefinedAnew) {
  FitMaker fit;
  fit.define(0, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}}).data(0).u32(kMadeStart).u8(100);
  fit.define(0, 20, {{7, 2, kUInt16}, {253, 4, kUInt32}}).data(0).u16(222).u32(kMadeStart + 1);
  const auto activity = read(fit.file());
  ASSERT_EQ(activity.records.size(), 2u);
  EXPECT_EQ(activity.records[0].hr_bpm, 100.0);
  EXPECT_FALSE(activity.records[1].hr_bpm.has_value());
  EXPECT_EQ(activity.records[1].power_w, 222.0);
}

TEST(Fit, DeveloperFieldsAndUnknownMessagesAreSteppedOver) {
  FitMaker fit;
  fit.define(0, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}}, {{0, 3, 0}, {1, 2, 0}});
  fit.data(0).u32(kMadeStart).u8(100).u8(1).u8(2).u8(3).u16(4);
  fit.define(1, 493, {{0, 7, kString}, {1, 4, kUInt32}}).data(1);
  for (int i = 0; i < 11; ++i) fit.u8(0xEE);
  fit.data(0).u32(kMadeStart + 1).u8(101).u8(1).u8(2).u8(3).u16(4);
  const auto activity = read(fit.file());
  ASSERT_EQ(activity.records.size(), 2u);
  EXPECT_EQ(activity.records[1].hr_bpm, 101.0);
  EXPECT_TRUE(activity.warnings.empty());
}

TEST(Fit, InvalidValuesAreAbsentNotNumbers) {
  FitMaker fit;
  fit.define(0, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}, {4, 1, kUInt8}, {7, 2, kUInt16}, {6, 2, kUInt16}});
  fit.data(0).u32(kMadeStart).u8(0xFF).u8(0xFF).u16(0xFFFF).u16(0xFFFF);
  const auto activity = read(fit.file());
  ASSERT_EQ(activity.records.size(), 1u);
  EXPECT_FALSE(activity.records[0].hr_bpm || activity.records[0].power_w || activity.records[0].cadence_rpm ||
               activity.records[0].speed_m_s);
}

TEST(Fit, AFieldOfAStrangeTypeWithAnAbsurdValueIsAbsent) {
  FitMaker fit;
  fit.define(0, 20, {{253, 4, kUInt32}, {3, 4, kUInt32}, {7, 4, 0x88}})
      .data(0)
      .u32(kMadeStart)
      .u32(4'000'000)
      .u32(0x7F000000);
  fit.define(1, 78, {{0, 4, 0x88}}).data(1).u32(0x7F000000);
  const auto activity = read(fit.file());
  EXPECT_FALSE(activity.records.at(0).hr_bpm.has_value());
  EXPECT_FALSE(activity.records.at(0).power_w.has_value());
  EXPECT_TRUE(activity.beats.empty());
}

TEST(Fit, AHeartRateOfZeroIsAbsentAndCounted) {
  FitMaker fit;
  fit.define(0, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}, {7, 2, kUInt16}});
  fit.data(0).u32(kMadeStart).u8(0).u16(0);
  const auto activity = read(fit.file());
  EXPECT_FALSE(activity.records.at(0).hr_bpm.has_value());
  EXPECT_EQ(activity.records.at(0).power_w, 0.0);
  EXPECT_EQ(activity.zero_heart_rates, 1u);
  EXPECT_TRUE(warns_of(activity, "0 bpm"));
}

TEST(Fit, EnhancedSpeedAndFractionalCadenceRefineTheirPlainFields) {
  FitMaker fit;
  fit.define(0, 20, {{253, 4, kUInt32}, {6, 2, kUInt16}, {73, 4, kUInt32}, {4, 1, kUInt8}, {53, 1, kUInt8}});
  fit.data(0).u32(kMadeStart).u16(0xFFFF).u32(70000).u8(90).u8(64);
  const auto activity = read(fit.file());
  EXPECT_EQ(activity.records.at(0).speed_m_s, 70.0);
  EXPECT_EQ(activity.records.at(0).cadence_rpm, 90.5);
}

TEST(Fit, ChainedFilesAreOneActivityOnOneTimeAxis) {
  auto bytes = made_ride(10).file();
  FitMaker second;
  second.define(2, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}}).data(2).u32(kMadeStart + 500).u8(140);
  const auto tail = second.file();
  bytes.insert(bytes.end(), tail.begin(), tail.end());
  const auto activity = read(bytes);
  ASSERT_EQ(activity.records.size(), 11u);
  EXPECT_EQ(activity.records.back().t_s, 500.0);
  EXPECT_TRUE(activity.warnings.empty()) << all_warnings(activity);
}

TEST(Fit, ADefinitionOfOneFileDoesNotReachIntoTheNext) {
  auto bytes = made_ride(5).file();
  FitMaker second;
  second.data(2).u32(kMadeStart + 100).u8(100).u8(85).u16(150).u16(8000);
  const auto tail = second.file();
  bytes.insert(bytes.end(), tail.begin(), tail.end());
  const auto activity = read(bytes);
  EXPECT_EQ(activity.records.size(), 5u);
  EXPECT_TRUE(warns_of(activity, "no definition"));
}

TEST(Fit, BeatsAreSetAnewAfterAPause) {
  FitMaker fit;
  fit.define(2, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}}).define(3, 78, {{0, 2, kUInt16}});
  for (unsigned i = 0; i < 10; ++i) fit.data(2).u32(kMadeStart + i).u8(60).data(3).u16(1000);
  for (unsigned i = 100; i < 110; ++i) fit.data(2).u32(kMadeStart + i).u8(60).data(3).u16(1000);
  const auto activity = read(fit.file());
  ASSERT_EQ(activity.beats.size(), 20u);
  EXPECT_NEAR(activity.beats[9].t_s, 10.0, 1e-9);
  EXPECT_NEAR(activity.beats[10].t_s, 101.0, 1e-9);
  EXPECT_TRUE(warns_of(activity, "set anew"));
}

TEST(Fit, BeatsBeforeTheFirstRecordMakeTheBeginning) {
  FitMaker fit;
  fit.define(3, 78, {{0, 2, kUInt16}});
  for (int i = 0; i < 11; ++i) fit.data(3).u16(1000);
  fit.define(2, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}}).data(2).u32(kMadeStart).u8(60).data(3).u16(1000);
  const auto activity = read(fit.file());
  ASSERT_EQ(activity.beats.size(), 12u);
  EXPECT_NEAR(activity.beats.front().t_s, 0.0, 1e-9);
  EXPECT_NEAR(activity.records.at(0).t_s, 10.0, 1e-9);
  EXPECT_NEAR(activity.beats.back().t_s, 11.0, 1e-9);
  EXPECT_EQ(activity.start_unix_s, 631065600 + kMadeStart - 10);
}

TEST(Fit, BeatsNeverRunBackwards) {
  FitMaker fit;
  fit.define(2, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}}).define(3, 78, {{0, 2, kUInt16}});
  for (unsigned i = 0; i < 20; ++i) fit.data(2).u32(kMadeStart + i).u8(60).data(3).u16(2000);
  const auto activity = read(fit.file());
  EXPECT_EQ(activity.beats.size(), 20u);
  EXPECT_TRUE(std::ranges::is_sorted(activity.beats, {}, &exchange::ActivityBeat::t_s));
}

TEST(Fit, AClockThatStepsBackIsKeptAndNamed) {
  FitMaker fit;
  fit.define(2, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}});
  for (const std::uint32_t t : {0u, 1u, 50u, 2u, 3u}) fit.data(2).u32(kMadeStart + t).u8(60);
  const auto activity = read(fit.file());
  EXPECT_EQ(activity.records.size(), 5u);
  EXPECT_TRUE(warns_of(activity, "steps back"));
}

TEST(Fit, WrongChecksumsAreReportedAndTheRestIsRead) {
  auto header = made_ride(10).file();
  header[12] ^= std::byte{0xFF};
  const auto a = read(header);
  EXPECT_EQ(a.records.size(), 10u);
  EXPECT_TRUE(warns_of(a, "header CRC failure"));
  auto body = made_ride(10).file();
  body.back() ^= std::byte{0xFF};
  const auto b = read(body);
  EXPECT_EQ(b.records.size(), 10u);
  EXPECT_TRUE(warns_of(b, "file CRC failure"));
}

TEST(Fit, EveryFlippedBitIsAnErrorOrAWarningNeverSilence) {
  const auto whole = made_ride(6).file();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      auto bytes = whole;
      bytes[i] ^= static_cast<std::byte>(1u << bit);
      const auto activity = parse_fit(bytes);
      if (activity) {
        // The protocol and profile versions and the header's own size may change without harm only if the CRC says so.
        EXPECT_FALSE(activity->warnings.empty()) << "byte " << i << " bit " << bit;
      } else {
        EXPECT_FALSE(activity.error().message.empty());
      }
    }
  }
}

TEST(Fit, EveryTruncationIsAnErrorOrAWarnedPartNeverAChangedValue) {
  const auto whole = made_ride(20).file();
  const auto all = read(whole);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::vector<std::byte> cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    const auto part = parse_fit(cut);
    if (!part) {
      EXPECT_LT(size, 40u) << part.error().message;
      continue;
    }
    ASSERT_FALSE(part->warnings.empty()) << size;
    ASSERT_TRUE(warns_of(*part, "offset " + std::to_string(size)) || warns_of(*part, "ends")) << all_warnings(*part);
    ASSERT_LE(part->records.size(), all.records.size());
    for (std::size_t i = 0; i < part->records.size(); ++i) {
      ASSERT_EQ(part->records[i].t_s, all.records[i].t_s);
      ASSERT_EQ(part->records[i].hr_bpm, all.records[i].hr_bpm);
      ASSERT_EQ(part->records[i].power_w, all.records[i].power_w);
    }
    for (std::size_t i = 0; i < part->beats.size(); ++i) ASSERT_EQ(part->beats[i].rr_ms, all.beats[i].rr_ms);
  }
}

TEST(Fit, ADataSizeOfZeroIsSalvaged) {
  auto bytes = made_ride(15).file();
  std::fill(bytes.begin() + 4, bytes.begin() + 8, std::byte{0});
  const auto activity = read(bytes);
  expect_made_ride(activity, 15);
  EXPECT_TRUE(warns_of(activity, "says there is no data"));
}

TEST(Fit, GarbageAfterTheEndIsIgnoredAndNamed) {
  auto bytes = made_ride(15).file();
  const std::size_t end = bytes.size();
  bytes.resize(end + 300, std::byte{0x5A});
  const auto activity = read(bytes);
  expect_made_ride(activity, 15);
  EXPECT_TRUE(warns_of(activity, "offset " + std::to_string(end) + ": 300 bytes"));
}

TEST(Fit, APictureNamedFitSaysWhatItHoldsInstead) {
  const std::array<unsigned char, 16> jpeg{0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10, 'J', 'F', 'I', 'F', 0, 1, 1, 1, 0, 0x48};
  const auto activity = parse_fit(std::as_bytes(std::span(jpeg)));
  ASSERT_FALSE(activity.has_value());
  EXPECT_EQ(activity.error().message, "not a FIT file: offset 8 holds 49 46 00 01, expected \".FIT\" (2E 46 49 54)");
}

TEST(Fit, AFileOfHeadersAloneHoldsNothingToRead) {
  const auto activity = parse_fit(FitMaker().file());
  ASSERT_FALSE(activity.has_value());
  EXPECT_NE(activity.error().message.find("nothing to read"), std::string::npos);
}

TEST(Fit, ADataMessageWithoutADefinitionStopsThereAndSaysWhere) {
  FitMaker fit = made_ride(3);
  fit.data(9);
  const auto activity = read(fit.file());
  EXPECT_EQ(activity.records.size(), 3u);
  EXPECT_TRUE(warns_of(activity, "local type 9, which has no definition"));
}

}  // namespace
