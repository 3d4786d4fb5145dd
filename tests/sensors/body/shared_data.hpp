#pragma once
// Where the data from outside lies, if it is there.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <nlohmann/json.hpp>

#include "paths.hpp"

namespace tonus::body {

inline std::filesystem::path shared_data() {
  const char* shared = std::getenv("TONUS_SHARED");
  return shared != nullptr ? std::filesystem::path(shared) : std::filesystem::path(TONUS_SOURCE_DIR) / "../shared/data";
}

/// "NaN" is no JSON, but some libraries write it: read as null.
inline nlohmann::json read_shared(const char* name) {
  std::ifstream file(shared_data() / name);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  for (std::size_t at = 0; (at = text.find("NaN", at)) != std::string::npos;) text.replace(at, 3, "null");
  return nlohmann::json::parse(text);
}

}  // namespace tonus::body
