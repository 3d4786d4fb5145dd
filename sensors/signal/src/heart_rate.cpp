#include <sensors/signal/heart_rate.hpp>

#include <array>

#include "fields.hpp"

namespace tonus::sensors {

Result<HeartRateMeasurement, Error> decode_heart_rate(std::span<const std::byte> packet) {
  constexpr std::string_view kLabel = "2a37";
  if (packet.empty()) return fail(too_short(kLabel, 2, packet));
  const std::uint8_t flags = u8_at(packet, 0);
  const bool is_wide = has_bit(flags, 0), has_energy = has_bit(flags, 3);
  const std::size_t least = 1U + (is_wide ? 2U : 1U) + (has_energy ? 2U : 0U);
  if (packet.size() < least) return fail(too_short(kLabel, least, packet));

  HeartRateMeasurement m;
  m.bpm = is_wide ? u16_at(packet, 1) : u8_at(packet, 1);
  if (has_bit(flags, 2)) m.contact = has_bit(flags, 1) ? Contact::Present : Contact::Absent;
  if (has_energy) m.energy_kj = u16_at(packet, is_wide ? 3 : 2);
  if (has_bit(flags, 4)) {
    FieldReader beats(packet.subspan(least));
    while (beats.remaining() >= 2 && !m.rr_1024.is_full()) m.rr_1024.try_push(*beats.take<std::uint16_t>());
    m.truncated = beats.remaining() > 0;
  }
  return m;
}

std::string_view body_location_name(std::uint8_t location) noexcept {
  constexpr std::array<std::string_view, 7> kNames{"other", "chest", "wrist", "finger", "hand", "ear_lobe", "foot"};
  return location < kNames.size() ? kNames[location] : "reserved";
}

Result<std::uint8_t, Error> decode_body_location(std::span<const std::byte> value) {
  if (value.empty()) return fail(too_short("2a38", 1, value));
  return u8_at(value, 0);
}

}  // namespace tonus::sensors
