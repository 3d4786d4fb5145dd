#include <scenarios/adaptation/law.hpp>

#include <array>
#include <bit>
#include <cstdint>

#include <engine/core/math.hpp>
#include <scenarios/adaptation/envelope.hpp>

namespace tonus::adaptation {
namespace {

bool same_bits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

}  // namespace

ControlStep control(const ControlSettings& s, const ControlState& state, const ControlInputs& in) noexcept {
  ControlStep out;
  const double error_bpm = in.is_known ? in.target_bpm - in.bpm : 0.0;
  const double kp = s.tau_s / (s.gain_bpm * s.closed_loop_s);
  const double increment = kp * error_bpm * in.dt_s / s.tau_s;
  out.terms.feedforward = (in.target_bpm - s.rest_bpm) / s.gain_bpm;
  out.terms.proportional = kp * error_bpm;
  out.terms.integral = state.integral + increment;
  out.asked = out.terms.sum();

  double u = out.asked;
  const auto bound = [&](double low, double high, Limit below, Limit above) {
    if (u < low) {
      u = low;
      out.limits |= below;
    } else if (u > high) {
      u = high;
      out.limits |= above;
    }
  };
  bound(s.least, s.most, kLimitActuatorMin, kLimitActuatorMax);
  bound(in.previous - s.slew_down_per_s * in.dt_s, in.previous + s.slew_up_per_s * in.dt_s, kLimitSlewDown,
        kLimitSlewUp);
  const double change = u - in.previous;
  if (change != 0.0 && change < s.hysteresis && -change < s.hysteresis) {
    u = in.previous;
    out.limits |= kLimitHysteresis;
  }
  out.proposed = u;

  // Conditional anti-windup: no step further into a limit that binds, none on a signal that is not trusted.
  const bool pushes_up = increment > 0.0 && (out.limits & (kLimitActuatorMax | kLimitSlewUp)) != 0;
  const bool pushes_down = increment < 0.0 && (out.limits & (kLimitActuatorMin | kLimitSlewDown)) != 0;
  const bool freeze = pushes_up || pushes_down || !in.is_known || in.quality < kTrustedQuality;
  out.next.integral = freeze ? state.integral : math::clamp(out.terms.integral, -0.6, 0.6);
  return out;
}

bool recomputes(const Decision& d) noexcept {
  if (d.law_ran) {
    const ControlStep step = control(d.settings, d.before, d.inputs);
    const bool same = same_bits(step.terms.feedforward, d.step.terms.feedforward) &&
                      same_bits(step.terms.proportional, d.step.terms.proportional) &&
                      same_bits(step.terms.integral, d.step.terms.integral) &&
                      same_bits(step.terms.drift, d.step.terms.drift) && same_bits(step.asked, d.step.asked) &&
                      same_bits(step.proposed, d.step.proposed) &&
                      same_bits(step.next.integral, d.step.next.integral) && step.limits == d.step.limits &&
                      same_bits(d.envelope.proposed, step.proposed);
    if (!same) return false;
  }
  const EnvelopeVerdict v = safety_envelope(d.envelope_before, d.envelope).verdict;
  return same_bits(v.allowed, d.verdict.allowed) && v.limits == d.verdict.limits && v.ask == d.verdict.ask &&
         v.stop == d.verdict.stop && v.is_shedding == d.verdict.is_shedding &&
         v.wants_cooldown == d.verdict.wants_cooldown && v.wants_end == d.verdict.wants_end &&
         v.wants_release == d.verdict.wants_release && same_bits(d.from, d.envelope.previous) &&
         same_bits(d.to, v.allowed);
}

}  // namespace tonus::adaptation
