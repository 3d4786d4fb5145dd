#include <scenarios/session/course.hpp>

#include <cmath>

#include <engine/core/math.hpp>

namespace tonus::session {
namespace {

constexpr double kOffsetStep_hrr = 0.05, kOffsetLeast_hrr = -0.25, kOffsetMost_hrr = 0.10;
constexpr double kWarmupBegins_hrr = 0.30, kCooldownEnds_hrr = 0.25;
constexpr double kAboveRest_bpm = 10.0;  // a target is at least so far above rest

/// Share of [from_s, to_s] that has passed; all of it where it is empty.
double passed(double at_s, double from_s, double to_s) { return to_s > from_s ? math::ramp(at_s, from_s, to_s) : 1.0; }

}  // namespace

Course::Course(const SessionDefinition& definition)
    : limits_(definition.limits), plan_(definition.plan), times_(phase_times(definition)), before_(times_) {}

double Course::cooldown_progress(double at_s) const noexcept {
  return passed(at_s, times_.cooldown_begins_s, times_.ends_s);
}

void Course::begin_cooldown(double at_s, double lasting_s, bool is_for_now) noexcept {
  is_for_now_ = is_for_now;
  before_ = times_;
  phase_before_ = phase_;
  phase_ = Phase::Cooldown;
  times_.cooldown_begins_s = at_s;
  times_.ends_s = at_s + lasting_s;
}

bool Course::try_take_back(double at_s) noexcept {
  is_for_now_ = false;
  times_ = before_;
  if (is_worked(at_s)) return false;
  phase_ = phase_before_;
  return true;
}

double Course::plan_bpm(double at_s) const noexcept {
  double planned = body::at_reserve(limits_, 0.6).value;
  for (const PlanStep& step : plan_) {
    planned = step.target_bpm;
    if (at_s < step.until_s) break;
  }
  return planned;
}

double Course::highest_bpm() const noexcept { return limits_.ceiling.value - adaptation::kCeilingMargin_bpm; }

double Course::target_bpm(double at_s) const noexcept {
  const double highest = highest_bpm();
  // What the person takes off counts from where the ceiling lets the plan be.
  const double asked = std::fmin(plan_bpm(at_s), highest) + offset_bpm_;
  const double lowest = limits_.rest.value + kAboveRest_bpm;
  const double target = math::clamp(asked, lowest, highest > lowest ? highest : lowest);
  if (phase_ == Phase::Warmup) {
    const double gentle = body::at_reserve(limits_, kWarmupBegins_hrr).value;
    return gentle < target ? math::lerp(gentle, target, passed(at_s, 0.0, times_.warmup_s)) : target;
  }
  if (phase_ == Phase::Cooldown || phase_ == Phase::Over) {
    const double light = body::at_reserve(limits_, kCooldownEnds_hrr).value;
    return light < target ? math::lerp(target, light, cooldown_progress(at_s)) : target;
  }
  return target;
}

void Course::look_ahead(double at_s, adaptation::ControlInputs& inputs) const noexcept {
  inputs.next_target_bpm = inputs.target_bpm;
  if (phase_ != Phase::Work) return;
  for (std::size_t i = 0; i + 1 < plan_.size(); ++i) {
    const double until_s = plan_[i].until_s;
    if (at_s >= until_s) continue;
    inputs.next_in_s = until_s - at_s;
    inputs.next_target_bpm = target_bpm(until_s);
    return;
  }
}

void Course::shift(double from_bpm, double step_hrr) noexcept {
  const double reserve = (limits_.max - limits_.rest).value;
  offset_bpm_ = math::clamp(from_bpm + step_hrr * reserve, kOffsetLeast_hrr * reserve, kOffsetMost_hrr * reserve);
}

void Course::ask_less(double at_s) noexcept {
  const double room = highest_bpm() - std::fmin(plan_bpm(at_s), highest_bpm());
  shift(std::fmin(offset_bpm_, room), -kOffsetStep_hrr);
}

void Course::ask_more() noexcept { shift(offset_bpm_, kOffsetStep_hrr); }

void Course::mix_into(StateHash& hash) const noexcept {
  for (const PhaseTimes* times : {&times_, &before_}) {
    hash.mix(times->warmup_s);
    hash.mix(times->cooldown_begins_s);
    hash.mix(times->ends_s);
  }
  hash.mix(phase_);
  hash.mix(phase_before_);
  hash.mix(is_for_now_);
  hash.mix(offset_bpm_);
}

}  // namespace tonus::session
