#include <sensors/signal/polar.hpp>

#include <algorithm>
#include <type_traits>

#include <fmt/format.h>

#include "fields.hpp"

namespace tonus::sensors {
namespace {

constexpr std::string_view kDataLabel = "fb005c82";
constexpr std::size_t kMostSamples = 4096;

template <class T>
bool take_choices(FieldReader& fields, std::size_t count, PolarSettings::Choices<T>& choices) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    if constexpr (std::is_same_v<T, float>) {
      const auto raw = fields.take<std::uint32_t>();
      if (!raw || !choices.try_push(std::bit_cast<float>(*raw))) return false;
    } else {
      const auto raw = fields.take<T>();
      if (!raw || !choices.try_push(*raw)) return false;
    }
  }
  return true;
}

/// Signed numbers of any width, least significant bit first, over octets that are known to be there.
class BitReader {
 public:
  explicit BitReader(Packet octets) noexcept : octets_(octets) {}
  [[nodiscard]] std::int32_t take(unsigned bits) noexcept {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < bits; ++i, ++at_) {
      value |= (static_cast<std::uint32_t>(u8_at(octets_, at_ / 8)) >> at_ % 8 & 1U) << i;
    }
    // Sign: all bits above the highest are what it is.
    if (bits > 0 && bits < 32 && (value >> (bits - 1) & 1U) != 0) value |= ~0U << bits;
    return static_cast<std::int32_t>(value);
  }

 private:
  Packet octets_;
  std::size_t at_ = 0;
};

std::int32_t take_signed(FieldReader& fields, std::size_t octets) noexcept {
  switch (octets) {
    case 1: return fields.take<std::int8_t>().value_or(0);
    case 2: return fields.take<std::int16_t>().value_or(0);
    default: return fields.take_s24().value_or(0);
  }
}

/// A reference sample, then blocks of differences: bits of each, number of samples, and the differences packed.
Result<std::vector<Acceleration>, Error> unpack(const PolarFrame& frame) {
  constexpr std::size_t kAxisOctets = 2, kReferenceOctets = 3 * kAxisOctets;
  if (frame.content.size() < kReferenceOctets) {
    return fail(packet_error(kDataLabel, "shorter than its reference sample", frame.content));
  }
  FieldReader reference(frame.content);
  Acceleration current{};
  for (std::int32_t& axis : current) axis = take_signed(reference, kAxisOctets);
  std::vector<Acceleration> samples{current};

  Packet rest = frame.content.subspan(kReferenceOctets);
  while (!rest.empty()) {
    if (rest.size() < 2) return fail(packet_error(kDataLabel, "cut off before a block of differences", frame.content));
    const unsigned bits = u8_at(rest, 0);
    const std::size_t count = u8_at(rest, 1), packed = (3 * bits * count + 7) / 8;
    if (bits > 32 || rest.size() - 2 < packed) {
      return fail(packet_error(
          kDataLabel, fmt::format("a block of {} differences of {} bits, {} octets left", count, bits, rest.size() - 2),
          frame.content));
    }
    if (samples.size() + count > kMostSamples) {
      return fail(packet_error(kDataLabel, fmt::format("more than {} samples", kMostSamples), frame.content));
    }
    BitReader differences(rest.subspan(2, packed));
    for (std::size_t i = 0; i < count; ++i) {
      for (std::int32_t& axis : current) {
        // Wraps rather than overflows: what is sent may add up to anything.
        axis = static_cast<std::int32_t>(static_cast<std::uint32_t>(axis) +
                                         static_cast<std::uint32_t>(differences.take(bits)));
      }
      samples.push_back(current);
    }
    rest = rest.subspan(2 + packed);
  }
  return samples;
}

Result<void, Error> expect(const PolarFrame& frame, PolarType type, bool is_known_frame) {
  if (frame.type == static_cast<std::uint8_t>(type) && is_known_frame) return {};
  return fail(packet_error(kDataLabel,
                           fmt::format("frame type {}{} of {} is not known here", frame.frame_type,
                                       frame.is_compressed ? " compressed" : "", polar_type_name(frame.type)),
                           frame.content));
}

Result<std::size_t, Error> whole_samples(const PolarFrame& frame, std::size_t octets) {
  if (frame.content.size() % octets == 0) return frame.content.size() / octets;
  return fail(packet_error(kDataLabel,
                           fmt::format("{} octets of samples, expected a multiple of {}", frame.content.size(), octets),
                           frame.content));
}

}  // namespace

std::string_view polar_type_name(std::uint8_t type) noexcept {
  switch (PolarType{type}) {
    case PolarType::Ecg: return "ECG";
    case PolarType::Ppg: return "PPG";
    case PolarType::Acc: return "ACC";
    case PolarType::Ppi: return "PPI";
    case PolarType::Gyro: return "GYRO";
    case PolarType::Magnetometer: return "MAGNETOMETER";
  }
  return "reserved";
}

