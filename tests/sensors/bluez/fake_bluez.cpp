#include "fake_bluez.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace tonus::test {
namespace {

constexpr const char* kAdapter = "org.bluez.Adapter1";
constexpr const char* kDevice = "org.bluez.Device1";
constexpr const char* kBattery = "org.bluez.Battery1";
constexpr const char* kService = "org.bluez.GattService1";
constexpr const char* kCharacteristic = "org.bluez.GattCharacteristic1";
constexpr const char* kDescriptor = "org.bluez.GattDescriptor1";
constexpr const char* kAdapterPath = "/org/bluez/hci0";
/// Values that arrive after Disconnect was called, while BlueZ takes its time (recorded: 2.5 s of them).
constexpr int kValuesAfterDisconnect = 2;
constexpr std::uint16_t kNewHandles = 0x1A;

std::string service_path(const FakePeer& peer, const FakeService& service) {
  return fmt::format("{}/service{:04x}", peer.path(), service.handle);
}

std::string characteristic_path(const FakePeer& peer, const FakeService& service, const FakeCharacteristic& it) {
  return fmt::format("{}/char{:04x}", service_path(peer, service), it.handle);
}

std::string descriptor_path(const FakePeer& peer, const FakeService& service, const FakeCharacteristic& it) {
  return fmt::format("{}/desc{:04x}", characteristic_path(peer, service, it), it.handle + 2);
}

std::vector<std::string> full(const std::vector<std::string>& assigned) {
  std::vector<std::string> uuids;
  for (const std::string& it : assigned) uuids.push_back(full_uuid(it));
  return uuids;
}

std::vector<std::string> uuids_of(const std::vector<const FakeService*>& services) {
  std::vector<std::string> uuids;
  for (const FakeService* it : services) uuids.push_back(full_uuid(it->uuid));
  return uuids;
}

WireInterfaces service_interfaces(const FakePeer& peer, const FakeService& service) {
  return {{kService, {{"UUID", full_uuid(service.uuid)}, {"Device", ObjectPath{peer.path()}}, {"Primary", true}}}};
}

WireInterfaces characteristic_interfaces(const FakePeer& peer, const FakeService& service,
                                         const FakeCharacteristic& it) {
  WireProperties properties{{"UUID", full_uuid(it.uuid)},
                            {"Service", ObjectPath{service_path(peer, service)}},
                            {"Value", it.value},
                            {"Flags", it.flags},
                            {"MTU", std::uint16_t{517}}};
  if (it.has_configuration()) properties.emplace_back("Notifying", it.is_notifying);
  return {{kCharacteristic, properties}};
}

WireInterfaces descriptor_interfaces(const FakePeer& peer, const FakeService& service, const FakeCharacteristic& it) {
  return {{kDescriptor,
           {{"UUID", full_uuid("2902")}, {"Characteristic", ObjectPath{characteristic_path(peer, service, it)}}}}};
}

}  // namespace

FakeBluez::FakeBluez(std::string bus_address, Definition definition)
    : bus_address_(std::move(bus_address)), definition_(std::move(definition)) {
  come_back();
}

FakeBluez::~FakeBluez() = default;

FakePeer& FakeBluez::add_peer(FakePeer peer) { return peers_.emplace_back(std::move(peer)); }

FakePeer& FakeBluez::peer(const std::string& name_or_address) {
  const auto it = std::find_if(peers_.begin(), peers_.end(), [&](const FakePeer& peer) {
    return peer.name == name_or_address || peer.address == name_or_address;
  });
  if (it == peers_.end()) throw std::runtime_error("no such peer: " + name_or_address);
  return *it;
}

void FakeBluez::run_once(int at_most_ms) {
  if (wire_) wire_->dispatch(at_most_ms);
}

void FakeBluez::send(const Message& message) {
  if (wire_) wire_->send(message);
}

void FakeBluez::error(DBusMessage* call, const char* name, const char* text) { wire_->reply_error(call, name, text); }

void FakeBluez::changed(const std::string& path, const char* interface, const WireProperties& properties,
                        const std::vector<std::string>& invalidated) {
  send(properties_changed(path, interface, properties, invalidated));
}

FakePeer* FakeBluez::find_peer(const std::string& path) {
  const auto it = std::find_if(peers_.begin(), peers_.end(), [&](const FakePeer& p) { return p.path() == path; });
  return it == peers_.end() || !it->is_in_tree ? nullptr : &*it;
}

