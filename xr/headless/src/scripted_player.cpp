#include <xr/headless/scripted_player.hpp>

#include <algorithm>

#include <engine/core/math.hpp>
#include <engine/core/time.hpp>

namespace tonus::xr {
namespace {

constexpr float kTicksPerSecond_f = static_cast<float>(kTicksPerSecond);
/// People start a strike at a ball about this long before they meet it.
constexpr float kLead_s = 0.30F;
constexpr float kReturn_s = 0.38F;
/// Slower than this is not coming at the person.
constexpr float kMinApproach_m_s = 0.2F;
/// The hand meets the target while still fast, at this share of its way, which minimum jerk reaches at that share of
/// its time.
constexpr float kWayAtContact = 0.75F;
constexpr float kTimeAtContact = 0.6406F;
/// Peak over mean speed of a minimum-jerk movement (Flash & Hogan 1985): 15/8.
constexpr float kPeakToMean = 1.875F;

constexpr std::array<Vec3, kHands> kRest{{{-0.22F, 1.25F, -0.35F}, {0.22F, 1.25F, -0.35F}}};
constexpr std::array<Vec3, kHands> kShoulder{{{-0.18F, 1.42F, 0.0F}, {0.18F, 1.42F, 0.0F}}};

constexpr std::size_t index_of(Hand hand) { return static_cast<std::size_t>(hand); }

/// Share of the way after share t of the time: smoothest motion from rest to rest (Flash & Hogan 1985).
constexpr float minimum_jerk(float t) { return t * t * t * (10.0F + t * (-15.0F + 6.0F * t)); }

bool is_for(const Instance& instance, Hand hand) {
  switch (instance.role) {
    case Role::TargetLeft: return hand == Hand::Left;
    case Role::TargetRight: return hand == Hand::Right;
    case Role::TargetAny:
    case Role::TargetLeave: return (instance.current.position.x < 0.0F) == (hand == Hand::Left);
    default: return false;
  }
}

}  // namespace

ScriptedPlayer::ScriptedPlayer(const ScriptedPlayerDefinition& definition) noexcept
    : definition_(definition), random_(definition.seed) {
  for (std::size_t h = 0; h < kHands; ++h) hands_[h].position = hands_[h].from = hands_[h].to = rest(h);
}

Vec3 ScriptedPlayer::rest(std::size_t hand) const noexcept {
  return kRest[hand] + Vec3{0.0F, definition_.height_m, 0.0F};
}

BodyPoses ScriptedPlayer::step(const SceneFrame& seen) noexcept {
  ++ticks_;
  BodyPoses body;
  body.world_from_head.position.y += definition_.height_m;
  for (const Hand hand : {Hand::Left, Hand::Right}) {
    auto& state = hands_[index_of(hand)];
    if (state.phase != Phase::Reaching) {
      const Threat threat = next_threat(seen, hand);
      if (threat.target != nullptr && !leaves(*threat.target)) reach(state, hand, threat);
    }
    move(state, hand);
    auto& pose = body.hands[index_of(hand)];
    pose.world_from_hand.position = state.position;
    pose.is_tracked = true;
  }
  // Breathing moves the hands a little; the head stays where it is.
  const double breath = math::sin(static_cast<double>(ticks_) * kTick_s * 2.0 * math::kPi * 0.25);
  for (auto& pose : body.hands) pose.world_from_hand.position.y += 0.006F * static_cast<float>(breath);
  return body;
}

ScriptedPlayer::Threat ScriptedPlayer::next_threat(const SceneFrame& seen, Hand hand) const noexcept {
  Threat next;
  for (const auto& instance : seen.instances) {
    if (!is_for(instance, hand) || is_known(instance.id)) continue;
    const Vec3 velocity = (instance.current.position - instance.previous.position) * kTicksPerSecond_f;
    if (velocity.z < kMinApproach_m_s) continue;
    const float time_s = (definition_.strike_plane_z_m - instance.current.position.z) / velocity.z;
    if (time_s <= 0.0F || time_s > kLead_s) continue;
    if (next.target == nullptr || time_s < next.time_s)
      next = {&instance, instance.current.position + velocity * time_s, time_s};
  }
  return next;
}

bool ScriptedPlayer::is_known(std::uint32_t id) const noexcept {
  return id != 0 && std::find(known_.begin(), known_.end(), id) != known_.end();
}

void ScriptedPlayer::remember(std::uint32_t id) noexcept {
  known_[next_known_] = id;
  next_known_ = (next_known_ + 1) % kMemory;
}

bool ScriptedPlayer::leaves(const Instance& target) noexcept {
  if (target.role != Role::TargetLeave || random_.uniform() < definition_.mistake_probability) return false;
  remember(target.id);
  return true;
}

void ScriptedPlayer::reach(HandState& state, Hand hand, const Threat& threat) noexcept {
  remember(threat.target->id);
  const bool misses = random_.uniform() < definition_.miss_probability;
  const double error_x = random_.normal();
  const double error_y = random_.normal();
  const double error_z = random_.normal();
  const Vec3 error{static_cast<float>(error_x), static_cast<float>(error_y), static_cast<float>(error_z)};
  Vec3 aim = threat.meeting_point + error * definition_.aim_spread_m;
  // A miss goes wide to the outside, by more than target and glove are thick.
  if (misses) aim = aim + Vec3{hand == Hand::Left ? -0.42F : 0.42F, -0.12F, 0.0F};

  const Vec3 shoulder = kShoulder[index_of(hand)] + Vec3{0.0F, definition_.height_m, 0.0F};
  Vec3 end = state.position + (aim - state.position) * (1.0F / kWayAtContact);
  const Vec3 arm = end - shoulder;
  const float stretch = length(arm);
  if (stretch > definition_.reach_m) end = shoulder + arm * (definition_.reach_m / stretch);

  const float way_m = length(end - state.position);
  const float in_time_s = threat.time_s / kTimeAtContact;
  const float at_limit_s = kPeakToMean * way_m / definition_.speed_limit_m_s;
  state.phase = Phase::Reaching;
  state.from = state.position;
  state.to = end;
  state.progress_ticks = 0.0F;
  state.duration_ticks = std::max(1.0F, std::max(in_time_s, at_limit_s) * kTicksPerSecond_f);
}

void ScriptedPlayer::move(HandState& state, Hand hand) noexcept {
  if (state.phase == Phase::Resting) return;
  state.progress_ticks += 1.0F;
  const float share = std::min(1.0F, state.progress_ticks / state.duration_ticks);
  state.position = lerp(state.from, state.to, minimum_jerk(share));
  if (share < 1.0F) return;
  if (state.phase == Phase::Returning) {
    state.phase = Phase::Resting;
    return;
  }
  state.phase = Phase::Returning;
  state.from = state.position;
  state.to = rest(index_of(hand));
  state.progress_ticks = 0.0F;
  const float at_limit_s = kPeakToMean * length(state.to - state.from) / definition_.speed_limit_m_s;
  state.duration_ticks = std::max(kReturn_s, at_limit_s) * kTicksPerSecond_f;
}

}  // namespace tonus::xr
