#include <scenarios/adaptation/law.hpp>

#include <array>
#include <bit>
#include <cmath>
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

constexpr double kMet_bpm = 6.0, kMovedFar_bpm = 8.0;
constexpr int kMoments = 3;
constexpr double kPlenty = 1e9;
constexpr double kPopulationDoubt = 0.31;  // spread of the gain between people (facts d.2)

bool same_bits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

}  // namespace

ControlStep control(const ControlSettings& s, const ControlState& state, const ControlInputs& in) noexcept {
  ControlStep out;
  const ResponseEstimate& m = in.model;
  const double u = in.previous;

  // Settled once the heart is where the target is; no longer when the target has moved far.
  out.next = state;
  const double arrived_bpm = m.base_bpm + m.wave_bpm + m.gain_bpm * (m.fast + m.slow);
  if (!state.is_settled && std::fabs(in.target_bpm - arrived_bpm) < kMet_bpm) {
    out.next.is_settled = true;
    out.next.settled_target_bpm = in.target_bpm;
  }
  if (state.is_settled && std::fabs(in.target_bpm - state.settled_target_bpm) > kMovedFar_bpm)
    out.next.is_settled = false;
  const bool is_settled = out.next.is_settled;

  // One move, then held: the change that brings the foretold error nearest to nothing at three moments.
  double wanted = 0.0, effect = 0.0, room = kPlenty;
  for (int i = 1; i <= kMoments; ++i) {
    const double lead_s = s.horizon_s * i;
    const double ahead_s = lead_s + m.delay_s;
    const double fast_keep = math::exp(-lead_s / kFastTau_s), slow_keep = math::exp(-lead_s / m.tau_s);
    const double answer = u + (m.fast - kFastShare * u) * fast_keep + (m.slow - (1.0 - kFastShare) * u) * slow_keep;
    const double per_move = 1.0 - kFastShare * fast_keep - (1.0 - kFastShare) * slow_keep;
    const double foretold_bpm =
        m.base_bpm + m.drift_bpm_per_s * ahead_s + m.wave_bpm * math::exp(-ahead_s / kWaveTau_s) + m.gain_bpm * answer;
    const double target_bpm = ahead_s > in.next_in_s ? in.next_target_bpm : in.target_bpm;
    wanted += per_move * (target_bpm - foretold_bpm);
    effect += per_move * per_move;
    const double to_ceiling = (in.ceiling_bpm - foretold_bpm - 2.0 * m.level_spread_bpm) / (per_move * m.gain_bpm);
    room = to_ceiling < room ? to_ceiling : room;
  }
  // A doubtful gain moves less: E[k²] in the place of k².
  const double doubt = m.gain_bpm / (m.gain_bpm * m.gain_bpm + m.gain_spread_bpm * m.gain_spread_bpm);
  const double move_s = is_settled ? s.move_track_s : s.move_rise_s;
  const double change = wanted / effect * doubt * (1.0 - math::exp(-in.dt_s / move_s));

  const double reach_s = m.delay_s + 2.0 * s.horizon_s;
  out.terms.feedforward = (in.target_bpm - in.opening_base_bpm) / m.gain_bpm;
  out.terms.integral = (in.opening_base_bpm - m.base_bpm) / m.gain_bpm;
  out.terms.drift = -m.drift_bpm_per_s * reach_s / m.gain_bpm;
  out.terms.proportional = u + state.withheld + change - out.terms.feedforward - out.terms.integral - out.terms.drift;
  out.asked = out.terms.sum();

  double v = out.asked;
  const auto at_most = [&](double most, std::uint32_t why) {
    if (v > most) {
      v = most;
      out.limits |= why;
    }
  };
  const double holding = (in.target_bpm - m.base_bpm) / m.gain_bpm;
  if (holding > 0.0)
    at_most(holding * s.most_overdrive > s.least ? holding * s.most_overdrive : s.least, kLimitOverdrive);
  at_most(room > 0.0 ? u + room : u, kLimitCeilingAhead);
  const double caution = 1.0 - s.slew_caution * math::ramp(m.gain_spread_bpm / m.gain_bpm, 0.0, kPopulationDoubt);
  at_most(u + (is_settled ? s.slew_up_per_s : s.slew_first_per_s * caution) * in.dt_s, kLimitSlewUp);
  const double lowest = u - s.slew_down_per_s * in.dt_s;
  if (v < lowest) {
    v = lowest;
    out.limits |= kLimitSlewDown;
  }
  at_most(s.most, kLimitActuatorMax);
  if (v < s.least) {
    v = s.least;
    out.limits |= kLimitActuatorMin;
  }
  out.next.withheld = 0.0;
  if (v != u && std::fabs(v - u) < s.hysteresis) {
    out.next.withheld = v - u;
    v = u;
    out.limits |= kLimitHysteresis;
  }
  out.proposed = v;
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
                      same_bits(step.proposed, d.step.proposed) && step.next.is_settled == d.step.next.is_settled &&
                      same_bits(step.next.settled_target_bpm, d.step.next.settled_target_bpm) &&
                      same_bits(step.next.withheld, d.step.next.withheld) && step.limits == d.step.limits &&
                      same_bits(d.envelope.proposed, step.proposed);
    if (!same) return false;
  }
  const EnvelopeVerdict verdict = safety_envelope(d.envelope);
  return same_bits(verdict.allowed, d.verdict.allowed) && verdict.limits == d.verdict.limits &&
         verdict.wants_cooldown == d.verdict.wants_cooldown && verdict.wants_end == d.verdict.wants_end &&
         same_bits(d.from, d.envelope.previous) && same_bits(d.to, verdict.allowed);
}

}  // namespace tonus::adaptation
