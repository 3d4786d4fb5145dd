#pragma once
// Dates as exports write them: on the person's own clock, with the offset where the file says it. No time zones of
// names.

#include <cstdint>
#include <optional>
#include <string_view>

namespace tonus::exchange::text {

inline constexpr std::int64_t kDay_s = 86'400;

/// A moment on a local clock. Without an offset nobody knows where on Earth.
struct Moment {
  std::int64_t local_s = 0;  ///< whole seconds since 1970-01-01 00:00 on that clock
  double fraction_s = 0.0;
  std::optional<std::int16_t> utc_offset_min = {};

  /// Seconds since 1970 UTC; without an offset as if the clock were UTC.
  [[nodiscard]] std::int64_t unix_s() const noexcept { return local_s - 60 * utc_offset_min.value_or(0); }
};

[[nodiscard]] constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) noexcept {
  return a / b - (a % b < 0 ? 1 : 0);
}
/// The civil day, counted from 1970-01-01.
[[nodiscard]] constexpr std::int32_t day_of(std::int64_t local_s) noexcept {
  return static_cast<std::int32_t>(floor_div(local_s, kDay_s));
}
/// The day a night belongs to is that of the morning after: sleep that ends before 18:00 counts for this day, later for
/// the next.
[[nodiscard]] constexpr std::int32_t day_of_night(std::int64_t local_end_s) noexcept {
  return day_of(local_end_s + 6 * 3600);
}

/// YYYY-MM-DD, YYYY/MM/DD or YYYYMMDD, and nothing else.
[[nodiscard]] std::optional<std::int32_t> date(std::string_view s) noexcept;
/// MM/DD/YY or MM/DD/YYYY, as Fitbit writes.
[[nodiscard]] std::optional<std::int32_t> american_date(std::string_view s) noexcept;
/// YYYY-DD-MM, as HRV4Training for Android writes.
[[nodiscard]] std::optional<std::int32_t> year_day_month(std::string_view s) noexcept;

/// Seconds of hh:mm[:ss[.fff]], with AM or PM where it says so.
[[nodiscard]] std::optional<double> time_of_day(std::string_view s) noexcept;

/// A date of `date` or `american_date`, then T or a space, a time of day, and perhaps Z, +hh:mm, +hhmm, +hh.
[[nodiscard]] std::optional<Moment> moment(std::string_view s) noexcept;

/// Minutes east of Greenwich: "Z", "+01:00", "-0500", "UTC+0100", "GMT-5".
[[nodiscard]] std::optional<std::int16_t> utc_offset_min(std::string_view s) noexcept;

}  // namespace tonus::exchange::text
