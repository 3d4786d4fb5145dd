#pragma once
// Nobody there: a fixed camera, no window, no buttons. For pictures, tests and machines without a screen.

#include <memory>

#include <xr/headset/headset.hpp>

namespace tonus::xr::headless {

/// Always true.
[[nodiscard]] bool is_available();
[[nodiscard]] Result<std::unique_ptr<Headset>, XrError> create(const HeadsetDefinition& definition);

}  // namespace tonus::xr::headless
