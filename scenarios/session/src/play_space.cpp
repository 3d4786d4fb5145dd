#include <scenarios/session/play_space.hpp>

#include <cmath>

#include <engine/core/math.hpp>
#include <engine/core/time.hpp>
#include <engine/scene/body.hpp>
#include <scenarios/session/tick_io.hpp>

namespace tonus::session {
namespace {

constexpr std::int64_t kLost = 2 * kTicksPerSecond / 5;
constexpr std::int64_t kSteady = kTicksPerSecond;
constexpr std::int64_t kMeasured = 3 * kTicksPerSecond;
constexpr double kLowest_m = -0.8, kHighest_m = 0.4;  // heights a head may ask for, from the usual one
constexpr std::int32_t kVignette = kTicksPerSecond / 2, kVignetteFades = 2 * kTicksPerSecond / 5;
// Distances at which the surroundings begin to show, and show fully. A body takes longer to stop than a hand.
constexpr double kBodySees_m = 0.60, kBodyFull_m = 0.30, kHandSees_m = 0.35, kHandFull_m = 0.12;
constexpr float kRise = 1.0F / (0.3F * static_cast<float>(kTicksPerSecond));
constexpr float kFall = 1.0F / (0.8F * static_cast<float>(kTicksPerSecond));

/// Turned about +y alone, so that the floor stays the floor.
Quat upright(Quat q) {
  const float n = std::sqrt(q.y * q.y + q.w * q.w);
  return n > 1e-6F ? Quat{0.0F, q.y / n, 0.0F, q.w / n} : Quat{};
}

}  // namespace

PlaySpace::PlaySpace(const SessionDefinition& definition) noexcept
    : fit_(definition.fit),
      has_room_(!definition.place.name.empty()),
      world_from_stage_(definition.place.world_from_stage) {
  if (has_room_) room_ = RoomGuard(definition.place.room);
  height_m_ = opening_height_m(fit_);
}

void PlaySpace::tick(const BodyPoses& stage, std::span<const InputEvent> events) noexcept {
  has_moved_ = false;
  if (vignette_ticks_ > 0) --vignette_ticks_;
  take_over(stage);
  for (const InputEvent& event : events) {
    if (event.action == Action::Recenter) recenter();
    if (event.action == Action::TurnLeft) turn(kTurn_rad);
    if (event.action == Action::TurnRight) turn(-kTurn_rad);
  }
  measure_height();
  world_ = taken_into(world_from_stage_, stage_);
  watch_room();
}

void PlaySpace::take_over(const BodyPoses& stage) noexcept {
  const Pose head = stage_.world_from_head;
  stage_ = stage;
  if (!is_finite(stage_.world_from_head)) stage_.is_head_tracked = false;
  if (!stage_.is_head_tracked) stage_.world_from_head = head;
  lost_ticks_ = stage_.is_head_tracked ? 0 : lost_ticks_ + 1;
  tracked_ticks_ = stage_.is_head_tracked ? tracked_ticks_ + 1 : 0;
  for (std::size_t h = 0; h < kHands; ++h) {
    HandPose& hand = stage_.hands[h];
    if (!is_finite(hand.world_from_hand)) hand = {};
    // A hand that holds nothing is its joints; what a runtime makes up of them beside is not another fist.
    if (!stage_.joints[h].is_tracked) continue;
    stage_.joints[h] = on_grid(stage_.joints[h]);
    hand.is_tracked = false;
  }
}

void PlaySpace::recenter() noexcept {
  if (!stage_.is_head_tracked) return;
  const Pose before = world_from_stage_;
  const Pose& head = stage_.world_from_head;
  const Vec3 gaze = rotate(head.rotation, {0.0F, 0.0F, -1.0F});
  if (has_heading(gaze)) world_from_stage_.rotation = conjugate(facing(gaze));
  world_from_stage_.position = -rotate(world_from_stage_.rotation, {head.position.x, 0.0F, head.position.z});
  measured_ticks_ = 0;
  move_from(before);
}

void PlaySpace::turn(double angle_rad) noexcept {
  const Pose before = world_from_stage_;
  const Vec3 head = transform(world_from_stage_, stage_.world_from_head.position);
  const Vec3 feet{head.x, 0.0F, head.z};
  const Pose turned{axis_angle({0.0F, 1.0F, 0.0F}, static_cast<float>(angle_rad)), {}};
  world_from_stage_ = Pose{{}, feet} * turned * Pose{{}, -feet} * world_from_stage_;
  world_from_stage_.rotation = upright(world_from_stage_.rotation);
  move_from(before);
}

void PlaySpace::move_from(const Pose& before) noexcept {
  if (world_from_stage_ == before) return;
  has_moved_ = true;
  vignette_ticks_ = kVignette;
}

void PlaySpace::measure_height() noexcept {
  if (!fit_.follows_head || !stage_.is_head_tracked || measured_ticks_ >= kMeasured) return;
  const auto head_m = static_cast<double>(stage_.world_from_head.position.y);
  head_m_ = measured_ticks_ == 0 || head_m > head_m_ ? head_m : head_m_;
  ++measured_ticks_;
  height_m_ = math::clamp(head_m_ - kUsualHead_m, kLowest_m, kHighest_m) + fit_.height_m;
}

void PlaySpace::watch_room() noexcept {
  if (!has_room_ && !is_lost() && passthrough_ == 0.0F) return;
  const auto nearness = [](float distance_m, double full_m, double sees_m) {
    return static_cast<float>(1.0 - math::ramp(static_cast<double>(distance_m), full_m, sees_m));
  };
  // Who is lost to tracking sees a world that no longer moves with them: better their own.
  float wanted = is_lost() ? 1.0F : 0.0F;
  const auto warn = [&wanted](float x) { wanted = x > wanted ? x : wanted; };
  if (stage_.is_head_tracked && has_room_) {
    const Vec3 head = stage_.world_from_head.position;
    // Who sits does not walk into a table; the chair itself is always near.
    if (fit_.is_seated) {
      warn(nearness(room_.nearest_m(head), kHandFull_m, kHandSees_m));
    } else {
      warn(nearness(room_.nearest_to_body_m(head), kBodyFull_m, kBodySees_m));
    }
  }
  for (const Hand hand : {Hand::Left, Hand::Right}) {
    if (const auto at = place_of(stage_, hand); at && has_room_)
      warn(nearness(room_.nearest_m(*at), kHandFull_m, kHandSees_m));
  }
  passthrough_ = math::clamp(wanted, passthrough_ - kFall, passthrough_ + kRise);
}

bool PlaySpace::is_lost() const noexcept { return lost_ticks_ >= kLost; }
bool PlaySpace::is_steady() const noexcept { return tracked_ticks_ >= kSteady; }

float PlaySpace::vignette() const noexcept {
  const float left = static_cast<float>(vignette_ticks_) / static_cast<float>(kVignetteFades);
  return math::clamp(left, 0.0F, 1.0F);
}

void PlaySpace::mix_into(StateHash& hash) const noexcept {
  const Quat& q = world_from_stage_.rotation;
  const Vec3& p = world_from_stage_.position;
  for (const float x : {q.x, q.y, q.z, q.w, p.x, p.y, p.z}) hash.mix(x);
  for (const std::int64_t ticks : {lost_ticks_, tracked_ticks_, measured_ticks_}) hash.mix(ticks);
  hash.mix(vignette_ticks_);
  hash.mix(passthrough_);
  hash.mix(head_m_);
  hash.mix(height_m_);
}

}  // namespace tonus::session
