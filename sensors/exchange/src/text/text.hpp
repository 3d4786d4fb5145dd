#pragma once
// Lines, cells and numbers of text files. No locale, no exceptions.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tonus::exchange::text {

struct Line {
  std::string_view text;      ///< without its end (\n or \r\n)
  std::size_t number = 0;     ///< from 1
  bool is_terminated = true;  ///< false: the file ends within it
};

/// Walks the lines of a text; a byte-order mark at its beginning is skipped.
class Lines {
 public:
  explicit Lines(std::string_view text) noexcept;
  [[nodiscard]] bool next(Line& line) noexcept;

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

/// One to six digits and nothing else.
[[nodiscard]] std::optional<int> digits(std::string_view s) noexcept;

[[nodiscard]] std::string_view trim(std::string_view s) noexcept;
[[nodiscard]] std::string lower(std::string_view s);
/// A finite decimal number that fills the whole of s; `decimal_comma` lets "0,5" be one half.
[[nodiscard]] std::optional<double> number(std::string_view s, bool decimal_comma = false);
/// What a cell says when it says nothing: empty, "-", "null", "none", "na", "n/a", "nan".
[[nodiscard]] bool is_absent(std::string_view cell);
/// Cells between separators, trimmed, outer double quotes removed.
[[nodiscard]] std::vector<std::string_view> cells(std::string_view line, char separator);
/// Parts between spaces and tabs.
[[nodiscard]] std::vector<std::string_view> words(std::string_view line);
/// The same, in place of what is in `out`, whose room is used again.
void split_words(std::string_view line, std::vector<std::string_view>& out);
/// For messages: at most 24 characters, anything unprintable as '?'.
[[nodiscard]] std::string shown(std::string_view s);

/// Seconds: a number, h:mm:ss[.fff] or mm:ss, or ISO 8601 (then since 1970, is_date).
struct Clock {
  double s = 0.0;
  bool is_date = false;
};
[[nodiscard]] std::optional<Clock> clock(std::string_view s, bool decimal_comma = false);

}  // namespace tonus::exchange::text
