#pragma once
// Names and addresses as people type them.

#include <algorithm>
#include <cctype>
#include <string_view>

namespace tonus {

/// Whether two texts are the same but for the case of ASCII letters. Any thread.
[[nodiscard]] inline bool equal_in_any_case(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace tonus
