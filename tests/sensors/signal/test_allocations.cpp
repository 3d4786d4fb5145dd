// Reading packets allocates nothing once the reader is made: counted, not assumed.
#include <array>

#include <gtest/gtest.h>

#include <sensors/signal/packet_reader.hpp>

#include "../../support/count_allocations.hpp"
#include "support.hpp"

namespace tonus::sensors {
namespace {

using testing_support::allocations;

TEST(SignalAllocations, GoodPacketsOfEveryKindAllocateNothing) {
  if (TONUS_COUNTS_ALLOCATIONS == 0) GTEST_SKIP() << "a sanitizer owns malloc: nothing can be counted";
  struct Row {
    Uuid characteristic;
    made::Octets packet;
  };
  const std::array rows{
      Row{uuid::kHeartRateMeasurement, made::hex("16 48 0004 0002")},
      Row{uuid::kBatteryLevel, made::hex("2a")},
      Row{uuid::kIndoorBikeData, made::hex("4402 6810 b400 fa00 78")},
      Row{uuid::kTreadmillData, made::hex("0001 d204 48")},
      Row{uuid::kCrossTrainerData, made::hex("080000 6810 6400 5f00")},
      Row{uuid::kRowerData, made::hex("2800 30 2700 7d00 6400")},
      Row{uuid::kCyclingPowerMeasurement, made::hex("2000 6400 0a00 0000")},
      Row{uuid::kCscMeasurement, made::hex("03 00000000 0000 0000 0000")},
      Row{uuid::kRscMeasurement, made::hex("04 0003 50")},
      Row{uuid::kPulseOximeterContinuous, made::hex("00 6100 4800")},
      Row{uuid::kPolarData, made::hex("03 0000000000000000 00 48 e803 0a00 06")},
      Row{uuid::kTacxFromTrainer, made::hex("a4094e01194cff25d26b0020f4")},
  };
  PacketReader reader;
  Readings out;
  std::size_t seen = 0;
  Instant at{};
  const std::uint64_t before = allocations;
  for (int i = 0; i < 100; ++i, at += std::chrono::seconds(1)) {
    for (const Row& row : rows) {
      out.clear();
      static_cast<void>(reader.read(row.characteristic, row.packet, at, out));
      seen += out.size();
    }
  }
  EXPECT_EQ(allocations, before);
  EXPECT_GT(seen, 2000U);
}

}  // namespace
}  // namespace tonus::sensors
