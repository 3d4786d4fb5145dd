#pragma once
// A fake bluetoothd on a private bus, on a thread of its own, and a central in front of it whose clock the test moves.

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <engine/core/timeline.hpp>
#include <sensors/bluez/central.hpp>

#include "fake_bluez.hpp"
#include "private_bus.hpp"

namespace tonus::test {

/// Runs the fake; what the test wants of it is done on its thread.
class Stage {
 public:
  explicit Stage(FakeBluez::Definition bluez = {}, PrivateBus::Definition bus = {});
  ~Stage();

  /// Waits until it is done; what it throws comes here.
  void tell(const std::function<void(FakeBluez&)>& what);
  template <class Ask>
  auto ask(Ask what) {
    std::optional<decltype(what(std::declval<FakeBluez&>()))> answer;
    tell([&](FakeBluez& fake) { answer = what(fake); });
    return std::move(*answer);
  }
  /// The fake does nothing at all between these two, as a daemon that hangs.
  void freeze() { turn_.lock(); }
  void thaw() { turn_.unlock(); }
  [[nodiscard]] PrivateBus& bus() noexcept { return *bus_; }

 private:
  void run(const std::stop_token& stop);

  std::unique_ptr<PrivateBus> bus_;
  std::unique_ptr<FakeBluez> fake_;
  std::mutex turn_;
  std::jthread thread_;
};

/// Writes down what a link says.
struct Notebook final : sensors::LinkListener {
  struct Packet {
    sensors::Uuid characteristic;
    Bytes octets;
  };
  struct Answer {
    sensors::Uuid characteristic;
    std::string kind;  ///< "read", "written", "subscribed"
    bool is_good = false;
    Bytes octets = {};
    std::string error = {};
  };
  int connected = 0;
  std::vector<sensors::Characteristic> characteristics;
  std::vector<Packet> packets;
  std::vector<Answer> answers;
  std::vector<std::string> lost;
  std::function<void()> when_connected;

  void on_connected(std::span<const sensors::Characteristic> what, Instant at) override;
  void on_read(const sensors::Uuid& uuid, Result<std::span<const std::byte>, Error> value, Instant at) override;
  void on_written(const sensors::Uuid& uuid, Result<void, Error> outcome, Instant at) override;
  void on_subscribed(const sensors::Uuid& uuid, Result<void, Error> outcome, Instant at) override;
  void on_packet(const sensors::Uuid& uuid, std::span<const std::byte> packet, Instant at) override;
  void on_lost(const std::string& why, Instant at) override;

  [[nodiscard]] int packets_of(const sensors::Uuid& uuid) const;
  [[nodiscard]] bool has(const sensors::Uuid& uuid) const;
};

/// Stage, clock and central, and the usual strap and trainer.
class Play {
 public:
  explicit Play(FakeBluez::Definition bluez = {}, PrivateBus::Definition bus = {});

  Stage stage;
  ManualTimeline clock;
  std::unique_ptr<sensors::bluez::Central> central;
  Notebook strap, trainer;

  /// Runs the central until it is so; false after ten seconds of the wall. The clock stands still.
  [[nodiscard]] bool until(const std::function<bool()>& is_so);
  /// Runs until nothing has arrived for a while.
  void settle();
  void advance(Duration by);
  [[nodiscard]] sensors::bluez::CentralDefinition definition();

  sensors::GattLink& connect_strap();
  /// Connected, and this characteristic subscribed to.
  sensors::GattLink& strap_sending(const sensors::Uuid& characteristic);
  void beat(std::uint8_t bpm);  ///< one 2A37 notification
  [[nodiscard]] int count(const std::string& call);
};

inline constexpr const char* kStrap = "00:AA:01:01:00:01";
inline constexpr const char* kTrainer = "00:AA:01:02:00:02";

}  // namespace tonus::test
