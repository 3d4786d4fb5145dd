#include <scenarios/adaptation/legs_watch.hpp>

namespace tonus::adaptation {
namespace {

constexpr double kOn_bpm = 4.0, kOff_bpm = 8.0, kSinks_bpm_per_s = 1.0;
constexpr double kSuspected_s = 20.0, kMost_s = 60.0, kBelieved_s = 600.0, kLeast_per_min = 50.0;

bool is_within(double a, double b, double of) { return a - b < of && b - a < of; }  // false for NaN
bool is_near(const LegsReading& r, double of_bpm) {
  return is_within(r.bpm, r.cadence_per_min, of_bpm) || is_within(r.bpm, 2.0 * r.cadence_per_min, of_bpm);
}

}  // namespace

void LegsWatch::observe(const LegsReading& r) noexcept {
  const bool sinks = r.slope_bpm_per_s < 0.0 && r.slope_bpm_per_s > -kSinks_bpm_per_s && !r.is_slew_failing;
  const bool is_off = r.is_known && r.cadence_per_min > kLeast_per_min && !is_near(r, kOff_bpm);
  if (may_be_legs() && is_off && sinks) {
    suspected_s_ = 0.0;
    believed_s_ = kBelieved_s;
  }
  if (believed_s_ > 0.0) {
    believed_s_ -= 1.0;
    return;
  }
  const bool is_on = r.is_known && !r.is_from_beats && is_near(r, kOn_bpm);
  suspected_s_ += is_on ? 1.0 : -1.0;
  suspected_s_ = suspected_s_ > 0.0 ? (suspected_s_ < kMost_s ? suspected_s_ : kMost_s) : 0.0;
}

bool LegsWatch::may_be_legs() const noexcept { return suspected_s_ > kSuspected_s; }

void LegsWatch::mix_into(StateHash& hash) const noexcept {
  hash.mix(suspected_s_);
  hash.mix(believed_s_);
}

}  // namespace tonus::adaptation
