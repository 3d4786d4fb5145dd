// Trainers from before FTMS; what can be asked is asked again.
#include <algorithm>

#include <sensors/signal/trainer_protocol.hpp>
#include <sensors/signal/vendor_trainer.hpp>

#include "packets.hpp"

namespace {

using namespace tonus;
using namespace tonus::fuzz;
using namespace tonus::sensors;

void tacx_frame(std::span<const std::byte> packet) {
  const auto frame = decode_tacx_frame(packet);
  if (!frame) return expect_one_line(frame.error());
  expect_in(frame->power_w, 0.0, 4094.0);
  expect_in(frame->cadence_rpm, 0.0, 254.0);
  expect_in(frame->heart_rate_bpm, 0.0, 254.0);
  expect_in(frame->speed_m_per_s, 0.0, 65.534);
  expect_in(frame->grade_percent, -200.0, 455.34);
  if (frame->target_power_w) {
    const auto again = decode_tacx_frame(octets_of(tacx::target_power({*frame->target_power_w})));
    expect(again && again->is_checksum_good && again->target_power_w == frame->target_power_w);
  }
}

void wahoo_request(std::span<const std::byte> packet) {
  const auto request = decode_wahoo_request(packet);
  if (!request) return expect_one_line(request.error());
  const auto expect_same = [packet](const ControlPacket& again) {
    expect(std::equal(again.begin(), again.end(), packet.begin()));
  };
  if (request->power_w) expect_same(wahoo::erg({*request->power_w}));
  if (request->grade_percent) expect_same(wahoo::grade(*request->grade_percent));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for_each_packet(data, size, [](unsigned kind, std::span<const std::byte> packet, Instant) {
    switch (kind % 3) {
      case 0: return tacx_frame(packet);
      case 1: return wahoo_request(packet);
      default:
        const auto response = wahoo::decode_response(packet);
        if (!response) return expect_one_line(response.error());
        if (response->power) expect(response->power->value >= 0.0 && response->power->value <= 65535.0);
    }
  });
  return 0;
}
