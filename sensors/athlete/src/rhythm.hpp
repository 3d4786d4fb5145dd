#pragma once
// From a heart rate to single beats: jitter, ectopic beats, fibrillation.

#include <cstdint>

#include <engine/core/inline_vector.hpp>
#include <engine/core/random.hpp>
#include <sensors/athlete/parameters.hpp>

namespace tonus::athlete {

struct Beat {
  double offset_s = 0.0;  ///< into the step
  double rr_ms = 0.0;     ///< 0 for the very first beat, which ends no interval
};

class Rhythm {
 public:
  Rhythm(const Parameters& parameters, std::uint64_t seed) noexcept;
  /// The beats of 0.1 s at `bpm`, in order.
  [[nodiscard]] InlineVector<Beat, 2> step(double bpm) noexcept;

 private:
  [[nodiscard]] double next_length() noexcept;

  Random random_;
  double ectopic_share_, irregularity_;
  double phase_ = 0.0, length_ = 1.0;  ///< in beats
  double since_beat_s_ = 0.0, jitter_ms_ = 0.0;
  bool is_after_ectopic_ = false, has_beaten_ = false;
};

}  // namespace tonus::athlete
