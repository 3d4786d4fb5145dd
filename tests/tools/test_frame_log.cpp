// What is told of the pace at the end.
#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frame_log.hpp"

namespace tonus::tool {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

xr::FrameTiming frame(int at_ms) {
  const Instant woken{milliseconds(at_ms)};
  return {.woken_at = woken, .displayed_at = woken + milliseconds(9), .period = milliseconds(10)};
}

TEST(FrameLog, TellsOfPlayAloneAndOfOtherScreensApart) {
  FrameLog log;
  EXPECT_EQ(log.sentence(), "");
  for (const int at_ms : {0, 10, 20, 40, 50}) {
    log.began(frame(at_ms));
    log.ended(true);
  }
  log.interrupted();
  for (const int at_ms : {1000, 1030}) {
    log.began(frame(at_ms));
    log.ended(false);
  }
  const std::string told = log.sentence();
  EXPECT_THAT(told, HasSubstr("4 frames of play, 12.5 ms apart (p95 10.0, p99 10.0, most 20.0), 25.0 % more than 1.5 "
                              "periods of 10.0 ms"));
  EXPECT_THAT(told, HasSubstr("woken 9.0 ms before the light; drawn at 1.00"));
  EXPECT_THAT(told, HasSubstr("1 frames of other screens, 30.0 ms apart"));
}

TEST(FrameLog, TellsHowFarFromTheForetoldPlacePicturesWereSeen) {
  FrameLog log;
  for (int i = 0; i <= 20; ++i) {
    xr::FrameTiming timing = frame(10 * i);
    // Every other frame knows; the first does not count.
    if (i % 2 == 1) timing.view_error = {.position_m = 0.001F * static_cast<float>(i), .angle_rad = 0.0174533F};
    log.began(timing);
    log.ended(true);
  }
  EXPECT_THAT(log.sentence(), HasSubstr("seen from 9.0 mm and 1.0 degrees beside where it was drawn for (p95 17.0 mm, "
                                        "1.0 degrees)"));
}

}  // namespace
}  // namespace tonus::tool
