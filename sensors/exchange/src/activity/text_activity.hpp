#pragma once
// What the text readers share: a time axis that begins near zero, beats from intervals, and the tally of bad lines.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <engine/core/result.hpp>
#include <sensors/exchange/activity.hpp>

#include "text/warnings.hpp"

namespace tonus::exchange::text {

/// Longest interval taken for one; beyond it is no heartbeat but a wrong column.
inline constexpr double kLongestRr_ms = 60'000.0;
/// Times beyond this are not seconds (milliseconds since 1970, say).
inline constexpr double kLatestTime_s = 9e9;

[[nodiscard]] constexpr bool is_time(double t_s) { return t_s >= -kLatestTime_s && t_s <= kLatestTime_s; }
[[nodiscard]] constexpr bool is_interval(double rr_ms) { return rr_ms > 0.0 && rr_ms <= kLongestRr_ms; }

/// Counts what could not be read and remembers the first of it for the error.
class Tally {
 public:
  explicit Tally(Warnings& warnings) : warnings_(warnings) {}

  template <class... Args>
  void bad_line(fmt::format_string<Args...> format, Args&&... args) {
    const std::string what = fmt::format(format, std::forward<Args>(args)...);
    if (bad_++ == 0) first_ = what;
    warnings_.add("{}", what);
  }
  void good_line() noexcept { ++good_; }
  [[nodiscard]] std::size_t good_lines() const noexcept { return good_; }

  /// An error when nothing was read, or more lines are bad than good: then the file is something else.
  [[nodiscard]] std::optional<Error> verdict(const std::string& expected) const {
    if (good_ > 0 && bad_ <= good_) return std::nullopt;
    return Error{bad_ == 0 ? "nothing to read; expected " + expected : first_};
  }

 private:
  Warnings& warnings_;
  std::size_t good_ = 0, bad_ = 0;
  std::string first_;
};

/// Appends intervals of which the last ends at t_s.
void append_beats(Activity& activity, double t_s, std::span<const double> rr_ms);

/// Moves a time axis that begins before zero or later than a minute, keeps beat times from falling, and warns of a
/// clock that steps back and of a last line without an end.
void finish(Activity& activity, Warnings& warnings, std::optional<std::size_t> unterminated_line);

}  // namespace tonus::exchange::text
