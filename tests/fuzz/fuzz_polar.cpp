// Polar frames, answers and settings.
#include <sensors/signal/polar.hpp>

#include "packets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tonus;
  using namespace tonus::fuzz;
  using namespace tonus::sensors;
  for_each_packet(data, size, [](unsigned kind, std::span<const std::byte> packet, Instant) {
    if (kind % 8 == 0) {
      const auto response = decode_polar_response(packet);
      if (!response) return expect_one_line(response.error());
      return expect(response->parameters.size() < packet.size());
    }
    if (kind % 8 == 1) {
      const auto settings = decode_polar_settings(packet);
      if (!settings) return expect_one_line(settings.error());
      return expect(settings->sample_rates_hz.size() * 2 < packet.size());
    }
    const auto frame = decode_polar_frame(packet);
    if (!frame) return expect_one_line(frame.error());
    // Whatever the head says the frame is, each of the three either reads it or says why not.
    if (const auto ecg = decode_polar_ecg(*frame))
      for (const std::int32_t microvolts : *ecg) expect(std::abs(microvolts) <= 8388608);
    else
      expect_one_line(ecg.error());
    if (const auto samples = decode_polar_acceleration(*frame))
      expect(samples->size() <= 4096);
    else
      expect_one_line(samples.error());
    if (const auto intervals = decode_polar_intervals(*frame))
      expect(intervals->size() * 6 <= frame->content.size());
    else
      expect_one_line(intervals.error());
  });
  return 0;
}
