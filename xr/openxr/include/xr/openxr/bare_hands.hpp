#pragma once
// How hands that hold nothing point and press. Pure.

#include <engine/scene/input.hpp>

namespace tonus::xr::openxr {

/// Thumb and index finger meet: within 15 mm, and until they are 30 mm apart.
[[nodiscard]] bool is_pinching(const HandJoints& joints, bool was_pinching);

/// From the knuckle of the index finger, away from a shoulder that is guessed from the head: steadier than any finger.
/// Looks along -z.
[[nodiscard]] Pose aim_of(const HandJoints& joints, const Pose& head, Hand hand);

}  // namespace tonus::xr::openxr
