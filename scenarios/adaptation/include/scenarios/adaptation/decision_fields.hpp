#pragma once
// The members of a decision's parts by name, once for all who write, read, compare, fill or hash them. For every
// number, flag and code: visit(name, member), and visit(name, member, is_known) where the part itself says whether it
// is known. Parts may be const.

#include <bit>
#include <concepts>
#include <cstdint>
#include <type_traits>

#include <scenarios/adaptation/decision.hpp>

namespace tonus::adaptation {

template <class T, class Of>
concept Same = std::same_as<std::remove_const_t<T>, Of>;

void visit_fields(Same<ControlSettings> auto& s, auto&& visit) {
  visit("horizon_s", s.horizon_s);
  visit("move_rise_s", s.move_rise_s);
  visit("move_track_s", s.move_track_s);
  visit("usual_gain_bpm", s.usual_gain_bpm);
  visit("slew_first_bpm_per_s", s.slew_first_bpm_per_s);
  visit("slew_up_bpm_per_s", s.slew_up_bpm_per_s);
  visit("slew_down_bpm_per_s", s.slew_down_bpm_per_s);
  visit("slew_caution", s.slew_caution);
  visit("most_overdrive", s.most_overdrive);
  visit("climb_s", s.climb_s);
  visit("climb_noise_bpm_per_s", s.climb_noise_bpm_per_s);
  visit("climb_pending", s.climb_pending);
  visit("least", s.least);
  visit("most", s.most);
  visit("hysteresis", s.hysteresis);
}

void visit_fields(Same<ControlState> auto& s, auto&& visit) {
  visit("is_settled", s.is_settled);
  visit("settled_target_bpm", s.settled_target_bpm);
  visit("withheld", s.withheld);
}

void visit_fields(Same<ResponseEstimate> auto& m, auto&& visit) {
  visit("gain_bpm", m.gain_bpm);
  visit("gain_spread_bpm", m.gain_spread_bpm);
  visit("tau_s", m.tau_s);
  visit("tau_spread_s", m.tau_spread_s);
  visit("delay_s", m.delay_s);
  visit("delay_spread_s", m.delay_spread_s);
  visit("base_bpm", m.base_bpm);
  visit("drift_bpm_per_s", m.drift_bpm_per_s);
  visit("wave_bpm", m.wave_bpm);
  visit("fast", m.fast);
  visit("slow", m.slow);
  visit("level_spread_bpm", m.level_spread_bpm);
}

/// Without the model.
void visit_fields(Same<ControlInputs> auto& c, auto&& visit) {
  visit("dt_s", c.dt_s);
  visit("previous", c.previous);
  visit("planned_bpm", c.planned_bpm);
  visit("target_bpm", c.target_bpm);
  visit("next_target_bpm", c.next_target_bpm);
  visit("next_in_s", c.next_in_s);
  visit("ceiling_bpm", c.ceiling_bpm);
  visit("opening_base_bpm", c.opening_base_bpm);
  visit("quality", c.quality);
  visit("is_known", c.is_known);
  visit("person_most", c.person_most);
  visit("bpm", c.bpm, c.is_known);
  visit("slope_bpm_per_s", c.slope_bpm_per_s);
}

void visit_fields(Same<ControlTerms> auto& t, auto&& visit) {
  visit("feedforward", t.feedforward);
  visit("proportional", t.proportional);
  visit("integral", t.integral);
  visit("drift", t.drift);
}

void visit_fields(Same<EnvelopeInputs> auto& e, auto&& visit) {
  visit("proposed", e.proposed);
  visit("previous", e.previous);
  visit("dt_s", e.dt_s);
  visit("bpm", e.bpm, e.is_known);
  visit("spread_bpm", e.spread_bpm);
  visit("slope_bpm_per_s", e.slope_bpm_per_s);
  visit("quality", e.quality);
  visit("blind_s", e.blind_s);
  visit("irregular_s", e.irregular_s);
  visit("ceiling_bpm", e.ceiling_bpm);
  visit("fallback", e.fallback);
  visit("is_known", e.is_known);
  visit("is_paused", e.is_paused);
  visit("is_held", e.is_held);
  visit("is_cooling", e.is_cooling);
  visit("must_stop", e.must_stop);
  visit("most", e.most);
  visit("cadence_rpm", e.cadence_rpm, e.is_cadence_known);
  visit("oxygen_percent", e.oxygen_percent, e.is_oxygen_known);
  visit("expected_rise_bpm", e.expected_rise_bpm);
  visit("expected_spread_bpm", e.expected_spread_bpm);
  visit("seen_rise_bpm", e.seen_rise_bpm);
  visit("pending_rise_bpm", e.pending_rise_bpm);
  visit("still_level", e.still_level);
  visit("rpe", e.rpe);
  visit("dose_trimp", e.dose_trimp);
  visit("dose_cap_trimp", e.dose_cap_trimp);
  visit("readiness_scale", e.readiness_scale);
  visit("readiness_age_h", e.readiness_age_h);
  visit("effort", e.effort);
  visit("is_from_beats", e.is_from_beats);
  visit("is_slew_failing", e.is_slew_failing);
  visit("has_load_changed", e.has_load_changed);
  visit("has_response", e.has_response);
  visit("is_cadence_known", e.is_cadence_known);
  visit("is_still", e.is_still);
  visit("may_be_legs", e.may_be_legs);
  visit("asks_power", e.asks_power);
  visit("is_oxygen_known", e.is_oxygen_known);
  visit("has_symptom", e.has_symptom);
  visit("has_fallen", e.has_fallen);
  visit("is_profile_doubted", e.is_profile_doubted);
}

void visit_fields(Same<EnvelopeState> auto& s, auto&& visit) {
  visit("level", s.level);
  visit("rise_left", s.rise_left);
  visit("usual_bpm", s.usual_bpm);
  visit("over_s", s.over_s);
  visit("jump_from_bpm", s.jump_from_bpm);
  visit("jump_s", s.jump_s);
  visit("calm_s", s.calm_s);
  visit("slew_s", s.slew_s);
  visit("fall_s", s.fall_s);
  visit("fall_sure_s", s.fall_sure_s);
  visit("doubtful_s", s.doubtful_s);
  visit("flat_s", s.flat_s);
  visit("no_response_bpm", s.no_response_bpm);
  visit("lost_s", s.lost_s);
  visit("oxygen_s", s.oxygen_s);
  visit("stopped", s.stopped);
}

/// Without what is allowed and what bound it, which stand in the row itself.
void visit_fields(Same<EnvelopeVerdict> auto& v, auto&& visit) {
  visit("ask", v.ask);
  visit("stop", v.stop);
  visit("is_shedding", v.is_shedding);
  visit("wants_cooldown", v.wants_cooldown);
  visit("wants_end", v.wants_end);
  visit("wants_release", v.wants_release);
}

void visit_fields(Same<body::QualityFactors> auto& f, auto&& visit) {
  visit("freshness", f.freshness);
  visit("range", f.range);
  visit("slew", f.slew);
  visit("artifacts", f.artifacts);
  visit("alive", f.alive);
  visit("device", f.device);
  visit("cadence", f.cadence);
  visit("agreement", f.agreement);
}

void visit_fields(Same<Actuators> auto& a, auto&& visit) {
  visit("phrase_s", a.phrase_s);
  visit("rate_least_per_s", a.rate_least_per_s);
  visit("rate_most_per_s", a.rate_most_per_s);
  visit("reach_least_m", a.reach_least_m);
  visit("reach_most_m", a.reach_most_m);
  visit("rest_most", a.rest_most);
  visit("room_per_s", a.room_per_s);
  visit("leave_least", a.leave_least);
  visit("leave_most", a.leave_most);
  visit("choice_least", a.choice_least);
  visit("choice_most", a.choice_most);
  visit("variety", a.variety);
}

/// Without the actuators.
void visit_fields(Same<AllocationInputs> auto& a, auto&& visit) {
  visit("intensity", a.intensity);
  visit("strike_share", a.cost.share);
  visit("strike_share_spread", a.cost.share_spread);
  visit("lean", a.lean);
  visit("skill", a.skill);
  visit("right", a.right);
  visit("wrong", a.wrong);
}

void visit_fields(Same<Allocation> auto& a, auto&& visit) {
  visit("rest_share", a.rest_share);
  visit("effort", a.effort);
  visit("rate", a.rate);
  visit("reach", a.reach);
  visit("load", a.load);
  visit("leave_share", a.leave_share);
  visit("choice_share", a.choice_share);
  visit("given", a.given);
  visit("skill", a.skill);
  visit("is_rate_held", a.is_rate_held);
}

/// Every member bit for bit, whatever it is.
template <class Part>
[[nodiscard]] bool same_fields(const Part& a, const Part& b) {
  // The bits of b in order, then those of a against them.
  constexpr std::size_t kMost = 64;
  std::uint64_t bits[kMost] = {};
  std::size_t n = 0;
  const auto word = [](const auto& x) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(x)>, double>) {
      return std::bit_cast<std::uint64_t>(x);
    } else {
      return static_cast<std::uint64_t>(x);
    }
  };
  visit_fields(b, [&](const char*, const auto& x, bool = true) { bits[n++] = word(x); });
  bool is_same = true;
  n = 0;
  visit_fields(a, [&](const char*, const auto& x, bool = true) { is_same = is_same && bits[n] == word(x), ++n; });
  return is_same;
}

}  // namespace tonus::adaptation
