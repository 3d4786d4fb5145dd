#include <sensors/body/heart_estimator.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include <engine/core/math.hpp>

namespace tonus::body {
namespace {

using namespace std::chrono_literals;
using sensors::Sample;
using sensors::SampleKind;

constexpr double kLeast_bpm = 30.0;
constexpr double kMost_bpm = 220.0;
constexpr double kLongest_ms = 60000.0 / kLeast_bpm;
constexpr double kShortest_ms = 60000.0 / kMost_bpm;

constexpr double kFresh_s = 2.0;
constexpr double kWorthless_s = 5.0;
constexpr Duration kStaleAfter = 3s;
constexpr Duration kAbsentAfter = 8s;
constexpr Duration kSilentAfter = 5s;

constexpr Duration kRateWindow = 8s;
constexpr Duration kReadingWindow = 2s;
constexpr Duration kArtifactWindow = 10s;
constexpr Duration kFrozenWindow = 15s;
constexpr Duration kFrozenRateAfter = 60s, kStillRateAfter = 20s;
constexpr double kStillRate = 0.5;  // nothing rises on it
constexpr double kMoved_bpm = 3.0;
constexpr double kFrozenSd_ms = 1.0;
constexpr std::size_t kFrozenBeats = 8, kEqualBeats = 12;
constexpr std::size_t kRangeBeats = 5;

constexpr double kBeatTolerance = 0.25;
constexpr std::size_t kMedianBeats = 9;
constexpr std::size_t kLeastBeats = 3;
constexpr double kJumpTolerance = 0.15;
constexpr std::size_t kJumpSuspicion = 3;  // fewer are ectopic or missed beats, which the artifact factor counts
constexpr std::size_t kJumpBeatsUp = 4;
constexpr std::size_t kJumpBeatsDown = 8;
constexpr std::uint32_t kJumpReadingsUp = 3;
constexpr std::uint32_t kJumpReadingsDown = 6;

constexpr double kBeatSlew_bpm_per_s = 6.0;
constexpr double kRateSlew_bpm_per_s = 4.0;
constexpr double kStrangeReturn_bpm = 15.0;
constexpr Duration kSlewStep = 1s;
constexpr Duration kSlewMemory = 3s;

// A single beat around the level the filter looks for: what breath, the 0.1-Hz wave and the strap's clock add. Breath
// fades with the rate (facts d.2); neighbouring beats share it, so it counts more than its size.
constexpr double kBeatNoise_bpm = 1.6;
constexpr double kBreath_bpm = 40.0, kBreathDecay_bpm = 25.0;

constexpr Duration kPowerFresh = 5s;
constexpr double kMostPower_w = 3000.0;
constexpr double kGainSpread_share = 0.3;
constexpr double kLeastGain_bpm = 10.0, kMostGain_bpm = 250.0;  // of full intensity
constexpr double kMissing_s = 1.5;                              // beats are lost: the next difference says nothing
constexpr double kForgotten_s = 30.0;                           // the rhythm may be another

constexpr double kLeastSpread_bpm = 1.0;
constexpr double kRateSpread_bpm = 2.0;         // rounding to whole beats and 1–3 s of smoothing in the device
constexpr double kBlindSpread_bpm_per_s = 1.0;  // about what a heart does within seconds of a load step
constexpr double kHarmlessArtifactShare = 0.2;
constexpr double kUselessArtifactShare = 0.5;

constexpr bool is_in_range(double bpm) { return bpm >= kLeast_bpm && bpm <= kMost_bpm; }
constexpr bool is_beat_in_range(double rr_ms) { return rr_ms >= kShortest_ms && rr_ms <= kLongest_ms; }

/// Upper median of a few numbers; puts them in order.
template <std::size_t N>
double median(InlineVector<double, N>& values) {
  for (std::size_t i = 1; i < values.size(); ++i) {
    for (std::size_t k = i; k > 0 && values[k] < values[k - 1]; --k) std::swap(values[k], values[k - 1]);
  }
  return values[values.size() / 2];
}

double slope_bpm_per_s(double from_bpm, Instant from, double to_bpm, Instant to) {
  return std::abs(to_bpm - from_bpm) / seconds(std::max(to - from, kSlewStep));
}

}  // namespace

bool HeartEstimator::Track::try_follow(const Sample& sample) noexcept {
  if (has_heard) {
    if (sample.at <= heard_at) return false;
    if (sample.source != source && sample.at - heard_at < kSilentAfter) return false;
  }
  has_heard = true;
  heard_at = sample.at;
  source = sample.source;
  device_quality = math::clamp(sample.quality.value, 0.0, 1.0);
  return true;
}

void HeartEstimator::Track::accept(Instant when, double value_bpm, double spread,
                                   double slew_limit_bpm_per_s) noexcept {
  const bool is_first = !is_known;
  at = when;
  bpm = value_bpm;
  spread_bpm = spread;
  is_known = true;
  const bool is_too_fast = !is_first && slope_bpm_per_s(reference_bpm, reference_at, bpm, at) > slew_limit_bpm_per_s;
  if (is_too_fast) fail_slew(when);
  if (is_first || is_too_fast || at - reference_at >= kSlewStep) {
    reference_at = at;
    reference_bpm = bpm;
  }
}

void HeartEstimator::Track::fail_slew(Instant when) noexcept {
  has_slew_failed = true;
  slew_failed_at = when;
}

void HeartEstimator::observe(const Sample& sample) noexcept {
  if (!std::isfinite(sample.value) || !std::isfinite(sample.quality.value)) return;
  compare(sample);
  switch (sample.kind) {
    case SampleKind::RrInterval: observe_beat(sample); break;
    case SampleKind::HeartRate: observe_rate(sample); break;
    case SampleKind::Contact: observe_contact(sample); break;
    case SampleKind::Power: observe_power(sample); break;
    case SampleKind::Cadence: lock_.observe_cadence(sample.at, sample.value); break;
    case SampleKind::Speed:
    case SampleKind::OxygenSaturation: break;
  }
}

void HeartEstimator::observe_power(const Sample& sample) noexcept {
  if (!(sample.value >= 0.0 && sample.value <= kMostPower_w)) return;
  if (has_power_ && sample.at < power_at_) return;
  has_power_ = true;
  power_at_ = sample.at;
  for (HeartFilter* filter : {&beat_filter_, &rate_filter_}) filter->observe_load(sample.at, sample.value, LoadPrior{});
}

void HeartEstimator::forget_old_power(Instant now) noexcept {
  if (!has_power_ || now - power_at_ <= kPowerFresh) return;
  has_power_ = false;
  beat_filter_.lose_load();
  rate_filter_.lose_load();
}

void HeartEstimator::observe_demand(Instant now, Intensity demand, BeatsPerMinute full_gain) noexcept {
  forget_old_power(now);
  const bool is_sane = demand.value >= 0.0 && demand.value <= 1.0 && full_gain.value >= kLeastGain_bpm &&
                       full_gain.value <= kMostGain_bpm;
  if (has_power_ || !is_sane) return;
  const LoadPrior prior{full_gain.value, kGainSpread_share * full_gain.value};
  for (HeartFilter* filter : {&beat_filter_, &rate_filter_}) filter->observe_load(now, demand.value, prior);
}

void HeartEstimator::compare(const Sample& sample) noexcept {
  const bool is_rate = sample.kind == SampleKind::HeartRate;
  if (!is_rate && sample.kind != SampleKind::RrInterval) return;
  if ((contact_lost_mask_ >> (sample.source & 7u) & 1u) != 0) return;
  const Track& followed = better_track(sample.at);
  if (!followed.is_known || followed.source == sample.source) return;
  const double bpm = is_rate ? sample.value : 60000.0 / sample.value;
  if (is_in_range(bpm)) agreement_.observe_other(sample.at, bpm);
}

void HeartEstimator::observe_contact(const Sample& sample) noexcept {
  const auto bit = static_cast<std::uint8_t>(1u << (sample.source & 7u));
  const bool is_lost = sample.value < 0.5;
  contact_lost_mask_ = static_cast<std::uint8_t>(is_lost ? contact_lost_mask_ | bit : contact_lost_mask_ & ~bit);
}

void HeartEstimator::observe_beat(const Sample& sample) noexcept {
  // A strap that lost the skin goes on sending guesses; they must not look fresh.
  if ((contact_lost_mask_ >> (sample.source & 7u) & 1u) != 0) return;
  const std::uint8_t previous_source = beat_track_.source;
  const Duration since_previous = sample.at - beat_track_.heard_at;
  if (!beat_track_.try_follow(sample)) return;
  if (beat_track_.source != previous_source) {
    beats_.clear();
    cleaner_.clear();
    rhythm_.clear();
  }

  if (beats_.is_full()) {
    std::copy(beats_.begin() + 1, beats_.end(), beats_.begin());
    beats_.shrink(kWindow - 1);
  }
  const bool accepted = is_plausible(sample.value, sample.at);
  beats_.try_push({.at = sample.at, .rr_ms = sample.value, .accepted = accepted, .is_artifact = !accepted});
  clean(sample, since_previous);
  if (!accepted) judge_jump();
  judge_beats();
  if (beats_.back().accepted) update_beat_rate();
}

void HeartEstimator::clean(const Sample& sample, Duration since_previous) noexcept {
  const double missing_s = seconds(since_previous) - sample.value / 1000.0;
  if (missing_s > kMissing_s) cleaner_.clear();
  if (missing_s > kForgotten_s) rhythm_.clear();
  rhythm_.push(sample.value);
  const auto verdict = cleaner_.push(sample.value);
  if (!verdict || !verdict->is_artifact || beats_.size() <= BeatCleaner::kDelayBeats) return;
  beats_[beats_.size() - 1 - BeatCleaner::kDelayBeats].is_artifact = true;
}

bool HeartEstimator::is_plausible(double rr_ms, Instant at) const noexcept {
  if (!is_beat_in_range(rr_ms)) return false;
  InlineVector<double, kMedianBeats> recent;
  for (std::size_t i = beats_.size(); i-- > 0 && !recent.is_full();) {
    const Beat& beat = beats_[i];
    if (beat.at < beats_valid_from_ || at - beat.at > kArtifactWindow) break;
    if (beat.accepted) recent.try_push(beat.rr_ms);
  }
  if (recent.size() < kLeastBeats) return true;
  const double usual_ms = median(recent);
  return std::abs(rr_ms - usual_ms) <= kBeatTolerance * usual_ms;
}

void HeartEstimator::judge_jump() noexcept {
  // The run: rejected beats at the end that agree with the newest one.
  const double newest_ms = beats_.back().rr_ms;
  std::size_t first = beats_.size();
  while (first > 0 && !beats_[first - 1].accepted && is_beat_in_range(beats_[first - 1].rr_ms) &&
         std::abs(beats_[first - 1].rr_ms - newest_ms) <= kJumpTolerance * newest_ms) {
    --first;
  }
  const std::size_t run = beats_.size() - first;
  if (run >= kJumpSuspicion) beat_track_.fail_slew(beats_.back().at);
  const bool is_rise = beat_track_.is_known && 60000.0 / newest_ms > beat_track_.bpm;
  if (run < (is_rise ? kJumpBeatsUp : kJumpBeatsDown)) return;
  for (std::size_t i = first; i < beats_.size(); ++i) {
    beats_[i].accepted = true;
    beats_[i].is_artifact = false;
  }
  beats_valid_from_ = beats_[first].at;
}

void HeartEstimator::judge_beats() noexcept {
  const Instant now = beats_.back().at;
  InlineVector<double, kRangeBeats> last;
  std::size_t total = 0, rejected = 0, in_frozen_window = 0, equal = 0;
  double sum_ms = 0.0, square_sum = 0.0;
  Instant oldest = now;
  // Differences to the newest interval keep the sum of squares exact enough for an sd of 1 ms.
  const double origin_ms = beats_.back().rr_ms;
  for (std::size_t i = beats_.size(); i-- > 0;) {
    const Beat& beat = beats_[i];
    if (now - beat.at > kFrozenWindow) break;
    last.try_push(beat.rr_ms);
    if (now - beat.at <= kArtifactWindow) {
      ++total;
      if (beat.is_artifact) ++rejected;
    }
    if (equal == in_frozen_window && beat.rr_ms == beats_.back().rr_ms) ++equal;
    ++in_frozen_window;
    sum_ms += beat.rr_ms - origin_ms;
    square_sum += (beat.rr_ms - origin_ms) * (beat.rr_ms - origin_ms);
    oldest = beat.at;
  }
  beat_track_.artifact_share = static_cast<double>(rejected) / static_cast<double>(total);
  beat_track_.is_in_range = is_beat_in_range(median(last));

  const double n = static_cast<double>(in_frozen_window);
  const bool is_covered = in_frozen_window >= kFrozenBeats && now - oldest >= kFrozenWindow - 2s;
  const double variance = (square_sum - sum_ms * sum_ms / n) / std::max(n - 1.0, 1.0);
  beat_track_.alive = equal >= kEqualBeats || (is_covered && variance < kFrozenSd_ms * kFrozenSd_ms) ? 0.0 : 1.0;
}

void HeartEstimator::update_beat_rate() noexcept {
  const Instant now = beats_.back().at;
  forget_old_power(now);
  std::size_t count = 0;
  double sum_ms = 0.0;
  for (const Beat& beat : beats_) {
    if (!beat.accepted || beat.at < beats_valid_from_ || now - beat.at > kRateWindow) continue;
    ++count;
    sum_ms += beat.rr_ms;
  }
  if (count < kLeastBeats) return;
  // A new level, after silence or a jump that has proved itself: the filter begins there, at the beats counted over the
  // time they took.
  const bool is_new_level = !beat_filter_.has_begun() || level_from_ != beats_valid_from_ || count == kLeastBeats;
  const bool is_back = beat_filter_.has_begun() && now - beat_track_.at > kAbsentAfter;
  if (is_back) lock_.expect(now, beat_filter_.foretold_bpm(now));
  if (is_new_level) {
    beat_filter_.begin(now, 60000.0 * static_cast<double>(count) / sum_ms);
    level_from_ = beats_valid_from_;
  } else {
    const double bpm = 60000.0 / beats_.back().rr_ms;
    beat_filter_.observe(now, bpm, kBeatNoise_bpm + kBreath_bpm * math::exp(-bpm / kBreathDecay_bpm));
  }
  lock_.observe_rate(now, beat_filter_.bpm(), beat_filter_.predicted_before_bpm(now));
  beat_track_.accept(now, beat_filter_.bpm(), std::max(kLeastSpread_bpm, beat_filter_.spread_bpm()),
                     kBeatSlew_bpm_per_s);
}

void HeartEstimator::observe_rate(const Sample& sample) noexcept {
  if ((contact_lost_mask_ >> (sample.source & 7u) & 1u) != 0) return;
  const Instant heard_before = rate_track_.heard_at;
  const bool had_heard = rate_track_.has_heard;
  if (!rate_track_.try_follow(sample)) return;
  const double bpm = sample.value;

  if (!had_heard || bpm != constant_bpm_ || sample.at - heard_before > kSilentAfter) {
    constant_bpm_ = bpm;
    constant_since_ = sample.at;
  }
  // A heart may rest at one rate; one that the load should move may not.
  const Duration constant = sample.at - constant_since_;
  const bool should_move = std::abs(rate_filter_.predicted_before_bpm(sample.at) - bpm) > kMoved_bpm;
  const bool is_doubtful = constant >= kStillRateAfter && should_move;  // false where nothing is predicted
  rate_track_.alive = constant >= kFrozenRateAfter ? 0.0 : (is_doubtful ? kStillRate : 1.0);
  rate_track_.is_in_range = is_in_range(bpm);
  if (!rate_track_.is_in_range) return;

  forget_old_power(sample.at);
  const bool is_fresh_start = !rate_track_.is_known || sample.at - rate_track_.at > kAbsentAfter;
  const bool is_back = is_fresh_start && rate_filter_.has_begun();
  const double expected_bpm = is_back ? rate_filter_.foretold_bpm(sample.at) : rate_track_.bpm;
  const bool is_jump = slope_bpm_per_s(rate_track_.bpm, rate_track_.at, bpm, sample.at) > kRateSlew_bpm_per_s;
  // After silence much may have happened, but one reading far from what is to be expected proves nothing.
  const bool is_strange = is_back && std::abs(bpm - expected_bpm) > kStrangeReturn_bpm;
  if (is_strange || (!is_fresh_start && is_jump)) {
    if (!is_back) rate_track_.fail_slew(sample.at);
    const bool agrees =
        pending_count_ > 0 && std::abs(bpm - pending_bpm_) <= (is_back ? kStrangeReturn_bpm : kRateSlew_bpm_per_s);
    pending_count_ = agrees ? pending_count_ + 1 : 1;
    pending_bpm_ = bpm;
    if (pending_count_ < (bpm > expected_bpm ? kJumpReadingsUp : kJumpReadingsDown)) return;
  }
  pending_count_ = 0;
  // The device has smoothed it already: it is shown as it is. The filter only looks ahead.
  if (is_back && &better_track(sample.at) == &rate_track_) lock_.expect(sample.at, expected_bpm);
  if (is_fresh_start || is_jump) {
    rate_filter_.begin(sample.at, bpm);
  } else {
    rate_filter_.observe(sample.at, bpm, kRateSpread_bpm);
  }
  if (&better_track(sample.at) == &rate_track_) {
    lock_.observe_rate(sample.at, bpm, rate_filter_.predicted_before_bpm(sample.at));
  }
  rate_track_.accept(sample.at, bpm, kRateSpread_bpm, kRateSlew_bpm_per_s);
}

const HeartEstimator::Track& HeartEstimator::better_track(Instant now) const noexcept {
  // Beats carry peaks and valleys that devices smooth away: they are preferred while they come.
  if (beat_track_.is_known && (!rate_track_.is_known || now - beat_track_.at <= kStaleAfter)) return beat_track_;
  if (!rate_track_.is_known) return beat_track_;
  return rate_track_.at >= beat_track_.at ? rate_track_ : beat_track_;
}

double HeartEstimator::newest_beats_bpm() const noexcept {
  double sum_ms = 0.0, count = 0.0;
  for (std::size_t i = beats_.size(); i-- > 0 && beat_track_.at - beats_[i].at < kReadingWindow;) {
    if (!beats_[i].accepted) continue;
    sum_ms += beats_[i].rr_ms;
    count += 1.0;
  }
  return count > 0.0 ? 60000.0 * count / sum_ms : beat_track_.bpm;
}

HeartEstimate HeartEstimator::estimate(Instant now) const noexcept {
  const Track& track = better_track(now);
  HeartEstimate out;
  if (!track.is_known) return out;
  out.age = std::max(now - track.at, Duration{});
  out.is_known = out.age <= kAbsentAfter;
  out.is_stale = out.age > kStaleAfter;
  out.is_from_beats = &track == &beat_track_;
  if (!out.is_known) return out;

  const double age_s = seconds(out.age);
  const double blind_bpm = kBlindSpread_bpm_per_s * age_s;
  out.value = {track.bpm};
  out.reading = {&track == &beat_track_ ? newest_beats_bpm() : track.bpm};
  out.spread = {std::sqrt(track.spread_bpm * track.spread_bpm + blind_bpm * blind_bpm)};

  const bool is_slew_bad = track.has_slew_failed && now - track.slew_failed_at < kSlewMemory;
  const bool is_contact_lost = (contact_lost_mask_ >> (track.source & 7u) & 1u) != 0;
  out.factors = {
      .freshness = 1.0 - math::ramp(age_s, kFresh_s, kWorthless_s),
      .range = track.is_in_range ? 1.0 : 0.0,
      .slew = is_slew_bad ? 0.0 : 1.0,
      .artifacts = 1.0 - math::ramp(track.artifact_share, kHarmlessArtifactShare, kUselessArtifactShare),
      .alive = is_contact_lost ? 0.0 : track.alive,
      .device = track.device_quality,
      .cadence = lock_.is_locked() ? 0.0 : 1.0,
      .agreement = agreement_.factor(now, track.bpm),
  };
  out.quality = {out.factors.product()};
  if (track.alive < 1.0)
    out.still_for = out.is_from_beats ? kFrozenWindow : std::max(now - constant_since_, Duration{});
  out.is_irregular = rhythm_.is_raised();
  if (!out.is_stale) out.in_30s = (&track == &beat_track_ ? beat_filter_ : rate_filter_).prediction();
  return out;
}

void HeartEstimator::Track::mix_into(StateHash& hash) const noexcept {
  for (const Instant t : {heard_at, at, reference_at, slew_failed_at}) hash.mix(t.time_since_epoch().count());
  for (const double x : {bpm, spread_bpm, reference_bpm, artifact_share, device_quality, alive}) hash.mix(x);
  for (const bool b : {has_heard, is_known, has_slew_failed, is_in_range}) hash.mix(b);
  hash.mix(source);
}

void HeartEstimator::mix_into(StateHash& hash) const noexcept {
  hash.mix(static_cast<std::uint64_t>(beats_.size()));
  for (const Beat& beat : beats_) {
    hash.mix(beat.at.time_since_epoch().count());
    hash.mix(beat.rr_ms);
    hash.mix(beat.accepted);
    hash.mix(beat.is_artifact);
  }
  hash.mix(beats_valid_from_.time_since_epoch().count());
  beat_track_.mix_into(hash);
  rate_track_.mix_into(hash);
  hash.mix(pending_bpm_);
  hash.mix(pending_count_);
  hash.mix(constant_bpm_);
  hash.mix(constant_since_.time_since_epoch().count());
  hash.mix(contact_lost_mask_);
  beat_filter_.mix_into(hash);
  rate_filter_.mix_into(hash);
  cleaner_.mix_into(hash);
  rhythm_.mix_into(hash);
  lock_.mix_into(hash);
  agreement_.mix_into(hash);
  hash.mix(level_from_.time_since_epoch().count());
  hash.mix(power_at_.time_since_epoch().count());
  hash.mix(has_power_);
}

}  // namespace tonus::body
