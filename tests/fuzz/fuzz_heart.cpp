// Straps, batteries, foot pods and pulse oximeters.
#include <sensors/signal/battery.hpp>
#include <sensors/signal/heart_rate.hpp>
#include <sensors/signal/pulse_oximeter.hpp>
#include <sensors/signal/running.hpp>

#include "packets.hpp"

namespace {

using namespace tonus;
using namespace tonus::fuzz;
using namespace tonus::sensors;

void heart_rate(std::span<const std::byte> packet) {
  const auto m = decode_heart_rate(packet);
  if (!m) return expect_one_line(m.error());
  expect(2 * m->rr_1024.size() < packet.size());
  for (const std::uint16_t beat : m->rr_1024) expect(rr_ms(beat) >= 0.0 && rr_ms(beat) < 64000.0);
  expect(!m->is_plausible() || (m->bpm > 0 && m->bpm <= 250));
}

void oximeter(std::span<const std::byte> packet) {
  const auto m = decode_pulse_oximeter(packet);
  if (!m) return expect_one_line(m.error());
  for (const OximeterPair& pair : {m->normal, m->fast, m->slow}) {
    expect_in(pair.oxygen_percent, -2.1e10, 2.1e10);
    expect_in(pair.pulse_bpm, -2.1e10, 2.1e10);
  }
}

void running(std::span<const std::byte> packet) {
  const auto m = decode_running(packet);
  if (!m) return expect_one_line(m.error());
  expect(m->speed_m_per_s >= 0.0 && m->speed_m_per_s <= 256.0);
  expect_in(m->distance_m, 0.0, 4.3e8);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for_each_packet(data, size, [](unsigned kind, std::span<const std::byte> packet, Instant) {
    switch (kind % 5) {
      case 0: heart_rate(packet); break;
      case 1: oximeter(packet); break;
      case 2: running(packet); break;
      case 3:
        if (const auto percent = decode_battery(packet))
          expect(*percent >= 0 && *percent <= 100);
        else
          expect_one_line(percent.error());
        break;
      default:
        if (const auto location = decode_body_location(packet)) expect(!body_location_name(*location).empty());
    }
  });
  return 0;
}
