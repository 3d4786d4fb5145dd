#pragma once
// Exports that hold a row a day differ in the names of their columns and little else: so each is a table of rules.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/table.hpp"
#include "wellness/importers.hpp"

namespace tonus::exchange {

/// value = number under `column` × scale + offset.
struct ColumnRule {
  std::string_view column;
  Quantity quantity;
  Window window = Window::Day;
  std::string_view label = "";
  double scale = 1.0, offset = 0.0;
  bool zero_is_absent = true;
  bool is_part = false;  ///< several rows of one day add up
};

/// One row as rules and hooks see it.
struct DailyRow {
  const Header& header;
  const std::vector<std::string_view>& cells;
  std::int32_t day = 0;
  std::optional<std::int16_t> utc_offset_min = {};
  std::uint16_t source = 0;
  bool has_decimal_comma = false;

  [[nodiscard]] std::string_view cell(std::string_view column) const { return header.cell(cells, column); }
  /// Absent when the cell is empty or no number.
  [[nodiscard]] std::optional<double> number(std::string_view column) const;
};

struct DailyTable {
  std::string_view source;                         ///< what the values say they come from
  std::span<const std::string_view> date_columns;  ///< the first that is there counts
  std::span<const ColumnRule> rules;
  /// Reads the cell under the date column; the day is that of the local clock.
  std::function<std::optional<std::int32_t>(std::string_view cell, DailyRow& row)> day = {};
  /// False: nothing of the row is read.
  std::function<bool(const DailyRow& row, Sink& sink)> accepts = {};
  /// For what no rule can say.
  std::function<void(const DailyRow& row, Sink& sink)> hook = {};
  std::size_t skip_rows = 0;  ///< before the header
};

/// A date, or a date with a time of day: the day it lies on.
[[nodiscard]] std::optional<std::int32_t> day_in_cell(std::string_view cell, DailyRow& row);

[[nodiscard]] std::optional<std::string> import_daily_table(ByteStream& stream, const DailyTable& table, Sink& sink);

}  // namespace tonus::exchange
