#include <scenarios/adaptation/law.hpp>

#include <array>
#include <bit>
#include <cstdint>

#include <engine/core/math.hpp>

namespace tonus::adaptation {
namespace {

constexpr double kShed_per_s = 0.05;  // above the ceiling
constexpr double kStop_per_s = 0.25;
constexpr double kBlindHold_s = 6.0, kBlindEase_s = 15.0, kBlindCooldown_s = 60.0, kBlindEnd_s = 180.0;
constexpr double kBlindEase_per_s = 0.01;  // of the previous value
constexpr double kOutlook_s = 30.0;

bool is_trusted(const EnvelopeInputs& in) { return in.is_known && in.quality >= kTrustedQuality; }

bool has_nan(const EnvelopeInputs& in) {
  const double sum = in.proposed + in.previous + in.dt_s + in.bpm + in.spread_bpm + in.slope_bpm_per_s + in.quality +
                     in.blind_s + in.irregular_s + in.ceiling_bpm + in.fallback;
  return sum != sum;
}

struct Lowering {
  double allowed;
  std::uint32_t limits = 0;
  void cap(double most, Limit why) {
    if (allowed > most) {
      allowed = most;
      limits |= why;
    }
  }
};

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

EnvelopeVerdict safety_envelope(const EnvelopeInputs& in) noexcept {
  EnvelopeVerdict out;
  if (has_nan(in)) {
    out.allowed = in.previous == in.previous ? in.previous * 0.5 : 0.0;
    out.limits = kLimitQuality;
    return out;
  }
  Lowering u{math::clamp(in.proposed, 0.0, 1.0)};
  const double dt = in.dt_s > 0.0 ? in.dt_s : 0.0;

  if (!is_trusted(in)) u.cap(in.previous, kLimitQuality);
  const auto ease = [&](Limit why) {
    if (in.previous <= in.fallback) return;
    const double eased = in.previous * (1.0 - kBlindEase_per_s * dt);
    u.cap(eased > in.fallback ? eased : in.fallback, why);
  };
  if (in.blind_s >= kBlindHold_s) u.cap(in.previous, kLimitBlind);
  if (in.blind_s >= kBlindEase_s) ease(kLimitBlind);
  if (in.irregular_s > 0.0) u.cap(in.previous, kLimitIrregular);
  if (in.irregular_s >= kBlindEase_s) ease(kLimitIrregular);
  out.wants_cooldown = in.blind_s >= kBlindCooldown_s;
  out.wants_end = in.blind_s >= kBlindEnd_s;

  if (in.is_known && in.ceiling_bpm > 0.0) {
    const double outlook =
        in.bpm + (in.slope_bpm_per_s > 0.0 ? in.slope_bpm_per_s * kOutlook_s : 0.0) + 2.0 * in.spread_bpm;
    if (outlook > in.ceiling_bpm) u.cap(in.previous, kLimitCeilingPredicted);
    // A poor signal above the ceiling still sheds: too easy does no harm.
    if (in.bpm > in.ceiling_bpm) u.cap(in.previous - kShed_per_s * dt, kLimitCeiling);
  }
  if (in.is_held) u.cap(in.previous, kLimitHold);
  if (in.is_cooling) u.cap(in.previous, kLimitCooldown);
  if (in.must_stop) u.cap(in.previous - kStop_per_s * dt, kLimitStop);
  if (in.is_paused) u.cap(0.0, kLimitPaused);
  out.allowed = u.allowed > 0.0 ? u.allowed : 0.0;
  out.limits = u.limits;
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
  const EnvelopeVerdict verdict = safety_envelope(d.envelope);
  return same_bits(verdict.allowed, d.verdict.allowed) && verdict.limits == d.verdict.limits &&
         verdict.wants_cooldown == d.verdict.wants_cooldown && verdict.wants_end == d.verdict.wants_end &&
         same_bits(d.from, d.envelope.previous) && same_bits(d.to, verdict.allowed);
}

}  // namespace tonus::adaptation
