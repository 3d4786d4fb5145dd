#pragma once
// When beats happened: RR intervals have no time, packets come when the radio likes. Beats are set end to end and only
// moved where arrival contradicts them.

#include <cstdint>
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
  /// A new connection: beats are accumulated anew, what is missing in between is counted.
  void restart() noexcept {
    if (newest_) before_ = newest_;
    newest_.reset();
  }
  /// Beats that never came, estimated from the time that the intervals leave open against the clock of arrival. Losses
  /// are noticed once they add up to the 2.5 s above.
  [[nodiscard]] std::uint32_t lost_beats() const noexcept { return lost_; }

 private:
  void miss(Duration open, double rr_ms) noexcept;

  std::optional<Instant> newest_;
  std::optional<Instant> before_;  ///< the last beat of the connection before
  std::uint32_t lost_ = 0;
};

}  // namespace tonus::sensors
