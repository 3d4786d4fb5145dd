#include "outbox.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace tonus::sensors::dircon {

void Outbox::put(Instant due, std::vector<std::byte> frame) {
  const auto after = std::ranges::upper_bound(waiting_, due, {}, &Waiting::due);
  waiting_.insert(after, {due, std::move(frame)});
}

bool Outbox::flush(int descriptor, Instant now, bool in_single_octets) {
  for (; !waiting_.empty() && waiting_.front().due <= now; waiting_.pop_front()) {
    const auto& frame = waiting_.front().frame;
    unsent_.insert(unsent_.end(), frame.begin(), frame.end());
  }
  std::size_t sent = 0;
  while (sent < unsent_.size()) {
    const std::size_t size = in_single_octets ? 1 : unsent_.size() - sent;
    const auto taken = send(descriptor, unsent_.data() + sent, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (taken < 0 && errno == EINTR) continue;
    if (taken < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
    if (taken < 0) return false;
    sent += static_cast<std::size_t>(taken);
  }
  unsent_.erase(unsent_.begin(), unsent_.begin() + static_cast<std::ptrdiff_t>(sent));
  return unsent_.size() <= kMostUnsent;
}

std::optional<Instant> Outbox::next_due() const {
  return waiting_.empty() ? std::nullopt : std::optional(waiting_.front().due);
}

}  // namespace tonus::sensors::dircon
