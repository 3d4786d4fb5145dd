#pragma once
// The FIT container: headers, checksums, definitions and messages. Knows no message by name; fit/activity and
// fit/wellness give them meaning. What a definition says is worked out once; a data message costs a table look-up a
// field and no allocation.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "text/warnings.hpp"

namespace tonus::exchange::fit {

/// The checksum of header and file: CRC-16 with the reflected polynomial 0xA001, start 0.
[[nodiscard]] std::uint16_t crc(std::span<const std::byte> bytes) noexcept;

/// Little-endian unsigned from up to 8 bytes, or big-endian.
[[nodiscard]] std::uint64_t unsigned_from(std::span<const std::byte> bytes, bool is_big_endian) noexcept;

/// How the elements of a field become numbers.
enum class Reading : std::uint8_t { NotANumber, Unsigned, Signed, Float32, Float64 };

struct FieldDefinition {
  std::uint64_t invalid = 0;  ///< the raw value that says "no value"; of floats none is, but NaN
  std::uint16_t offset = 0;   ///< in the data of a message
  std::uint8_t size = 0;      ///< in bytes
  std::uint8_t step = 0;      ///< bytes of one element: 1, 2, 4 or 8; 0 when it is no number
  Reading reading = Reading::NotANumber;
};

struct Definition {
  bool is_known = false;
  bool is_big_endian = false;
  std::uint16_t global = 0;
  std::size_t size = 0;                   ///< of a data message, developer fields included
  std::array<std::uint8_t, 256> place{};  ///< of a field number: its index in `fields` + 1; 0 when there is none
  std::array<FieldDefinition, 255> fields{};
};

/// An unsigned of 1, 2, 4 or 8 bytes.
[[nodiscard]] inline std::uint64_t load(const std::byte* at, std::size_t size, bool is_big_endian) noexcept {
  static_assert(std::endian::native == std::endian::little);
  switch (size) {
    case 1: return std::to_integer<std::uint64_t>(*at);
    case 2: {
      std::uint16_t value = 0;
      std::memcpy(&value, at, sizeof value);
      return is_big_endian ? __builtin_bswap16(value) : value;
    }
    case 4: {
      std::uint32_t value = 0;
      std::memcpy(&value, at, sizeof value);
      return is_big_endian ? __builtin_bswap32(value) : value;
    }
    default: {
      std::uint64_t value = 0;
      std::memcpy(&value, at, sizeof value);
      return is_big_endian ? __builtin_bswap64(value) : value;
    }
  }
}
/// NaN when the raw value says "no value".
[[nodiscard]] double signed_or_float(const FieldDefinition& field, std::uint64_t raw) noexcept;

/// One data message, borrowed from the file. Valid until the reader moves on.
struct Message {
  std::uint16_t global = 0;
  std::size_t offset = 0;                    ///< of its header byte
  std::optional<std::uint32_t> time_s = {};  ///< from field 253 or a compressed header
  const Definition* definition = nullptr;
  std::span<const std::byte> data;

  /// The first element of a numeric field; absent when the message has no such field or says "invalid".
  [[nodiscard]] std::optional<double> number(std::uint8_t field) const noexcept { return element(field, 0); }
  /// How many elements a numeric field has.
  [[nodiscard]] std::size_t elements(std::uint8_t field) const noexcept;
  [[nodiscard]] std::optional<double> element(std::uint8_t field, std::size_t index) const noexcept {
    const double value = value_or_nan(field, index);
    return value == value ? std::optional(value) : std::nullopt;
  }
  /// The same for the hot path: an optional passed through registers and back costs more than the decoding.
  [[nodiscard]] double value_or_nan(std::uint8_t field, std::size_t index = 0) const noexcept {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    const std::uint8_t place = definition->place[field];
    if (place == 0) return kNone;
    const FieldDefinition& f = definition->fields[place - 1u];
    if (f.step == 0 || (index + 1) * f.step > f.size) return kNone;
    const std::uint64_t raw = load(data.data() + f.offset + index * f.step, f.step, definition->is_big_endian);
    if (f.reading == Reading::Unsigned) return raw == f.invalid ? kNone : static_cast<double>(raw);
    return signed_or_float(f, raw);
  }
  /// The bytes of a field as they stand; empty when the message has no such field.
  [[nodiscard]] std::span<const std::byte> bytes(std::uint8_t field) const noexcept;
};

/// Walks the data messages of one FIT file between two offsets.
class MessageReader {
 public:
  /// `file` is the whole input, so that offsets in messages are those a person can look up.
  MessageReader(std::span<const std::byte> file, std::size_t begin, std::size_t end) noexcept
      : file_(file), position_(begin), end_(end) {}

  /// False at the end, or at damage that nothing can be read beyond; problem() tells which.
  [[nodiscard]] bool next(Message& message);
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }

 private:
  [[nodiscard]] bool read_definition(std::uint8_t header);
  [[nodiscard]] bool read_data(std::uint8_t header, Message& message);
  [[nodiscard]] bool stop(std::size_t offset, std::string what);
  [[nodiscard]] std::uint8_t byte_at(std::size_t offset) const noexcept {
    return std::to_integer<std::uint8_t>(file_[offset]);
  }
  [[nodiscard]] std::size_t left() const noexcept { return end_ - position_; }

  std::span<const std::byte> file_;
  std::size_t position_;
  std::size_t end_;
  std::array<Definition, 16> definitions_;
  std::optional<std::uint32_t> time_s_;
  std::string problem_;
};

/// One FIT file within an input that may hold several, one after the other.
struct Extent {
  std::size_t data_begin = 0, data_end = 0, next = 0;
};
/// Why there is no FIT header at `at`, or nothing.
[[nodiscard]] std::optional<std::string> header_complaint(std::span<const std::byte> file, std::size_t at);
/// Header and checksums of the file at `at`, which has a header. Warns of what does not hold.
[[nodiscard]] Extent measure(std::span<const std::byte> file, std::size_t at, Warnings& warnings);

/// Calls take(message) for every data message of every file in the input. The complaint when it is no FIT.
template <class Take>
std::optional<std::string> for_each_message(std::span<const std::byte> bytes, Warnings& warnings, Take take) {
  if (auto complaint = header_complaint(bytes, 0)) return complaint;
  for (std::size_t at = 0; at < bytes.size();) {
    if (at > 0 && header_complaint(bytes, at)) {
      warnings.add("offset {}: {} bytes after the end are not FIT and were ignored", at, bytes.size() - at);
      break;
    }
    const Extent extent = measure(bytes, at, warnings);
    MessageReader reader(bytes, extent.data_begin, extent.data_end);
    Message message;
    while (reader.next(message)) take(std::as_const(message));
    if (!reader.problem().empty()) warnings.add("{}; reading stopped there", reader.problem());
    at = extent.next;
  }
  return std::nullopt;
}

}  // namespace tonus::exchange::fit
