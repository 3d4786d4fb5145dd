// Columns by name. The header row decides; a row that does not fit it is left out and named.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <sensors/exchange/readers.hpp>

#include "activity/text_activity.hpp"
#include "text/text.hpp"

namespace tonus::exchange {
namespace {

enum class Column : std::uint8_t { Other, Time, HeartRate, Power, Cadence, Speed, Rr };

struct KnownName {
  std::string_view name;
  Column column;
};
constexpr std::array kNames{
    KnownName{"t", Column::Time},
    KnownName{"t_s", Column::Time},
    KnownName{"time", Column::Time},
    KnownName{"time_s", Column::Time},
    KnownName{"seconds", Column::Time},
    KnownName{"secs", Column::Time},
    KnownName{"sec", Column::Time},
    KnownName{"elapsed", Column::Time},
    KnownName{"elapsed_s", Column::Time},
    KnownName{"elapsed_time", Column::Time},
    KnownName{"timestamp", Column::Time},
    KnownName{"hr", Column::HeartRate},
    KnownName{"heart_rate", Column::HeartRate},
    KnownName{"heartrate", Column::HeartRate},
    KnownName{"bpm", Column::HeartRate},
    KnownName{"hr_bpm", Column::HeartRate},
    KnownName{"power", Column::Power},
    KnownName{"watts", Column::Power},
    KnownName{"power_w", Column::Power},
    KnownName{"cadence", Column::Cadence},
    KnownName{"cadence_rpm", Column::Cadence},
    KnownName{"cad", Column::Cadence},
    KnownName{"rpm", Column::Cadence},
    KnownName{"speed", Column::Speed},
    KnownName{"speed_m_s", Column::Speed},
    KnownName{"rr", Column::Rr},
    KnownName{"rri", Column::Rr},
    KnownName{"rr_ms", Column::Rr},
    KnownName{"rr_interval", Column::Rr},
    KnownName{"rr_intervals", Column::Rr},
};

struct Heading {
  Column column = Column::Other;
  double scale = 1.0;  ///< to our unit
};

/// "Heart Rate [bpm]" is heart_rate; a unit in brackets that is not ours is converted.
Heading heading(std::string_view cell) {
  const std::size_t bracket = std::min(cell.find_first_of("[("), cell.size());
  std::string name = text::lower(text::trim(cell.substr(0, bracket)));
  std::ranges::replace(name, ' ', '_');
  std::ranges::replace(name, '-', '_');
  const auto* const known = std::ranges::find(kNames, std::string_view(name), &KnownName::name);
  if (known == kNames.end()) return {};
  std::string_view unit = cell.substr(bracket);
  while (!unit.empty() && (unit.front() == '[' || unit.front() == '(')) unit.remove_prefix(1);
  while (!unit.empty() && (unit.back() == ']' || unit.back() == ')')) unit.remove_suffix(1);
  const std::string lower_unit = text::lower(text::trim(unit));
  Heading found{.column = known->column};
  if (found.column == Column::Speed && (lower_unit == "km/h" || lower_unit == "kph")) found.scale = 1.0 / 3.6;
  if (found.column == Column::Rr && lower_unit == "s") found.scale = 1000.0;
  return found;
}

struct Range {
  double least, most;
  const char* unit;
};
constexpr Range range_of(Column column) {
  switch (column) {
    case Column::HeartRate: return {0.0, 300.0, "bpm"};
    case Column::Power: return {0.0, 5000.0, "W"};
    case Column::Cadence: return {0.0, 400.0, "rpm"};
    case Column::Speed: return {0.0, 100.0, "m/s"};
    case Column::Rr: return {1e-3, text::kLongestRr_ms, "ms"};
    case Column::Time:
    case Column::Other: break;
  }
  return {-text::kLatestTime_s, text::kLatestTime_s, "s"};
}

char separator_of(std::string_view header) {
  for (const char candidate : {'\t', ';'}) {
    if (header.find(candidate) != std::string_view::npos) return candidate;
  }
  return ',';
}

class Table {
 public:
  Table(Activity& activity, text::Tally& tally, Warnings& warnings) noexcept
      : activity_(activity), tally_(tally), warnings_(warnings) {}

  /// A complaint when the header names nothing that can be read.
  std::optional<Error> take_header(const text::Line& line) {
    separator_ = separator_of(line.text);
    has_decimal_comma_ = separator_ != ',';
    for (const std::string_view cell : text::cells(line.text, separator_)) {
      Heading next = heading(cell);
      if (next.column != Column::Other && has(next.column)) next = {};  // of two equal columns the first counts
      headings_.push_back(next);
    }
    const bool has_values = std::ranges::any_of(
        headings_, [](const Heading& h) { return h.column != Column::Other && h.column != Column::Time; });
    if (!has_values) {
      return Error{fmt::format("line {}: '{}' names no column that is known, expected for example t,hr,power,cadence",
                               line.number, text::shown(line.text))};
    }
    if (!has(Column::Time) && !has(Column::Rr)) {
      return Error{
          fmt::format("line {}: no time column, expected one called t, time, seconds or elapsed", line.number)};
    }
    return std::nullopt;
  }

