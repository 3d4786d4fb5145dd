#pragma once
// What all bodies of strike share: who meets whom, how contacts tell them apart, and the colours of hands.

#include <cstdint>

#include <engine/core/contract.hpp>
#include <engine/core/result.hpp>
#include <engine/physics/world.hpp>
#include <engine/scene/input.hpp>

namespace tonus::strike {

enum Groups : physics::Group { kWorld = 1, kTarget = 2, kFist = 4, kShard = 8 };
/// First tags; the things of a kind have those that follow.
constexpr std::uint32_t kFistTag = 1, kKnobTag = 0x10, kTargetTag = 0x100, kShardTag = 0x1000, kGroundTag = 0x2000;

constexpr Vec3 kLeftColor{0.06F, 0.62F, 0.72F};
constexpr Vec3 kRightColor{1.0F, 0.42F, 0.13F};
inline Vec3 color_of(Hand hand) { return hand == Hand::Left ? kLeftColor : kRightColor; }

template <class T>
T expect_room(const Result<T, physics::WorldError>& result) {
  TONUS_EXPECTS(result.has_value());  // set_up asks for fewer bodies than a world holds
  return *result;
}

}  // namespace tonus::strike
