// Which reader a file is for: by its content first, by its name second.
#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <engine/core/file.hpp>
#include <sensors/exchange/readers.hpp>

#include "text.hpp"

namespace tonus::exchange {
namespace {

constexpr std::uintmax_t kMostBytes = 256u << 20;

/// The first byte that no text holds, or nothing.
std::optional<std::size_t> first_binary_byte(std::string_view head) {
  const auto found = std::ranges::find_if(head, [](char c) {
    const auto b = static_cast<unsigned char>(c);
    return b < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v';
  });
  if (found == head.end()) return std::nullopt;
  return static_cast<std::size_t>(found - head.begin());
}

/// True when the first line that says anything begins with a number and holds nothing else.
bool begins_with_numbers(std::string_view content) {
  text::Lines lines(content);
  for (text::Line line; lines.next(line);) {
    const auto words = text::words(line.text);
    if (words.empty() || words.front().starts_with('#')) continue;
    return std::ranges::all_of(words, [](std::string_view word) { return text::number(word).has_value(); });
  }
  return false;
}

Result<Activity, Error> parse(const std::string& bytes, const std::string& extension) {
  constexpr std::string_view kExpected = "expected FIT, TCX, CSV, JSON lines or RR text";
  const std::string_view content(bytes);
  if (content.empty()) return fail(Error{fmt::format("the file is empty, {}", kExpected)});
  if (extension == ".fit" || (content.size() >= 12 && content.substr(8, 4) == ".FIT")) {
    return parse_fit(std::as_bytes(std::span(bytes)));
  }
  if (const auto at = first_binary_byte(content.substr(0, 4096))) {
    return fail(Error{fmt::format("offset {}: byte {:02X} in a file that is neither FIT nor text, {}", *at,
                                  static_cast<unsigned char>(content[*at]), kExpected)});
  }
  const std::string_view trimmed =
      content.substr(std::min(content.find_first_not_of(" \t\r\n\xEF\xBB\xBF"), content.size()));
  if (trimmed.empty()) return fail(Error{fmt::format("the file holds only blank lines, {}", kExpected)});
  if (trimmed.front() == '<') return parse_tcx(content);
  if (trimmed.front() == '{' || extension == ".jsonl") return parse_jsonl(content);
  if (begins_with_numbers(content)) return parse_rr_text(content);
  return parse_csv(content);
}

}  // namespace

Result<Activity, Error> read_activity(const std::filesystem::path& path) {
  const auto named = [&](const Error& error) { return Error{path.string() + ": " + error.message}; };
  const auto bytes = read_file(path, kMostBytes);
  if (!bytes) return fail(bytes.error());
  return parse(*bytes, text::lower(path.extension().string())).map_error(named);
}

}  // namespace tonus::exchange
