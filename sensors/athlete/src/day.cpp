#include "day.hpp"

#include <engine/core/math.hpp>

namespace tonus::athlete {
namespace {

constexpr double kWristDropoutsPerHour = 4.0;
constexpr double kWristLockShare = 0.08;  // of sessions

double whole(double x) noexcept { return static_cast<double>(math::floor_to_int(x + 0.5)); }

}  // namespace

Spell::Spell(double per_hour, double least_s, double most_s) noexcept
    : per_s_(per_hour / 3600.0), least_s_(least_s), most_s_(most_s) {}

void Spell::advance_second(Random& random) noexcept {
  const double begin_draw = random.uniform();
  const double length_draw = random.uniform();
  if (left_s_ > 0.0) {
    left_s_ -= 1.0;
  } else if (begin_draw < per_s_) {
    left_s_ = whole(math::lerp(least_s_, most_s_, length_draw));
  }
}

Day::Day(const Parameters& p, const Circumstances& c, std::uint64_t seed) noexcept
    : svt(p.svt_per_hour, 60.0, 300.0),
      stress(c.stress_per_hour, 120.0, 300.0),
      pause(c.pauses_per_hour, 10.0, 60.0),
      dropout(c.dropouts_per_hour + (p.is_wrist ? kWristDropoutsPerHour : 0.0), c.dropout_least_s, c.dropout_most_s),
      spike(c.spikes_per_hour, 1.0, 3.0),
      lock(c.locks_per_hour, 20.0, 300.0),
      freeze(c.freezes_per_hour, 10.0, 120.0),
      random_(seed),
      work_(p.work),
      threshold_load_(p.threshold_load) {
  cadence_bias_per_min_ = random_.uniform(-6.0, 6.0);
  const double lock_draw = random_.uniform();
  session_lock_at_s_ = whole(random_.uniform(300.0, 1800.0));
  session_lock_s_ = whole(random_.uniform(20.0, 300.0));
  if (!p.is_wrist || lock_draw >= kWristLockShare) session_lock_at_s_ = -1.0;
}

void Day::begin_second() noexcept {
  svt.advance_second(random_);
  stress.advance_second(random_);
  pause.advance_second(random_);
  dropout.advance_second(random_);
  spike.advance_second(random_);
  lock.advance_second(random_);
  freeze.advance_second(random_);
  const double sign_draw = random_.uniform();
  if (!spike.is_on()) spike_bpm = sign_draw < 0.5 ? -30.0 : 30.0;  // of the next one
  lock_offset_bpm = random_.uniform(-2.0, 2.0);
  // About 2 a minute (sd), 30 s.
  wander_per_min_ += -wander_per_min_ / 30.0 + random_.uniform(-0.9, 0.9);
  if (now_s_ == session_lock_at_s_) lock.begin(session_lock_s_);
  now_s_ += 1.0;
}

double Day::cadence_per_min(double load) const noexcept {
  if (!(load > 0.0)) return 0.0;
  const double own = cadence_bias_per_min_ + wander_per_min_;
  switch (work_) {
    case Work::Cycle: return math::clamp(70.0 + 15.0 * load / threshold_load_ + own, 60.0, 95.0);
    case Work::Treadmill:  // walking below 2 m/s, running above
      return own + (load < 2.0 ? math::lerp(75.0, 135.0, 0.5 * load) : math::clamp(139.0 + 8.0 * load, 155.0, 190.0));
    case Work::Scenario: break;
  }
  return math::clamp(70.0 + 50.0 * load + own, 60.0, 130.0);
}

}  // namespace tonus::athlete
