#pragma once
// When beats happened: RR intervals have no time, packets come when the radio likes. Beats are set end to end and only
// moved where arrival contradicts them.

#include <optional>

#include <engine/core/time.hpp>

namespace tonus::sensors {

/// One strap. The intervals of a packet are given oldest first, with the packet's arrival.
class BeatClock {
 public:
  /// Time of the beat that ends an interval of `rr_ms`. `later_ms` is the sum of the intervals that follow it in the
  /// packet. Never later than the arrival. The accumulated time is kept while the newest beat of the packet lies 0…2.5
  /// s before the arrival; else it starts anew at the arrival. Beats of one strap never step back.
  [[nodiscard]] Instant beat(double rr_ms, double later_ms, Instant arrival) noexcept;
  void restart() noexcept { newest_.reset(); }

 private:
  std::optional<Instant> newest_;
};

}  // namespace tonus::sensors
