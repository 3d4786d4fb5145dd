#pragma once
// From a host name to addresses, without making the device thread wait.

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <engine/core/result.hpp>

namespace tonus::sensors::dircon {

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
  [[nodiscard]] const sockaddr* raw() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
};

/// Addresses of a host for TCP, IPv4 first. Blocks when the host is a name.
[[nodiscard]] Result<std::vector<Address>, Error> resolve(const std::string& host, std::uint16_t port,
                                                          bool only_numbers);

/// One look-up on a thread of its own, which outlives this object if it must.
class Resolver {
 public:
  Resolver(const std::string& host, std::uint16_t port);
  /// The outcome once it is there.
  [[nodiscard]] std::optional<Result<std::vector<Address>, Error>> poll();

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace tonus::sensors::dircon
