#include "text/dates.hpp"

#include <algorithm>
#include <cmath>

#include <engine/core/civil_day.hpp>

#include "text/text.hpp"

namespace tonus::exchange::text {
namespace {

std::optional<std::int32_t> day_from(std::optional<int> year, std::optional<int> month,
                                     std::optional<int> day) noexcept {
  if (!year || !month || !day) return std::nullopt;
  return civil_day(*year, *month, *day);
}

bool has_separators(std::string_view s, std::size_t first, std::size_t second) noexcept {
  return (s[first] == '-' || s[first] == '/' || s[first] == '.') && s[second] == s[first];
}

}  // namespace

std::optional<std::int32_t> date(std::string_view s) noexcept {
  if (s.size() == 8) return day_from(digits(s.substr(0, 4)), digits(s.substr(4, 2)), digits(s.substr(6, 2)));
  if (s.size() != 10 || !has_separators(s, 4, 7)) return std::nullopt;
  return day_from(digits(s.substr(0, 4)), digits(s.substr(5, 2)), digits(s.substr(8, 2)));
}

std::optional<std::int32_t> american_date(std::string_view s) noexcept {
  if ((s.size() != 8 && s.size() != 10) || s[2] != '/' || s[5] != '/') return std::nullopt;
  auto year = digits(s.substr(6));
  if (year && s.size() == 8) *year += 2000;
  return day_from(year, digits(s.substr(0, 2)), digits(s.substr(3, 2)));
}

std::optional<std::int32_t> year_day_month(std::string_view s) noexcept {
  if (s.size() != 10 || !has_separators(s, 4, 7)) return std::nullopt;
  return day_from(digits(s.substr(0, 4)), digits(s.substr(8, 2)), digits(s.substr(5, 2)));
}

std::optional<double> time_of_day(std::string_view s) noexcept {
  int shift_h = -1;  // 0 for AM, 12 for PM
  if (s.size() > 2 && (s.back() == 'M' || s.back() == 'm')) {
    const char half = s[s.size() - 2];
    if (half == 'A' || half == 'a') shift_h = 0;
    if (half == 'P' || half == 'p') shift_h = 12;
    if (shift_h < 0) return std::nullopt;
    s.remove_suffix(2);
    while (s.ends_with(' ')) s.remove_suffix(1);
  }
  const std::size_t colon = s.find(':');
  if (colon == std::string_view::npos || colon > 2) return std::nullopt;
  auto hour = digits(s.substr(0, colon));
  s.remove_prefix(colon + 1);
  const std::size_t second_colon = std::min(s.find(':'), s.size());
  const auto minute = digits(s.substr(0, second_colon));
  if (!hour || !minute || second_colon > 2 || *hour > 24 || *minute > 59) return std::nullopt;
  if (shift_h >= 0) {
    if (*hour < 1 || *hour > 12) return std::nullopt;
    *hour = *hour % 12 + shift_h;
  }
  double second = 0.0;
  if (second_colon < s.size()) {
    s.remove_prefix(second_colon + 1);
    const auto whole = digits(s.substr(0, std::min<std::size_t>(2, s.size())));
    if (!whole || *whole > 60 || s.size() > 40) return std::nullopt;
    second = *whole;
    if (s.size() > 2) {
      if (s[2] != '.' && s[2] != ',') return std::nullopt;
      double place = 0.1;
      for (const char c : s.substr(3)) {
        if (c < '0' || c > '9') return std::nullopt;
        second += place * (c - '0');
        place /= 10.0;
      }
    }
  }
  return *hour * 3600.0 + *minute * 60.0 + second;
}

std::optional<std::int16_t> utc_offset_min(std::string_view s) noexcept {
  if (s == "Z" || s == "z") return std::int16_t{0};
  if (s.starts_with("UTC") || s.starts_with("GMT")) {
    s.remove_prefix(3);
    if (s.empty()) return std::int16_t{0};
  }
  if (s.size() < 2 || (s[0] != '+' && s[0] != '-')) return std::nullopt;
  const std::size_t hour_digits = s.size() == 2 ? 1 : 2;
  std::string_view minutes = s.substr(1 + hour_digits);
  if (minutes.starts_with(':')) minutes.remove_prefix(1);
  const auto h = digits(s.substr(1, hour_digits));
  const auto m = minutes.empty() ? std::optional<int>(0) : digits(minutes);
  if (!h || !m || *h > 14 || *m > 59) return std::nullopt;
  const int total = *h * 60 + *m;
  return static_cast<std::int16_t>(s[0] == '-' ? -total : total);
}

std::optional<Moment> moment(std::string_view s) noexcept {
  const std::size_t gap = s.find_first_of("T ");
  if (gap == std::string_view::npos) return std::nullopt;
  auto day = date(s.substr(0, gap));
  if (!day) day = american_date(s.substr(0, gap));
  if (!day) return std::nullopt;
  s.remove_prefix(gap + 1);
  const std::size_t zone_at = std::min(s.find_first_of("Zz+-"), s.size());
  std::string_view time = s.substr(0, zone_at);
  while (time.ends_with(' ')) time.remove_suffix(1);
  const auto seconds = time_of_day(time);
  if (!seconds) return std::nullopt;
  Moment m;
  if (zone_at < s.size()) {
    m.utc_offset_min = utc_offset_min(s.substr(zone_at));
    if (!m.utc_offset_min) return std::nullopt;
  }
  const double whole = std::floor(*seconds);
  m.local_s = std::int64_t{*day} * kDay_s + static_cast<std::int64_t>(whole);
  m.fraction_s = *seconds - whole;
  return m;
}

}  // namespace tonus::exchange::text
