#pragma once
// Our share of the adapter's discovery: on while somebody looks for something, off while a connection is made.

#include <optional>
#include <string>
#include <vector>

#include <sensors/signal/uuid.hpp>

#include "requests.hpp"

namespace tonus::sensors::bluez {

class Discovery {
 public:
  explicit Discovery(Shared& shared) noexcept : shared_(shared) {}

  /// Moves one call nearer to what is wanted. `services` empty: any device. While nothing has been heard, it is begun
  /// anew every 10 s, alternately without and with the filter: whoever reads the tree has to look at the services too.
  void steer(bool is_wanted, const std::string& adapter, const std::vector<Uuid>& services);
  [[nodiscard]] bool is_off() const noexcept { return state_ == State::Off; }
  /// An advertisement has come.
  void heard() noexcept { deaf_at_.reset(); }
  [[nodiscard]] std::optional<Instant> due() const noexcept { return state_ == State::On ? deaf_at_ : not_before_; }
  /// BlueZ or the adapter went away, and our discovery with it.
  void reset() noexcept;

 private:
  enum class State { Off, Starting, On, Stopping };
  void start(const std::string& adapter);
  void stop();
  void restart();
  void failed(const CallError& error);

  Shared& shared_;
  State state_ = State::Off;
  std::string adapter_;
  std::vector<Uuid> services_;
  std::optional<Instant> not_before_;  ///< after a failure
  std::optional<Instant> deaf_at_;     ///< when the silence is too long; empty once something was heard
  bool is_filtered_ = true;            ///< by services; stays as it was when something was heard
  bool was_silence_told_ = false;
  std::uint64_t number_ = 0;
};

}  // namespace tonus::sensors::bluez
