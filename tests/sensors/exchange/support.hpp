#pragma once

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <sensors/exchange/activity.hpp>

#include "paths.hpp"

namespace tonus::made {

/// Where the recordings from outside lie, if they do.
inline std::filesystem::path shared_data() {
  const char* const named = std::getenv("TONUS_SHARED");
  const auto shared =
      named != nullptr ? std::filesystem::path(named) : std::filesystem::path(TONUS_SOURCE_DIR) / "../shared";
  return std::filesystem::exists(shared / "data") ? shared / "data" : shared;
}

inline bool warns_of(const exchange::Activity& activity, std::string_view what) {
  for (const std::string& warning : activity.warnings) {
    if (warning.find(what) != std::string::npos) return true;
  }
  return false;
}

inline std::string all_warnings(const exchange::Activity& activity) {
  std::string all;
  for (const std::string& warning : activity.warnings) all += warning + '\n';
  return all;
}

}  // namespace tonus::made
