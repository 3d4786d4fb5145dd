#pragma once
// Days of the calendar as numbers, and back.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tonus {

/// Days since 1970-01-01 on somebody's own calendar (Gregorian).
using CivilDay = std::int32_t;

/// The day of a date that exists, years 1…9999.
[[nodiscard]] std::optional<CivilDay> civil_day(int year, int month, int day) noexcept;
/// "2024-02-29"; any day of the years 1…9999.
[[nodiscard]] std::string date_text(CivilDay day);
/// Exactly "YYYY-MM-DD" with a day that exists.
[[nodiscard]] std::optional<CivilDay> parse_date(std::string_view text);

}  // namespace tonus
