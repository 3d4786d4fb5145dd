#include <xr/headset/frame_pacer.hpp>

#include <algorithm>

namespace tonus::xr {

FramePacer::FramePacer(double rate_hz) : period_(rate_hz > 0.0 ? from_seconds(1.0 / rate_hz) : Duration::zero()) {}

Duration FramePacer::wait_from(Instant now) {
  if (period_ == Duration::zero()) return Duration::zero();
  const Instant start = has_started_ ? std::max(next_, now) : now;
  has_started_ = true;
  next_ = start + period_;
  return start - now;
}

}  // namespace tonus::xr
