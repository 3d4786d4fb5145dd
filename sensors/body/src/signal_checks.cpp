#include <sensors/body/signal_checks.hpp>

#include <algorithm>
#include <cmath>

#include <engine/core/math.hpp>

namespace tonus::body {
namespace {

using namespace std::chrono_literals;

constexpr double kNear_bpm = 3.5;  // a lock wobbles by 2, and both are whole numbers
constexpr Duration kLockedAfter = 14s, kOverAfter = 5s, kStrayFor = 2500ms;
constexpr double kStranger_bpm = 10.0;
constexpr Duration kExpectedFor = 180s;
constexpr double kStrangerShare = 0.5;
constexpr double kTogether = 0.8;
constexpr double kWobble_bpm = 2.5;  // standard deviation between a locked rate and the cadence, at most
constexpr Duration kCadenceFresh = 3s, kPairEvery = 900ms;
constexpr double kLeast_rpm = 30.0;

constexpr double kOn_bpm = 4.0, kOff_bpm = 8.0, kSinks_bpm_per_s = 1.0;
constexpr double kSuspected_s = 20.0, kMost_s = 60.0, kBelieved_s = 600.0, kMoving_per_min = 50.0, kLifted_bpm = 14.0;

constexpr Duration kOtherFresh = 5s;
constexpr double kOtherTau_s = 4.0;
constexpr double kAgrees_bpm = 8.0, kDisagrees_bpm = 10.0;

}  // namespace

bool is_on_cadence(double bpm, double cadence_per_min, double within_bpm) noexcept {
  return std::abs(bpm - cadence_per_min) < within_bpm || std::abs(bpm - 2.0 * cadence_per_min) < within_bpm;
}

void CadenceLock::observe_cadence(Instant at, double rpm) noexcept {
  cadence_at_ = at;
  rpm_ = rpm;
  has_cadence_ = true;
}

void CadenceLock::expect(Instant at, double bpm) noexcept {
  if (expected_at_ == Instant{} || at - expected_at_ >= kExpectedFor) return;
  expected_bpm_ = bpm;
  for (Suspicion& s : suspicions_) s.is_on = false;
}

bool CadenceLock::moves_together(std::size_t newest, double times) const noexcept {
  const std::size_t count = std::min(newest, pairs_known_);
  if (count < 5) return false;
  const auto pair = [&](std::size_t i) -> const Pair& { return pairs_[(pair_next_ + kPairs - 1 - i) % kPairs]; };
  const double n = static_cast<double>(count);
  double bpm = 0.0, rpm = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    bpm += pair(i).bpm;
    rpm += pair(i).rpm;
  }
  bpm /= n;
  rpm /= n;
  double bb = 0.0, rr = 0.0, br = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    const double b = pair(i).bpm - bpm, r = pair(i).rpm - rpm;
    bb += b * b;
    rr += r * r;
    br += b * r;
  }
  const double apart = bb + times * times * rr - 2.0 * times * br;  // of the difference
  return apart < n * kWobble_bpm * kWobble_bpm || (br > 0.0 && br * br > kTogether * kTogether * bb * rr);
}

void CadenceLock::follow(Suspicion& s, Instant at, double bpm, double expected_bpm) noexcept {
  const bool is_near = std::abs(bpm - s.times * rpm_) < kNear_bpm;
  const bool is_stranger = std::abs(bpm - expected_bpm) > kStranger_bpm;  // false where nothing is expected
  if (is_near) s.near_at = at;
  if (!is_near && (!s.is_on || at - s.near_at > kStrayFor)) {
    s.is_on = false;
    return;
  }
  if (!s.is_on) {
    s.is_on = true;
    s.since = at;
    s.strangers = s.readings = 0;
  }
  ++s.readings;
  if (is_stranger) ++s.strangers;
}

