#include "fit/container.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace tonus::exchange::fit {
namespace {

constexpr std::uint8_t kTimestampField = 253;

/// Sixteen tables, so that sixteen bytes are taken at once: table k is what a byte does k bytes further on.
constexpr std::array<std::array<std::uint16_t, 256>, 16> kCrcTables = [] {
  std::array<std::array<std::uint16_t, 256>, 16> tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1u) != 0 ? (value >> 1) ^ 0xA001u : value >> 1;
    tables[0][i] = static_cast<std::uint16_t>(value);
  }
  for (std::size_t k = 1; k < tables.size(); ++k) {
    for (std::size_t i = 0; i < 256; ++i) {
      const std::uint32_t before = tables[k - 1][i];
      tables[k][i] = static_cast<std::uint16_t>((before >> 8) ^ tables[0][before & 0xFFu]);
    }
  }
  return tables;
}();

/// Low five bits of a base type; the bit 0x80 only says that byte order matters.
enum class BaseType : std::uint8_t {
  Enum = 0,
  Int8 = 1,
  UInt8 = 2,
  Int16 = 3,
  UInt16 = 4,
  Int32 = 5,
  UInt32 = 6,
  String = 7,
  Float32 = 8,
  Float64 = 9,
  UInt8z = 10,
  UInt16z = 11,
  UInt32z = 12,
  Byte = 13,
  Int64 = 14,
  UInt64 = 15,
  UInt64z = 16,
};

constexpr std::uint8_t kTypeBits = 0x1F;

/// Bytes, reading and invalid value of a base type; of text, or a type of the future, no number.
void set_type(FieldDefinition& field, std::uint8_t base_type) noexcept {
  const auto set = [&](std::uint8_t step, Reading reading, std::uint64_t invalid) {
    field.step = step;
    field.reading = reading;
    field.invalid = invalid;
  };
  constexpr std::uint64_t kOnes = ~std::uint64_t{0};
  switch (static_cast<BaseType>(base_type & kTypeBits)) {
    case BaseType::Enum:
    case BaseType::UInt8:
    case BaseType::Byte: return set(1, Reading::Unsigned, kOnes >> 56);
    case BaseType::UInt16: return set(2, Reading::Unsigned, kOnes >> 48);
    case BaseType::UInt32: return set(4, Reading::Unsigned, kOnes >> 32);
    case BaseType::UInt64: return set(8, Reading::Unsigned, kOnes);
    case BaseType::UInt8z: return set(1, Reading::Unsigned, 0);
    case BaseType::UInt16z: return set(2, Reading::Unsigned, 0);
    case BaseType::UInt32z: return set(4, Reading::Unsigned, 0);
    case BaseType::UInt64z: return set(8, Reading::Unsigned, 0);
    case BaseType::Int8: return set(1, Reading::Signed, kOnes >> 57);
    case BaseType::Int16: return set(2, Reading::Signed, kOnes >> 49);
    case BaseType::Int32: return set(4, Reading::Signed, kOnes >> 33);
    case BaseType::Int64: return set(8, Reading::Signed, kOnes >> 1);
    case BaseType::Float32: return set(4, Reading::Float32, 0);
    case BaseType::Float64: return set(8, Reading::Float64, 0);
    case BaseType::String: break;
  }
  set(0, Reading::NotANumber, 0);
}

std::string hex(std::span<const std::byte> bytes) {
  std::string out;
  for (const std::byte b : bytes) out += fmt::format("{}{:02X}", out.empty() ? "" : " ", std::to_integer<unsigned>(b));
  return out;
}

}  // namespace

std::uint16_t crc(std::span<const std::byte> bytes) noexcept {
  const auto& t = kCrcTables;
  std::uint32_t value = 0;
  const auto at = [](std::uint64_t word, int i) { return static_cast<std::size_t>(word >> 8 * i & 0xFFu); };
  while (bytes.size() >= 16) {
    const std::uint64_t first = load(bytes.data(), 8, false) ^ value, second = load(bytes.data() + 8, 8, false);
    std::uint32_t next = 0;
    for (int i = 0; i < 8; ++i) {
      const auto place = static_cast<std::size_t>(i);
      next ^= t[15 - place][at(first, i)];
      next ^= t[7 - place][at(second, i)];
    }
    value = next;
    bytes = bytes.subspan(16);
  }
  for (const std::byte b : bytes) value = (value >> 8) ^ t[0][(value ^ std::to_integer<std::uint32_t>(b)) & 0xFFu];
  return static_cast<std::uint16_t>(value);
}

