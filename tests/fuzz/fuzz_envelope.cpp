// Any bytes as the memory of the safety envelope and as a chain of its inputs: whatever they say, nothing rises on a
// poor signal, faster than the slew or after a stop, and what comes out is an intensity.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <scenarios/adaptation/envelope.hpp>

namespace {

using namespace tonus::adaptation;

/// Takes numbers off the front; zeros when there is nothing left.
struct Bytes {
  const std::uint8_t* data;
  std::size_t size;
  template <class T>
  T take() {
    T value{};
    const std::size_t n = size < sizeof(T) ? size : sizeof(T);
    std::memcpy(&value, data, n);
    data += n;
    size -= n;
    return value;
  }
  bool flag() { return (take<std::uint8_t>() & 1U) != 0; }
};

void expect(bool holds) {
  if (!holds) std::abort();
}

EnvelopeState state_of(Bytes& in) {
  EnvelopeState s;
  for (double* x : {&s.level, &s.rise_left, &s.usual_bpm, &s.over_s, &s.jump_from_bpm, &s.jump_s, &s.calm_s, &s.slew_s,
                    &s.fall_s, &s.fall_sure_s, &s.doubtful_s, &s.flat_s, &s.no_response_bpm, &s.lost_s, &s.oxygen_s})
    *x = in.take<double>();
  s.stopped = static_cast<StopCause>(in.take<std::uint8_t>() % static_cast<unsigned>(StopCause::Count));
  return s;
}

EnvelopeInputs inputs_of(Bytes& in) {
  EnvelopeInputs e;
  for (double* x : {&e.proposed,
                    &e.previous,
                    &e.dt_s,
                    &e.bpm,
                    &e.spread_bpm,
                    &e.slope_bpm_per_s,
                    &e.quality,
                    &e.blind_s,
                    &e.irregular_s,
                    &e.ceiling_bpm,
                    &e.fallback,
                    &e.most,
                    &e.cadence_rpm,
                    &e.oxygen_percent,
                    &e.expected_rise_bpm,
                    &e.expected_spread_bpm,
                    &e.seen_rise_bpm,
                    &e.pending_rise_bpm,
                    &e.rpe,
                    &e.dose_trimp,
                    &e.dose_cap_trimp,
                    &e.readiness_scale,
                    &e.readiness_age_h})
    *x = in.take<double>();
  e.effort = static_cast<Effort>(in.take<std::uint8_t>() % static_cast<unsigned>(Effort::Count));
  for (bool* flag : {&e.is_known, &e.is_from_beats, &e.is_slew_failing, &e.has_load_changed, &e.has_response,
                     &e.is_cadence_known, &e.asks_power, &e.is_oxygen_known, &e.has_symptom, &e.has_fallen,
                     &e.is_profile_doubted, &e.is_paused, &e.is_held, &e.is_cooling, &e.must_stop})
    *flag = in.flag();
  return e;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes{data, size};
  EnvelopeState state = state_of(bytes);
  double intensity = 0.5;
  for (int step = 0; step < 64 && bytes.size > 0; ++step) {
    EnvelopeInputs in = inputs_of(bytes);
    if (bytes.flag()) in.previous = intensity;  // else a caller that says what it likes
    const double previous = in.previous > 0.0 ? (in.previous < 1.0 ? in.previous : 1.0) : 0.0;
    const EnvelopeStep out = safety_envelope(state, in);
    const double allowed = out.verdict.allowed;
    expect(allowed >= 0.0 && allowed <= 1.0);
    expect(!(allowed > 0.0 && in.proposed == in.proposed && allowed > in.proposed));
    expect(allowed <= previous + 0.12 + 1e-12);
    const bool is_trusted = in.is_known && in.quality >= kTrustedQuality;
    if (!is_trusted || in.is_held || in.is_cooling || in.must_stop || in.is_paused || state.stopped != StopCause::None)
      expect(allowed <= previous);
    if (in.has_fallen) expect(allowed == 0.0);
    if (state.stopped != StopCause::None)
      expect(out.next.stopped == state.stopped || out.next.stopped == StopCause::Fall);
    expect(out.verdict.stop == out.next.stopped && (out.verdict.limits >> kLimitCount) == 0);
    const EnvelopeStep again = safety_envelope(state, in);
    expect(std::memcmp(&again.verdict.allowed, &allowed, sizeof allowed) == 0);
    state = out.next;
    intensity = allowed;
  }
  return 0;
}
