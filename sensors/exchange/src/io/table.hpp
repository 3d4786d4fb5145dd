#pragma once
// Rows of separated values from a stream, with quotes as RFC 4180 has them: a quoted cell may hold separators, doubled
// quotes and line ends. A file cut within a row gives the rows before.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/byte_stream.hpp"

namespace tonus::exchange {

class TableReader {
 public:
  explicit TableReader(ByteStream& stream);

  /// The next row that is not empty; its cells are trimmed and stay until the next call. The first row decides on the
  /// separator: a tab or semicolon where it has one outside of quotes, else a comma.
  [[nodiscard]] bool next();
  [[nodiscard]] const std::vector<std::string_view>& cells() const noexcept { return cells_; }
  /// Of the first line of the row, from 1.
  [[nodiscard]] std::size_t line() const noexcept { return row_line_; }
  /// The last row had no line end: it may have been cut short.
  [[nodiscard]] bool is_unterminated() const noexcept { return is_unterminated_; }
  /// Rows longer than anybody writes, left out.
  [[nodiscard]] std::size_t too_long() const noexcept { return too_long_; }

 private:
  [[nodiscard]] bool fill();
  [[nodiscard]] bool read_row();
  void split();

  ByteStream& stream_;
  std::vector<char> buffer_;
  std::size_t at_ = 0, end_ = 0;
  std::string row_, plain_;  ///< as it stands; without the quotes
  std::vector<std::string_view> cells_;
  std::vector<std::pair<std::size_t, std::size_t>> extents_;  ///< of cells within plain_
  char separator_ = 0;
  std::size_t line_ = 1, row_line_ = 1, too_long_ = 0;
  bool is_unterminated_ = false, is_first_ = true;
};

/// Cells by the names of the header, any case; spaces and underscores are alike, units in brackets ignored.
class Header {
 public:
  explicit Header(const std::vector<std::string_view>& cells);
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return find(name).has_value(); }
  [[nodiscard]] std::size_t size() const noexcept { return names_.size(); }
  /// The cell under a name; empty when there is none.
  [[nodiscard]] std::string_view cell(const std::vector<std::string_view>& row, std::string_view name) const;

 private:
  std::vector<std::string> names_;
};

}  // namespace tonus::exchange
