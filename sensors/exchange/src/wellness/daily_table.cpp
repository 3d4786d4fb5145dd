#include "wellness/daily_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "text/dates.hpp"
#include "text/text.hpp"

namespace tonus::exchange {
namespace {

/// First of the columns that the header has.
std::optional<std::string_view> first_of(const Header& header, std::span<const std::string_view> columns) {
  const auto found = std::ranges::find_if(columns, [&](std::string_view column) { return header.has(column); });
  if (found == columns.end()) return std::nullopt;
  return *found;
}

void apply(const ColumnRule& rule, const DailyRow& row, Sink& sink) {
  const auto number = row.number(rule.column);
  if (!number || (rule.zero_is_absent && *number == 0.0)) return;
  sink.out.add({.day = row.day,
                .quantity = rule.quantity,
                .value = *number * rule.scale + rule.offset,
                .window = rule.window,
                .source = row.source,
                .label = sink.out.label(rule.label),
                .utc_offset_min = row.utc_offset_min,
                .is_total = !rule.is_part});
}

}  // namespace

std::optional<double> DailyRow::number(std::string_view column) const {
  const std::string_view words = cell(column);
  return text::is_absent(words) ? std::nullopt : text::number(words, has_decimal_comma);
}

std::optional<std::int32_t> day_in_cell(std::string_view cell, DailyRow& row) {
  if (const auto day = text::date(cell)) return day;
  if (const auto day = text::american_date(cell)) return day;
  const auto moment = text::moment(cell);
  if (!moment) return std::nullopt;
  row.utc_offset_min = moment->utc_offset_min;
  return text::day_of(moment->local_s);
}

std::optional<std::string> import_daily_table(ByteStream& stream, const DailyTable& table, Sink& sink) {
  TableReader reader(stream);
  for (std::size_t i = 0; i < table.skip_rows; ++i) {
    if (!reader.next()) return "the file ends before its header";
  }
  if (!reader.next()) return "the file ends before its header";
  const Header header(reader.cells());
  const auto date_column = first_of(header, table.date_columns);
  if (!date_column)
    return fmt::format("line {}: no column of dates, expected {}", reader.line(), table.date_columns.front());

  DailyRow row{.header = header, .cells = reader.cells(), .source = sink.out.source(table.source)};
  std::size_t bad = 0, short_rows = 0;
  while (reader.next()) {
    sink.out.count_record();
    row.utc_offset_min.reset();
    if (reader.cells().size() < header.size() && reader.is_unterminated()) {
      sink.warnings.add("line {}: the file ends within a row, which was left out", reader.line());
      break;
    }
    if (reader.cells().size() < header.size()) ++short_rows;
    if (table.accepts && !table.accepts(row, sink)) continue;
    const std::string_view date = row.cell(*date_column);
    const auto day = table.day ? table.day(date, row) : day_in_cell(date, row);
    if (!day) {
      if (bad++ == 0)
        sink.warnings.add("line {}: '{}' is not a date; the row was left out", reader.line(), text::shown(date));
      continue;
    }
    row.day = *day;
    for (const ColumnRule& rule : table.rules) apply(rule, row, sink);
    if (table.hook) table.hook(row, sink);
    if (reader.is_unterminated())
      sink.warnings.add("line {}: no line end; if the file was cut short, the last value is wrong", reader.line());
  }
  if (bad > 1) sink.warnings.add("{} rows without a date were left out", bad);
  if (short_rows > 0) sink.warnings.add("{} rows have fewer cells than the header", short_rows);
  if (reader.too_long() > 0)
    sink.warnings.add("{} rows are longer than any can be and were left out", reader.too_long());
  if (!stream.problem().empty()) return stream.problem();
  return std::nullopt;
}

}  // namespace tonus::exchange