FakeBluez::Target FakeBluez::find_characteristic(const std::string& path) {
  for (FakePeer& peer : peers_) {
    if (!peer.is_in_tree || !peer.has_gatt_in_tree) continue;
    for (FakeService& service : peer.services) {
      for (FakeCharacteristic& it : service.characteristics) {
        if (characteristic_path(peer, service, it) == path) return {&peer, &it};
      }
    }
  }
  return {};
}

std::vector<const FakeService*> FakeBluez::shown_services(const FakePeer& peer) const {
  std::vector<const FakeService*> shown;
  for (const FakeService& service : peer.services) {
    const bool is_advertised = !peer.advertised.empty() && service.uuid == peer.advertised.front();
    if (peer.faults.is_stale && is_advertised) continue;
    if (peer.faults.hides_battery && service.uuid == "180f") continue;
    shown.push_back(&service);
  }
  return shown;
}

WireProperties FakeBluez::device_properties(const FakePeer& peer, bool with_rssi) const {
  WireProperties properties{{"Address", peer.address}, {"AddressType", std::string("public")},
                            {"Name", peer.name},       {"Alias", peer.name},
                            {"Paired", false},         {"Bonded", false},
                            {"Trusted", false},        {"Blocked", false},
                            {"LegacyPairing", false}};
  if (with_rssi) properties.emplace_back("RSSI", std::int16_t{-60});
  properties.emplace_back("Connected", peer.is_connected);
  properties.emplace_back("UUIDs", peer.has_gatt_in_tree ? uuids_of(shown_services(peer)) : full(peer.advertised));
  properties.emplace_back("Adapter", ObjectPath{kAdapterPath});
  properties.emplace_back("ServicesResolved", peer.is_resolved);
  return properties;
}

WireObjects FakeBluez::objects() const {
  WireObjects all{{"/org/bluez", {{"org.bluez.AgentManager1", {}}}}};
  if (!definition_.has_adapter) return all;
  all.push_back({kAdapterPath,
                 {{kAdapter,
                   {{"Address", std::string("00:AA:01:00:00:00")},
                    {"Powered", definition_.power_state == "on"},
                    {"PowerState", definition_.power_state},
                    {"Discovering", is_discovering_}}}}});
  for (const FakePeer& peer : peers_) {
    if (!peer.is_in_tree) continue;
    WireInterfaces device{{kDevice, device_properties(peer, is_discovering_ && peer.is_near)}};
    if (peer.battery && peer.is_resolved && peer.has_gatt_in_tree)
      device.push_back({kBattery, {{"Percentage", *peer.battery}}});
    all.push_back({peer.path(), device});
    if (!peer.has_gatt_in_tree) continue;
    for (const FakeService* service : shown_services(peer)) {
      all.push_back({service_path(peer, *service), service_interfaces(peer, *service)});
      for (const FakeCharacteristic& it : service->characteristics) {
        all.push_back({characteristic_path(peer, *service, it), characteristic_interfaces(peer, *service, it)});
        if (it.has_configuration())
          all.push_back({descriptor_path(peer, *service, it), descriptor_interfaces(peer, *service, it)});
      }
    }
  }
  return all;
}

void FakeBluez::add_gatt(const FakePeer& peer, const FakeService& service) {
  send(interfaces_added(service_path(peer, service), service_interfaces(peer, service)));
  for (const FakeCharacteristic& it : service.characteristics) {
    send(interfaces_added(characteristic_path(peer, service, it), characteristic_interfaces(peer, service, it)));
    if (it.has_configuration())
      send(interfaces_added(descriptor_path(peer, service, it), descriptor_interfaces(peer, service, it)));
  }
}

void FakeBluez::remove_gatt(const FakePeer& peer, const FakeService& service) {
  for (auto it = service.characteristics.rbegin(); it != service.characteristics.rend(); ++it) {
    if (it->has_configuration()) send(interfaces_removed(descriptor_path(peer, service, *it), {kDescriptor}));
    send(interfaces_removed(characteristic_path(peer, service, *it), {kCharacteristic}));
  }
  send(interfaces_removed(service_path(peer, service), {kService}));
}

void FakeBluez::add_battery(const FakePeer& peer) {
  if (peer.battery) send(interfaces_added(peer.path(), {{kBattery, {{"Percentage", *peer.battery}}}}));
}

