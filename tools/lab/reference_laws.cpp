#include "reference_laws.hpp"

#include <algorithm>
#include <cmath>

namespace tonus::lab {

double HuntReplica::command(const LawInputs& in) noexcept {
  if (!std::isnan(in.device_bpm)) {
    sum_bpm_ += in.device_bpm;
    ++readings_;
  }
  if (seconds_++ % kEvery_s != 0 || readings_ == 0) return load_;
  const double error_bpm = in.target_bpm - sum_bpm_ / readings_;
  sum_bpm_ = 0.0;
  readings_ = 0;
  const double kp = machine_.nominal_tau_s / (machine_.nominal_gain * kClosedLoop_s);
  const double integral = integral_ + kp * error_bpm * kEvery_s / machine_.nominal_tau_s;
  const double asked = kp * error_bpm + integral;
  const bool pushes_further = (asked > machine_.most && error_bpm > 0.0) || (asked < machine_.least && error_bpm < 0.0);
  if (!pushes_further) integral_ = integral;
  load_ = std::clamp(kp * error_bpm + integral_, machine_.least, machine_.most);
  return load_;
}

double ZoneStep::command(const LawInputs& in) noexcept {
  constexpr double kZone_bpm = 5.0;
  constexpr int kEvery_s = 10;
  if (!std::isnan(in.device_bpm)) newest_bpm_ = in.device_bpm;
  if (seconds_++ % kEvery_s != 0 || newest_bpm_ == 0.0) return load_;
  const double step = machine_.work == athlete::Work::Cycle ? 5.0 : 0.2 / 3.6;
  if (newest_bpm_ < in.target_bpm - kZone_bpm) load_ += step;
  if (newest_bpm_ > in.target_bpm + kZone_bpm) load_ -= step;
  load_ = std::clamp(load_, machine_.least, machine_.most);
  return load_;
}

double FixedLoad::command(const LawInputs& in) noexcept {
  const Machine& m = *brief_.machine;
  return std::clamp((in.target_bpm - brief_.limits.rest.value) / m.nominal_gain, m.least, m.most);
}

}  // namespace tonus::lab
