// Records of fitness machines, whole and split; ranges and training status.
#include <array>

#include <sensors/signal/fitness_machine.hpp>

#include "packets.hpp"

namespace {

using namespace tonus;
using namespace tonus::fuzz;
using namespace tonus::sensors;

void expect_in_range(const MachineData& m) {
  expect_in(m.speed_kmh, 0.0, 655.34);
  expect_in(m.cadence_rpm, 0.0, 32767.0);
  expect_in(m.distance_m, 0.0, 16777215.0);
  expect_in(m.power_w, -32768.0, 32766.0);
  expect_in(m.heart_rate_bpm, 0.0, 255.0);
  expect_in(m.met, 0.0, 25.5);
  expect_in(m.inclination_percent, -3276.8, 3276.6);
  expect_in(m.energy_per_min_kcal, 0.0, 254.0);
  expect_in(m.resistance_raw, -32768.0, 32766.0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::array machines{MachineDataDecoder(MachineKind::IndoorBike), MachineDataDecoder(MachineKind::Treadmill),
                      MachineDataDecoder(MachineKind::CrossTrainer), MachineDataDecoder(MachineKind::Rower)};
  for_each_packet(data, size, [&](unsigned kind, std::span<const std::byte> packet, Instant arrival) {
    if (kind % 8 < 4) {
      MachineDataDecoder& machine = machines[kind % 8];
      if (kind >= 128) machine.restart();
      const auto record = machine.decode(packet, arrival);
      if (!record) return expect_one_line(record.error());
      expect_in_range(*record);
      expect(record->more_data == machine.last_part().more_data);
      // What the part says stands in the record.
      expect(!machine.last_part().power_w || machine.last_part().power_w == record->power_w);
    } else if (kind % 8 < 7) {
      const auto assigned = static_cast<std::uint16_t>(0x2AD4 + kind / 8 % 6);
      const auto range = decode_machine_range(assigned, packet);
      if (!range) return expect_one_line(range.error());
      expect(std::abs(range->least) <= 65535.0 && std::abs(range->most) <= 65535.0 && range->step >= 0.0);
    } else {
      const auto status = decode_training_status(packet);
      if (!status) return expect_one_line(status.error());
      expect(status->text.size() + 2 <= packet.size() && !training_status_name(status->status).empty());
    }
  });
  return 0;
}
