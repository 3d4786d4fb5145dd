#pragma once
// What a session asks of a smart trainer. Plain data: decided by the session, carried out by the device thread, which
// shapes it.

#include <cstdint>

namespace tonus::sensors {

enum class TrainerMode : std::uint8_t {
  None,     ///< nothing is asked: the trainer stays as it is
  Release,  ///< no load, at once
  Erg,      ///< hold a power, value in W
  Grade,    ///< feel like a road, value in percent
};

/// As wide as it is aligned, so that it crosses threads in one piece.
struct alignas(8) TrainerCommand {
  TrainerMode mode = TrainerMode::None;
  float value = 0.0F;

  friend constexpr bool operator==(const TrainerCommand&, const TrainerCommand&) = default;
};

}  // namespace tonus::sensors
