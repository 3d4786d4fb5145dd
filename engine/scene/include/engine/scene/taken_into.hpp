#pragma once
// A body told in one space, told in another.

#include <engine/scene/input.hpp>

namespace tonus {

/// All poses and joints of `body`, which are in space b, in space a. The same space changes no bit. Pure; no
/// allocation.
[[nodiscard]] BodyPoses taken_into(const Pose& a_from_b, const BodyPoses& body) noexcept;

}  // namespace tonus
