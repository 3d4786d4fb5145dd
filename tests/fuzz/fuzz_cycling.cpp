// Power meters and speed and cadence sensors over time: counters that wrap, stand, jump; gaps and reconnects.
#include <sensors/signal/cycling.hpp>

#include "packets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tonus;
  using namespace tonus::fuzz;
  using namespace tonus::sensors;
  CyclingPowerDecoder power;
  CscDecoder csc;
  const auto expect_possible = [](const auto& m) {
    expect_in(m.cadence_rpm, 0.0, kMostRpm + 1e-9);
    expect_in(m.speed_m_per_s, 0.0, kMostSpeed_m_s + 1e-9);
    expect(!m.cadence_rpm || (m.crank_revs && m.crank_time_1024));
    expect(!m.speed_m_per_s || m.wheel_revs);
  };
  for_each_packet(data, size, [&](unsigned kind, std::span<const std::byte> packet, Instant arrival) {
    switch (kind % 8) {
      case 0:
      case 1:
      case 2: {
        const auto m = power.decode(packet, arrival);
        if (!m) return expect_one_line(m.error());
        return expect_possible(*m);
      }
      case 3:
      case 4:
      case 5: {
        const auto m = csc.decode(packet, arrival);
        if (!m) return expect_one_line(m.error());
        return expect_possible(*m);
      }
      case 6: power.restart(); return csc.restart();
      default:
        if (const auto bits = decode_csc_feature(packet); !bits) expect_one_line(bits.error());
        if (const auto bits = decode_cycling_power_feature(packet); !bits) expect_one_line(bits.error());
        if (const auto location = decode_sensor_location(packet)) expect(!sensor_location_name(*location).empty());
    }
  });
  return 0;
}
