#include "tree.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <engine/core/letter_case.hpp>

namespace tonus::sensors::bluez {
namespace {

void take(const Properties& from, const char* name, bool& to) {
  if (const bool* value = property<bool>(from, name)) to = *value;
}

void take(const Properties& from, const char* name, std::string& to) {
  if (const auto* value = property<std::string>(from, name)) to = *value;
}

void take(const Properties& from, AdapterObject& to) {
  take(from, "Powered", to.is_powered);
  take(from, "PowerState", to.power_state);
}

void take(const Properties& from, DeviceObject& to) {
  take(from, "Adapter", to.adapter);
  take(from, "Address", to.address);
  take(from, "Alias", to.name);
  take(from, "Name", to.name);
  take(from, "Connected", to.is_connected);
  take(from, "ServicesResolved", to.is_resolved);
  take(from, "Paired", to.is_paired);
  if (const auto* texts = property<std::vector<std::string>>(from, "UUIDs")) {
    to.services.clear();
    for (const std::string& text : *texts) {
      if (const auto uuid = Uuid::parse(text)) to.services.push_back(*uuid);
    }
  }
  if (const auto* rssi = property<std::int64_t>(from, "RSSI")) {
    to.rssi_dbm = static_cast<int>(*rssi);
    ++to.sightings;
  }
}

void take_battery(const Properties& from, DeviceObject& to) {
  const auto* percent = property<std::int64_t>(from, "Percentage");
  if (percent != nullptr && *percent >= 0 && *percent <= 100) to.battery_percent = static_cast<int>(*percent);
}

std::uint8_t properties_of(const std::vector<std::string>& flags) {
  static constexpr std::array<std::pair<std::string_view, std::uint8_t>, 4> kKnown{
      {{"read", kCanRead}, {"write", kCanWrite}, {"notify", kCanNotify}, {"indicate", kCanIndicate}}};
  std::uint8_t properties = 0;
  for (const std::string& flag : flags) {
    for (const auto& [name, bit] : kKnown) {
      if (flag == name) properties = static_cast<std::uint8_t>(properties | bit);
    }
  }
  return properties;
}

}  // namespace

void Tree::replace(const Objects& objects) {
  const auto before = std::exchange(devices_, {});
  adapters_.clear();
  services_.clear();
  characteristics_.clear();
  for (const auto& [path, interfaces] : objects) {
    const auto old = before.find(path);
    if (old != before.end() && interfaces.contains(kDeviceInterface)) {
      devices_[path].rssi_dbm = old->second.rssi_dbm;
      devices_[path].sightings = old->second.sightings;
    }
    add(path, interfaces);
  }
}

void Tree::add(const std::string& path, const Interfaces& added) {
  // The device first: a battery is part of one.
  if (const auto device = added.find(kDeviceInterface); device != added.end()) take(device->second, devices_[path]);
  for (const auto& [interface, properties] : added) {
    if (interface == kAdapterInterface) {
      take(properties, adapters_[path]);
    } else if (interface == kBatteryInterface && devices_.contains(path)) {
      take_battery(properties, devices_[path]);
    } else if (interface == kServiceInterface) {
      const auto* text = property<std::string>(properties, "UUID");
      if (const auto uuid = text != nullptr ? Uuid::parse(*text) : std::nullopt) services_[path] = *uuid;
    } else if (interface == kCharacteristicInterface) {
      const auto* text = property<std::string>(properties, "UUID");
      const auto* service = property<std::string>(properties, "Service");
      const auto* flags = property<std::vector<std::string>>(properties, "Flags");
      const auto uuid = text != nullptr ? Uuid::parse(*text) : std::nullopt;
      if (uuid && service != nullptr && flags != nullptr)
        characteristics_[path] = {*service, *uuid, properties_of(*flags)};
    }
  }
}

void Tree::remove(const std::string& path, const std::vector<std::string>& interfaces) {
  for (const std::string& interface : interfaces) {
    if (interface == kAdapterInterface) adapters_.erase(path);
    if (interface == kDeviceInterface) devices_.erase(path);
    if (interface == kServiceInterface) services_.erase(path);
    if (interface == kCharacteristicInterface) characteristics_.erase(path);
    if (const auto it = devices_.find(path); interface == kBatteryInterface && it != devices_.end())
      it->second.battery_percent.reset();
  }
}

void Tree::change(const std::string& path, const std::string& interface, const Properties& changed) {
  if (const auto it = adapters_.find(path); interface == kAdapterInterface && it != adapters_.end())
    take(changed, it->second);
  if (const auto it = devices_.find(path); it != devices_.end()) {
    if (interface == kDeviceInterface) take(changed, it->second);
    if (interface == kBatteryInterface) take_battery(changed, it->second);
  }
}

void Tree::clear() { *this = {}; }

void Tree::forget_sightings() {
  for (auto& [path, device] : devices_) {
    device.rssi_dbm.reset();
    device.sightings = 0;
  }
}

const DeviceObject* Tree::device(const std::string& path) const {
  const auto it = devices_.find(path);
  return it == devices_.end() ? nullptr : &it->second;
}

std::vector<Place> Tree::places(const std::string& device) const {
  std::vector<Place> places;
  const std::string below = device + "/";
  for (auto it = characteristics_.lower_bound(below); it != characteristics_.end() && it->first.starts_with(below);
       ++it) {
    const auto service = services_.find(it->second.service);
    if (service == services_.end()) continue;
    places.push_back({it->first, {service->second, it->second.uuid, it->second.properties}});
  }
  return places;
}

bool answers_to(const DeviceObject& device, std::string_view address_or_name) {
  if (address_or_name.empty()) return false;
  return equal_in_any_case(device.address, address_or_name) || equal_in_any_case(device.name, address_or_name);
}

}  // namespace tonus::sensors::bluez
