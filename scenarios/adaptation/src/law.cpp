#include <scenarios/adaptation/law.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include <engine/core/math.hpp>
#include <scenarios/adaptation/decision_fields.hpp>
#include <scenarios/adaptation/envelope.hpp>

namespace tonus::adaptation {
namespace {

constexpr double kMet_bpm = 6.0, kMovedFar_bpm = 8.0;
constexpr int kMoments = 3;
constexpr double kPlenty = 1e9;
constexpr double kLeastOfUsual = 0.8;
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

  const bool is_climbing = !is_settled && in.is_known && u - m.fast - m.slow > s.climb_pending * u;
  const double climb_bpm_per_s = is_climbing ? in.slope_bpm_per_s - s.climb_noise_bpm_per_s : 0.0;

  // One move, then held: the change that brings the foretold error nearest to nothing at three moments.
  double wanted = 0.0, effect = 0.0, room = kPlenty;
  for (int i = 1; i <= kMoments; ++i) {
    const double lead_s = s.horizon_s * i;
    const double ahead_s = lead_s + m.delay_s;
    const double fast_keep = math::exp(-lead_s / kFastTau_s), slow_keep = math::exp(-lead_s / m.tau_s);
    const double answer = u + (m.fast - kFastShare * u) * fast_keep + (m.slow - (1.0 - kFastShare) * u) * slow_keep;
    const double per_move = 1.0 - kFastShare * fast_keep - (1.0 - kFastShare) * slow_keep;
    double foretold_bpm =
        m.base_bpm + m.drift_bpm_per_s * ahead_s + m.wave_bpm * math::exp(-ahead_s / kWaveTau_s) + m.gain_bpm * answer;
    const double climbed_bpm =
        in.bpm + climb_bpm_per_s * (m.delay_s + s.climb_s * (1.0 - math::exp(-lead_s / s.climb_s)));
    if (climb_bpm_per_s > 0.0 && climbed_bpm > foretold_bpm) {
      foretold_bpm = climbed_bpm;
      out.limits |= kLimitClimb;
    }
    // A heart falls slowly, so it is led down before the plan goes down; up it is not taken early.
    const bool leads_down = ahead_s > in.next_in_s && in.next_target_bpm < in.target_bpm;
    const double target_bpm = leads_down ? in.next_target_bpm : in.target_bpm;
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
  const double position = u + state.withheld;
  out.terms.proportional = position + change - out.terms.feedforward - out.terms.integral - out.terms.drift;
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
  // The heart is far above where the model has it, and the model does not believe it yet: neither raises.
  if (in.is_known && in.bpm > arrived_bpm + kStrange_bpm) at_most(u, kLimitModelDoubted);
  const double caution = 1.0 - s.slew_caution * math::ramp(m.gain_spread_bpm / m.gain_bpm, 0.0, kPopulationDoubt);
  const double up_bpm_per_s = is_settled ? s.slew_up_bpm_per_s : s.slew_first_bpm_per_s * caution;
  const double answering_bpm =
      m.gain_bpm > kLeastOfUsual * s.usual_gain_bpm ? m.gain_bpm : kLeastOfUsual * s.usual_gain_bpm;
  at_most(position + up_bpm_per_s / answering_bpm * in.dt_s, kLimitSlewUp);
  const double lowest = position - s.slew_down_bpm_per_s / m.gain_bpm * in.dt_s;
  if (v < lowest) {
    v = lowest;
    out.limits |= kLimitSlewDown;
  }
  at_most(in.person_most, kLimitPerson);  // at once: a person who finds it too hard waits for no slew
  at_most(s.most, kLimitActuatorMax);
  // Shed below the least, somebody whom the least would in time bring over the ceiling again stays there.
  if (v < s.least) {
    const double of_least_bpm = m.base_bpm + m.gain_bpm * s.least + 2.0 * m.level_spread_bpm;
    v = u < s.least && of_least_bpm > in.ceiling_bpm ? std::fmin(u, std::fmax(v, 0.0)) : s.least;
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

bool recomputes(const Decision& d) noexcept {
  if (d.law_ran) {
    const ControlStep step = control(d.settings, d.before, d.inputs);
    const bool same = same_fields(step.terms, d.step.terms) && same_fields(step.next, d.step.next) &&
                      same_bits(step.asked, d.step.asked) && same_bits(step.proposed, d.step.proposed) &&
                      step.limits == d.step.limits && same_bits(d.envelope.proposed, step.proposed);
    if (!same) return false;
  }
  if (d.has_allocation && !same_fields(allocate(d.allocation_inputs), d.allocation)) return false;
  const EnvelopeVerdict v = safety_envelope(d.envelope_before, d.envelope).verdict;
  return same_fields(v, d.verdict) && same_bits(v.allowed, d.verdict.allowed) && v.limits == d.verdict.limits &&
         same_bits(d.from, d.envelope.previous) && same_bits(d.to, v.allowed);
}

}  // namespace tonus::adaptation
