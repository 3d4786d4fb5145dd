// What happened to devices, as it is told afterwards.
#include <gtest/gtest.h>

#include "device_log.hpp"

namespace tonus::tool {
namespace {

using sensors::DeviceEvent;
using sensors::DeviceEventKind;

DeviceEvent event(DeviceEventKind kind, double at_s, double value = 0.0, const char* text = "",
                  std::uint8_t source = 0) {
  return {.at = instant_at(at_s), .kind = kind, .source = source, .value = value, .text = std::string_view(text)};
}

TEST(DeviceLog, ADeviceIsCalledAsItLastCalledItself) {
  DeviceLog log;
  log.take(event(DeviceEventKind::Connected, 1.0, 0.0, "127.0.0.1:36866"));
  log.take(event(DeviceEventKind::Identified, 1.5, 0.0, "KICKR"));
  log.take(event(DeviceEventKind::Lost, 9.0, 0.0, "out of range"));
  log.take(event(DeviceEventKind::Lost, 9.5, 0.0, "gone", 3));
  const auto news = log.update();
  ASSERT_EQ(news.size(), 4U);
  EXPECT_EQ(sentence(news[0].event, news[0].device), "127.0.0.1:36866: connected");
  EXPECT_EQ(sentence(news[1].event, news[1].device), "device 1 is KICKR");
  EXPECT_EQ(sentence(news[2].event, news[2].device), "KICKR: lost: out of range");
  EXPECT_EQ(sentence(news[3].event, news[3].device), "device 4: lost: gone");
  EXPECT_TRUE(log.update().empty());
  EXPECT_EQ(log.all().size(), 4U);
}

TEST(DeviceLog, WhatDoesNotFitIsCounted) {
  DeviceLog log;
  for (std::size_t i = 0; i < DeviceLog::kMostKept + 5; ++i) {
    log.take(event(DeviceEventKind::Battery, 1.0, 50.0));
    if (i % 100 == 0) log.update();
  }
  log.update();
  EXPECT_EQ(log.all().size(), DeviceLog::kMostKept);
  EXPECT_EQ(log.lost(), 5U);
  DeviceLog unread;
  for (int i = 0; i < 1000; ++i) unread.take(event(DeviceEventKind::Battery, 1.0, 50.0));
  unread.update();
  EXPECT_EQ(unread.all().size() + unread.lost(), 1000U);
}

TEST(DeviceLog, GapsReachFromTheLastMeasurementToTheNextAndTheOpenOneToTheEnd) {
  DeviceLog log;
  log.take(event(DeviceEventKind::Stale, 13.0, 3.0));
  log.take(event(DeviceEventKind::Absent, 18.0, 8.0));
  log.take(event(DeviceEventKind::Lost, 25.0));
  log.take(event(DeviceEventKind::Connected, 27.0));
  log.take(event(DeviceEventKind::Back, 30.0, 20.0));
  log.take(event(DeviceEventKind::Stale, 31.0, 3.0, "", 1));
  log.take(event(DeviceEventKind::Lost, 50.0));
  const auto all = log.update();
  const auto gaps = gaps_of(all, 0, 60.0);
  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_EQ(gaps[0].from_s, 10.0);
  EXPECT_EQ(gaps[0].to_s, 30.0);
  EXPECT_EQ(gaps[1].from_s, 50.0);
  EXPECT_EQ(gaps[1].to_s, 60.0);
  EXPECT_EQ(gaps_of(all, 1, 60.0).size(), 1U);
  EXPECT_TRUE(gaps_of(all, 2, 60.0).empty());
}

}  // namespace
}  // namespace tonus::tool