Result<PolarControlResponse, Error> decode_polar_response(std::span<const std::byte> packet) {
  constexpr std::string_view kLabel = "fb005c81-indicate";
  if (packet.size() < 4) return fail(too_short(kLabel, 4, packet));
  if (u8_at(packet, 0) != 0xF0) return fail(packet_error(kLabel, "not a response, expected f0 first", packet));
  PolarControlResponse response{.op = u8_at(packet, 1), .type = u8_at(packet, 2), .error = u8_at(packet, 3)};
  if (packet.size() > 4) {
    response.more = u8_at(packet, 4) != 0;
    response.parameters = packet.subspan(5);
  }
  return response;
}

Result<PolarSettings, Error> decode_polar_settings(std::span<const std::byte> parameters) {
  if (parameters.size() < 2) return fail(too_short("fb005c81-settings", 2, parameters));
  PolarSettings s;
  FieldReader fields(parameters);
  while (fields.remaining() > 0 && !s.truncated) {
    const auto kind = fields.take<std::uint8_t>();
    const std::size_t count = fields.take<std::uint8_t>().value_or(0);
    bool is_whole = !fields.is_truncated();
    switch (*kind) {
      case 0: is_whole = is_whole && take_choices(fields, count, s.sample_rates_hz); break;
      case 1: is_whole = is_whole && take_choices(fields, count, s.resolutions_bit); break;
      case 2: is_whole = is_whole && take_choices(fields, count, s.ranges); break;
      case 3: is_whole = is_whole && take_choices(fields, count, s.ranges_milli); break;
      case 4: is_whole = is_whole && take_choices(fields, count, s.channels); break;
      case 5: is_whole = is_whole && take_choices(fields, count, s.factors); break;
      default: is_whole = false; break;
    }
    s.truncated = !is_whole;
  }
  return s;
}

Result<PolarFrame, Error> decode_polar_frame(std::span<const std::byte> packet) {
  constexpr std::size_t kHeadOctets = 10;
  if (packet.size() < kHeadOctets) return fail(too_short(kDataLabel, kHeadOctets, packet));
  FieldReader fields(packet.subspan(1));
  PolarFrame frame;
  frame.type = static_cast<std::uint8_t>(u8_at(packet, 0) & 0x3F);
  frame.timestamp_ns = *fields.take<std::uint64_t>();
  frame.frame_type = static_cast<std::uint8_t>(u8_at(packet, 9) & 0x7F);
  frame.is_compressed = has_bit(u8_at(packet, 9), 7);
  frame.content = packet.subspan(kHeadOctets);
  return frame;
}

Result<std::vector<std::int32_t>, Error> decode_polar_ecg(const PolarFrame& frame) {
  if (auto known = expect(frame, PolarType::Ecg, !frame.is_compressed && frame.frame_type <= 1); !known) {
    return fail(known.error());
  }
  const auto count = whole_samples(frame, 3);
  if (!count) return fail(count.error());
  FieldReader fields(frame.content);
  std::vector<std::int32_t> microvolts;
  for (std::size_t i = 0; i < *count; ++i) {
    if (frame.frame_type == 0) {
      microvolts.push_back(*fields.take_s24());
    } else {
      // 14 bits, taken to be signed as in type 0; the rest are flags.
      microvolts.push_back(static_cast<std::int32_t>((*fields.take_u24() & 0x3FFFU) ^ 0x2000U) - 0x2000);
    }
  }
  return microvolts;
}

Result<std::vector<Acceleration>, Error> decode_polar_acceleration(const PolarFrame& frame) {
  const bool is_known = frame.is_compressed ? frame.frame_type <= 1 : frame.frame_type <= 2;
  if (auto known = expect(frame, PolarType::Acc, is_known); !known) return fail(known.error());
  if (frame.is_compressed) return unpack(frame);
  const std::size_t octets = frame.frame_type + 1U;
  const auto count = whole_samples(frame, 3 * octets);
  if (!count) return fail(count.error());
  FieldReader fields(frame.content);
  std::vector<Acceleration> samples(std::min(*count, kMostSamples));
  for (Acceleration& sample : samples) {
    for (std::int32_t& axis : sample) axis = take_signed(fields, octets);
  }
  return samples;
}

Result<PolarIntervals, Error> decode_polar_intervals(const PolarFrame& frame) {
  if (auto known = expect(frame, PolarType::Ppi, !frame.is_compressed && frame.frame_type == 0); !known) {
    return fail(known.error());
  }
  const auto count = whole_samples(frame, 6);
  if (!count) return fail(count.error());
  PolarIntervals intervals;
  for (std::size_t at = 0; at < frame.content.size() && !intervals.is_full(); at += 6) {
    const std::uint8_t flags = u8_at(frame.content, at + 5);
    intervals.try_push({.bpm = u8_at(frame.content, at),
                        .interval_ms = u16_at(frame.content, at + 1),
                        .error_ms = u16_at(frame.content, at + 3),
                        .is_blocked = has_bit(flags, 0),
                        .has_contact = has_bit(flags, 1),
                        .contact_supported = has_bit(flags, 2)});
  }
  return intervals;
}

}  // namespace tonus::sensors
