#include "io/table.hpp"

#include <algorithm>
#include <cstring>

#include "text/text.hpp"

namespace tonus::exchange {
namespace {

constexpr std::size_t kPiece = 16 * 1024, kLongestRow = 1 << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string normal(std::string_view name) {
  std::string out = text::lower(text::trim(name.substr(0, std::min(name.find_first_of("[("), name.size()))));
  std::ranges::replace_if(
      out, [](char c) { return c == ' ' || c == '-'; }, '_');
  return out;
}

char separator_of(std::string_view row) {
  bool is_quoted = false;
  char found = ',';
  for (const char c : row) {
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (c == '\t') return '\t';
    if (c == ';') found = ';';
  }
  return found;
}

}  // namespace

TableReader::TableReader(ByteStream& stream) : stream_(stream), buffer_(kPiece) {}

bool TableReader::fill() {
  at_ = 0;
  end_ = stream_.read(buffer_);
  return end_ > 0;
}

bool TableReader::read_row() {
  row_.clear();
  row_line_ = line_;
  bool is_quoted = false, is_too_long = false, has_any = false;
  for (;;) {
    if (at_ == end_ && !fill()) {
      is_unterminated_ = has_any;
      // A quote that never closes: what follows it was taken for its content.
      if (is_too_long) ++too_long_;
      return has_any && !is_too_long;
    }
    has_any = true;
    const char c = buffer_[at_++];
    if (c == '"') is_quoted = !is_quoted;
    if (c == '\n') {
      ++line_;
      if (!is_quoted || is_too_long) break;
    }
    if (row_.size() < kLongestRow) {
      row_.push_back(c);
    } else {
      is_too_long = true;
    }
  }
  if (is_too_long) {
    ++too_long_;
    row_.clear();
  }
  return true;
}

void TableReader::split() {
  plain_.clear();
  extents_.clear();
  std::size_t begin = 0;
  bool is_quoted = false;
  const auto end_cell = [&] {
    extents_.emplace_back(begin, plain_.size());
    begin = plain_.size();
  };
  for (std::size_t i = 0; i < row_.size(); ++i) {
    const char c = row_[i];
    if (c == '"') {
      if (is_quoted && i + 1 < row_.size() && row_[i + 1] == '"') {
        plain_.push_back('"');
        ++i;
      } else {
        is_quoted = !is_quoted;
      }
    } else if (c == separator_ && !is_quoted) {
      end_cell();
    } else {
      plain_.push_back(c);
    }
  }
  end_cell();
  cells_.clear();
  for (const auto& [first, last] : extents_)
    cells_.push_back(text::trim(std::string_view(plain_).substr(first, last - first)));
}

bool TableReader::next() {
  while (read_row()) {
    if (is_first_ && row_.starts_with(kByteOrderMark)) row_.erase(0, kByteOrderMark.size());
    if (row_.ends_with('\r')) row_.pop_back();
    if (text::trim(row_).empty()) continue;
    if (is_first_) separator_ = separator_of(row_);
    is_first_ = false;
    split();
    return true;
  }
  return false;
}

Header::Header(const std::vector<std::string_view>& cells) {
  for (const std::string_view cell : cells) names_.push_back(normal(cell));
}

std::optional<std::size_t> Header::find(std::string_view name) const {
  const auto found = std::ranges::find(names_, normal(name));
  if (found == names_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names_.begin());
}

std::string_view Header::cell(const std::vector<std::string_view>& row, std::string_view name) const {
  const auto column = find(name);
  return column && *column < row.size() ? row[*column] : std::string_view();
}

}  // namespace tonus::exchange
