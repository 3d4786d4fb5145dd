#pragma once
// org.bluez as bluetoothd 5.66 was recorded to behave: the order of replies and signals is that of the recording, and
// every fault can be ordered. One thread; nothing here knows the code under test.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fake_peer.hpp"
#include "wire.hpp"

namespace tonus::test {

class FakeBluez {
 public:
  struct Definition {
    bool has_adapter = true;
    std::string power_state = "on";        ///< "on", "off", "off-blocked"
    bool refuses_calls = false;            ///< every call is answered with AccessDenied
    bool drops_links_of_the_dead = false;  ///< a client that leaves the bus takes all connections with it
    bool is_deaf_with_services = false;    ///< a discovery that is filtered by services hears nobody
    int deaf_discoveries = 0;              ///< so many, from the first, hear nobody
  };
  /// Called for a write that is accepted, after its reply: what a machine does about it.
  using OnWrite = std::function<void(FakePeer& peer, const std::string& uuid, const Bytes& value)>;

  /// Takes the name org.bluez on that bus. Throws std::runtime_error.
  FakeBluez(std::string bus_address, Definition definition);
  ~FakeBluez();

  FakePeer& add_peer(FakePeer peer);
  [[nodiscard]] FakePeer& peer(const std::string& name_or_address);
  void set_on_write(OnWrite on_write) { on_write_ = std::move(on_write); }
  void run_once(int at_most_ms);

  // What happens to devices and adapters.
  void advertise();  ///< everybody near is heard once, while discovery is on
  /// A notification or an indication; goes out only where it was asked for and a connection is up.
  void notify(FakePeer& peer, const std::string& uuid, const Bytes& value);
  void set_battery(FakePeer& peer, std::uint8_t percent);
  void drop(FakePeer& peer);                                   ///< the link breaks; nobody is near until come_near()
  void come_near(FakePeer& peer);                              ///< a Connect that waits succeeds
  void hang_up(FakePeer& peer);                                ///< the peer disconnects
  void withdraw_services(FakePeer& peer);                      ///< its GATT application dies, the link stays
  void offer_services(FakePeer& peer);                         ///< and returns, at new handles
  void announce_service(FakePeer& peer, FakeService service);  ///< one more, while connected
  void resolve(FakePeer& peer);                                ///< ServicesResolved comes at last
  void forget(FakePeer& peer);                                 ///< BlueZ drops it from its tree
  void set_power(bool is_on);
  void set_adapter(bool is_there);
  void set_refusal(bool refuses) { definition_.refuses_calls = refuses; }
  void die();  ///< bluetoothd is gone, with everything it knew but what it keeps on disk
  void come_back();
  /// Sends whatever a broken daemon might.
  void send(const Message& message);

  /// Method calls in order of arrival: "Connect 00:AA:01:01:00:01", "StartNotify 2a37", "StartDiscovery".
  [[nodiscard]] const std::vector<std::string>& calls() const noexcept { return calls_; }
  [[nodiscard]] const std::vector<std::string>& discovery_services() const noexcept { return filter_; }
  [[nodiscard]] int most_connects_at_once() const noexcept { return most_connects_; }
  [[nodiscard]] bool is_discovering() const noexcept { return is_discovering_; }
  [[nodiscard]] bool connected_while_discovering() const noexcept { return connected_while_discovering_; }
  /// The octets of every accepted write, "2ad9 0100…" in hex.
  [[nodiscard]] const std::vector<std::string>& writes() const noexcept { return writes_; }

 private:
  struct Target {
    FakePeer* peer = nullptr;
    FakeCharacteristic* characteristic = nullptr;
  };

  void on_call(DBusMessage* call);
  void on_client_gone(const std::string& name);
  void on_adapter_call(DBusMessage* call, const std::string& method);
  void on_device_call(DBusMessage* call, const std::string& method, FakePeer& peer);
  void on_characteristic_call(DBusMessage* call, const std::string& method, const Target& target);
  void start_discovery(DBusMessage* call);
  void stop_discovery(DBusMessage* call);
  void connect(DBusMessage* call, FakePeer& peer);
  void complete_connect(FakePeer& peer, DBusMessage* call);
  void disconnect(DBusMessage* call, FakePeer& peer);
  void remove_device(DBusMessage* call);
  void write(DBusMessage* call, const Target& target);
  void start_notify(DBusMessage* call, const Target& target);
  void emit(FakePeer& peer, FakeCharacteristic& characteristic, const Bytes& value);
  void error(DBusMessage* call, const char* name, const char* text);
  void changed(const std::string& path, const char* interface, const WireProperties& properties,
               const std::vector<std::string>& invalidated);
  void changed(const std::string& path, const char* interface, const WireProperties& properties) {
    changed(path, interface, properties, {});
  }
  void add_gatt(const FakePeer& peer, const FakeService& service);
  void remove_gatt(const FakePeer& peer, const FakeService& service);
  void add_battery(const FakePeer& peer);
  void remove_battery(const FakePeer& peer);
  void lose_connection(FakePeer& peer);
  [[nodiscard]] WireProperties device_properties(const FakePeer& peer, bool with_rssi) const;
  [[nodiscard]] WireObjects objects() const;
  [[nodiscard]] std::vector<const FakeService*> shown_services(const FakePeer& peer) const;
  [[nodiscard]] bool passes_filter(const FakePeer& peer) const;
  [[nodiscard]] Target find_characteristic(const std::string& path);
  [[nodiscard]] FakePeer* find_peer(const std::string& path);

  std::string bus_address_;
  Definition definition_;
  std::unique_ptr<WireConnection> wire_;
  std::deque<FakePeer> peers_;
  OnWrite on_write_;
  std::vector<std::string> calls_, filter_, writes_;
  bool is_discovering_ = false;
  bool is_deaf_ = false;  ///< this discovery
  bool connected_while_discovering_ = false;
  int most_connects_ = 0;
};

}  // namespace tonus::test
