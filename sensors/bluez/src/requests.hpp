#pragma once
// What one connected device is asked and what it says: one request at a time, exactly one answer each, and which values
// are notifications.

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <engine/core/timeline.hpp>
#include <sensors/gatt/link.hpp>

#include "bus.hpp"
#include "guard.hpp"
#include "tree.hpp"

namespace tonus::sensors::bluez {

/// Calls of listeners that wait until run_once may make them.
using Deliveries = std::deque<std::function<void()>>;

/// What every link of a central shares. `bus` is null while there is none.
struct Shared {
  const Timeline& timeline;
  std::unique_ptr<Bus> bus = nullptr;
  Tree tree = {};
  Deliveries deliveries = {};
  std::string bus_address = {};             ///< for a guard, as in CentralDefinition
  std::vector<ReleasePacket> release = {};  ///< likewise
};

class Requests {
 public:
  Requests(Shared& shared, LinkListener*& listener) noexcept : shared_(shared), listener_(listener) {}

  /// The device at this path is up with these characteristics. What was subscribed to and is still in its place stays
  /// so.
  void open(const std::string& device, std::vector<Place> places);
  /// It is not: what was asked is forgotten, unanswered.
  void close();
  [[nodiscard]] const std::vector<Place>& places() const noexcept { return places_; }
  [[nodiscard]] const Place* find(const Uuid& characteristic) const;
  [[nodiscard]] bool knows(const std::string& path) const;
  [[nodiscard]] const std::set<std::string>& subscribed() const noexcept { return subscribed_; }

  void read(const Uuid& characteristic);
  void write(const Uuid& characteristic, std::span<const std::byte> packet);
  void subscribe(const Uuid& characteristic);
  /// PropertiesChanged with a Value on this path.
  void on_value(const std::string& path, const Octets& value);
  /// Time-outs and repetitions.
  void step(Instant now);
  [[nodiscard]] std::optional<Instant> due() const;
  /// Something was notified since the device is up.
  [[nodiscard]] bool has_notified() const noexcept { return has_notified_; }

 private:
  enum class Kind { Read, Write, Subscribe };
  struct Request {
    Kind kind{};
    Uuid characteristic{};
    std::string path{};
    Instant deadline{};
    std::optional<Instant> again = {};  ///< when to ask for notifications once more
  };

  /// The path to ask, or null after the refusal was answered.
  const Place* begin(Kind kind, const Uuid& characteristic);
  void start_notify();
  /// Before the first write that may put a load on.
  void guard(const Place& place);
  void answer(Kind kind, const Uuid& characteristic, Result<Octets, Error> outcome);
  void finish(Result<Octets, Error> outcome);
  void deliver(const std::string& path, const Octets& value);
  /// A reply handler for the request in flight; later replies find another number.
  template <class T>
  std::function<void(Result<T, CallError>)> when_answered(void (Requests::*handle)(Result<T, CallError>));
  void on_read(Result<Octets, CallError> reply);
  void on_written(Result<void, CallError> reply);
  void on_notifying(Result<void, CallError> reply);

  Shared& shared_;
  LinkListener*& listener_;
  std::vector<Place> places_;
  std::set<std::string> subscribed_;
  std::optional<Request> request_;
  /// Values of the characteristic that is being read: one of them is the answer to it.
  std::vector<Octets> held_;
  std::uint64_t number_ = 0;
  std::string device_;
  UnloadGuard guard_;
  bool was_guard_tried_ = false;
  bool has_notified_ = false;
};

}  // namespace tonus::sensors::bluez
