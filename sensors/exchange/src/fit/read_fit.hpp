#pragma once
// A FIT input as a whole: what it says of an activity and of days, in one walk.

#include <span>

#include <engine/core/result.hpp>

#include "text/warnings.hpp"

namespace tonus::exchange {
struct Activity;
class WellnessBuilder;

namespace fit {

/// `wellness` may be null. The Error: no FIT file, or one without a message. What no one knows is skipped; with
/// `wellness` it is counted there.
[[nodiscard]] Result<void, Error> read(std::span<const std::byte> bytes, Activity& activity, WellnessBuilder* wellness,
                                       Warnings& warnings);

}  // namespace fit
}  // namespace tonus::exchange
