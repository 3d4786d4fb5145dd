#pragma once
// A frame of Wahoo Direct Connect as named fields.

#include <cstddef>
#include <span>

#include <nlohmann/json.hpp>

#include <engine/core/result.hpp>

namespace tonus::tool {

/// One whole frame, no more. Direction is not on the wire: a request is told from its answer by what each must hold.
[[nodiscard]] Result<nlohmann::ordered_json, Error> dircon_fields(std::span<const std::byte> frame);

}  // namespace tonus::tool
