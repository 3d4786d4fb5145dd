// RR intervals as plain numbers, one or two columns.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include <sensors/exchange/readers.hpp>

#include "activity/text_activity.hpp"
#include "text/text.hpp"

namespace tonus::exchange {
namespace {

constexpr std::size_t kMostColumns = 2;
/// Octets of a line, and lines of several days: room that is made at once.
constexpr std::size_t kUsualLine = 4, kMostExpected = 1 << 20;
constexpr double kLeastMedian_ms = 200.0, kMostMedian_ms = 3000.0;

struct Row {
  double time_s = 0.0, interval = 0.0;
};

double median_interval(const std::vector<Row>& rows) {
  std::vector<double> intervals(rows.size());
  std::ranges::transform(rows, intervals.begin(), &Row::interval);
  const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
  std::ranges::nth_element(intervals, middle);
  return *middle;
}

}  // namespace

Result<Activity, Error> parse_rr_text(std::string_view text) {
  Activity activity{.format = FileFormat::RrText};
  {
    Warnings warnings(activity.warnings);
    text::Tally tally(warnings);
    std::vector<Row> rows;
    rows.reserve(std::min(text.size() / kUsualLine, kMostExpected));
    std::size_t columns = 0;
    std::optional<std::size_t> unterminated;
    std::vector<std::string_view> words;
    text::Lines lines(text);
    for (text::Line line; lines.next(line);) {
      text::split_words(line.text, words);
      if (words.empty() || words.front().starts_with('#')) continue;
      if (columns == 0 && words.size() <= kMostColumns && text::number(words.front())) columns = words.size();
      if (words.size() != std::max<std::size_t>(columns, 1)) {
        tally.bad_line("line {}: {} columns, expected {}", line.number, words.size(),
                       columns == 0   ? "an RR interval in ms, or time and interval"
                       : columns == 1 ? "1"
                                      : "2");
        continue;
      }
      const auto interval = text::number(words.back());
      const auto time = words.size() == 1 ? interval : text::number(words.front());
      if (!interval || *interval <= 0.0 || *interval > text::kLongestRr_ms) {
        tally.bad_line("line {}: '{}' is not an RR interval, expected a number of ms", line.number,
                       text::shown(words.back()));
      } else if (!time || !text::is_time(*time)) {
        tally.bad_line("line {}: '{}' is not a time, expected seconds", line.number, text::shown(words.front()));
      } else {
        tally.good_line();
        rows.push_back({.time_s = *time, .interval = *interval});
        if (!line.is_terminated) unterminated = line.number;
      }
    }
    if (auto error = tally.verdict("RR intervals, one a line")) return fail(std::move(*error));

    // No heart beats once in ten seconds, and none a hundred times a second: so the unit shows.
    const double median = median_interval(rows);
    const double scale = median < 10.0 ? 1000.0 : 1.0;
    if (median * scale < kLeastMedian_ms || median * scale > kMostMedian_ms) {
      return fail(Error{fmt::format("the median of {} numbers is {}, expected RR intervals of {:.0f} to {:.0f} ms",
                                    rows.size(), median, kLeastMedian_ms, kMostMedian_ms)});
    }
    double sum_s = 0.0;
    activity.beats.reserve(rows.size());
    for (const Row& row : rows) {
      const double rr_ms = row.interval * scale;
      sum_s += rr_ms / 1000.0;
      activity.beats.push_back({.t_s = columns == 2 ? row.time_s : sum_s, .rr_ms = rr_ms});
    }
    text::finish(activity, warnings, unterminated);
  }
  return activity;
}

}  // namespace tonus::exchange
