#pragma once

#include <engine/core/civil_day.hpp>

namespace tonus::tool {

/// By this machine's own calendar.
[[nodiscard]] CivilDay today();

}  // namespace tonus::tool
