#pragma once
// A person's body: told in another space, and what of it nobody tracks.

#include <engine/scene/input.hpp>

namespace tonus {

/// All poses and joints of `body`, which are in space b, in space a. The same space changes no bit. Pure; no
/// allocation.
[[nodiscard]] BodyPoses taken_into(const Pose& a_from_b, const BodyPoses& body) noexcept;

/// Where a shoulder usually is, in the space of `head`, however the head is turned; the floor lies level there. Of a
/// person of common height: acromion 17 cm to the side and 28 cm below the eyes (ANSUR II, medians of both sexes).
[[nodiscard]] Vec3 shoulder_of(const Pose& head, Hand hand) noexcept;

}  // namespace tonus
