// Samsung Health: a table a kind of data, its name on the first line, columns under long names of which the last part
// counts. Times are UTC with the offset beside them, or milliseconds since 1970.
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "io/table.hpp"
#include "text/dates.hpp"
#include "text/text.hpp"
#include "wellness/importers.hpp"

namespace tonus::exchange {
namespace {

struct Rule {
  std::string_view kind, column;
  Quantity quantity;
  Window window = Window::Day;
  std::string_view label = "";
};
// `kind` is how the name on the first line ends.
constexpr std::array kRules{
    Rule{"tracker.heart_rate", "heart_rate", Quantity::HeartRate},
    Rule{"tracker.heart_rate", "min", Quantity::LowestHeartRate},
    Rule{"tracker.heart_rate", "max", Quantity::HighestHeartRate},
    Rule{"step_daily_trend", "count", Quantity::Steps},
    Rule{"health.weight", "weight", Quantity::Weight, Window::Spot},
    Rule{"tracker.oxygen_saturation", "spo2", Quantity::Spo2, Window::Spot},
    Rule{"health.stress", "score", Quantity::VendorScore, Window::Spot, "samsung.stress"},
    Rule{"shealth.stress", "score", Quantity::VendorScore, Window::Spot, "samsung.stress"},
    Rule{"shealth.sleep", "sleep_score", Quantity::VendorScore, Window::Night, "samsung.sleep"},
    Rule{"respiratory_rate", "average", Quantity::RespirationRate, Window::Night},
    Rule{"skin_temperature", "temperature", Quantity::SkinTemperature, Window::Night},
};

std::vector<std::string_view> last_parts(const std::vector<std::string_view>& cells) {
  std::vector<std::string_view> out;
  for (const std::string_view cell : cells) out.push_back(cell.substr(cell.rfind('.') + 1));
  return out;
}

class Reader {
 public:
  Reader(std::string_view kind, const std::vector<std::string_view>& header, Sink& sink)
      : kind_(kind), header_(last_parts(header)), sink_(sink), source_(sink.out.source("Samsung Health")) {}

  /// Whether the row has a time.
  bool take(const std::vector<std::string_view>& cells) {
    offset_min_ = text::utc_offset_min(header_.cell(cells, "time_offset"));
    const auto start = time(cells, "start_time");
    const auto at = start ? start : time(cells, "day_time");
    if (!at) return false;
    const auto end = time(cells, "end_time");
    if (kind_.ends_with("sleep_stage")) {
      add_stage(cells, *at, end);
    } else if (kind_.ends_with("shealth.exercise")) {
      add_exercise(cells, *at);
    } else if (kind_.ends_with("sleep")) {
      if (end) add_interval(*at, *end, SleepStage::Asleep);
    }
    for (const Rule& rule : kRules) {
      if (!kind_.ends_with(rule.kind)) continue;
      const auto value = text::number(header_.cell(cells, rule.column));
      if (!value || *value == 0.0) continue;
      const std::int64_t local_s = (rule.window == Window::Night && end ? *end : *at) + 60 * offset_min_.value_or(0);
      sink_.out.add({.day = rule.window == Window::Night ? text::day_of_night(local_s) : text::day_of(local_s),
                     .quantity = rule.quantity,
                     .value = *value,
                     .window = rule.window,
                     .source = source_,
                     .label = sink_.out.label(rule.label),
                     .utc_offset_min = offset_min_,
                     .is_total = true});
    }
    return true;
  }

 private:
  /// Seconds since 1970.
  [[nodiscard]] std::optional<std::int64_t> time(const std::vector<std::string_view>& cells,
                                                 std::string_view column) const {
    const std::string_view words = header_.cell(cells, column);
    if (const auto moment = text::moment(words)) return moment->unix_s();
    const auto ms = text::number(words);
    if (!ms || !(std::abs(*ms) < 1e13)) return std::nullopt;
    return static_cast<std::int64_t>(*ms / 1000.0);
  }

  void add_interval(std::int64_t start, std::int64_t end, SleepStage stage) {
    sink_.out.add(SleepInterval{
        .start_unix_s = start, .end_unix_s = end, .utc_offset_min = offset_min_, .source = source_, .stage = stage});
  }

  void add_stage(const std::vector<std::string_view>& cells, std::int64_t start, std::optional<std::int64_t> end) {
    const auto code = text::number(header_.cell(cells, "stage"));
    if (!code || !end) return;
    if (*code == 40001.0) add_interval(start, *end, SleepStage::Awake);
    if (*code == 40002.0) add_interval(start, *end, SleepStage::Light);
    if (*code == 40003.0) add_interval(start, *end, SleepStage::Deep);
    if (*code == 40004.0) add_interval(start, *end, SleepStage::Rem);
  }

  void add_exercise(const std::vector<std::string_view>& cells, std::int64_t start) {
    const auto duration_ms = text::number(header_.cell(cells, "duration"));
    if (!duration_ms) return;
    sink_.out.add(Workout{.start_unix_s = start,
                          .duration_s = *duration_ms / 1000.0,
                          .mean_bpm = text::number(header_.cell(cells, "mean_heart_rate")),
                          .energy_kcal = text::number(header_.cell(cells, "calorie")),
                          .utc_offset_min = offset_min_,
                          .source = source_,
                          .label = sink_.out.label(header_.cell(cells, "exercise_type"))});
  }

  std::string kind_;
  Header header_;
  Sink& sink_;
  std::uint16_t source_;
  std::optional<std::int16_t> offset_min_;
};

bool is_known(std::string_view kind) {
  if (kind.ends_with("sleep") || kind.ends_with("sleep_stage") || kind.ends_with("shealth.exercise")) return true;
  for (const Rule& rule : kRules) {
    if (kind.ends_with(rule.kind)) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> import_samsung_csv(ByteStream& stream, std::string_view, Sink& sink) {
  TableReader table(stream);
  if (!table.next()) return "the file ends before its header";
  const std::string kind(table.cells().front());
  if (!table.next()) return "the file ends before its header";
  Reader reader(kind, table.cells(), sink);
  std::size_t bad = 0;
  while (table.next()) {
    sink.out.count_record();
    if (!is_known(kind)) {
      sink.out.skip(kind);
    } else if (!reader.take(table.cells())) {
      if (bad++ == 0) sink.warnings.add("line {}: the row has no time and was left out", table.line());
    }
    if (table.is_unterminated())
      sink.warnings.add("line {}: no line end; if the file was cut short, the last value is wrong", table.line());
  }
  if (bad > 1) sink.warnings.add("{} rows without a time were left out", bad);
  if (!stream.problem().empty()) return stream.problem();
  return std::nullopt;
}

}  // namespace tonus::exchange
