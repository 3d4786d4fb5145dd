#include <scenarios/session/reach_measure.hpp>

#include <algorithm>
#include <cmath>

#include <engine/scene/body.hpp>
#include <sensors/body/profile.hpp>

namespace tonus::session {
namespace {

constexpr Duration kHeld = std::chrono::seconds(1);
constexpr std::size_t kLeastMoments = 12;
constexpr float kStill_m = 0.04F;
constexpr float kLevel_m = 0.30F;    // of a hand from its shoulder, up or down
constexpr double kPercentile = 0.8;  // most of what was held, and not the one moment that a tracker jumped

}  // namespace

bool ReachMeasure::plays(Hand hand) const noexcept {
  if (hands_ == PlayHands::Left) return hand == Hand::Left;
  if (hands_ == PlayHands::Right) return hand == Hand::Right;
  return true;
}

void ReachMeasure::begin(Instant at, const std::array<Vec3, kHands>& hands) noexcept {
  has_begun_ = true;
  begun_ = at;
  began_at_ = hands;
  count_ = 0;
}

void ReachMeasure::note(Instant at, const BodyPoses& body) noexcept {
  const Vec3 gaze = rotate(body.world_from_head.rotation, {0.0F, 0.0F, -1.0F});
  const auto give_up = [this](State state) {
    has_begun_ = false;
    state_ = state;
  };
  if (!body.is_head_tracked || !is_finite(body.world_from_head) || !has_heading(gaze)) return give_up(State::Unseen);
  std::array<Vec3, kHands> hands{};
  double nearest_m = -1.0;
  for (const Hand hand : {Hand::Left, Hand::Right}) {
    if (!plays(hand)) continue;
    const auto place = place_of(body, hand);
    if (!place || !is_finite(*place)) return give_up(State::Unseen);
    hands[static_cast<std::size_t>(hand)] = *place;
    const Vec3 shoulder = shoulder_of(body.world_from_head, hand);
    if (std::abs(place->y - shoulder.y) > kLevel_m) return give_up(State::Lowered);
    const auto distance_m = static_cast<double>(length(*place - shoulder));
    nearest_m = nearest_m < 0.0 ? distance_m : std::min(nearest_m, distance_m);
  }
  bool is_still = has_begun_;
  for (std::size_t h = 0; h < kHands; ++h) is_still = is_still && length(hands[h] - began_at_[h]) <= kStill_m;
  if (!is_still) {
    begin(at, hands);
    state_ = State::Moving;
  }
  if (count_ < distances_m_.size()) distances_m_[count_++] = nearest_m;
  if (at - begun_ < kHeld || count_ < kLeastMoments) return;
  conclude();
  begin(at, hands);
}

void ReachMeasure::conclude() noexcept {
  auto* const end = distances_m_.data() + count_;
  auto* const at = distances_m_.data() + static_cast<std::size_t>(kPercentile * static_cast<double>(count_ - 1));
  std::nth_element(distances_m_.data(), at, end);
  if (*at < body::kLeastReach_m || *at > body::kMostReach_m) {
    refused_m_ = *at;
    state_ = State::Refused;
    return;
  }
  reach_m_ = std::max(reach_m_.value_or(0.0), *at);
  state_ = State::Measured;
}

}  // namespace tonus::session
