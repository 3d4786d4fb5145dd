#pragma once
// One device that is to be connected for the whole session: finds it, connects, believes its services, notices every
// way to lose it, and begins again.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sensors/gatt/link.hpp>

#include "requests.hpp"
#include "tree.hpp"

namespace tonus::sensors::bluez {

class Link final : public GattLink {
 public:
  enum class Phase {
    Idle,        ///< not wanted
    Searching,   ///< not in BlueZ's tree, or to be heard anew
    Waiting,     ///< until the next attempt
    Connecting,  ///< Connect was called
    Resolving,   ///< connected; BlueZ reads the services
    Settling,    ///< our list of them is being made or waits for what is missing
    Up,
    Closing,  ///< Disconnect was called by the one above
  };

  Link(Shared& shared, std::string wanted, const std::vector<Uuid>& known_services, std::uint64_t seed);

  // GattLink
  void read(const Uuid& characteristic) override { requests_.read(characteristic); }
  void write(const Uuid& characteristic, std::span<const std::byte> packet) override {
    requests_.write(characteristic, packet);
  }
  void subscribe(const Uuid& characteristic) override { requests_.subscribe(characteristic); }
  void reconnect(const std::string& why) override;
  void disconnect() override;

  void want(LinkListener& listener);
  [[nodiscard]] const std::string& wanted() const noexcept { return wanted_; }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] Phase phase() const noexcept { return phase_; }
  [[nodiscard]] Requests& requests() noexcept { return requests_; }
  /// BlueZ is busy with us; nobody else may connect and no scan may run.
  [[nodiscard]] bool is_establishing() const noexcept;
  [[nodiscard]] bool is_searching() const noexcept { return phase_ == Phase::Searching; }
  [[nodiscard]] bool may_connect(Instant now) const noexcept { return phase_ == Phase::Waiting && now >= due_; }
  [[nodiscard]] Instant due_since() const noexcept { return due_; }
  void connect();

  /// The tree has changed for this device: after a signal or a whole new tree.
  void on_device();
  /// An object below the device came or went.
  void on_object_added(const std::string& path);
  void on_object_removed(const std::string& path);
  void on_battery();
  /// BlueZ or the adapter is not there; `why` goes to the listener.
  void on_unavailable(const std::string& why);
  void on_available();
  /// The tree holds this device, which nobody else has taken.
  void found(const std::string& path);
  void step(Instant now);
  [[nodiscard]] std::optional<Instant> due() const;

 private:
  [[nodiscard]] Instant now() const noexcept { return shared_.timeline.now(); }
  [[nodiscard]] const DeviceObject* device() const { return shared_.tree.device(path_); }
  void enter(Phase phase, std::optional<Duration> limit);
  void on_connect_reply(const Result<void, CallError>& reply);
  void on_connected();
  void on_removed();
  /// Asks for the whole tree and then judges it.
  void collect();
  void judge(bool is_last);
  [[nodiscard]] bool is_complete(const std::vector<Place>& places) const;
  void forget_and_search(std::string why);
  void come_up(std::vector<Place> places);
  void deliver_lost(std::string why);
  /// Not up any more, or never came up: says so and plans the next attempt.
  void retry(std::string why, bool was_of_use = true);
  void close_now();
  void hang_up();
  void learn_expected();

  Shared& shared_;
  std::string wanted_;
  const std::vector<Uuid>& known_services_;
  LinkListener* listener_ = nullptr;
  Requests requests_;
  Backoff backoff_;
  Phase phase_ = Phase::Idle;
  std::string path_;
  Instant due_{};                   ///< what ends the phase; far away where nothing does
  Instant not_before_{};            ///< of the next attempt
  std::optional<Instant> look_at_;  ///< when to collect again
  std::vector<Uuid> expected_;      ///< services that it advertised and that we know
  std::uint64_t attempt_ = 0;       ///< of Connect; older replies do not count
  std::uint64_t collection_ = 0;
  std::uint64_t heard_before_ = 0;  ///< sightings that are not enough to connect
  int aborts_ = 0;                  ///< le-connection-abort-by-local in a row
  bool awaits_connect_ = false;     ///< Connect has not been answered
  bool is_known_stale_ = false;     ///< RemoveDevice was tried; what comes now is taken
  bool has_vanished_ = false;       ///< its services went away while it was connected
  bool was_connected_ = false;      ///< BlueZ has said so since Connect
  bool is_wanted_again_ = false;    ///< connect() came while closing
};

}  // namespace tonus::sensors::bluez
