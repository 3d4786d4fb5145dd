#include <sensors/signal/uuid.hpp>

#include <fmt/format.h>

namespace tonus::sensors {
namespace {

std::optional<unsigned> digit(char c) noexcept {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

bool is_dash_place(std::size_t i) noexcept { return i == 8 || i == 13 || i == 18 || i == 23; }

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) noexcept {
  if (text.size() == 6 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) text.remove_prefix(2);
  const bool is_dashed = text.size() == 36;
  if (!is_dashed && text.size() != 32 && text.size() != 4) return std::nullopt;
  Uuid uuid = text.size() == 4 ? of(0) : Uuid{};
  std::size_t nibble = text.size() == 4 ? 4 : 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_dashed && is_dash_place(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const auto value = digit(text[i]);
    if (!value) return std::nullopt;
    std::uint8_t& octet = uuid.octets[nibble / 2];
    octet = static_cast<std::uint8_t>(unsigned{octet} << 4 | *value);
    ++nibble;
  }
  return uuid;
}

std::optional<std::uint16_t> Uuid::assigned() const noexcept {
  const auto number = static_cast<std::uint16_t>(octets[2] << 8 | octets[3]);
  if (*this != of(number)) return std::nullopt;
  return number;
}

std::string to_string(const Uuid& uuid) {
  std::string text;
  for (const std::uint8_t octet : uuid.octets) {
    if (is_dash_place(text.size())) text += '-';
    text += fmt::format("{:02x}", octet);
  }
  return text;
}

}  // namespace tonus::sensors