std::uint64_t unsigned_from(std::span<const std::byte> bytes, bool is_big_endian) noexcept {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::byte b = is_big_endian ? bytes[i] : bytes[bytes.size() - 1 - i];
    value = value << 8 | std::to_integer<std::uint64_t>(b);
  }
  return value;
}

std::size_t Message::elements(std::uint8_t field) const noexcept {
  const std::uint8_t place = definition->place[field];
  if (place == 0) return 0;
  const FieldDefinition& f = definition->fields[place - 1u];
  return f.step == 0 ? 0u : std::size_t{f.size} / f.step;
}

double signed_or_float(const FieldDefinition& field, std::uint64_t raw) noexcept {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  switch (field.reading) {
    case Reading::Signed: {
      if (raw == field.invalid) return kNone;
      const int unused_bits = 64 - 8 * field.step;
      return static_cast<double>(static_cast<std::int64_t>(raw << unused_bits) >> unused_bits);
    }
    case Reading::Float32: {
      const float value = std::bit_cast<float>(static_cast<std::uint32_t>(raw));
      return std::isfinite(value) ? static_cast<double>(value) : kNone;
    }
    case Reading::Float64: {
      const double value = std::bit_cast<double>(raw);
      return std::isfinite(value) ? value : kNone;
    }
    case Reading::Unsigned:
    case Reading::NotANumber: break;
  }
  return kNone;
}

std::span<const std::byte> Message::bytes(std::uint8_t field) const noexcept {
  const std::uint8_t place = definition->place[field];
  if (place == 0) return {};
  const FieldDefinition& f = definition->fields[place - 1u];
  return data.subspan(f.offset, f.size);
}

bool MessageReader::stop(std::size_t offset, std::string what) {
  problem_ = fmt::format("offset {}: {}", offset, what);
  position_ = end_;
  return false;
}

bool MessageReader::next(Message& message) {
  while (position_ < end_) {
    const std::uint8_t header = byte_at(position_);
    const bool is_compressed = (header & 0x80u) != 0;
    if (is_compressed || (header & 0x40u) == 0) return read_data(header, message);
    if (!read_definition(header)) return false;
  }
  return false;
}

bool MessageReader::read_definition(std::uint8_t header) {
  constexpr std::size_t kFixed = 6;  // header, reserved, architecture, global number (2), number of fields
  const std::size_t start = position_;
  const auto cut = [&] { return stop(start, "the file ends within a definition message"); };
  if (left() < kFixed) return cut();
  const std::size_t count = byte_at(start + 5);
  std::size_t at = start + kFixed;
  if (end_ - at < 3 * count) return cut();

  Definition& definition = definitions_[header & 0x0Fu];
  definition.is_known = false;
  definition.is_big_endian = byte_at(start + 2) != 0;
  definition.global = static_cast<std::uint16_t>(unsigned_from(file_.subspan(start + 3, 2), definition.is_big_endian));
  definition.size = 0;
  definition.place.fill(0);
  for (std::size_t i = 0; i < count; ++i, at += 3) {
    const std::uint8_t number = byte_at(at);
    FieldDefinition& field = definition.fields[i];
    field.offset = static_cast<std::uint16_t>(definition.size);
    field.size = byte_at(at + 1);
    set_type(field, byte_at(at + 2));
    // Of two fields with one number the first counts.
    if (definition.place[number] == 0) definition.place[number] = static_cast<std::uint8_t>(i + 1);
    definition.size += field.size;
  }
  if ((header & 0x20u) != 0) {  // developer fields: only their size matters here
    if (end_ - at < 1) return cut();
    const std::size_t developer_count = byte_at(at++);
    if (end_ - at < 3 * developer_count) return cut();
    for (std::size_t i = 0; i < developer_count; ++i, at += 3) definition.size += byte_at(at + 1);
  }
  definition.is_known = true;
  position_ = at;
  return true;
}

