#include "device.hpp"

#include <algorithm>

#include <engine/core/math.hpp>

namespace tonus::athlete {
namespace {

constexpr double kStrapUnit_ms = 1000.0 / 1024.0;  // resolution of RR intervals on the air
constexpr double kWristTau_s = 6.0;
constexpr double kWristNoise_bpm = 1.0;
constexpr double kMostDelay_s = 8.0;
constexpr double kLeast_bpm = 25.0;  // that a device says

double whole(double x) noexcept { return static_cast<double>(math::floor_to_int(x + 0.5)); }

}  // namespace

Device::Device(const Parameters& p, bool has_noise, std::uint64_t seed) noexcept
    : random_(seed),
      is_wrist_(p.is_wrist),
      has_noise_(has_noise),
      delay_(from_seconds(math::clamp(p.sensor_delay_s, 0.0, kMostDelay_s))),
      smooth_step_(1.0 - math::exp(-1.0 / kWristTau_s)) {}

void Device::send(Instant at, sensors::SampleKind kind, double value) noexcept {
  if (sent_ - received_ == kOnItsWay) return;
  on_its_way_[sent_++ % kOnItsWay] = {.at = at + delay_, .value = value, .kind = kind};
}

std::optional<sensors::Sample> Device::arrived(Instant until) noexcept {
  if (received_ == sent_ || on_its_way_[received_ % kOnItsWay].at > until) return std::nullopt;
  return on_its_way_[received_++ % kOnItsWay];
}

void Device::hear_beat(Instant at, double rr_ms, const Faults& faults) noexcept {
  if (is_wrist_) return;
  const double heard_ms = kStrapUnit_ms * whole(rr_ms / kStrapUnit_ms);
  recent_ms_[heard_ % kStrapAverage] = heard_ms;
  ++heard_;
  double said_ms = heard_ms;
  if (faults.is_frozen) {
    said_ms = last_rr_ms_;
  } else if (faults.locked_per_min > 0.0) {
    said_ms = kStrapUnit_ms * whole(60000.0 / faults.locked_per_min / kStrapUnit_ms);
  } else if (faults.spike_bpm != 0.0) {
    said_ms = kStrapUnit_ms * whole(60000.0 / std::max(60000.0 / rr_ms + faults.spike_bpm, kLeast_bpm) / kStrapUnit_ms);
  }
  last_rr_ms_ = said_ms;
  if (!faults.is_silent && said_ms > 0.0) send(at, sensors::SampleKind::RrInterval, said_ms);
}

double Device::measured_bpm() const noexcept {
  if (is_wrist_) return smooth_bpm_ + noise_bpm_;
  if (heard_ < kStrapAverage) return 0.0;
  double sum_ms = 0.0;
  for (const double rr_ms : recent_ms_) sum_ms += rr_ms;
  return 60000.0 * double{kStrapAverage} / sum_ms;
}

void Device::end_second(Instant at, double true_bpm, const Faults& faults) noexcept {
  if (is_wrist_) {
    if (smooth_bpm_ == 0.0) smooth_bpm_ = true_bpm;
    smooth_bpm_ += (true_bpm - smooth_bpm_) * smooth_step_;
    if (has_noise_) noise_bpm_ = kWristNoise_bpm * random_.normal();
  }
  double said_bpm = measured_bpm();
  if (said_bpm == 0.0) return;
  if (faults.is_frozen && last_bpm_ > 0.0) {
    said_bpm = last_bpm_;
  } else if (faults.locked_per_min > 0.0) {
    said_bpm = faults.locked_per_min;
  } else {
    said_bpm = std::max(said_bpm + faults.spike_bpm, kLeast_bpm);
  }
  last_bpm_ = whole(said_bpm);
  if (!faults.is_silent) send(at, sensors::SampleKind::HeartRate, last_bpm_);
}

}  // namespace tonus::athlete
