#pragma once
// The Vulkan instance and device that a runtime wants, made the way XR_KHR_vulkan_enable2 has it.

#include <engine/render/native.hpp>

#include "runtime.hpp"

namespace tonus::xr::openxr {

/// `runtime` outlives what is made.
[[nodiscard]] Result<render::DeviceMaker, XrError> make_device_maker(const Runtime& runtime);

}  // namespace tonus::xr::openxr
