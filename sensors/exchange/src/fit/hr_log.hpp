#pragma once
// The log a swim strap keeps under water and hands over afterwards: message 132, heart beats on the strap's own clock.

#include <cstdint>
#include <optional>
#include <vector>

#include "fit/container.hpp"

namespace tonus::exchange::fit {

inline constexpr std::uint16_t kHr = 132;

/// Takes the messages in file order. Beat times come as 1/1024 s of a clock that one message sets against FIT time;
/// later ones give only the low 12 bits, eight beats in twelve bytes.
class HrLog {
 public:
  void take(const Message& message);

  struct Beat {
    double fit_time_s = 0.0;
    std::optional<double> bpm = {};  ///< as the strap filtered it
    double rr_ms = 0.0;              ///< since the beat before; 0 for the first after a gap
  };
  [[nodiscard]] const std::vector<Beat>& beats() const noexcept { return beats_; }

 private:
  void add(std::uint64_t ticks, std::optional<double> bpm);

  std::vector<Beat> beats_;
  std::optional<double> origin_s_;  ///< FIT time of tick 0
  std::uint64_t ticks_ = 0;         ///< of the last beat, counted on over roll-overs
};

}  // namespace tonus::exchange::fit
