#pragma once
// Writes FIT files for tests and fuzzing seeds, field by field, with every freedom to do it wrong.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

namespace tonus::made {

inline constexpr std::uint8_t kUInt8 = 0x02, kUInt16 = 0x84, kUInt32 = 0x86, kEnum = 0x00, kString = 0x07;

struct Field {
  std::uint8_t number, size, base_type;
};

/// The checksum as its definition has it, bit by bit; independent of the table in the reader.
inline std::uint16_t crc_bit_by_bit(std::span<const std::byte> bytes) {
  std::uint32_t crc = 0;
  for (const std::byte b : bytes) {
    crc ^= std::to_integer<std::uint32_t>(b);
    for (int i = 0; i < 8; ++i) crc = (crc & 1u) != 0 ? (crc >> 1) ^ 0xA001u : crc >> 1;
  }
  return static_cast<std::uint16_t>(crc);
}

class FitMaker {
 public:
  explicit FitMaker(bool is_big_endian = false) : is_big_endian_(is_big_endian) {}

  FitMaker& define(unsigned local, std::uint16_t global, std::initializer_list<Field> fields,
                   std::initializer_list<Field> developer_fields = {}) {
    u8(0x40u | local | (developer_fields.size() > 0 ? 0x20u : 0u)).u8(0).u8(is_big_endian_ ? 1 : 0).u16(global);
    u8(static_cast<unsigned>(fields.size()));
    for (const Field& f : fields) u8(f.number).u8(f.size).u8(f.base_type);
    if (developer_fields.size() > 0) u8(static_cast<unsigned>(developer_fields.size()));
    for (const Field& f : developer_fields) u8(f.number).u8(f.size).u8(f.base_type);
    return *this;
  }
  FitMaker& data(unsigned local) { return u8(local); }
  /// A data message with a compressed timestamp; local 0…3.
  FitMaker& compressed(unsigned local, unsigned time_low_bits) {
    return u8(0x80u | local << 5 | (time_low_bits & 0x1Fu));
  }

  FitMaker& u8(unsigned value) {
    body_.push_back(static_cast<std::byte>(value));
    return *this;
  }
  FitMaker& u16(unsigned value) { return number(value, 2); }
  FitMaker& u32(std::uint32_t value) { return number(value, 4); }

  /// The whole file: header, body, checksums.
  [[nodiscard]] std::vector<std::byte> file(std::size_t header_size = 14) const {
    std::vector<std::byte> out;
    const auto put = [&](std::uint64_t value, int bytes) {
      for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::byte>(value >> 8 * i));
    };
    put(header_size, 1);
    put(0x20, 1);
    put(2132, 2);
    put(body_.size(), 4);
    for (const char c : {'.', 'F', 'I', 'T'}) out.push_back(static_cast<std::byte>(c));
    if (header_size == 14) put(crc_bit_by_bit(out), 2);
    out.insert(out.end(), body_.begin(), body_.end());
    put(crc_bit_by_bit(out), 2);
    return out;
  }

 private:
  FitMaker& number(std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
      const int shift = 8 * (is_big_endian_ ? bytes - 1 - i : i);
      u8(value >> shift & 0xFFu);
    }
    return *this;
  }

  bool is_big_endian_;
  std::vector<std::byte> body_;
};

inline constexpr std::uint32_t kMadeStart = 1'000'000'000;

/// A small ride: file_id, sport cycling, `seconds` records of rising heart rate, power, cadence and speed, and two RR a
/// second.
inline FitMaker made_ride(int seconds, bool is_big_endian = false) {
  FitMaker fit(is_big_endian);
  fit.define(0, 0, {{0, 1, kEnum}, {4, 4, kUInt32}}).data(0).u8(4).u32(kMadeStart);
  fit.define(1, 12, {{0, 1, kEnum}}).data(1).u8(2);
  fit.define(2, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}, {4, 1, kUInt8}, {7, 2, kUInt16}, {6, 2, kUInt16}});
  fit.define(3, 78, {{0, 10, kUInt16}});
  for (int i = 0; i < seconds; ++i) {
    const auto n = static_cast<unsigned>(i);
    fit.data(2).u32(kMadeStart + n).u8(100 + n % 80).u8(85).u16(150 + n).u16(8000);
    fit.data(3).u16(480).u16(520).u16(0xFFFF).u16(0xFFFF).u16(0xFFFF);
  }
  return fit;
}

}  // namespace tonus::made
