// One device that sends any packets of any characteristic: what it gives is in the range of its kind, errors take
// nothing.
#include <array>

#include <sensors/signal/packet_reader.hpp>

#include "packets.hpp"

namespace {

using namespace tonus;
using namespace tonus::fuzz;
using namespace tonus::sensors;

constexpr std::array kCharacteristics{uuid::kHeartRateMeasurement,    uuid::kBatteryLevel,     uuid::kIndoorBikeData,
                                      uuid::kTreadmillData,           uuid::kCrossTrainerData, uuid::kRowerData,
                                      uuid::kCyclingPowerMeasurement, uuid::kCscMeasurement,   uuid::kRscMeasurement,
                                      uuid::kPulseOximeterContinuous, uuid::kPolarData,        uuid::kTacxFromTrainer,
                                      uuid::kMachineControlPoint};

double most_of(SampleKind kind) {
  switch (kind) {
    case SampleKind::HeartRate: return 250.0;
    case SampleKind::RrInterval: return 65535.0;
    case SampleKind::Power: return 32767.0;
    // A fitness machine's own number is 16 bits of half turns, or of steps.
    case SampleKind::Cadence: return 65534.0;
    case SampleKind::Speed: return 500.0;
    case SampleKind::Contact: return 1.0;
    case SampleKind::OxygenSaturation: return 100.0;
  }
  std::abort();
}

void expect_possible(const Reading& reading) {
  const double least = reading.kind == SampleKind::Power ? -32768.0 : 0.0;
  expect(reading.value >= least && reading.value <= most_of(reading.kind));
  expect(reading.quality.value > 0.0 && reading.quality.value <= 1.0);
  expect(reading.before_newest >= Duration{} && seconds(reading.before_newest) < 3000.0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  PacketReader reader;
  for_each_packet(data, size, [&](unsigned kind, std::span<const std::byte> packet, Instant arrival) {
    if (kind >= 250) reader.restart();
    Readings out;
    const auto before = reader.battery_percent();
    const auto read = reader.read(kCharacteristics[kind % kCharacteristics.size()], packet, arrival, out);
    if (!read) {
      expect_one_line(read.error());
      expect(out.empty() && reader.battery_percent() == before);
    }
    for (const Reading& reading : out) expect_possible(reading);
    expect_in(reader.battery_percent(), 0.0, 100.0);
  });
  return 0;
}
