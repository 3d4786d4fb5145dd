#pragma once
// Who is on the network: Direct Connect devices announce themselves over mDNS as _wahoo-fitness-tnp._tcp, with the keys
// ble-service-uuids, mac-address and serial-number. Through Avahi's daemon; without one there is one clear error, and
// a device can still be reached by its address.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>
#include <sensors/dircon/message.hpp>
#include <sensors/gatt/link.hpp>

namespace tonus::sensors::dircon {

inline constexpr const char* kServiceType = "_wahoo-fitness-tnp._tcp";

/// A service as mDNS resolved it.
struct ServiceRecord {
  std::string name;
  std::string address;  ///< a number; link-local IPv6 with "%interface"
  std::uint16_t port = kDefaultPort;
  std::vector<std::string> text;  ///< "key=value"; keys in any case
};
/// Id: serial number, else MAC address (AA:BB:… however it was written), else the service's name; never the address,
/// which changes. What cannot be read in the text is left out.
[[nodiscard]] FoundDevice found_device(const ServiceRecord& record);
/// One device, one entry: it may answer on several interfaces. An IPv4 address stays, and replaces an IPv6 one.
void merge(std::vector<FoundDevice>& devices, FoundDevice device);

/// Thread: one. Never waits longer than told; calls to the daemon itself are bounded by D-Bus (25 s) should it hang.
class Browser {
 public:
  /// Error, one line with the remedy: no Avahi daemon, no system bus.
  [[nodiscard]] static Result<std::unique_ptr<Browser>, Error> create();
  ~Browser();
  /// Error: the daemon has gone.
  [[nodiscard]] Result<void, Error> run_once(Duration at_most);
  /// In the order of their ids. A device that has left the network since stays.
  [[nodiscard]] const std::vector<FoundDevice>& found() const noexcept;

 private:
  struct Impl;
  explicit Browser(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

struct AnnouncementDefinition {
  std::string name = "Tonus simulated trainer";
  std::uint16_t port = kDefaultPort;
  bool is_local = true;  ///< the server listens on the loopback alone: others need not hear of it
  std::vector<Uuid> services = {};
  std::string serial = {};
  std::string mac = {};
};

/// Announces a server until it is destroyed. Thread: one.
class Announcement {
 public:
  /// Error: as Browser::create().
  [[nodiscard]] static Result<std::unique_ptr<Announcement>, Error> create(const AnnouncementDefinition& definition);
  ~Announcement();
  /// Error: the daemon has gone, or will not announce it.
  [[nodiscard]] Result<void, Error> run_once(Duration at_most);
  /// The network knows.
  [[nodiscard]] bool is_announced() const noexcept;
  /// With a number behind it when the name was taken.
  [[nodiscard]] const std::string& name() const noexcept;

 private:
  struct Impl;
  explicit Announcement(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::sensors::dircon
