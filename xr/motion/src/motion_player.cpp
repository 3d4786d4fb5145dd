#include <xr/motion/motion_player.hpp>

#include <algorithm>
#include <optional>

#include <engine/core/contract.hpp>
#include <engine/core/math.hpp>
#include <engine/core/time.hpp>

namespace tonus::xr {
namespace {

constexpr double kGap_s = 0.25;
constexpr std::int64_t kBack = kTicksPerSecond / 2;  // ticks from the end to the beginning

/// The pose at `t_s` between its neighbours; none in a gap of a hand.
std::optional<Pose> at_time(const std::vector<MotionSample>& track, double t_s, bool holds) {
  if (track.empty()) return {};
  const auto after = std::ranges::upper_bound(track, t_s, {}, &MotionSample::t_s);
  if (after == track.begin() || after == track.end()) {
    const MotionSample& end = after == track.begin() ? track.front() : track.back();
    const double away_s = end.t_s > t_s ? end.t_s - t_s : t_s - end.t_s;
    return holds || away_s <= kGap_s ? std::optional(end.pose) : std::nullopt;
  }
  const auto before = after - 1;
  const double gap_s = after->t_s - before->t_s;
  if (gap_s > kGap_s && !holds) return {};
  return interpolate(before->pose, after->pose, static_cast<float>((t_s - before->t_s) / gap_s));
}

/// Where somebody stood and faced on average: what takes that to the middle, facing ahead.
Pose centring(const MotionRecording& recording) {
  const auto& track = !recording.head.empty()       ? recording.head
                      : !recording.hands[0].empty() ? recording.hands[0]
                                                    : recording.hands[1];
  double x = 0.0, z = 0.0, ahead_x = 0.0, ahead_z = 0.0;
  for (const MotionSample& sample : track) {
    const Vec3 gaze = rotate(sample.pose.rotation, {0.0F, 0.0F, -1.0F});
    x += static_cast<double>(sample.pose.position.x);
    z += static_cast<double>(sample.pose.position.z);
    ahead_x += static_cast<double>(gaze.x);
    ahead_z += static_cast<double>(gaze.z);
  }
  const auto n = static_cast<double>(track.size());
  const Vec3 ahead{static_cast<float>(ahead_x / n), 0.0F, static_cast<float>(ahead_z / n)};
  const Pose stood{recording.head.empty() ? Quat{} : facing(ahead),
                   {static_cast<float>(x / n), 0.0F, static_cast<float>(z / n)}};
  return inverse(stood);
}

}  // namespace

MotionPlayer::MotionPlayer(std::shared_ptr<const MotionRecording> recording) : recording_(std::move(recording)) {
  TONUS_EXPECTS(recording_ != nullptr);
  play_from_recording_ = centring(*recording_);
  length_s_ = recording_->length_s();
  period_ = math::floor_to_int(length_s_ * double{kTicksPerSecond}) + kBack;
}

BodyPoses MotionPlayer::at(std::int64_t tick) const noexcept {
  const std::int64_t way = tick % period_;
  const std::int64_t turns_back = period_ - kBack;
  const double t_s = static_cast<double>(way < turns_back ? way : turns_back) * kTick_s;
  const auto pose_of = [&](const std::vector<MotionSample>& track, bool holds) -> std::optional<Pose> {
    const auto now = at_time(track, t_s, holds);
    if (way <= turns_back || !now) return now;
    const auto first = at_time(track, 0.0, holds);
    if (!first) return {};
    return interpolate(*now, *first, static_cast<float>(way - turns_back) / static_cast<float>(kBack));
  };
  BodyPoses body;
  if (const auto head = pose_of(recording_->head, true)) body.world_from_head = play_from_recording_ * *head;
  for (std::size_t h = 0; h < kHands; ++h) {
    const auto hand = pose_of(recording_->hands[h], false);
    if (hand) body.hands[h] = {play_from_recording_ * *hand, true};
  }
  return body;
}

}  // namespace tonus::xr
