#pragma once
// The states of a Direct Connect client: rest, resolve, connect, discover, be up, and back to rest.

#include <optional>
#include <string>
#include <vector>

#include <sensors/dircon/client.hpp>

#include "connection.hpp"

namespace tonus::sensors::dircon {

class Client::Impl {
 public:
  enum class Kind : std::uint8_t { Services, Characteristics, Read, Write, Subscribe };

  Impl(ClientDefinition definition, LinkListener& listener, const Timeline& timeline);

  void run_once(Duration at_most);
  void ask(Kind kind, const Request& request, const Uuid& characteristic);
  void reconnect(const std::string& why);
  void disconnect() noexcept { is_leaving_ = true; }

  [[nodiscard]] bool is_connected() const noexcept { return state_ == State::Up; }
  [[nodiscard]] bool is_guarded() const noexcept { return guard_.is_armed(); }
  [[nodiscard]] std::uint64_t ignored_frames() const noexcept { return ignored_; }

 private:
  enum class State : std::uint8_t { Resting, Resolving, Connecting, Discovering, Up, Closed };
  struct Pending {
    Kind kind;
    MessageId id;
    std::uint8_t sequence;
    Uuid characteristic;
    Instant deadline;
  };
  /// An answer that needs no device: it waits, because the listener is never called from inside a request.
  struct Refused {
    Kind kind;
    Uuid characteristic;
    std::string why;
  };

  [[nodiscard]] Duration time_to_wait(Duration at_most, Instant now) const;
  void advance(Instant now);
  void begin(Instant now);
  void connect_next(Instant now);
  void see_connecting(Instant now);
  void discover_next(Instant now);
  void come_up(Instant now);
  void exchange(Instant now);
  void take(const Frame& frame, Instant now);
  void take_discovery(const Pending& asked, const Result<Reply, Error>& reply, Instant now);
  void answer(Kind kind, const Uuid& characteristic, const Result<Reply, Error>& reply, Instant now);
  void see_deadlines(Instant now);
  void send_request(Kind kind, const Request& request, const Uuid& characteristic, Instant now);
  void lose(const std::string& why, Instant now, bool was_of_use = true);
  void leave(Instant now);
  [[nodiscard]] std::string why_not_connected(int code) const;
  [[nodiscard]] std::string why_ended() const;

  ClientDefinition definition_;
  LinkListener& listener_;
  const Timeline& timeline_;
  Backoff backoff_;
  std::string where_;  ///< host:port for people

  State state_ = State::Resting;
  bool is_leaving_ = false;
  Instant retry_at_;
  std::optional<Resolver> resolver_;
  std::vector<Address> addresses_;
  std::size_t next_address_ = 0;
  std::optional<std::string> first_failure_;  ///< of the addresses tried in this attempt
  Instant connect_deadline_;

  Connection connection_;
  UnloadGuard guard_;  ///< after the connection: gone before it is closed
  Framer framer_{Framer::From::Server};
  std::uint8_t sequence_ = 0;
  std::optional<Pending> pending_;
  std::vector<Refused> refused_;
  std::optional<std::string> broken_;    ///< noticed while sending
  std::optional<std::string> given_up_;  ///< by reconnect(), and why
  int unanswered_ = 0;                   ///< requests in a row
  Instant waiting_since_;                ///< for any octet, while a request is pending
  bool has_heard_ = false;               ///< any octet on this connection
  bool has_notified_ = false;            ///< and a notification
  std::uint64_t ignored_ = 0;

  std::vector<Uuid> services_;  ///< still to be asked for characteristics, from the back
  std::vector<Characteristic> characteristics_;
};

}  // namespace tonus::sensors::dircon
