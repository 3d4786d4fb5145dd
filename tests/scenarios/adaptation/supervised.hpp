#pragma once
// A session under the safety envelope, for tests: the loop that every caller has, a second at a time.

#include <functional>

#include <scenarios/adaptation/envelope.hpp>

namespace tonus::adaptation {

inline EnvelopeInputs healthy(double proposed, double previous) {
  return {.proposed = proposed,
          .previous = previous,
          .dt_s = 1.0,
          .bpm = 130,
          .spread_bpm = 1,
          .quality = 1.0,
          .ceiling_bpm = 170,
          .fallback = 0.25,
          .is_known = true};
}
inline EnvelopeVerdict once(const EnvelopeInputs& in) { return safety_envelope({}, in).verdict; }

/// A session second by second: the loop that every caller has.
struct Supervised {
  EnvelopeState state;
  EnvelopeInputs in = healthy(0.6, 0.6);
  double intensity = 0.6;
  double proposed = 0.6;
  EnvelopeVerdict verdict;

  const EnvelopeVerdict& second() {
    in.previous = intensity;
    in.proposed = proposed;
    const EnvelopeStep step = safety_envelope(state, in);
    state = step.next;
    verdict = step.verdict;
    intensity = verdict.allowed;
    return verdict;
  }
  /// Seconds until `is_so`, at most `most`; -1 when it never is.
  int until(const std::function<bool(const EnvelopeVerdict&)>& is_so, int most) {
    for (int s = 1; s <= most; ++s) {
      if (is_so(second())) return s;
    }
    return -1;
  }
  void seconds_pass(int n) {
    for (int s = 0; s < n; ++s) second();
  }
  /// Everything as it should be for so long that the envelope knows the usual rate.
  Supervised& settled(double bpm = 130.0) {
    in.bpm = bpm;
    seconds_pass(60);
    return *this;
  }
};
inline bool stops(const EnvelopeVerdict& v) { return v.stop != StopCause::None; }
inline bool sheds(const EnvelopeVerdict& v) { return v.is_shedding; }

}  // namespace tonus::adaptation
