#pragma once

#include <optional>
#include <string>

#include <engine/core/result.hpp>
#include <sensors/body/profile.hpp>

namespace tonus::tool {

/// Of the file where one is named, else what the person told Tonus before, else nothing known. Does I/O.
[[nodiscard]] Result<body::Profile, Error> known_profile(const std::optional<std::string>& file);

}  // namespace tonus::tool
