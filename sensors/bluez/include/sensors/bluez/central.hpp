#pragma once
// Bluetooth LE through BlueZ: one D-Bus connection that scans, connects and keeps several devices connected for a whole
// session. What was recorded of a real bluetoothd decided the order in which things are believed.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/time.hpp>
#include <engine/core/timeline.hpp>
#include <sensors/gatt/link.hpp>
#include <sensors/gatt/trainer_control.hpp>
#include <sensors/signal/uuid.hpp>

namespace tonus::sensors::bluez {

enum class AdapterState {
  Asking,        ///< no answer yet
  Ready,         ///< powered
  Missing,       ///< bluetoothd runs and knows no adapter
  Off,           ///< not powered
  Blocked,       ///< rfkill holds it, by software or by a switch
  NotPermitted,  ///< the bus refuses us
  NoDaemon,      ///< nobody answers to org.bluez
  NoBus,         ///< no D-Bus to talk to
};

struct AdapterReport {
  AdapterState state = AdapterState::Asking;
  std::string detail;  ///< one line: what was found
  std::string remedy;  ///< one line: what a person can do; empty when Ready or Asking
};

struct CentralDefinition {
  /// Which bus, as D-Bus writes addresses; empty is the system bus (DBUS_SYSTEM_BUS_ADDRESS counts).
  std::string bus_address = {};
  /// Where the kernel tells what is blocked.
  std::filesystem::path rfkill_folder = "/sys/class/rfkill";
  /// A device that advertises one of these must show it once connected; if it does not, BlueZ's memory of the device is
  /// stale and is removed once. Whatever else it offers is passed on all the same.
  std::vector<Uuid> services = {uuid::kHeartRateService,           uuid::kFitnessMachineService,
                                uuid::kCyclingPowerService,        uuid::kCyclingSpeedCadenceService,
                                uuid::kRunningSpeedCadenceService, uuid::kPulseOximeterService};
  /// Who is asked for by a name that nobody has now is the one who had it: bluetoothd 5.82 calls a device that was once
  /// connected by the name in its GAP service, whatever it advertises.
  std::vector<RememberedDevice> remembered = {};
  std::uint64_t seed = 1;  ///< of the random part of waits
  /// What a child writes when this process dies without a goodbye; armed by the first write to one of these
  /// characteristics, once a connection, so that nobody else's trainer is touched. Empty: no guard.
  std::vector<ReleasePacket> release = {};
};

/// Construction does not fail: what is missing stands in adapter(), and is tried again until it is there. Every member,
/// the links' included, belongs to one thread; the listeners are called on it, from run_once alone.
class Central {
 public:
  /// `timeline` decides every wait and stamps what arrives; it must outlive the central.
  explicit Central(const Timeline& timeline, CentralDefinition definition = {});
  /// Ends notifications, connections and the scan; gives BlueZ at most 2 s for it. Links end here. Calls no listener.
  ~Central();
  Central(const Central&) = delete;
  Central& operator=(const Central&) = delete;

  /// Handles what has arrived and is due; waits for news up to `at_most` of real time when there is none. (Opening a
  /// bus that takes the connection and then says nothing is the one thing that may take longer.)
  void run_once(Duration at_most);

  [[nodiscard]] const AdapterReport& adapter() const noexcept;

  /// Looks for devices that advertise one of the services (any device when empty), LE only, until stop_scan. Pauses
  /// while a connection is being made. A search that hears nothing at all is begun anew every 10 s, in turn with and
  /// without BlueZ's own filter.
  void start_scan(std::vector<Uuid> services);
  void stop_scan();
  /// In order of address: what was heard since the scan began, each with its latest strength, and, where services were
  /// asked for, what BlueZ remembers to offer them, without a strength: it may be here or not.
  [[nodiscard]] std::vector<FoundDevice> found() const;

  /// Connects to the device with this address or, letter case aside, this name, which may be a remembered one, and
  /// keeps trying for the whole session, one device at a time. on_connected may come again without an on_lost between
  /// when a device adds characteristics. A battery that only BlueZ itself reads arrives as packets of 2A19, unasked.
  /// Values of a characteristic are packets from the moment it is subscribed to.
  ///
  /// GattLink::disconnect() ends the trying as well; connect() with the same words starts it again on the same link.
  /// The link belongs to the central; `listener` must outlive it.
  GattLink& connect(std::string_view address_or_name, LinkListener& listener);
  /// "AA:BB:…" of the device that connect() with these words found; empty until it has.
  [[nodiscard]] std::string address_of(std::string_view address_or_name) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Asks once, for people: waits until the state is known, `at_most` of real time.
[[nodiscard]] AdapterReport probe_adapter(Duration at_most = std::chrono::seconds(2),
                                          const CentralDefinition& definition = {});

}  // namespace tonus::sensors::bluez
