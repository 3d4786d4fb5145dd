#pragma once
// Fields of what Wahoo, Tacx and Polar devices send outside the assigned characteristics.

#include <cstddef>
#include <span>
#include <string>

#include <nlohmann/json.hpp>

#include <engine/core/result.hpp>

namespace tonus::tool {

/// Two digits an octet, lower case.
[[nodiscard]] std::string hex_of(std::span<const std::byte> octets);

[[nodiscard]] Result<nlohmann::ordered_json, Error> wahoo_request_fields(std::span<const std::byte> packet);
[[nodiscard]] Result<nlohmann::ordered_json, Error> wahoo_response_fields(std::span<const std::byte> packet);
[[nodiscard]] Result<nlohmann::ordered_json, Error> tacx_fields(std::span<const std::byte> packet);
[[nodiscard]] Result<nlohmann::ordered_json, Error> polar_response_fields(std::span<const std::byte> packet);
[[nodiscard]] Result<nlohmann::ordered_json, Error> polar_settings_fields(std::span<const std::byte> packet);
[[nodiscard]] Result<nlohmann::ordered_json, Error> polar_data_fields(std::span<const std::byte> packet);

}  // namespace tonus::tool
