#pragma once
// Files from outside, if they are there.

#include <cstdlib>
#include <filesystem>
#include <string>

#include <engine/core/file.hpp>

#include "paths.hpp"

namespace tonus::xr {

inline std::filesystem::path shared_data() {
  const char* const named = std::getenv("TONUS_SHARED");
  return named != nullptr ? std::filesystem::path(named) : std::filesystem::path(TONUS_SOURCE_DIR) / "../shared/data";
}

/// Empty where it is absent.
inline std::string shared_file(const std::string& name) {
  return read_file(shared_data() / name, std::uintmax_t{1} << 28).value_or("");
}

}  // namespace tonus::xr
