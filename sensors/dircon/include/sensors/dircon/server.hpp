#pragma once
// A simulated trainer and strap on the network: what `tonus serve dircon` runs, and what tests of the client talk to.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>
#include <engine/core/timeline.hpp>
#include <sensors/dircon/fault.hpp>
#include <sensors/dircon/message.hpp>
#include <sensors/dircon/trainer.hpp>

namespace tonus::sensors::dircon {

struct ServerDefinition {
  std::string host = "127.0.0.1";     ///< address to listen on, a number; "0.0.0.0" or "::" for all
  std::uint16_t port = kDefaultPort;  ///< 0: a free one
  TrainerDefinition trainer = {};
  FaultPlan faults = {};
  std::string serial = "TONUS-0001";
};

/// What the server offers, in the order in which it says so.
[[nodiscard]] std::vector<Uuid> offered_services();

/// Something a person who watches would want to know.
struct ServerEvent {
  Instant at;
  std::string what;  ///< "client connected", "control granted", "target 150 W", "released", "fault silence begins", …
};

/// Services: device information 180A, heart rate 180D, battery 180F, cycling power 1818, fitness machine 1826.
///
/// One client at a time, a second is closed at once. Whoever leaves loses control, and the load is released with it, in
/// the same run_once(). Notifications go to those who asked for them, once a second of the timeline; answers of the
/// control point come as notifications of 2AD9 after the write is acknowledged, and only to a client that listens to
/// them.
/// Thread: one, which calls run_once() again and again.
class Server {
 public:
  /// Listens from here on; `timeline` must outlive the server. Error: an address that is not ours, a port that is
  /// taken, an unknown persona.
  [[nodiscard]] static Result<std::unique_ptr<Server>, Error> create(ServerDefinition definition,
                                                                     const Timeline& timeline);
  ~Server();

  /// Waits at most `at_most` of real time for a client to say something, then does what is due on the timeline.
  void run_once(Duration at_most);

  [[nodiscard]] std::uint16_t port() const noexcept;
  [[nodiscard]] bool has_client() const noexcept;
  [[nodiscard]] std::uint64_t clients_refused() const noexcept;
  [[nodiscard]] const TrainerState& trainer() const noexcept;
  /// What happened since the last call, oldest first; the newest 256 are kept.
  [[nodiscard]] std::vector<ServerEvent> take_events();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::sensors::dircon
