// The method calls of the fake: what is answered, and which signals come before and after the answer.
#include <algorithm>

#include <fmt/format.h>

#include "fake_bluez.hpp"

namespace tonus::test {
namespace {

constexpr const char* kAdapter = "org.bluez.Adapter1";
constexpr const char* kDevice = "org.bluez.Device1";
constexpr const char* kCharacteristic = "org.bluez.GattCharacteristic1";
constexpr const char* kAdapterPath = "/org/bluez/hci0";
constexpr const char* kFailed = "org.bluez.Error.Failed";
constexpr const char* kInProgress = "org.bluez.Error.InProgress";
constexpr const char* kNotSupported = "org.bluez.Error.NotSupported";
constexpr const char* kUnknownObject = "org.freedesktop.DBus.Error.UnknownObject";

Message keep(DBusMessage* call) { return Message{dbus_message_ref(call)}; }

}  // namespace

void FakeBluez::on_call(DBusMessage* call) {
  const std::string path = dbus_message_get_path(call), method = dbus_message_get_member(call);
  if (definition_.refuses_calls)
    return error(call, "org.freedesktop.DBus.Error.AccessDenied", "Rejected send message, 1 matched rules");
  if (method == "GetManagedObjects") return wire_->send(objects_reply(call, objects()));
  if (path == kAdapterPath && definition_.has_adapter) return on_adapter_call(call, method);
  if (FakePeer* peer = find_peer(path)) return on_device_call(call, method, *peer);
  if (const Target target = find_characteristic(path); target.peer != nullptr)
    return on_characteristic_call(call, method, target);
  error(call, kUnknownObject, fmt::format("Method \"{}\" on object \"{}\" doesn't exist", method, path).c_str());
}

void FakeBluez::on_adapter_call(DBusMessage* call, const std::string& method) {
  calls_.push_back(method);
  if (definition_.power_state != "on") return error(call, "org.bluez.Error.NotReady", "Resource Not Ready");
  if (method == "SetDiscoveryFilter") {
    filter_ = strings_of(call, "UUIDs");
    return wire_->reply(call);
  }
  if (method == "StartDiscovery") return start_discovery(call);
  if (method == "StopDiscovery") return stop_discovery(call);
  if (method == "RemoveDevice") return remove_device(call);
  error(call, "org.freedesktop.DBus.Error.UnknownMethod", method.c_str());
}

void FakeBluez::start_discovery(DBusMessage* call) {
  if (is_discovering_) return error(call, kInProgress, "Operation already in progress");
  is_discovering_ = true;
  is_deaf_ = definition_.deaf_discoveries > 0 || (definition_.is_deaf_with_services && !filter_.empty());
  definition_.deaf_discoveries = std::max(0, definition_.deaf_discoveries - 1);
  wire_->reply(call);
  changed(kAdapterPath, kAdapter, {{"Discovering", true}});
  advertise();
}

void FakeBluez::stop_discovery(DBusMessage* call) {
  if (!is_discovering_) return error(call, kFailed, "No discovery started");
  is_discovering_ = false;
  wire_->reply(call);
  for (const FakePeer& peer : peers_) {
    if (peer.is_in_tree) changed(peer.path(), kDevice, {}, {"RSSI"});
  }
  changed(kAdapterPath, kAdapter, {{"Discovering", false}});
}

void FakeBluez::remove_device(DBusMessage* call) {
  FakePeer* peer = find_peer(path_of(call));
  if (peer == nullptr) return error(call, "org.bluez.Error.DoesNotExist", "Does Not Exist");
  forget(*peer);
  wire_->reply(call);
}

void FakeBluez::on_device_call(DBusMessage* call, const std::string& method, FakePeer& peer) {
  calls_.push_back(method + " " + peer.address);
  if (definition_.power_state != "on") return error(call, "org.bluez.Error.NotReady", "Resource Not Ready");
  if (method == "Connect") return connect(call, peer);
  if (method == "Disconnect") return disconnect(call, peer);
  error(call, "org.freedesktop.DBus.Error.UnknownMethod", method.c_str());
}

void FakeBluez::connect(DBusMessage* call, FakePeer& peer) {
  PeerFaults& faults = peer.faults;
  if (is_discovering_) connected_while_discovering_ = true;
  if (faults.refusals > 0) {
    --faults.refusals;
    return error(call, "org.freedesktop.DBus.Error.AccessDenied", "Rejected send message, 1 matched rules");
  }
  if (faults.aborts > 0) {
    --faults.aborts;
    return error(call, kFailed, "le-connection-abort-by-local");
  }
  if (faults.wrong_bearer > 0) {
    --faults.wrong_bearer;
    return error(call, kFailed, "br-connection-profile-unavailable");
  }
  if (peer.is_connected) return wire_->reply(call);
  if (faults.in_progress > 0) {
    --faults.in_progress;
    error(call, kInProgress, "Operation already in progress");
    return complete_connect(peer, nullptr);
  }
  if (peer.pending_connect) return error(call, kFailed, "Operation already in progress");
  if (!peer.is_near) {
    peer.pending_connect = keep(call);
    const auto pending =
        std::count_if(peers_.begin(), peers_.end(), [](const FakePeer& it) { return it.pending_connect != nullptr; });
    most_connects_ = std::max(most_connects_, static_cast<int>(pending));
    return;
  }
  complete_connect(peer, call);
}

void FakeBluez::complete_connect(FakePeer& peer, DBusMessage* call) {
  peer.is_connected = true;
  if (peer.faults.replies_early && call != nullptr) {
    wire_->reply(call);
    changed(peer.path(), kDevice, {{"Alias", peer.name}});
  }
  changed(peer.path(), kDevice, {{"Connected", true}});
  if (!peer.faults.replies_early && call != nullptr) wire_->reply(call);
  if (!peer.faults.never_resolves) resolve(peer);
}

void FakeBluez::disconnect(DBusMessage* call, FakePeer& peer) {
  if (const Message pending = std::move(peer.pending_connect))
    wire_->reply_error(pending.get(), kFailed, "br-connection-canceled");
  if (!peer.is_connected) return wire_->reply(call);
  if (peer.is_resolved) remove_battery(peer);
  for (FakeService& service : peer.services) {
    for (FakeCharacteristic& it : service.characteristics) {
      if (it.is_notifying) emit(peer, it, it.value);
    }
  }
  if (peer.is_resolved) changed(peer.path(), kDevice, {{"ServicesResolved", false}});
  wire_->reply(call);
  peer.is_connected = peer.is_resolved = false;
  changed(peer.path(), kDevice, {{"Connected", false}});
}

void FakeBluez::on_characteristic_call(DBusMessage* call, const std::string& method, const Target& target) {
  FakePeer& peer = *target.peer;
  FakeCharacteristic& it = *target.characteristic;
  calls_.push_back(method + " " + it.uuid);
  if (method == "StartNotify") return start_notify(call, target);
  if (method == "StopNotify") {
    if (!it.is_notifying) return error(call, kFailed, "No notify session started");
    std::erase(it.listeners, dbus_message_get_sender(call));
    it.is_notifying = !it.listeners.empty();
    changed(dbus_message_get_path(call), kCharacteristic, {{"Notifying", it.is_notifying}});
    return wire_->reply(call);
  }
  if (method == "AcquireNotify") return error(call, kInProgress, "In Progress");
  if (!peer.is_connected) return error(call, kFailed, "Not connected");
  if (method == "WriteValue") return write(call, target);
  if (method != "ReadValue") return error(call, "org.freedesktop.DBus.Error.UnknownMethod", method.c_str());
  if (!it.can("read")) return error(call, kNotSupported, "Operation is not supported");
  if (peer.faults.is_mute) return;
  emit(peer, it, Bytes(it.value));
  wire_->send(octets_reply(call, it.value));
}

void FakeBluez::start_notify(DBusMessage* call, const Target& target) {
  FakeCharacteristic& it = *target.characteristic;
  if (!it.has_configuration()) return error(call, kNotSupported, "Operation is not supported");
  if (!target.peer->is_connected) return error(call, kInProgress, "In Progress");
  if (target.peer->faults.is_mute) return;
  it.listeners.emplace_back(dbus_message_get_sender(call));
  if (!it.is_notifying) {
    it.is_notifying = true;
    changed(dbus_message_get_path(call), kCharacteristic, {{"Notifying", true}});
  }
  wire_->reply(call);
}

void FakeBluez::write(DBusMessage* call, const Target& target) {
  FakePeer& peer = *target.peer;
  FakeCharacteristic& it = *target.characteristic;
  const Bytes value = octets_of(call);
  if (!it.can("write")) return error(call, kNotSupported, "Operation is not supported");
  if (peer.faults.is_mute) return;
  auto refusal = peer.faults.write_error;
  if (it.uuid == "2a39" && value != Bytes{1}) refusal = 0x80;
  if (it.uuid == "2ad9" && !it.is_notifying) refusal = 0xFD;
  if (refusal) {
    return error(call, kFailed, fmt::format("Operation failed with ATT error: 0x{:02x}", *refusal).c_str());
  }
  std::string text = it.uuid + " ";
  for (const std::uint8_t octet : value) text += fmt::format("{:02x}", octet);
  writes_.push_back(text);
  wire_->reply(call);
  if (it.uuid == "2ad9" && !value.empty()) notify(peer, "2ad9", {0x80, value[0], 0x01});
  if (on_write_) on_write_(peer, it.uuid, value);
}

}  // namespace tonus::test