void CadenceLock::observe_rate(Instant at, double bpm, double expected_bpm) noexcept {
  // What was foretold before the rate came to the cadence counts while it stays there: later forecasts are of the
  // cadence. After a dropout there is no forecast of this moment; a heart is not far from where it was.
  const bool is_suspected = suspicions_[0].is_on || suspicions_[1].is_on;
  if (!is_suspected && expected_bpm == expected_bpm) {
    expected_bpm_ = expected_bpm;
    expected_at_ = at;
  } else if (expected_at_ != Instant{} && at - expected_at_ < kExpectedFor) {
    expected_bpm = expected_bpm_;
  }
  const bool has_cadence = has_cadence_ && at - cadence_at_ <= kCadenceFresh && rpm_ >= kLeast_rpm;
  if (!has_cadence) {
    for (Suspicion& s : suspicions_) s.is_on = false;
    pairs_known_ = pair_next_ = 0;
    is_locked_ = false;
    return;
  }
  if (pairs_known_ == 0 || at - pair_at_ >= kPairEvery) {
    pairs_[pair_next_] = {bpm, rpm_};
    pair_next_ = (pair_next_ + 1) % kPairs;
    pairs_known_ = std::min(pairs_known_ + 1, kPairs);
    pair_at_ = at;
    for (Suspicion& s : suspicions_) follow(s, at, bpm, expected_bpm);
    for (const Suspicion& s : suspicions_) {
      const bool is_strange = static_cast<double>(s.strangers) >= kStrangerShare * static_cast<double>(s.readings);
      // What was before the rate came to the cadence says nothing of how they move together.
      if (s.is_on && at - s.since > kLockedAfter && is_strange && moves_together(s.readings, s.times))
        is_locked_ = true;
    }
  }
  for (const Suspicion& s : suspicions_) {
    if (s.is_on) left_at_ = std::max(left_at_, s.near_at);
  }
  if (at - left_at_ > kOverAfter) is_locked_ = false;
}

void CadenceLock::mix_into(StateHash& hash) const noexcept {
  for (const Suspicion& s : suspicions_) {
    hash.mix(s.since.time_since_epoch().count());
    hash.mix(s.near_at.time_since_epoch().count());
    hash.mix(s.is_on);
    hash.mix(static_cast<std::uint64_t>(s.strangers));
    hash.mix(static_cast<std::uint64_t>(s.readings));
  }
  for (const Pair& pair : pairs_) {
    hash.mix(pair.bpm);
    hash.mix(pair.rpm);
  }
  hash.mix(static_cast<std::uint64_t>(pairs_known_));
  hash.mix(static_cast<std::uint64_t>(pair_next_));
  hash.mix(rpm_);
  hash.mix(expected_bpm_);
  hash.mix(expected_at_.time_since_epoch().count());
  hash.mix(cadence_at_.time_since_epoch().count());
  hash.mix(pair_at_.time_since_epoch().count());
  hash.mix(left_at_.time_since_epoch().count());
  hash.mix(has_cadence_);
  hash.mix(is_locked_);
}

void LegsWatch::observe(const LegsReading& r) noexcept {
  const bool sinks = r.slope_bpm_per_s < 0.0 && r.slope_bpm_per_s > -kSinks_bpm_per_s && !r.is_slew_failing;
  const bool is_off =
      r.is_known && r.cadence_per_min > kMoving_per_min && !is_on_cadence(r.bpm, r.cadence_per_min, kOff_bpm);
  if (may_be_legs() && is_off && sinks) {
    suspected_s_ = on_s_ = 0.0;
    believed_s_ = kBelieved_s;
  }
  const bool is_on = r.is_known && !r.is_from_beats && is_on_cadence(r.bpm, r.cadence_per_min, kOn_bpm);
  const auto run = [is_on](double& s) { s = math::clamp(s + (is_on ? 1.0 : -1.0), 0.0, kMost_s); };
  if (!(believed_s_ > 0.0)) {
    run(suspected_s_);
    return;
  }
  believed_s_ -= 1.0;
  if (on_s_ == 0.0) {
    on_from_ = r.answered;
    on_gain_bpm_ = r.gain_bpm;
  }
  run(on_s_);
  if (on_s_ > kSuspected_s && on_gain_bpm_ * (r.answered - on_from_) > kLifted_bpm) {
    believed_s_ = 0.0;
    suspected_s_ = on_s_;
  }
}

bool LegsWatch::may_be_legs() const noexcept { return suspected_s_ > kSuspected_s; }

void LegsWatch::mix_into(StateHash& hash) const noexcept {
  for (const double x : {suspected_s_, believed_s_, on_s_, on_from_, on_gain_bpm_}) hash.mix(x);
}

void Agreement::observe_other(Instant at, double bpm) noexcept {
  const bool is_fresh = is_known_ && at - at_ <= kOtherFresh;
  const double share = is_fresh ? 1.0 - math::exp(-std::max(seconds(at - at_), 0.0) / kOtherTau_s) : 1.0;
  bpm_ = is_fresh ? bpm_ + (bpm - bpm_) * share : bpm;
  at_ = at;
  is_known_ = true;
}

double Agreement::factor(Instant now, double followed_bpm) const noexcept {
  if (!is_known_ || now - at_ > kOtherFresh) return 1.0;
  return 1.0 - math::ramp(std::abs(followed_bpm - bpm_), kAgrees_bpm, kDisagrees_bpm);
}

void Agreement::mix_into(StateHash& hash) const noexcept {
  hash.mix(bpm_);
  hash.mix(at_.time_since_epoch().count());
  hash.mix(is_known_);
}

}  // namespace tonus::body
