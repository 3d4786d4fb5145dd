#pragma once
// A device that offers characteristics, whatever carries them: Bluetooth LE through BlueZ, or TCP through Wahoo Direct
// Connect. A transport implements GattLink and calls a LinkListener; everything above is the same for all. One thread:
// the device thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>
#include <sensors/signal/uuid.hpp>

namespace tonus::sensors {

/// What may be done with a characteristic, as bits.
enum Property : std::uint8_t {
  kCanRead = 1u << 0,
  kCanWrite = 1u << 1,
  kCanNotify = 1u << 2,
  kCanIndicate = 1u << 3,
};

struct Characteristic {
  Uuid service;
  Uuid uuid;
  std::uint8_t properties = 0;
};

/// Every call returns at once and brings exactly one answer to the listener, a failure or a time-out (5 s) included,
/// unless the link is lost first. The caller keeps one request in flight a link; a link may refuse a second with an
/// error answer.
class GattLink {
 public:
  virtual ~GattLink() = default;
  virtual void read(const Uuid& characteristic) = 0;
  /// With response. The packet is copied.
  virtual void write(const Uuid& characteristic, std::span<const std::byte> packet) = 0;
  /// Notifications or indications, whichever it has.
  virtual void subscribe(const Uuid& characteristic) = 0;
  /// Gives this connection up for another, which is made when Backoff says so: on_lost(why) follows, later
  /// on_connected. One on which nothing was ever notified counts as a failure however long it held, so that a device
  /// that stays silent is tried more and more rarely. Nothing happens while there is no connection: it is being tried
  /// for then.
  virtual void reconnect(const std::string& why) = 0;
  /// Ends the connection and the trying: on_lost follows, then nothing of this link any more, unless its transport is
  /// asked for the device anew.
  virtual void disconnect() = 0;
};

/// Called by the transport, never from inside one of the calls above.
class LinkListener {
 public:
  virtual ~LinkListener() = default;
  /// Connected and discovered: all characteristics. Also after a reconnect.
  virtual void on_connected(std::span<const Characteristic> characteristics, Instant at) = 0;
  virtual void on_read(const Uuid& characteristic, Result<std::span<const std::byte>, Error> value, Instant at) = 0;
  virtual void on_written(const Uuid& characteristic, Result<void, Error> outcome, Instant at) = 0;
  virtual void on_subscribed(const Uuid& characteristic, Result<void, Error> outcome, Instant at) = 0;
  /// A notification or an indication.
  virtual void on_packet(const Uuid& characteristic, std::span<const std::byte> packet, Instant arrival) = 0;
  /// The connection is gone, or could not be made; the transport goes on trying by itself. `why` is one line for
  /// people, with the remedy where there is one.
  virtual void on_lost(const std::string& why, Instant at) = 0;
};

/// Something a search found.
struct FoundDevice {
  std::string id;  ///< stable over addresses: serial number, else MAC address
  std::string name;
  std::string transport;  ///< "ble" or "dircon"
  std::string address;    ///< what connects to it: "AA:BB:…" or "host:port"
  std::vector<Uuid> services;
  std::optional<int> rssi_dbm = {};
  std::optional<int> battery_percent = {};
};

/// A device that was connected before, and what it was called then.
struct RememberedDevice {
  std::string name;
  std::string address;  ///< as FoundDevice has it

  friend bool operator==(const RememberedDevice&, const RememberedDevice&) = default;
};

/// How long to wait before the next attempt to connect: 1, 2, 4, 8 … 30 s, a fifth of it at random so that devices do
/// not all come at once; back to 1 s after a connection that held for 10 s and was of use. Never gives up.
class Backoff {
 public:
  explicit Backoff(std::uint64_t seed) noexcept : state_(seed) {}
  [[nodiscard]] Duration next() noexcept;
  void connected(Instant at) noexcept { connected_at_ = at; }
  void lost(Instant at, bool was_of_use = true) noexcept;

 private:
  std::uint64_t state_;
  int failures_ = 0;
  std::optional<Instant> connected_at_;
};

}  // namespace tonus::sensors
