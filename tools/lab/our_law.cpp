#include "our_law.hpp"

#include <algorithm>

namespace tonus::lab {
namespace {

constexpr double kFallbackReserve = 0.30;  // most that a load to ease towards may bring
/// Slews of the law are for intensity of a scenario; a cycle's are 4, 2 and 8 W/s of 400 W.
constexpr double kUp_per_s = 0.010, kDown_per_s = 0.020;

}  // namespace

OurLaw::OurLaw(const Brief& brief) noexcept
    : full_(brief.machine->most), ceiling_bpm_(brief.limits.ceiling.value), applied_(brief.machine->opening / full_) {
  settings_.rest_bpm = brief.limits.rest.value;
  settings_.gain_bpm = brief.machine->nominal_gain * full_;
  settings_.tau_s = brief.machine->nominal_tau_s;
  settings_.least = brief.machine->least / full_;
  settings_.slew_up_per_s = kUp_per_s;
  settings_.slew_down_per_s = kDown_per_s;
  const double light_bpm = body::at_reserve(brief.limits, kFallbackReserve).value - brief.limits.rest.value;
  fallback_ = std::clamp(light_bpm / settings_.gain_bpm, settings_.least, 1.0);
  recent_bpm_.fill(kAbsent);
}

double OurLaw::slope_bpm_per_s(const body::HeartEstimate& heart) noexcept {
  double& oldest = recent_bpm_[recent_next_];
  const double now = heart.is_known ? heart.value.value : kAbsent;
  const double slope = (now - oldest) / double{kSlopeSeconds};
  oldest = now;
  recent_next_ = (recent_next_ + 1) % kSlopeSeconds;
  return slope == slope ? slope : 0.0;
}

double OurLaw::command(const LawInputs& in) noexcept {
  const body::HeartEstimate& heart = in.heart;
  const double quality = heart.quality.value;
  if (heart.is_known && quality >= adaptation::kTrustedQuality) trusted_s_ = in.t_s;
  if (!heart.is_irregular) regular_s_ = in.t_s;
  const adaptation::ControlInputs asked{.dt_s = 1.0,
                                        .previous = applied_,
                                        .target_bpm = in.target_bpm,
                                        .bpm = heart.value.value,
                                        .quality = quality,
                                        .is_known = heart.is_known};
  const adaptation::ControlStep step = adaptation::control(settings_, state_, asked);
  const adaptation::EnvelopeInputs seen{.proposed = step.proposed,
                                        .previous = applied_,
                                        .dt_s = 1.0,
                                        .bpm = heart.value.value,
                                        .spread_bpm = heart.spread.value,
                                        .slope_bpm_per_s = slope_bpm_per_s(heart),
                                        .quality = quality,
                                        .blind_s = in.t_s - trusted_s_,
                                        .irregular_s = in.t_s - regular_s_,
                                        .ceiling_bpm = ceiling_bpm_,
                                        .fallback = fallback_,
                                        .is_known = heart.is_known};
  const adaptation::EnvelopeVerdict verdict = adaptation::safety_envelope(seen);
  flags_.has_stopped = flags_.has_stopped || verdict.wants_end;
  flags_.is_shedding = (verdict.limits & adaptation::kLimitCeiling) != 0;
  state_ = step.next;
  applied_ = verdict.allowed;
  return applied_ * full_;
}

}  // namespace tonus::lab