bool MessageReader::read_data(std::uint8_t header, Message& message) {
  const std::size_t start = position_;
  const bool is_compressed = (header & 0x80u) != 0;
  const std::size_t local = is_compressed ? (header >> 5) & 0x03u : header & 0x0Fu;
  const Definition& definition = definitions_[local];
  if (!definition.is_known)
    return stop(start, fmt::format("a data message of local type {}, which has no definition", local));
  if (left() - 1 < definition.size) return stop(start, "the file ends within a data message");

  message.global = definition.global;
  message.offset = start;
  message.time_s.reset();
  message.definition = &definition;
  message.data = file_.subspan(start + 1, definition.size);
  if (is_compressed) {
    // Five low bits of the time; they roll over every 32 s. Without a full time before there is nothing to complete.
    if (time_s_) message.time_s = *time_s_ + ((header - *time_s_) & 0x1Fu);
  } else if (const double time = message.value_or_nan(kTimestampField); time >= 0.0 && time < 4294967295.0) {
    message.time_s = static_cast<std::uint32_t>(time);
  }
  if (message.time_s) time_s_ = message.time_s;
  position_ = start + 1 + definition.size;
  return true;
}

std::optional<std::string> header_complaint(std::span<const std::byte> file, std::size_t at) {
  const std::size_t left = file.size() - at;
  if (left < 12) return fmt::format("offset {}: {} bytes, expected a header of 12 or 14", at, left);
  const auto signature = file.subspan(at + 8, 4);
  if (std::string_view(reinterpret_cast<const char*>(signature.data()), 4) != ".FIT") {
    return fmt::format("offset {} holds {}, expected \".FIT\" (2E 46 49 54)", at + 8, hex(signature));
  }
  const auto size = std::to_integer<std::size_t>(file[at]);
  if (size < 12) return fmt::format("offset {}: the header says it has {} bytes, expected 12 or 14", at, size);
  if (size > left) return fmt::format("offset {}: the file ends within its header", at);
  return std::nullopt;
}

Extent measure(std::span<const std::byte> file, std::size_t at, Warnings& warnings) {
  const auto header_size = std::to_integer<std::size_t>(file[at]);
  const auto u16 = [&](std::size_t offset) { return unsigned_from(file.subspan(offset, 2), false); };
  if (header_size >= 14) {
    const auto said = u16(at + 12);
    const auto computed = crc(file.subspan(at, 12));
    if (said != 0 && said != computed) {
      warnings.add("offset {}: header CRC failure: it says {:04X}, the bytes give {:04X}", at + 12, said, computed);
    }
  }
  const std::size_t data_begin = at + header_size;
  const auto data_size = static_cast<std::size_t>(unsigned_from(file.subspan(at + 4, 4), false));
  const std::size_t left = file.size() - data_begin;
  if (data_size == 0 && left > 2) {
    // Size and checksum are written when a recording is closed; this one never was, so all there is is data.
    warnings.add("offset {}: the header says there is no data, but {} bytes follow; read as data", at + 4, left);
    return {data_begin, file.size(), file.size()};
  }
  if (data_size > left) {
    warnings.add("offset {}: the file ends here, {} bytes before its data does", file.size(), data_size - left);
    return {data_begin, file.size(), file.size()};
  }
  const std::size_t data_end = data_begin + data_size;
  if (file.size() - data_end < 2) {
    warnings.add("offset {}: the file ends before its CRC", file.size());
    return {data_begin, data_end, file.size()};
  }
  const auto said = u16(data_end);
  const auto computed = crc(file.subspan(at, data_end - at));
  if (said != computed) {
    warnings.add("offset {}: file CRC failure: it says {:04X}, the bytes give {:04X}", data_end, said, computed);
  }
  return {data_begin, data_end, data_end + 2};
}

}  // namespace tonus::exchange::fit