  void take_row(const text::Line& line) {
    auto cells = text::cells(line.text, separator_);
    while (cells.size() > headings_.size() && cells.back().empty()) cells.pop_back();
    if (cells.size() != headings_.size()) {
      return tally_.bad_line("line {}: {} cells, expected {} as in the header", line.number, cells.size(),
                             headings_.size());
    }
    line_ = line.number;
    is_good_ = true;
    std::optional<double> time_s;
    ActivityRecord record;
    std::vector<double> rr_ms;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Heading& h = headings_[i];
      switch (h.column) {
        case Column::Other: break;
        case Column::Time: time_s = time(cells[i]); break;
        case Column::HeartRate: record.hr_bpm = value(h, cells[i]); break;
        case Column::Power: record.power_w = value(h, cells[i]); break;
        case Column::Cadence: record.cadence_rpm = value(h, cells[i]); break;
        case Column::Speed: record.speed_m_s = value(h, cells[i]); break;
        case Column::Rr:
          for (const std::string_view word : text::words(cells[i])) {
            if (const auto rr = value(h, word)) rr_ms.push_back(*rr);
          }
          break;
      }
    }
    store(time_s, record, rr_ms);
  }

  void finish() {
    if (!is_time_understood_) {
      warnings_.add("line {}: '{}' is no time in seconds, h:mm:ss or ISO 8601; beats run on from each other instead",
                    first_strange_line_, first_strange_);
    }
  }

 private:
  [[nodiscard]] bool has(Column column) const {
    return std::ranges::find(headings_, column, &Heading::column) != headings_.end();
  }
  [[nodiscard]] bool has_only_beats() const {
    return std::ranges::all_of(headings_, [](const Heading& h) {
      return h.column == Column::Other || h.column == Column::Time || h.column == Column::Rr;
    });
  }

  std::optional<double> time(std::string_view cell) {
    const auto clock = text::clock(cell, has_decimal_comma_);
    if (clock && text::is_time(clock->s)) return clock->s;
    if (is_time_understood_ && has_only_beats() && tally_.good_lines() == 0) {
      is_time_understood_ = false;
      first_strange_ = text::shown(cell);
      first_strange_line_ = line_;
    }
    if (is_time_understood_) {
      spoil("line {}: '{}' is not a time, expected seconds, h:mm:ss or ISO 8601", line_, text::shown(cell));
    }
    return std::nullopt;
  }

  std::optional<double> value(const Heading& h, std::string_view cell) {
    if (text::is_absent(cell)) return std::nullopt;
    const Range range = range_of(h.column);
    const auto raw = text::number(cell, has_decimal_comma_);
    const double scaled = raw.value_or(0.0) * h.scale;
    if (!raw || !(scaled >= range.least && scaled <= range.most)) {
      spoil("line {}: '{}' is not a value, expected {:.0f} to {:.0f} {}", line_, text::shown(cell), range.least,
            range.most, range.unit);
      return std::nullopt;
    }
    if (h.column == Column::HeartRate && scaled == 0.0) {
      ++activity_.zero_heart_rates;
      return std::nullopt;
    }
    return scaled;
  }

  void store(std::optional<double> time_s, const ActivityRecord& record, const std::vector<double>& rr_ms) {
    const bool is_timed = has(Column::Time) && is_time_understood_;
    if (is_timed && !time_s) return;
    if (is_good_) tally_.good_line();
    for (const double rr : rr_ms) running_s_ += rr / 1000.0;
    if (!has_only_beats()) {
      ActivityRecord& stored = activity_.records.emplace_back(record);
      stored.t_s = time_s.value_or(running_s_);
    }
    text::append_beats(activity_, is_timed ? *time_s : running_s_, rr_ms);
  }

  template <class... Args>
  void spoil(fmt::format_string<Args...> format, Args&&... args) {
    is_good_ = false;
    tally_.bad_line(format, std::forward<Args>(args)...);
  }

  Activity& activity_;
  text::Tally& tally_;
  Warnings& warnings_;
  std::vector<Heading> headings_;
  char separator_ = ',';
  bool has_decimal_comma_ = false, is_time_understood_ = true, is_good_ = true;
  double running_s_ = 0.0;
  std::size_t line_ = 0, first_strange_line_ = 0;
  std::string first_strange_;
};

}  // namespace

Result<Activity, Error> parse_csv(std::string_view text) {
  Activity activity{.format = FileFormat::Csv};
  {
    Warnings warnings(activity.warnings);
    text::Tally tally(warnings);
    Table table(activity, tally, warnings);
    bool has_header = false;
    std::optional<std::size_t> unterminated;
    text::Lines lines(text);
    for (text::Line line; lines.next(line);) {
      const std::string_view content = text::trim(line.text);
      if (content.empty() || content.starts_with('#')) continue;
      if (!has_header) {
        if (auto error = table.take_header(line)) return fail(std::move(*error));
        has_header = true;
        continue;
      }
      const std::size_t good_before = tally.good_lines();
      table.take_row(line);
      if (!line.is_terminated && tally.good_lines() > good_before) unterminated = line.number;
    }
    if (auto error = tally.verdict("a header row and rows of values")) return fail(std::move(*error));
    table.finish();
    text::finish(activity, warnings, unterminated);
  }
  return activity;
}

}  // namespace tonus::exchange
