// The model of days itself: merging files, choosing among sources, days and gaps.
#include <array>

#include "import_support.hpp"
#include "made_fit.hpp"

namespace {

using namespace tonus;
using exchange::DayValue;
using exchange::Quantity;
using exchange::Wellness;
using exchange::Window;

Wellness two_devices() {
  Wellness w{.sources = {"Watch", "Ring"}, .labels = {""}};
  for (int day = 0; day < 5; ++day)
    w.values.push_back({.value = 50.0 + day, .day = day, .source = 0, .quantity = Quantity::Rmssd});
  for (int day = 3; day < 6; ++day)
    w.values.push_back({.value = 90.0, .day = day, .source = 1, .quantity = Quantity::Rmssd});
  std::ranges::sort(w.values, {}, [](const DayValue& v) { return std::pair(v.day, v.source); });
  return w;
}

TEST(Resolve, TheSourceWithMoreDaysIsPreferredSoThatABaselineRestsOnOneDevice) {
  const auto resolved = resolve(two_devices());
  ASSERT_EQ(resolved.values.size(), 6u);
  EXPECT_EQ(resolved.duplicates, 2u);
  EXPECT_EQ(resolved.values[3].value, 53.0);
  EXPECT_EQ(resolved.values[5].value, 90.0) << "a day that only the other has is not lost";
}

TEST(Resolve, AStatedPriorityWinsByTheBeginningOfTheNameInAnyCase) {
  const std::array<std::string_view, 1> priority{"ri"};
  const auto resolved = resolve(two_devices(), priority);
  EXPECT_EQ(resolved.values[3].value, 90.0);
  EXPECT_EQ(resolved.values[2].value, 52.0);
}

TEST(Resolve, WindowsAndLabelsAreDifferentThings) {
  Wellness w{.sources = {"Watch"}, .labels = {"", "a", "b"}};
  w.values = {{.value = 40.0, .source = 0, .quantity = Quantity::Rmssd, .window = Window::Night},
              {.value = 60.0, .source = 0, .quantity = Quantity::Rmssd, .window = Window::Morning},
              {.value = 1.0, .source = 0, .label = 1, .quantity = Quantity::VendorScore},
              {.value = 2.0, .source = 0, .label = 2, .quantity = Quantity::VendorScore}};
  EXPECT_EQ(resolve(w).values.size(), 4u);
}

TEST(Merge, TheSameFileTwiceIsTheSameDaysOnce) {
  const auto days = made::days_of("apple_health.xml");
  Wellness twice;
  merge(twice, days);
  merge(twice, days);
  EXPECT_EQ(twice.values.size(), days.values.size());
  EXPECT_EQ(twice.sleep.size(), days.sleep.size());
  EXPECT_EQ(twice.workouts.size(), days.workouts.size());
  EXPECT_EQ(twice.repeated, days.values.size() + days.sleep.size() + days.workouts.size());
}

TEST(Merge, NamesOfSourcesAndLabelsMoveWithTheirValues) {
  Wellness all;
  merge(all, made::days_of("oura.csv"));
  merge(all, made::days_of("whoop_cycles.csv"));
  EXPECT_EQ(made::value(all, "2024-03-04", Quantity::VendorScore, {.label = "oura.readiness", .source = "Oura"}), 81.0);
  EXPECT_EQ(made::value(all, "2024-03-04", Quantity::VendorScore, {.label = "whoop.recovery", .source = "WHOOP"}),
            66.0);
}

TEST(Merge, OfTwoValuesOfOneSourceTheOneWithMoreSamplesStays) {
  Wellness a{.sources = {"Watch"}, .labels = {""}}, b = a;
  a.values = {{.value = 60.0, .samples = 10, .quantity = Quantity::HeartRate}};
  b.values = {{.value = 70.0, .samples = 500, .quantity = Quantity::HeartRate}};
  Wellness all;
  merge(all, a);
  merge(all, b);
  ASSERT_EQ(all.values.size(), 1u);
  EXPECT_EQ(all.values[0].value, 70.0);
}

TEST(Days, GapsAreCountedAndNothingIsFilledIn) {
  Wellness w{.sources = {"Watch"}, .labels = {""}};
  EXPECT_FALSE(day_range(w).has_value());
  for (const int day : {0, 1, 5}) w.values.push_back({.value = 1.0, .day = day, .quantity = Quantity::Steps});
  const auto range = day_range(w);
  ASSERT_TRUE(range.has_value());
  EXPECT_EQ(range->days, 3u);
  EXPECT_EQ(range->missing, 3u);
}

TEST(Ranges, AValueThatNoBodyHasIsLeftOutAndCounted) {
  const auto read = made::imported("Datetime,lnRmssd,Rmssd,Type,HR\n2024-03-04,5.5,255,readiness,50\n", "elite.csv");
  EXPECT_EQ(made::find(*read.wellness, "2024-03-04", Quantity::Rmssd), nullptr);
  EXPECT_EQ(made::value(*read.wellness, "2024-03-04", Quantity::RestingHeartRate), 50.0);
  EXPECT_EQ(read.wellness->implausible, 1u);
  EXPECT_TRUE(made::warns_of(read, "outside what is plausible"));
}

TEST(FitDays, MonitoringHrvStatusAndSleepOfOneNight) {
  using made::kEnum, made::kUInt8, made::kUInt16, made::kUInt32;
  constexpr std::uint32_t kNoon = 1'080'043'200;  // 2024-03-22 12:00 UTC
  made::FitMaker fit;
  fit.define(0, 103, {{253, 4, kUInt32}, {0, 4, kUInt32}}).data(0).u32(kNoon).u32(kNoon + 7200);
  fit.define(1, 55, {{253, 4, kUInt32}, {5, 1, kEnum}, {3, 4, kUInt32}, {19, 2, kUInt16}});
  fit.data(1).u32(kNoon + 60).u8(6).u32(1200).u16(40).data(1).u32(kNoon + 120).u8(6).u32(1500).u16(55);
  fit.data(1).u32(kNoon + 180).u8(1).u32(400).u16(20);
  fit.define(2, 55, {{26, 2, kUInt16}, {27, 1, kUInt8}});
  fit.data(2).u16((kNoon + 240) & 0xFFFFu).u8(64).data(2).u16((kNoon + 300) & 0xFFFFu).u8(70);
  fit.define(3, 275, {{253, 4, kUInt32}, {0, 1, kEnum}});
  fit.data(3).u32(kNoon + 40'000).u8(2).data(3).u32(kNoon + 43'600).u8(3).data(3).u32(kNoon + 47'200).u8(1);
  fit.define(4, 370, {{253, 4, kUInt32}, {1, 2, kUInt16}}).data(4).u32(kNoon + 64'800).u16(50 * 128);
  fit.define(5, 211, {{253, 4, kUInt32}, {0, 1, kUInt8}, {1, 1, kUInt8}}).data(5).u32(kNoon).u8(50).u8(48);
  fit.define(6, 493, {{0, 1, kUInt8}}).data(6).u8(1).data(6).u8(2);
  const auto bytes = fit.file();
  const auto read = made::imported({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "day.fit");
  EXPECT_TRUE(read.warnings.empty());
  EXPECT_FALSE(read.activity.has_value());
  ASSERT_TRUE(read.wellness.has_value());
  const auto& days = *read.wellness;
  EXPECT_EQ(made::value(days, "2024-03-22", Quantity::Steps), 1900.0) << "counters run on, a kind of movement each";
  EXPECT_EQ(made::value(days, "2024-03-22", Quantity::ActiveEnergy), 75.0);
  EXPECT_EQ(made::value(days, "2024-03-22", Quantity::HeartRate), 67.0);
  EXPECT_EQ(made::value(days, "2024-03-22", Quantity::RestingHeartRate), 48.0);
  EXPECT_EQ(made::value(days, "2024-03-23", Quantity::Rmssd, {.window = Window::Night}), 50.0);
  EXPECT_EQ(made::value(days, "2024-03-23", Quantity::SleepDuration), 7200.0);
  EXPECT_EQ(made::find(days, "2024-03-22", Quantity::Steps)->utc_offset_min, 120);
  ASSERT_EQ(days.skipped.size(), 1u);
  EXPECT_EQ(days.skipped[0].what, "FIT message 493");
  EXPECT_EQ(days.skipped[0].count, 2u);
}

}  // namespace
