#include "our_law.hpp"

namespace tonus::lab {
namespace {

constexpr double kLongest_s = 43200.0;

session::SessionDefinition definition_of(const Brief& brief) {
  const Machine& m = *brief.machine;
  session::SessionDefinition d;
  d.limits = brief.limits;
  d.length_s = kLongest_s;
  d.warmup_s = d.cooldown_s = 0.0;
  d.response = session::population_response(m.nominal_gain * m.most);
  d.least = m.least / m.most;
  d.opening = m.opening / m.most;
  for (std::size_t i = 0; i < brief.plan.size(); ++i) {
    const double until_s = i + 1 < brief.plan.size() ? brief.plan[i + 1].from_s : kLongest_s;
    d.plan.push_back({until_s, brief.plan[i].target_bpm});
  }
  if (d.plan.empty()) d.plan.push_back({kLongest_s, brief.target_bpm});
  return d;
}

}  // namespace

OurLaw::OurLaw(const Brief& brief) : full_(brief.machine->most), conductor_(definition_of(brief)) {}

double OurLaw::command(const LawInputs& in) noexcept {
  // A machine that says nothing for a second has not changed.
  if (in.power_w == in.power_w) signs_.power_w = in.power_w;
  if (in.cadence_rpm == in.cadence_rpm) signs_.cadence_rpm = in.cadence_rpm;
  rows_.clear();
  conductor_.tick(static_cast<std::int64_t>(in.t_s) * kTicksPerSecond, in.heart, signs_, {}, true, rows_);
  return conductor_.intensity() * full_;
}

LawFlags OurLaw::flags() const noexcept {
  const adaptation::EnvelopeVerdict& verdict = conductor_.verdict();
  return {.has_stopped = verdict.stop != adaptation::StopCause::None,
          .sees_no_response =
              (verdict.limits & adaptation::kLimitNoResponse) != 0 || verdict.ask == adaptation::Ask::CheckStrap,
          .is_shedding = verdict.is_shedding,
          .is_overruled = verdict.limits != 0};
}

}  // namespace tonus::lab
