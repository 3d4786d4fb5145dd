#include "fit_container.hpp"

#include <bit>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace tonus::exchange::fit {
namespace {

constexpr std::uint8_t kTimestampField = 253;

constexpr std::array<std::uint16_t, 256> kCrcTable = [] {
  std::array<std::uint16_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1u) != 0 ? (value >> 1) ^ 0xA001u : value >> 1;
    table[i] = static_cast<std::uint16_t>(value);
  }
  return table;
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

std::size_t size_of(BaseType type) noexcept {
  switch (type) {
    case BaseType::Enum:
    case BaseType::Int8:
    case BaseType::UInt8:
    case BaseType::UInt8z:
    case BaseType::Byte: return 1;
    case BaseType::Int16:
    case BaseType::UInt16:
    case BaseType::UInt16z: return 2;
    case BaseType::Int32:
    case BaseType::UInt32:
    case BaseType::UInt32z:
    case BaseType::Float32: return 4;
    case BaseType::Int64:
    case BaseType::UInt64:
    case BaseType::UInt64z:
    case BaseType::Float64: return 8;
    case BaseType::String: break;
  }
  return 0;  // text, or a type of the future: not a number to us
}

std::optional<double> decode(BaseType type, std::span<const std::byte> bytes, bool is_big_endian) noexcept {
  const std::uint64_t raw = unsigned_from(bytes, is_big_endian);
  const std::uint64_t all_ones = bytes.size() == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * bytes.size())) - 1;
  switch (type) {
    case BaseType::Enum:
    case BaseType::UInt8:
    case BaseType::UInt16:
    case BaseType::UInt32:
    case BaseType::UInt64:
    case BaseType::Byte: return raw == all_ones ? std::nullopt : std::optional<double>(static_cast<double>(raw));
    case BaseType::UInt8z:
    case BaseType::UInt16z:
    case BaseType::UInt32z:
    case BaseType::UInt64z: return raw == 0 ? std::nullopt : std::optional<double>(static_cast<double>(raw));
    case BaseType::Int8:
    case BaseType::Int16:
    case BaseType::Int32:
    case BaseType::Int64: {
      if (raw == all_ones >> 1) return std::nullopt;
      const std::uint64_t sign = (all_ones >> 1) + 1;
      const auto value = static_cast<std::int64_t>((raw & sign) != 0 ? raw | ~all_ones : raw);
      return static_cast<double>(value);
    }
    case BaseType::Float32: {
      const float value = std::bit_cast<float>(static_cast<std::uint32_t>(raw));
      return std::isfinite(value) ? std::optional<double>(static_cast<double>(value)) : std::nullopt;
    }
    case BaseType::Float64: {
      const double value = std::bit_cast<double>(raw);
      return std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
    }
    case BaseType::String: break;
  }
  return std::nullopt;
}

/// Calls use(type, element bytes) for each element of a field until it returns false.
template <class Use>
void for_each_element(const Message& message, std::uint8_t field, Use use) {
  std::size_t at = 0;
  for (const FieldDefinition& f : message.definition->fields) {
    if (f.number == field) {
      const auto type = static_cast<BaseType>(f.base_type & 0x1F);
      const std::size_t step = size_of(type);
      if (step == 0) return;
      for (std::size_t i = 0; i + step <= f.size; i += step) {
        if (!use(type, message.data.subspan(at + i, step))) return;
      }
      return;
    }
    at += f.size;
  }
}

}  // namespace

std::uint16_t crc(std::span<const std::byte> bytes, std::uint16_t start) noexcept {
  std::uint32_t value = start;
  for (const std::byte b : bytes) value = (value >> 8) ^ kCrcTable[(value ^ std::to_integer<std::uint32_t>(b)) & 0xFFu];
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

std::optional<double> Message::number(std::uint8_t field) const noexcept {
  std::optional<double> value;
  for_each_element(*this, field, [&](BaseType type, std::span<const std::byte> bytes) {
    value = decode(type, bytes, definition->is_big_endian);
    return false;
  });
  return value;
}

std::vector<double> Message::numbers(std::uint8_t field) const {
  std::vector<double> values;
  for_each_element(*this, field, [&](BaseType type, std::span<const std::byte> bytes) {
    if (const auto value = decode(type, bytes, definition->is_big_endian)) values.push_back(*value);
    return true;
  });
  return values;
}

std::uint8_t MessageReader::byte_at(std::size_t offset) const noexcept {
  return std::to_integer<std::uint8_t>(file_[offset]);
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
  Definition definition;
  definition.is_big_endian = byte_at(start + 2) != 0;
  definition.global = static_cast<std::uint16_t>(unsigned_from(file_.subspan(start + 3, 2), definition.is_big_endian));
  const std::size_t count = byte_at(start + 5);
  std::size_t at = start + kFixed;
  if (end_ - at < 3 * count) return cut();
  definition.fields.reserve(count);
  for (std::size_t i = 0; i < count; ++i, at += 3) {
    definition.fields.push_back({.number = byte_at(at), .size = byte_at(at + 1), .base_type = byte_at(at + 2)});
    definition.size += definition.fields.back().size;
  }
  if ((header & 0x20u) != 0) {  // developer fields: only their size matters here
    if (end_ - at < 1) return cut();
    const std::size_t developer_count = byte_at(at++);
    if (end_ - at < 3 * developer_count) return cut();
    for (std::size_t i = 0; i < developer_count; ++i, at += 3) definition.size += byte_at(at + 1);
  }
  definitions_[header & 0x0Fu] = std::move(definition);
  position_ = at;
  return true;
}

bool MessageReader::read_data(std::uint8_t header, Message& message) {
  const std::size_t start = position_;
  const bool is_compressed = (header & 0x80u) != 0;
  const std::size_t local = is_compressed ? (header >> 5) & 0x03u : header & 0x0Fu;
  if (!definitions_[local])
    return stop(start, fmt::format("a data message of local type {}, which has no definition", local));
  const Definition& definition = *definitions_[local];
  if (left() - 1 < definition.size) return stop(start, "the file ends within a data message");

  message = {.global = definition.global,
             .offset = start,
             .time_s = std::nullopt,
             .definition = &definition,
             .data = file_.subspan(start + 1, definition.size)};
  if (is_compressed) {
    // Five low bits of the time; they roll over every 32 s. Without a full time before there is nothing to complete.
    if (time_s_) message.time_s = *time_s_ + ((header - *time_s_) & 0x1Fu);
  } else if (const auto time = message.number(kTimestampField)) {
    if (*time >= 0.0 && *time < 4294967295.0) message.time_s = static_cast<std::uint32_t>(*time);
  }
  if (message.time_s) time_s_ = message.time_s;
  position_ = start + 1 + definition.size;
  return true;
}

}  // namespace tonus::exchange::fit
