#include "errors.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace tonus::sensors::bluez {
namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// Bluetooth Core 5.3, vol. 3, part F, table 3.4; 0xFC…0xFF Core Specification Supplement, part B.
constexpr std::array<std::pair<std::uint8_t, std::string_view>, 11> kAttNames{{
    {0x01, "invalid handle"},
    {0x02, "read not permitted"},
    {0x03, "write not permitted"},
    {0x05, "pairing is needed"},
    {0x07, "invalid offset"},
    {0x0D, "wrong length"},
    {0x0F, "encryption is needed"},
    {0xFC, "write rejected"},
    {0xFD, "notifications or indications are not switched on"},
    {0xFE, "another procedure is in progress"},
    {0xFF, "out of range"},
}};

std::string_view att_name(std::uint8_t code) {
  const auto* it = std::find_if(kAttNames.begin(), kAttNames.end(), [&](const auto& row) { return row.first == code; });
  if (it != kAttNames.end()) return it->second;
  return code >= 0x80 && code <= 0x9F ? "the device's own error" : "no name";
}

}  // namespace

Trouble classify(const CallError& error) {
  const std::string_view name = error.name, message = error.message;
  if (name == "org.bluez.Error.InProgress" || contains(message, "already in progress") ||
      contains(message, "In Progress") || message.ends_with("-connection-busy"))
    return Trouble::Pending;
  if (contains(message, "le-connection-abort-by-local")) return Trouble::AbortedLocally;
  if (contains(message, "br-connection-")) return Trouble::WrongBearer;
  if (name == "org.freedesktop.DBus.Error.AccessDenied" || name == "org.bluez.Error.NotAuthorized")
    return Trouble::NotPermitted;
  if (name == "org.bluez.Error.NotReady") return Trouble::AdapterOff;
  if (name == "org.freedesktop.DBus.Error.UnknownObject" || name == "org.bluez.Error.DoesNotExist")
    return Trouble::NoObject;
  if (name == "org.freedesktop.DBus.Error.UnknownMethod" && contains(message, "doesn't exist"))
    return Trouble::NoObject;
  if (name == "org.freedesktop.DBus.Error.ServiceUnknown" || name == "org.freedesktop.DBus.Error.NameHasNoOwner" ||
      name == "org.freedesktop.systemd1.NoSuchUnit" || name.starts_with("org.freedesktop.DBus.Error.Spawn."))
    return Trouble::NoDaemon;
  return Trouble::Other;
}

std::optional<std::uint8_t> att_code(std::string_view message) {
  constexpr std::string_view kBefore = "ATT error: 0x";
  const auto at = message.find(kBefore);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view digits = message.substr(at + kBefore.size(), 2);
  std::uint8_t code = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
  if (problem != std::errc{} || end == digits.data()) return std::nullopt;
  return code;
}

std::string describe(const CallError& error) {
  if (const auto code = att_code(error.message))
    return fmt::format("the device refused it: ATT error 0x{:02x}, {}", *code, att_name(*code));
  if (error.message.empty()) return error.name;
  return fmt::format("{} ({})", error.message, error.name);
}

}  // namespace tonus::sensors::bluez