void FakeBluez::remove_battery(const FakePeer& peer) {
  if (peer.battery) send(interfaces_removed(peer.path(), {kBattery}));
}

bool FakeBluez::passes_filter(const FakePeer& peer) const {
  return filter_.empty() || std::any_of(filter_.begin(), filter_.end(), [&](const std::string& wanted) {
           const auto offered = full(peer.advertised);
           return std::find(offered.begin(), offered.end(), wanted) != offered.end();
         });
}

// --- what happens ----------------------------------------------------------------------------------------------------

void FakeBluez::advertise() {
  if (!is_discovering_ || is_deaf_) return;
  for (FakePeer& peer : peers_) {
    if (!peer.is_near || peer.is_connected || !passes_filter(peer)) continue;
    if (peer.is_in_tree) {
      changed(peer.path(), kDevice, {{"RSSI", std::int16_t{-61}}});
      continue;
    }
    peer.is_in_tree = true;
    send(interfaces_added(peer.path(), {{kDevice, device_properties(peer, true)}}));
  }
}

void FakeBluez::emit(FakePeer& peer, FakeCharacteristic& characteristic, const Bytes& value) {
  for (FakeService& service : peer.services) {
    for (FakeCharacteristic& it : service.characteristics) {
      if (&it != &characteristic) continue;
      it.value = value;
      changed(characteristic_path(peer, service, it), kCharacteristic, {{"Value", value}});
    }
  }
}

void FakeBluez::notify(FakePeer& peer, const std::string& uuid, const Bytes& value) {
  if (!peer.is_connected || !peer.has_gatt_in_tree) return;
  for (FakeService& service : peer.services) {
    for (FakeCharacteristic& it : service.characteristics) {
      if (it.uuid != uuid || !it.is_notifying) continue;
      for (int i = 0; i < peer.faults.copies; ++i) emit(peer, it, value);
    }
  }
}

void FakeBluez::set_battery(FakePeer& peer, std::uint8_t percent) {
  peer.battery = percent;
  if (!peer.is_resolved) return;
  notify(peer, "2a19", {percent});
  changed(peer.path(), kBattery, {{"Percentage", percent}});
}

void FakeBluez::lose_connection(FakePeer& peer) {
  const bool was_connected = peer.is_connected;
  peer.is_connected = false;
  peer.is_resolved = false;
  if (!was_connected) return;
  changed(peer.path(), kDevice, {{"ServicesResolved", false}, {"Connected", false}});
  remove_battery(peer);
}

void FakeBluez::drop(FakePeer& peer) {
  peer.is_near = false;
  lose_connection(peer);
}

void FakeBluez::hang_up(FakePeer& peer) {
  for (FakeService& service : peer.services) {
    for (FakeCharacteristic& it : service.characteristics) {
      for (int i = 0; i < kValuesAfterDisconnect && it.is_notifying; ++i) emit(peer, it, it.value);
    }
  }
  lose_connection(peer);
}

void FakeBluez::come_near(FakePeer& peer) {
  peer.is_near = true;
  if (const Message call = std::move(peer.pending_connect)) complete_connect(peer, call.get());
}

void FakeBluez::withdraw_services(FakePeer& peer) {
  peer.has_gatt_in_tree = false;
  auto left = shown_services(peer);
  while (!left.empty()) {
    remove_gatt(peer, *left.back());
    left.pop_back();
    changed(peer.path(), kDevice, {{"UUIDs", uuids_of(left)}});
  }
  remove_battery(peer);
  for (FakeService& service : peer.services) {
    for (FakeCharacteristic& it : service.characteristics) it.is_notifying = false;
  }
}

void FakeBluez::offer_services(FakePeer& peer) {
  for (FakeService& service : peer.services) {
    service.handle = static_cast<std::uint16_t>(service.handle + kNewHandles);
    for (FakeCharacteristic& it : service.characteristics)
      it.handle = static_cast<std::uint16_t>(it.handle + kNewHandles);
  }
  peer.has_gatt_in_tree = true;
  std::vector<const FakeService*> back;
  for (const FakeService* service : shown_services(peer)) {
    back.push_back(service);
    changed(peer.path(), kDevice, {{"UUIDs", uuids_of(back)}});
    add_gatt(peer, *service);
  }
  add_battery(peer);
}

