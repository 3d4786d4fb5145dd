#include "connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace tonus::sensors::dircon {
namespace {

constexpr std::size_t kChunk = 4096;
constexpr Duration kPatience = std::chrono::seconds(10);

bool is_passing(int code) { return code == EAGAIN || code == EWOULDBLOCK || code == EINTR; }

}  // namespace

void wait_for(int descriptor, short events, Duration at_most) noexcept {
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(std::max(at_most, Duration{})).count();
  pollfd waiting{descriptor, events, 0};
  poll(&waiting, descriptor < 0 ? 0 : 1, static_cast<int>(std::min<std::int64_t>(ms, 60'000)));
}

void tune(int descriptor, Duration patience) noexcept {
  const auto set = [descriptor](int level, int option, int value) {
    // One that a kernel does not know costs seconds, not the connection.
    static_cast<void>(setsockopt(descriptor, level, option, &value, sizeof value));
  };
  const auto s = std::max(1, static_cast<int>(seconds(patience)));
  set(IPPROTO_TCP, TCP_NODELAY, 1);
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, std::max(1, s / 2));
  set(IPPROTO_TCP, TCP_KEEPINTVL, std::max(1, s / 6));
  set(IPPROTO_TCP, TCP_KEEPCNT, 3);
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, s * 1000);
}

Result<void, Connection::Failure> Connection::open(const Address& address) {
  close();
  descriptor_ = socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor_ < 0) return fail(Failure{errno});
  tune(descriptor_, kPatience);
  if (connect(descriptor_, address.raw(), address.size) != 0 && errno != EINPROGRESS && errno != EINTR) {
    return fail(Failure{errno});
  }
  return {};
}

Result<Connection::Progress, Connection::Failure> Connection::progress() {
  pollfd waiting{descriptor_, POLLOUT, 0};
  if (poll(&waiting, 1, 0) <= 0) return Progress::Pending;
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  if (error != 0) return fail(Failure{error});
  is_ready_ = true;
  return Progress::Ready;
}

Result<void, Connection::Failure> Connection::send(std::span<const std::byte> octets) {
  unsent_.insert(unsent_.end(), octets.begin(), octets.end());
  return flush();
}

Result<void, Connection::Failure> Connection::flush() {
  while (!unsent_.empty()) {
    const auto sent = ::send(descriptor_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (sent < 0) {
      if (is_passing(errno)) return {};
      return fail(Failure{errno});
    }
    unsent_.erase(unsent_.begin(), unsent_.begin() + sent);
  }
  return {};
}

Result<std::optional<std::span<const std::byte>>, Connection::Failure> Connection::receive() {
  arrived_.resize(kChunk);
  const auto got = recv(descriptor_, arrived_.data(), arrived_.size(), 0);
  if (got < 0) {
    if (is_passing(errno)) return std::nullopt;
    return fail(Failure{errno});
  }
  return std::span<const std::byte>(arrived_).first(static_cast<std::size_t>(got));
}

void Connection::close() noexcept {
  if (descriptor_ < 0) return;
  if (is_ready_) {
    if (!unsent_.empty()) static_cast<void>(::send(descriptor_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL));
    shutdown(descriptor_, SHUT_WR);
    char scrap[kChunk];
    for (int i = 0; i < 16 && recv(descriptor_, scrap, sizeof scrap, 0) > 0; ++i) {
    }
  }
  ::close(descriptor_);
  descriptor_ = -1;
  is_ready_ = false;
  unsent_.clear();
}

}  // namespace tonus::sensors::dircon
