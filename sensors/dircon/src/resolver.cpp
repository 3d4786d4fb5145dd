#include "resolver.hpp"

#include <netdb.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>

namespace tonus::sensors::dircon {

struct Resolver::Shared {
  std::mutex mutex;
  std::optional<Result<std::vector<Address>, Error>> outcome;
};

Result<std::vector<Address>, Error> resolve(const std::string& host, std::uint16_t port, bool only_numbers) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV | (only_numbers ? AI_NUMERICHOST : 0);
  addrinfo* found = nullptr;
  const int status = getaddrinfo(host.c_str(), fmt::format("{}", port).c_str(), &hints, &found);
  if (status != 0) {
    return fail(
        Error{fmt::format("no device is called \"{}\" on this network ({}); give the address it has, as in "
                          "dircon:192.168.1.20:{}",
                          host, gai_strerror(status), port)});
  }
  std::vector<Address> addresses;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    if (one->ai_addrlen > sizeof(sockaddr_storage)) continue;
    Address address{.size = one->ai_addrlen};
    std::memcpy(&address.storage, one->ai_addr, one->ai_addrlen);
    addresses.push_back(address);
  }
  freeaddrinfo(found);
  std::stable_partition(addresses.begin(), addresses.end(),
                        [](const Address& a) { return a.storage.ss_family == AF_INET; });
  return addresses;
}

Resolver::Resolver(const std::string& host, std::uint16_t port) : shared_(std::make_shared<Shared>()) {
  const auto look_up = [shared = shared_, host, port] {
    auto outcome = resolve(host, port, false);
    const std::lock_guard lock(shared->mutex);
    shared->outcome = std::move(outcome);
  };
  try {
    std::thread(look_up).detach();
  } catch (const std::system_error& e) {
    shared_->outcome = fail(Error{fmt::format("cannot look up \"{}\": {}", host, e.what())});
  }
}

std::optional<Result<std::vector<Address>, Error>> Resolver::poll() {
  const std::lock_guard lock(shared_->mutex);
  return shared_->outcome;
}

}  // namespace tonus::sensors::dircon
