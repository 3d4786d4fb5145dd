#include <algorithm>

#include <engine/core/random.hpp>
#include <sensors/gatt/link.hpp>

namespace tonus::sensors {

namespace {
constexpr Duration kFirst = std::chrono::seconds(1), kMost = std::chrono::seconds(30);
constexpr Duration kHeld = std::chrono::seconds(10);
}  // namespace

Duration Backoff::next() noexcept {
  const Duration plain = std::min(kMost, kFirst * (1 << std::min(failures_, 5)));
  ++failures_;
  Random random(state_++);
  return plain + from_seconds(seconds(plain) * random.uniform(-0.2, 0.2));
}

void Backoff::lost(Instant at, bool was_of_use) noexcept {
  if (was_of_use && connected_at_ && at - *connected_at_ >= kHeld) failures_ = 0;
  connected_at_.reset();
}

}  // namespace tonus::sensors
