#pragma once
// The numbers and flags of a decision by name, once for all who write, read, compare or hash them.
// visit(name, field&) is called for every member; `T` may be const.

#include <concepts>

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

/// Without the model, without the heart rate, which is null where it is not known, and without what the person said,
/// which older ledgers do not have.
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
}

}  // namespace tonus::adaptation