void FakeBluez::announce_service(FakePeer& peer, FakeService service) {
  const FakeService& added = peer.services.emplace_back(std::move(service));
  changed(peer.path(), kDevice, {{"UUIDs", uuids_of(shown_services(peer))}});
  add_gatt(peer, added);
}

void FakeBluez::resolve(FakePeer& peer) {
  if (!peer.is_connected) return;
  peer.is_resolved = true;
  if (peer.has_gatt_in_tree) {
    changed(peer.path(), kDevice, {{"ServicesResolved", true}});
  } else {
    peer.has_gatt_in_tree = true;
    changed(peer.path(), kDevice,
            {{"UUIDs", uuids_of(shown_services(peer))},
             {"ServicesResolved", true},
             {"Name", peer.name},
             {"Alias", peer.name},
             {"Modalias", std::string("usb:v1D6Bp0246d0542")}});
    for (const FakeService* service : shown_services(peer)) add_gatt(peer, *service);
  }
  add_battery(peer);
}

void FakeBluez::forget(FakePeer& peer) {
  if (!peer.is_in_tree) return;
  lose_connection(peer);
  if (peer.has_gatt_in_tree) {
    for (const FakeService* service : shown_services(peer)) {
      for (const FakeCharacteristic& it : service->characteristics) {
        if (it.has_configuration()) send(interfaces_removed(descriptor_path(peer, *service, it), {kDescriptor}));
        send(interfaces_removed(characteristic_path(peer, *service, it), {kCharacteristic}));
      }
      send(interfaces_removed(service_path(peer, *service), {kService}));
    }
  }
  for (FakeService& service : peer.services) {
    for (FakeCharacteristic& it : service.characteristics) it.is_notifying = false;
  }
  peer.has_gatt_in_tree = false;
  peer.is_in_tree = false;
  peer.faults.is_stale = false;
  send(interfaces_removed(peer.path(), {kDevice}));
}

void FakeBluez::set_power(bool is_on) {
  if (is_on) {
    definition_.power_state = "on";
    changed(kAdapterPath, kAdapter, {{"PowerState", std::string("off-enabling")}});
    changed(kAdapterPath, kAdapter, {{"PowerState", std::string("on")}, {"Powered", true}});
    return;
  }
  changed(kAdapterPath, kAdapter, {{"PowerState", std::string("on-disabling")}});
  for (FakePeer& peer : peers_) lose_connection(peer);
  definition_.power_state = "off";
  is_discovering_ = false;
  changed(kAdapterPath, kAdapter, {{"PowerState", std::string("off")}, {"Powered", false}, {"Discovering", false}});
}

void FakeBluez::set_adapter(bool is_there) {
  if (!is_there) {
    for (FakePeer& peer : peers_) forget(peer);
    is_discovering_ = false;
  }
  definition_.has_adapter = is_there;
  if (!is_there) return send(interfaces_removed(kAdapterPath, {kAdapter}));
  send(interfaces_added(kAdapterPath, {{kAdapter,
                                        {{"Address", std::string("00:AA:01:00:00:00")},
                                         {"Powered", definition_.power_state == "on"},
                                         {"PowerState", definition_.power_state},
                                         {"Discovering", false}}}}));
}

void FakeBluez::die() {
  wire_.reset();
  is_discovering_ = false;
  for (FakePeer& peer : peers_) {
    peer.is_in_tree = peer.has_gatt_in_tree = peer.is_connected = peer.is_resolved = false;
    peer.pending_connect.reset();
    for (FakeService& service : peer.services) {
      for (FakeCharacteristic& it : service.characteristics) it.is_notifying = false;
    }
  }
}

void FakeBluez::come_back() {
  wire_ = std::make_unique<WireConnection>(bus_address_, "org.bluez", [this](DBusMessage* call) { on_call(call); });
  wire_->watch_clients([this](const std::string& name) { on_client_gone(name); });
}

void FakeBluez::on_client_gone(const std::string& name) {
  for (FakePeer& peer : peers_) {
    for (FakeService& service : peer.services) {
      for (FakeCharacteristic& it : service.characteristics) {
        if (std::erase(it.listeners, name) > 0) it.is_notifying = !it.listeners.empty();
      }
    }
    if (definition_.drops_links_of_the_dead) lose_connection(peer);
  }
}

}  // namespace tonus::test
