#pragma once
// A connection to Avahi's daemon and the loop it lives on.

#include <avahi-client/client.h>
#include <avahi-common/simple-watch.h>

#include <memory>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>

namespace tonus::sensors::dircon {

class Avahi {
 public:
  /// Error, one line with the remedy.
  [[nodiscard]] static Result<std::unique_ptr<Avahi>, Error> connect();
  Avahi(const Avahi&) = delete;
  Avahi& operator=(const Avahi&) = delete;

  /// Lets callbacks run. Error: the daemon has gone.
  [[nodiscard]] Result<void, Error> run_once(Duration at_most);
  [[nodiscard]] AvahiClient* client() const noexcept { return client_.get(); }
  /// The daemon's own words for what failed last.
  [[nodiscard]] Error last_error() const;

 private:
  Avahi() = default;
  static void on_state(AvahiClient* client, AvahiClientState state, void* self) noexcept;

  struct FreePoll {
    void operator()(AvahiSimplePoll* poll) const noexcept { avahi_simple_poll_free(poll); }
  };
  /// Also frees what was made with the client: browsers, resolvers, groups.
  struct FreeClient {
    void operator()(AvahiClient* client) const noexcept { avahi_client_free(client); }
  };
  std::unique_ptr<AvahiSimplePoll, FreePoll> poll_;
  std::unique_ptr<AvahiClient, FreeClient> client_;  ///< before the loop it lives on
  bool has_failed_ = false;
};

}  // namespace tonus::sensors::dircon
