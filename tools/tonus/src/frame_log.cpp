#include "frame_log.hpp"

#include <algorithm>
#include <ctime>
#include <numbers>

#include <fmt/format.h>

namespace tonus::tool {
namespace {

constexpr std::size_t kRows = 1 << 16;

/// Of this thread: what waits for the graphics processor or the runtime does not count.
double thread_cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return 1e3 * static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_nsec);
}

float ms(Duration d) { return static_cast<float>(1e3 * seconds(d)); }

}  // namespace

FrameLog::FrameLog() { rows_.reserve(kRows); }

void FrameLog::began(const xr::FrameTiming& timing) {
  row_ = {.interval_ms = has_last_ ? ms(timing.woken_at - last_) : 0.0F,
          .ahead_ms = ms(timing.displayed_at - timing.woken_at),
          .period_ms = ms(timing.period),
          .view_error = timing.view_error};
  is_open_ = has_last_;
  last_ = timing.woken_at;
  has_last_ = true;
  scale_ = timing.resolution_scale;
  least_scale_ = std::min(least_scale_, scale_);
  cpu_ms_ = thread_cpu_ms();
}

void FrameLog::ended(bool is_played) {
  if (!is_open_) return;
  is_open_ = false;
  if (!is_played) {
    ++other_count_;
    other_ms_ += static_cast<double>(row_.interval_ms);
    return;
  }
  row_.work_ms = static_cast<float>(thread_cpu_ms() - cpu_ms_);
  if (rows_.size() < kRows) {
    rows_.push_back(row_);
  } else {
    rows_[count_ % kRows] = row_;
  }
  ++count_;
}

std::string FrameLog::sentence() const {
  if (rows_.empty()) return {};
  std::vector<float> intervals, work, beside_mm, beside_deg;
  double sum_ms = 0.0, ahead_ms = 0.0;
  std::size_t late = 0;
  for (const Row& row : rows_) {
    intervals.push_back(row.interval_ms);
    work.push_back(row.work_ms);
    sum_ms += static_cast<double>(row.interval_ms);
    ahead_ms += static_cast<double>(row.ahead_ms);
    if (row.interval_ms > 1.5F * row.period_ms) ++late;
    if (!row.view_error) continue;
    beside_mm.push_back(1e3F * row.view_error->position_m);
    beside_deg.push_back(row.view_error->angle_rad * 180.0F / std::numbers::pi_v<float>);
  }
  for (auto* column : {&intervals, &work, &beside_mm, &beside_deg}) std::sort(column->begin(), column->end());
  const auto n = static_cast<double>(rows_.size());
  const auto at = [](const std::vector<float>& sorted, double share) {
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
  };
  std::string told = fmt::format(
      "{} frames of play, {:.1f} ms apart (p95 {:.1f}, p99 {:.1f}, most {:.1f}), {:.1f} % more than 1.5 periods of "
      "{:.1f} ms; our work p50 {:.1f}, p99 {:.1f} ms; woken {:.1f} ms before the light",
      count_, sum_ms / n, at(intervals, 0.95), at(intervals, 0.99), intervals.back(),
      100.0 * static_cast<double>(late) / n, row_.period_ms, at(work, 0.5), at(work, 0.99), ahead_ms / n);
  if (!beside_mm.empty())
    told += fmt::format(
        ", seen from {:.1f} mm and {:.1f} degrees beside where it was drawn for (p95 {:.1f} mm, {:.1f} "
        "degrees)",
        at(beside_mm, 0.5), at(beside_deg, 0.5), at(beside_mm, 0.95), at(beside_deg, 0.95));
  told += fmt::format("; drawn at {:.2f} of the recommended size, at least {:.2f}", scale_, least_scale_);
  if (other_count_ != 0)
    told += fmt::format("; {} frames of other screens, {:.1f} ms apart", other_count_,
                        other_ms_ / static_cast<double>(other_count_));
  return told;
}

}  // namespace tonus::tool
