#include <scenarios/adaptation/fall.hpp>

namespace tonus::adaptation {
namespace {

constexpr double kDrop_m = 0.5, kDrop_s = 0.7;  // who falls for a second falls this fast in the middle of it
constexpr double kOnFloor = 0.55, kUp = 0.7;    // of the usual height
constexpr double kStill_s = 0.7, kStill_m = 0.08, kStill_m_per_s = 0.4;
constexpr double kWithin_s = 2.5;                        // of the drop, or it was something else
constexpr double kFastest_m_per_s = 8.0, kGap_s = 0.25;  // free fall from standing ends at 5.8 m/s
constexpr double kEvery_s = 0.03;
constexpr double kRise_s = 2.0, kSink_s = 120.0;  // how fast the usual height follows

}  // namespace

void FallDetector::forget() noexcept {
  count_ = next_ = 0;
  dropped_s_ = std::numeric_limits<double>::quiet_NaN();
}

void FallDetector::observe(double at_s, double height_m, double speed_m_per_s) noexcept {
  const double sum = at_s + height_m + speed_m_per_s;
  if (!(sum - sum == 0.0)) return;  // not tracked; the gap shows with the next that is
  const double dt_s = at_s - last_s_;
  const bool is_first = !(last_s_ == last_s_);
  if (!is_first && !(dt_s > 0.0)) return;
  const double step_m = height_m > last_m_ ? height_m - last_m_ : last_m_ - height_m;
  if (!is_first && (dt_s > kGap_s || step_m > kFastest_m_per_s * dt_s)) {
    forget();
    usual_m_ = 0.0;
  }
  last_s_ = at_s;
  last_m_ = height_m;
  if (has_fallen_) has_fallen_ = usual_m_ > 0.0 && height_m < kUp * usual_m_;
  const double newest_s = count_ > 0 ? points_[(next_ + kKept - 1) % kKept].at_s : at_s - kEvery_s;
  if (at_s - newest_s < kEvery_s) return;

  const double step_s = count_ > 0 ? at_s - newest_s : kEvery_s;
  if (!(usual_m_ > 0.0)) usual_m_ = height_m;
  usual_m_ += (height_m - usual_m_) * step_s / (height_m > usual_m_ ? kRise_s : kSink_s);
  points_[next_] = {at_s, height_m, speed_m_per_s};
  next_ = (next_ + 1) % kKept;
  count_ = count_ < kKept ? count_ + 1 : kKept;

  double highest_m = height_m, high_m = height_m, low_m = height_m, fastest = 0.0, spans_s = 0.0;
  for (std::size_t i = 0; i < count_; ++i) {
    const Point& p = points_[(next_ + kKept - 1 - i) % kKept];
    const double age_s = at_s - p.at_s;
    if (age_s <= kDrop_s && p.height_m > highest_m) highest_m = p.height_m;
    if (age_s > kStill_s) continue;
    if (p.height_m > high_m) high_m = p.height_m;
    if (p.height_m < low_m) low_m = p.height_m;
    if (p.speed_m_per_s > fastest) fastest = p.speed_m_per_s;
    spans_s = age_s;
  }
  const bool is_down = height_m < kOnFloor * usual_m_;
  if (highest_m - height_m > kDrop_m && is_down) {
    if (!(at_s - dropped_s_ <= kWithin_s)) dropped_s_ = at_s;
  }
  const bool is_still = spans_s > kStill_s - 2.0 * kEvery_s && high_m - low_m < kStill_m && fastest < kStill_m_per_s;
  if (at_s - dropped_s_ <= kWithin_s && is_down && is_still) has_fallen_ = true;
}

void FallDetector::mix_into(StateHash& hash) const noexcept {
  for (const Point& p : points_) {
    hash.mix(p.at_s);
    hash.mix(p.height_m);
    hash.mix(p.speed_m_per_s);
  }
  hash.mix(count_);
  hash.mix(next_);
  for (const double x : {last_s_, last_m_, usual_m_, dropped_s_}) hash.mix(x);
  hash.mix(has_fallen_);
}

}  // namespace tonus::adaptation
