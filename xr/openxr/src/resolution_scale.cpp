#include <algorithm>

#include <xr/openxr/resolution_scale.hpp>

namespace tonus::xr::openxr {
namespace {

constexpr Duration kWindow = std::chrono::seconds(2);
constexpr Duration kSettling = std::chrono::seconds(1);
constexpr Duration kCalm = std::chrono::seconds(20), kLongestCalm = std::chrono::seconds(160);
constexpr std::size_t kFewestLate = 3;

}  // namespace

float ResolutionScale::scale() const {
  float scale = most_;
  for (int i = 0; i < steps_; ++i) scale *= kStep;
  return std::max(scale, std::min(kLeast, most_));
}

void ResolutionScale::frame(Instant displayed_at, Duration period) {
  if (!last_) {
    judged_from_ = calm_since_ = displayed_at + kSettling;
    last_ = displayed_at;
    return;
  }
  const bool is_late = 2 * (displayed_at - *last_) > 3 * period;
  last_ = displayed_at;
  if (displayed_at < judged_from_) return;
  while (count_ > 0 && (displayed_at - window_[first_].at > kWindow || count_ == window_.size())) drop_oldest();
  window_[(first_ + count_++) % window_.size()] = {displayed_at, is_late};
  late_ += is_late ? 1 : 0;
  if (is_late) calm_since_ = displayed_at;
  if (rose_at_ && displayed_at - *rose_at_ >= calm_needed_) {
    rose_at_.reset();
    calm_needed_ = kCalm;
  }
  if (displayed_at - judged_from_ < kWindow) return;
  if (late_ >= kFewestLate && 20 * late_ > count_ && scale() > std::min(kLeast, most_)) {
    if (rose_at_) calm_needed_ = std::min(2 * calm_needed_, kLongestCalm);
    rose_at_.reset();
    step(1, displayed_at);
  } else if (steps_ > 0 && displayed_at - calm_since_ >= calm_needed_) {
    step(-1, displayed_at);
    rose_at_ = displayed_at;
  }
}

void ResolutionScale::step(int down, Instant now) {
  steps_ += down;
  judged_from_ = calm_since_ = now;
  forget_frames();
}

void ResolutionScale::interrupt() {
  last_.reset();
  rose_at_.reset();
  forget_frames();
}

void ResolutionScale::forget_frames() { first_ = count_ = late_ = 0; }

void ResolutionScale::drop_oldest() {
  if (window_[first_].is_late) --late_;
  first_ = (first_ + 1) % window_.size();
  --count_;
}

}  // namespace tonus::xr::openxr
