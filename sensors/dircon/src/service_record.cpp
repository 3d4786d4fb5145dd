#include <sensors/dircon/discovery.hpp>

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace tonus::sensors::dircon {
namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool is_called(std::string_view key, std::string_view name) { return std::ranges::equal(key, name, {}, lower, lower); }

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// "aa-bb-…", "AA:BB:…" or "aabb…" as AA:BB:CC:DD:EE:FF.
std::optional<std::string> mac_of(std::string_view text) {
  std::string mac;
  std::size_t digits = 0;
  for (const char c : text) {
    if (std::isxdigit(static_cast<unsigned char>(c)) != 0) {
      if (digits > 0 && digits % 2 == 0) mac += ':';
      mac += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      ++digits;
    } else if (c != ':' && c != '-') {
      return std::nullopt;
    }
  }
  return digits == 12 ? std::optional(mac) : std::nullopt;
}

std::vector<Uuid> services_of(std::string_view list) {
  std::vector<Uuid> services;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (const auto service = Uuid::parse(trimmed(list.substr(0, comma)))) services.push_back(*service);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return services;
}

bool is_ipv6(const FoundDevice& device) { return device.address.starts_with('['); }

}  // namespace

FoundDevice found_device(const ServiceRecord& record) {
  FoundDevice device{.name = record.name, .transport = "dircon"};
  device.address = record.address.find(':') == std::string::npos ? fmt::format("{}:{}", record.address, record.port)
                                                                 : fmt::format("[{}]:{}", record.address, record.port);
  std::string serial;
  std::optional<std::string> mac;
  for (const std::string_view entry : record.text) {
    const auto equals = entry.find('=');
    if (equals == std::string_view::npos) continue;
    const auto key = trimmed(entry.substr(0, equals)), value = trimmed(entry.substr(equals + 1));
    if (is_called(key, "ble-service-uuids")) device.services = services_of(value);
    if (is_called(key, "serial-number")) serial = value;
    if (is_called(key, "mac-address")) mac = mac_of(value);
  }
  device.id = !serial.empty() ? serial : mac.value_or(record.name);
  return device;
}

void merge(std::vector<FoundDevice>& devices, FoundDevice device) {
  const auto place = std::ranges::lower_bound(devices, device.id, {}, &FoundDevice::id);
  if (place == devices.end() || place->id != device.id) {
    devices.insert(place, std::move(device));
  } else if (is_ipv6(*place) || !is_ipv6(device)) {
    *place = std::move(device);
  }
}

}  // namespace tonus::sensors::dircon
