#include "user_folder.hpp"

#include <cstdlib>

namespace tonus::journal {

std::filesystem::path user_file(const char* variable, const char* below, const char* name) {
  const auto absolute = [](const char* value) {
    const std::filesystem::path path(value != nullptr ? value : "");
    return path.is_absolute() ? path : std::filesystem::path{};
  };
  if (const auto named = absolute(std::getenv(variable)); !named.empty()) return named / "tonus" / name;
  const auto home = absolute(std::getenv("HOME"));
  return home.empty() ? home : home / below / "tonus" / name;
}

}  // namespace tonus::journal
