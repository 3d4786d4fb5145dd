#include "rhythm.hpp"

#include <algorithm>

#include <sensors/athlete/athlete.hpp>

namespace tonus::athlete {
namespace {

constexpr double kJitter_ms = 2.1;  // of each beat time; an interval has two, so 3 ms
constexpr double kStep_s = Athlete::kStep_s;

}  // namespace

Rhythm::Rhythm(const Parameters& p, std::uint64_t seed) noexcept
    : random_(seed), ectopic_share_(p.ectopic_share), irregularity_(p.irregularity) {
  phase_ = random_.uniform();
}

double Rhythm::next_length() noexcept {
  if (is_after_ectopic_) {
    is_after_ectopic_ = false;
    return 1.35;  // compensatory pause
  }
  if (ectopic_share_ > 0.0 && random_.uniform() < ectopic_share_) {
    is_after_ectopic_ = true;
    return 0.65;
  }
  return irregularity_ > 0.0 ? std::max(0.4, 1.0 + irregularity_ * random_.normal()) : 1.0;
}

InlineVector<Beat, 2> Rhythm::step(double bpm) noexcept {
  InlineVector<Beat, 2> beats;
  const double beats_per_s = bpm * (1.0 / 60.0);
  double left_s = kStep_s;
  while (phase_ + beats_per_s * left_s >= length_ && !beats.is_full()) {
    const double until_s = std::clamp((length_ - phase_) / beats_per_s, 0.0, left_s);
    left_s -= until_s;
    since_beat_s_ += until_s;
    const double jitter_ms = kJitter_ms * random_.normal();
    beats.try_push(
        {.offset_s = kStep_s - left_s, .rr_ms = has_beaten_ ? since_beat_s_ * 1000.0 + jitter_ms - jitter_ms_ : 0.0});
    jitter_ms_ = jitter_ms;
    has_beaten_ = true;
    since_beat_s_ = 0.0;
    phase_ = 0.0;
    length_ = next_length();
  }
  phase_ += beats_per_s * left_s;
  since_beat_s_ += left_s;
  return beats;
}

}  // namespace tonus::athlete
