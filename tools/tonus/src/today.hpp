#pragma once

#include <cstdint>

#include <engine/core/civil_day.hpp>

namespace tonus::tool {

/// By this machine's own calendar.
[[nodiscard]] CivilDay today();
/// Of the same clock, in UTC.
[[nodiscard]] std::int64_t now_unix_s();

}  // namespace tonus::tool
