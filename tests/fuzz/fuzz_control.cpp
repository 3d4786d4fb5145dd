// The control point of fitness machines in both directions, their status and features; what can be asked is asked
// again.
#include <algorithm>

#include <sensors/signal/fitness_control.hpp>

#include "packets.hpp"

namespace {

using namespace tonus;
using namespace tonus::fuzz;
using namespace tonus::sensors;

/// What we can encode comes back octet for octet.
void expect_round_trip(const ControlRequest& request, std::span<const std::byte> packet) {
  const auto expect_same = [packet](const ControlPacket& again) {
    expect(packet.size() >= again.size() && std::equal(again.begin(), again.end(), packet.begin()));
  };
  if (request.target.power_w) expect_same(ftms::target_power({*request.target.power_w}));
  if (request.target.road) expect_same(ftms::simulation(*request.target.road));
  if (request.target.resistance_level) {
    expect_same(ftms::target_resistance(*request.target.resistance_level, packet.size() > 2));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for_each_packet(data, size, [](unsigned kind, std::span<const std::byte> packet, Instant) {
    switch (kind % 5) {
      case 0: {
        const auto request = decode_control_request(packet);
        if (!request) return expect_one_line(request.error());
        expect(!control_op_name(request->op).empty());
        return expect_round_trip(*request, packet);
      }
      case 1: {
        const auto response = ftms::decode_response(packet);
        if (!response) return expect_one_line(response.error());
        return expect(response->parameters.size() <= packet.size() - 3 && ftms::name(response->result) != "reserved");
      }
      case 2: {
        const auto event = decode_machine_status(packet);
        if (!event) return expect_one_line(event.error());
        const auto brief = ftms::decode_status(packet);
        expect(brief && brief->op == event->op && !machine_status_name(event->op).empty());
        return expect(!event->is_too_short || (!event->target.power_w && !event->target.road));
      }
      case 3:
        if (const auto feature = ftms::decode_feature(packet); !feature) expect_one_line(feature.error());
        return;
      default:
        if (const auto range = ftms::decode_power_range(packet); !range) expect_one_line(range.error());
    }
  });
  return 0;
}
