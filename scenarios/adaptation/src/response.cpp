#include <scenarios/adaptation/response.hpp>

namespace tonus::adaptation {
namespace {

constexpr std::size_t kDeadTime_s = 10, kBack_s = 120, kLeastBack_s = 50, kAround_s = 15;
constexpr std::size_t kAnswer_s = 40;  // in which a step of the load may show as a jump of the rate
constexpr double kStep = 0.10, kStep_w = 40.0, kStepShare = 1.25, kStep_rpm = 20.0, kSettle_s = 60.0;
constexpr double kStood = 0.35, kKept = 0.7, kLost = 0.35;  // of the mean of the minute before, while it was something
// Legs turn all the time; power and hands rest between phrases and intervals.
constexpr std::size_t kLegs_s = 3, kPower_s = 10, kHands_s = 20, kUsual_s = 60;
constexpr double kSome_w = 30.0, kSome_rpm = 40.0, kSome_m_per_s = 0.3;
constexpr double kLeastUnsure = 0.15, kUnsure_bpm = 3.0;
constexpr double kComing = 0.7;  // of what the load will still bring; all of it would hold back every warm-up

bool is_number(double x) { return x == x; }

}  // namespace

void ResponseMonitor::Past::push(double x) noexcept {
  x_[next_] = x;
  next_ = (next_ + 1) % kSeconds;
}

double ResponseMonitor::Past::lowest(std::size_t from, std::size_t to) const noexcept {
  double low = std::numeric_limits<double>::quiet_NaN();
  std::size_t n = 0;
  for (std::size_t s = from; s < to; ++s) {
    const double x = ago(s);
    if (!is_number(x)) continue;
    ++n;
    if (!(low <= x)) low = x;
  }
  return 2 * n >= to - from ? low : std::numeric_limits<double>::quiet_NaN();
}

double ResponseMonitor::Past::mean(std::size_t from, std::size_t to) const noexcept {
  double sum = 0.0;
  std::size_t n = 0;
  for (std::size_t s = from; s < to; ++s) {
    if (!is_number(ago(s))) continue;
    sum += ago(s);
    ++n;
  }
  return 2 * n >= to - from ? sum / static_cast<double>(n) : std::numeric_limits<double>::quiet_NaN();
}

void ResponseMonitor::Past::mix_into(StateHash& hash) const noexcept {
  for (const double x : x_) hash.mix(x);
  hash.mix(next_);
}

ResponseMonitor::ResponseMonitor(double rest_bpm, double tau_s) noexcept : rest_bpm_(rest_bpm), tau_s_(tau_s) {}

void ResponseMonitor::observe(const Work& work) noexcept {
  change_s_ = is_paused_ != work.is_paused ? 0.0 : change_s_ + 1.0;
  is_paused_ = work.is_paused;
  if (lived_s_ < kSeconds) ++lived_s_;
  intensity_.push(work.is_paused ? 0.0 : work.intensity);
  power_.push(work.power_w);
  cadence_.push(work.cadence_rpm);
  hands_.push(work.hands_m_per_s);
  bpm_.push(work.bpm);
  const double load = intensity_.ago(kDeadTime_s);
  if (is_number(load)) answered_ += (load - answered_) / tau_s_;
  answer_.push(answered_);
  still_s_ = work.still_s;
  gain_.push(work.gain_bpm);
  spread_.push(work.gain_spread_bpm);
}

Effort ResponseMonitor::effort() const noexcept {
  if (is_paused_ || change_s_ < kSettle_s) return Effort::Unknown;
  const auto judge = [&](const Past& past, std::size_t lately_s, double some, bool goes_with_load) {
    double now = past.mean(0, lately_s);
    const double usual = past.mean(lately_s, lately_s + kUsual_s);
    if (!is_number(now) || !is_number(usual) || usual < some) return Effort::Unknown;
    // A load that was taken off takes the power with it.
    const double before = intensity_.mean(lately_s, lately_s + kUsual_s), after = intensity_.mean(0, lately_s);
    if (!goes_with_load && after < kStood * before) return Effort::Unknown;  // a treadmill that stands stops the legs
    const double share = goes_with_load && after < before ? after / before : 1.0;
    now = now > 0.0 ? now : 0.0;
    if (now < kLost * share * usual) return Effort::Lost;
    return now >= kKept * share * usual ? Effort::Kept : Effort::Unknown;
  };
  // Pedals that stand still say more than a power that lags.
  const Effort legs = judge(cadence_, kLegs_s, kSome_rpm, false);
  const Effort power = judge(power_, kPower_s, kSome_w, true);
  if (legs == Effort::Lost || power == Effort::Lost) return Effort::Lost;
  if (legs == Effort::Kept || power == Effort::Kept) return power == Effort::Unknown ? legs : power;
  return legs == Effort::Unknown && power == Effort::Unknown ? judge(hands_, kHands_s, kSome_m_per_s, true)
                                                             : Effort::Unknown;
}

void ResponseMonitor::describe(EnvelopeInputs& in) const noexcept {
  in.effort = effort();
  const double least = intensity_.lowest(0, kAnswer_s);
  // What the load did shows in seconds that were seen: after silence it may still be to show.
  std::size_t back = 0;
  for (std::size_t seen = 0; back < lived_s_ && seen < kAnswer_s; ++back) seen += is_number(bpm_.ago(back)) ? 1 : 0;
  const double least_w = power_.lowest(0, back), least_rpm = cadence_.lowest(0, back);
  const double now_w = power_.mean(0, 3), now_rpm = cadence_.mean(0, 3);
  in.has_load_changed = change_s_ < kSettle_s || intensity_.ago(0) - intensity_.lowest(0, back) > kStep ||
                        (now_w - least_w > kStep_w && now_w > kStepShare * least_w) || now_rpm - least_rpm > kStep_rpm;
  const double pending_bpm = gain_.ago(0) * (intensity_.ago(0) - answer_.ago(0));
  in.pending_rise_bpm = pending_bpm > 0.0 ? kComing * pending_bpm : 0.0;
  const double still_level =
      intensity_.ago(still_s_ < kSeconds - 1 ? static_cast<std::size_t>(still_s_) : kSeconds - 1);
  in.still_level = still_s_ > 0.0 && is_number(still_level) ? still_level : 1.0;
  // Early in a session there are no two minutes to look back on.
  const std::size_t lived_s = lived_s_ > kAround_s ? lived_s_ - kAround_s : 0;
  const std::size_t back_s = lived_s < kBack_s ? lived_s : kBack_s;
  const double then_bpm = back_s < kLeastBack_s ? std::numeric_limits<double>::quiet_NaN()
                                                : bpm_.lowest(back_s - kAround_s, back_s + kAround_s);
  const double now_bpm = bpm_.ago(0), then_answer = answer_.ago(back_s);
  in.has_response = is_number(then_bpm) && is_number(now_bpm) && is_number(then_answer) && !is_paused_;
  if (!in.has_response) return;
  const double change = answer_.ago(0) - then_answer;
  const double gain_bpm = gain_.ago(back_s), spread_bpm = spread_.ago(back_s);
  const double unsure_bpm = spread_bpm > kLeastUnsure * gain_bpm ? spread_bpm : kLeastUnsure * gain_bpm;
  in.expected_rise_bpm = gain_bpm * change;
  // A heart may fall quicker than the model, but not below what the least load of late asks of it.
  if (least < then_answer && least < answer_.ago(0)) in.expected_rise_bpm = gain_bpm * (least - then_answer);
  in.expected_spread_bpm = kUnsure_bpm + unsure_bpm * (change < 0.0 ? -change : change);
  const double ahead_bpm = rest_bpm_ + gain_bpm * answer_.ago(0) - then_bpm;
  if (in.expected_rise_bpm > 0.0 && ahead_bpm < in.expected_rise_bpm)
    in.expected_rise_bpm = ahead_bpm > 0.0 ? ahead_bpm : 0.0;
  in.seen_rise_bpm = now_bpm - then_bpm;
}

void ResponseMonitor::mix_into(StateHash& hash) const noexcept {
  hash.mix(answered_);
  hash.mix(still_s_);
  hash.mix(change_s_);
  hash.mix(is_paused_);
  hash.mix(static_cast<std::uint64_t>(lived_s_));
  for (const Past* past : {&intensity_, &power_, &cadence_, &hands_, &answer_, &gain_, &spread_, &bpm_})
    past->mix_into(hash);
}

}  // namespace tonus::adaptation
