#pragma once
// Words and numbers for a page.

#include <optional>
#include <string>
#include <string_view>

namespace tonus::journal {

/// Safe between tags and inside quoted attributes; control characters become U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);
/// 754 s as "12:34", from an hour on "1:02:03".
[[nodiscard]] std::string clock_text(double t_s);
/// 0.42 as "42 %".
[[nodiscard]] std::string percent_text(double share);
/// Rounded, or a dash where there is no number.
[[nodiscard]] std::string whole_text(std::optional<double> x);

}  // namespace tonus::journal
