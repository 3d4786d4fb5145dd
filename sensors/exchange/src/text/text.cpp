#include "text/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "text/dates.hpp"

namespace tonus::exchange::text {
namespace {

constexpr std::string_view kBlank = " \t\r\v\f";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// [[h:]mm:]ss[.fff], of a stopwatch: hours have no end.
std::optional<double> stopwatch(std::string_view s) {
  double total = 0.0;
  for (int part = 0; part < 3; ++part) {
    const std::size_t colon = s.find(':');
    if (colon == std::string_view::npos) {
      const auto last = number(s);
      if (part == 0 || !last || *last < 0.0 || *last >= 61.0) return std::nullopt;
      return total * 60.0 + *last;
    }
    const auto value = digits(s.substr(0, colon));
    if (!value || (part > 0 && *value >= 60)) return std::nullopt;
    total = total * 60.0 + *value;
    s.remove_prefix(colon + 1);
  }
  return std::nullopt;
}

}  // namespace

std::optional<int> digits(std::string_view s) noexcept {
  if (s.empty() || s.size() > 6) return std::nullopt;
  int value = 0;
  for (const char c : s) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

Lines::Lines(std::string_view text) noexcept : rest_(text) {
  if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
}

bool Lines::next(Line& line) noexcept {
  if (rest_.empty()) return false;
  const std::size_t end = rest_.find('\n');
  const std::size_t length = std::min(end, rest_.size());
  line = {.text = rest_.substr(0, length), .number = ++number_, .is_terminated = end != std::string_view::npos};
  rest_.remove_prefix(line.is_terminated ? length + 1 : length);
  if (line.text.ends_with('\r')) line.text.remove_suffix(1);
  return true;
}

std::string_view trim(std::string_view s) noexcept {
  const std::size_t first = s.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(kBlank) - first + 1);
}

std::string lower(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::optional<double> number(std::string_view s, bool decimal_comma) {
  std::array<char, 64> buffer;
  if (s.starts_with('+')) s.remove_prefix(1);
  if (s.empty() || s.size() > buffer.size()) return std::nullopt;
  if (decimal_comma) {
    std::transform(s.begin(), s.end(), buffer.begin(), [](char c) { return c == ',' ? '.' : c; });
    s = {buffer.data(), s.size()};
  }
  double value = 0.0;
  const char* const end = s.data() + s.size();
  const auto [stopped, error] = std::from_chars(s.data(), end, value);
  if (error != std::errc{} || stopped != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool is_absent(std::string_view cell) {
  constexpr std::array<std::string_view, 7> kWords{"", "-", "null", "none", "na", "n/a", "nan"};
  return std::ranges::find(kWords, lower(cell)) != kWords.end();
}

std::vector<std::string_view> cells(std::string_view line, char separator) {
  std::vector<std::string_view> out;
  for (;;) {
    const std::size_t end = line.find(separator);
    std::string_view cell = trim(line.substr(0, end));
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = trim(cell.substr(1, cell.size() - 2));
    out.push_back(cell);
    if (end == std::string_view::npos) return out;
    line.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> out;
  split_words(line, out);
  return out;
}

void split_words(std::string_view line, std::vector<std::string_view>& out) {
  out.clear();
  const auto is_blank = [](char c) { return kBlank.find(c) != std::string_view::npos; };
  for (auto at = line.begin(); at != line.end();) {
    const auto begin = std::find_if_not(at, line.end(), is_blank);
    at = std::find_if(begin, line.end(), is_blank);
    if (at != begin) out.emplace_back(begin, at);
  }
}

std::string shown(std::string_view s) {
  constexpr std::size_t kMost = 24;
  std::string out(s.substr(0, kMost));
  for (char& c : out) c = c >= ' ' && c <= '~' ? c : '?';
  if (s.size() > kMost) out += "...";
  return out;
}

std::optional<Clock> clock(std::string_view s, bool decimal_comma) {
  if (const auto plain = number(s, decimal_comma)) return Clock{.s = *plain};
  if (const auto time = stopwatch(s)) return Clock{.s = *time};
  if (const auto m = moment(s)) return Clock{.s = static_cast<double>(m->unix_s()) + m->fraction_s, .is_date = true};
  return std::nullopt;
}

}  // namespace tonus::exchange::text
