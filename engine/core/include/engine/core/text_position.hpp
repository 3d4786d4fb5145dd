#pragma once
// Where in a text something is, for error messages: people count lines and columns from 1.

#include <cstddef>
#include <string>
#include <string_view>

namespace tonus {

struct TextPosition {
  std::size_t line = 1;
  std::size_t column = 1;  ///< in bytes
};

/// Position of the byte at `offset`; offsets past the end give the end.
[[nodiscard]] constexpr TextPosition position_in(std::string_view text, std::size_t offset) {
  TextPosition at;
  for (const char c : text.substr(0, offset)) {
    ++at.column;
    if (c == '\n') at = {at.line + 1, 1};
  }
  return at;
}
/// "line 3, column 7"
[[nodiscard]] inline std::string to_string(TextPosition at) {
  return "line " + std::to_string(at.line) + ", column " + std::to_string(at.column);
}

}  // namespace tonus
