#include "made_session.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>

#include <engine/core/random.hpp>
#include <scenarios/adaptation/decision_fields.hpp>
#include <scenarios/adaptation/law.hpp>

namespace tonus::journal {
namespace {

using adaptation::Decision;
using adaptation::Reason;
using adaptation::State;

constexpr double kTarget_bpm = 132.0, kCeiling_bpm = 152.0;
constexpr double kEvery_s = 4.0;

/// Heart rate that follows intensity, first order, with a little noise.
struct Heart {
  double bpm = 68.0;
  Random random{7};
  void step(double intensity, double dt_s) {
    bpm += (64.0 + 118.0 * intensity - bpm) / 60.0 * dt_s + 0.25 * random.normal();
  }
};

Reason reason_of(const Decision& d, double t, double length_s) {
  if (d.tick == 0) return Reason::Opening;
  if (d.envelope.must_stop && t >= length_s) return Reason::Finished;
  if (d.envelope.must_stop) return Reason::Stop;
  if (d.envelope.blind_s >= 15.0) return Reason::QualityDecay;
  if (d.envelope.blind_s > 0.0) return Reason::QualityHold;
  if ((d.verdict.limits & adaptation::kLimitCeiling) != 0) return Reason::CeilingHit;
  if ((d.verdict.limits & adaptation::kLimitCeilingPredicted) != 0) return Reason::CeilingPredicted;
  if (t >= 700.0 && t < 700.0 + kEvery_s) return Reason::UserEasier;
  if (d.to > d.from) return Reason::Raise;
  return d.to < d.from ? Reason::Ease : Reason::OnTarget;
}

State state_of(const Decision& d) {
  if (d.reason == Reason::Finished) return State::Ended;
  if (d.envelope.must_stop) return State::Cooldown;
  if (d.envelope.blind_s > 0.0) return d.envelope.blind_s >= 15.0 ? State::Ease : State::Hold;
  return d.tick < 120 * 120 ? State::Warmup : State::Track;
}

}  // namespace

MadeSession made_session(double length_s) {
  MadeSession out;
  Heart heart;
  adaptation::ControlState memory;
  adaptation::EnvelopeState guard;
  double applied = 0.2;
  const double stop_s = length_s * 0.9, gone_s = length_s * 0.4, back_s = gone_s + 45.0;
  for (double t = 0.0; t <= length_s; t += 1.0) {
    heart.step(applied, 1.0);
    const bool is_known = !(t >= gone_s + 3.0 && t < back_s);
    const double quality = t >= gone_s && t < back_s ? 0.0 : t >= back_s && t < back_s + 20.0 ? 0.5 : 0.96;
    const double target = t >= 700.0 ? kTarget_bpm - 6.0 : kTarget_bpm;
    if (t == std::min(t, length_s) && static_cast<std::int64_t>(t) % static_cast<std::int64_t>(kEvery_s) == 0) {
      Decision d;
      d.tick = static_cast<std::int64_t>(t) * kTicksPerSecond;
      d.at = tick_start(d.tick);
      d.before = memory;
      d.from = applied;
      d.inputs = {.dt_s = kEvery_s,
                  .previous = applied,
                  .target_bpm = target,
                  .bpm = is_known ? heart.bpm : 0.0,
                  .quality = quality,
                  .is_known = is_known};
      d.law_ran = t < stop_s;
      double proposed = applied;
      if (d.law_ran) {
        d.step = adaptation::control(d.settings, memory, d.inputs);
        proposed = d.step.proposed;
        memory = d.step.next;
      }
      d.envelope = {.proposed = proposed,
                    .previous = applied,
                    .dt_s = kEvery_s,
                    .bpm = d.inputs.bpm,
                    .spread_bpm = 1.5,
                    .slope_bpm_per_s = 0.01,
                    .quality = quality,
                    .blind_s = quality >= 0.7 ? 0.0 : t - gone_s + 1.0,
                    .ceiling_bpm = kCeiling_bpm,
                    .fallback = 0.2,
                    .cadence_rpm = 83.0,
                    .expected_rise_bpm = 0.3 * applied,
                    .pending_rise_bpm = 0.1 * applied,
                    .effort = adaptation::Effort::Kept,
                    .is_known = is_known,
                    .is_cadence_known = true,
                    .is_cooling = t >= stop_s,
                    .must_stop = t >= stop_s};
      d.signal = {.freshness = quality,
                  .range = 1.0,
                  .slew = 1.0,
                  .artifacts = 1.0,
                  .alive = 1.0,
                  .device = 1.0,
                  .cadence = 1.0,
                  .agreement = 0.5};
      d.envelope_before = guard;
      const adaptation::EnvelopeStep judged = adaptation::safety_envelope(guard, d.envelope);
      guard = judged.next;
      d.verdict = judged.verdict;
      d.to = applied = d.verdict.allowed;
      d.reason = reason_of(d, t, length_s);
      d.state = state_of(d);
      out.decisions.push_back(d);
    }
    out.points.push_back({t, is_known ? heart.bpm : std::numeric_limits<double>::quiet_NaN(), target - 5.0,
                          target + 5.0, applied, quality});
  }
  return out;
}

ReportInput made_report(const MadeSession& session) {
  ReportInput in;
  const double length_s = session.points.back().t_s;
  in.title = "Strike";
  in.started = "Tuesday 4 March, 18:05";
  in.points = session.points;
  in.phases = {{"Warm-up", 0.0, 0.12 * length_s},
               {"Work", 0.12 * length_s, 0.9 * length_s},
               {"Cool-down", 0.9 * length_s, length_s}};
  in.decisions = session.decisions;
  in.ending = "Stopped by the person after 18:00, then cooled down.";
  in.max_bpm = 185.0;
  auto& s = in.summary;
  s.scenario = "strike";
  s.source = "simulated:healthy";
  s.display = "headless";
  s.seed = 1;
  s.duration_s = length_s;
  s.ticks = static_cast<std::int64_t>(length_s) * kTicksPerSecond;
  s.hash = "9f86d081884c7d65";
  s.ledger_hash = std::string(64, 'a');
  s.intensity = SessionSummary::Range{0.47, 0.0, 0.62};
  s.heart_rate = SessionSummary::HeartRate{121.4, 139.8, 0.96};
  s.target = {126.0, 121.0, 131.0, kCeiling_bpm};
  s.in_band_percent = 84.2;
  s.score = {412, 377, 301};
  s.changes = 96;
  s.build = "0.1.0";
  return in;
}

bool same(const Decision& a, const Decision& b) {
  const auto bits = [](double x) { return std::bit_cast<std::uint64_t>(x); };
  using adaptation::same_fields;
  return same_fields(a.settings, b.settings) && same_fields(a.before, b.before) && same_fields(a.inputs, b.inputs) &&
         same_fields(a.inputs.model, b.inputs.model) && same_fields(a.step.terms, b.step.terms) &&
         same_fields(a.step.next, b.step.next) && same_fields(a.envelope, b.envelope) &&
         same_fields(a.envelope_before, b.envelope_before) && same_fields(a.signal, b.signal) &&
         same_fields(a.verdict, b.verdict) && bits(a.step.asked) == bits(b.step.asked) &&
         bits(a.step.proposed) == bits(b.step.proposed) && bits(a.verdict.allowed) == bits(b.verdict.allowed) &&
         bits(a.from) == bits(b.from) && bits(a.to) == bits(b.to) && a.law_ran == b.law_ran && a.tick == b.tick &&
         a.at == b.at && a.state == b.state && a.reason == b.reason && a.step.limits == b.step.limits &&
         a.verdict.limits == b.verdict.limits && a.has_allocation == b.has_allocation &&
         same_fields(a.allocation_inputs, b.allocation_inputs) && same_fields(a.allocation, b.allocation) &&
         same_fields(a.allocation_inputs.actuators, b.allocation_inputs.actuators);
}

}  // namespace tonus::journal
