#include <sensors/body/rr_cleaning.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <sensors/body/sorted_window.hpp>

#include "rr_rules.hpp"

namespace tonus::body {
namespace {

constexpr std::size_t kHalfWindow = 45;  // 91 beats, centred
constexpr std::size_t kHalfMedian = 5;   // 11
constexpr int kMostPasses = 8;
constexpr std::size_t kReach = 40;  // entries a judgement may look at on either side

/// Quartiles of a sliding window of magnitudes, in steps of 1/8 ms up to 512 ms: a tally with two marks that move a
/// little with every number, several times quicker than keeping the numbers in order.
class SlidingQuartiles {
 public:
  void insert(float magnitude_ms) noexcept { change(step_of(magnitude_ms), 1); }
  void erase(float magnitude_ms) noexcept { change(step_of(magnitude_ms), -1); }
  [[nodiscard]] float deviation_ms() noexcept {
    const int last = size_ - 1;
    return 0.5F * kStep_ms *
           static_cast<float>(upper_.move_to(tally_, 3 * last / 4) - lower_.move_to(tally_, last / 4));
  }

 private:
  static constexpr float kStep_ms = 0.125F;
  static constexpr int kSteps = 4096;
  using Tally = std::array<std::int16_t, kSteps>;
  /// The step that holds the entry of a rank, and how many lie in steps below it.
  struct Mark {
    int step = 0, below = 0;
    int move_to(const Tally& tally, int rank) noexcept {
      while (below > rank) below -= tally[static_cast<std::size_t>(--step)];
      while (below + tally[static_cast<std::size_t>(step)] <= rank) below += tally[static_cast<std::size_t>(step++)];
      return step;
    }
  };

  static int step_of(float magnitude_ms) noexcept {
    return std::min(static_cast<int>(std::min(magnitude_ms, 1000.0F) / kStep_ms + 0.5F), kSteps - 1);
  }
  void change(int step, int by) noexcept {
    tally_[static_cast<std::size_t>(step)] = static_cast<std::int16_t>(tally_[static_cast<std::size_t>(step)] + by);
    size_ += by;
    if (step < lower_.step) lower_.below += by;
    if (step < upper_.step) upper_.below += by;
  }

  Tally tally_{};
  Mark lower_, upper_;
  int size_ = 0;
};

/// Entries from … to - 1.
struct Range {
  std::size_t from = 0, to = 0;
};

/// Quartile deviation of |x| over the centred window, at every entry of the range; never below the resolution of
/// devices.
void sliding_deviation(std::span<const float> x, Range range, std::vector<float>& out) {
  SlidingQuartiles window;
  const std::size_t n = x.size();
  const std::size_t begin = range.from > kHalfWindow ? range.from - kHalfWindow : 0;
  for (std::size_t i = begin; i < std::min(range.from + kHalfWindow, n); ++i) window.insert(std::abs(x[i]));
  for (std::size_t i = range.from; i < range.to; ++i) {
    if (i > range.from && i > kHalfWindow) window.erase(std::abs(x[i - kHalfWindow - 1]));
    if (i + kHalfWindow < n) window.insert(std::abs(x[i + kHalfWindow]));
    out[i] = std::max(window.deviation_ms(), static_cast<float>(rr::kLeastDeviation_ms));
  }
}

void sliding_median(std::span<const double> x, Range range, std::vector<float>& out) {
  SortedWindow<double, 2 * kHalfMedian + 1> window;
  const std::size_t n = x.size();
  const std::size_t begin = range.from > kHalfMedian ? range.from - kHalfMedian : 0;
  for (std::size_t i = begin; i < std::min(range.from + kHalfMedian, n); ++i) window.insert(x[i]);
  for (std::size_t i = range.from; i < range.to; ++i) {
    if (i > range.from && i > kHalfMedian) window.erase(x[i - kHalfMedian - 1]);
    if (i + kHalfMedian < n) window.insert(x[i + kHalfMedian]);
    out[i] = static_cast<float>(window.quantile(0.5));
  }
}

class Cleaner {
 public:
  Cleaner(std::span<const double> rr_ms, std::span<const std::uint8_t> follows)
      : work_(rr_ms.begin(), rr_ms.end()),
        follows_(rr_ms.size(), 1),
        found_at_(rr_ms.size()),
        is_suspect_(rr_ms.size()),
        difference_(rr_ms.size()),
        from_median_(rr_ms.size()),
        deviation_(rr_ms.size()),
        median_deviation_(rr_ms.size()) {
    if (!work_.empty()) follows_[0] = 0;
    for (std::size_t i = 0; i < std::min(follows.size(), work_.size()); ++i) follows_[i] &= follows[i];
    drop_impossible();
  }

  void run() {
    std::size_t before = work_.size() + 1;
    std::vector<Range> open{{0, work_.size()}};
    for (int pass = 0; pass < kMostPasses && !open.empty(); ++pass) {
      for (const Range& range : open) measure(range);
      for (const Range& range : open) suspect(range);
      changed_.clear();
      for (const Range& range : open) judge(range);
      if (changed_.size() >= before) break;
      before = changed_.size();
      std::ranges::sort(changed_);
      open = around(changed_);
    }
  }

  [[nodiscard]] CleanedRr result(std::span<const double> input) const {
    CleanedRr out;
    out.input_beats = input.size();
    out.rr_ms.reserve(input.size() + 16);
    out.is_clean.reserve(input.size() + 16);
    out.follows.reserve(input.size() + 16);
    bool is_broken = false;
    const auto put = [&](double ms, bool is_clean, bool follows) {
      out.rr_ms.push_back(ms);
      out.is_clean.push_back(is_clean ? 1 : 0);
      out.follows.push_back(follows && !is_broken && out.rr_ms.size() > 1 ? 1 : 0);
      is_broken = false;
    };
    for (std::size_t i = 0; i < input.size(); ++i) {
      const Found* const f = found(i);
      if (f == nullptr) {
        put(input[i], true, follows_[i] != 0);
        continue;
      }
      out.artifacts.push_back({i, f->kind});
      if (f->is_gap) {
        is_broken = true;
      } else if (!f->is_second || found(i - 1) == nullptr || found(i - 1)->instead_ms != f->instead_ms) {
        // (The first half of an extra beat's two intervals puts both.)
        for (std::uint32_t k = 0; k < f->beats; ++k) put(f->instead_ms, f->is_measured, k > 0 || follows_[i] != 0);
      }
    }
    return out;
  }

 private:
  struct Found {
    bool is_gap = false, is_measured = false;
    bool is_second = false;  ///< of the two intervals of an extra beat
    ArtifactKind kind = ArtifactKind::Long;
    double instead_ms = 0.0;
    std::uint32_t beats = 1;
  };

  [[nodiscard]] const Found* found(std::size_t i) const {
    return found_at_[i] == 0 ? nullptr : &found_[found_at_[i] - 1];
  }
  void mark(std::size_t i, const Found& f) {
    found_.push_back(f);
    found_at_[i] = static_cast<std::uint32_t>(found_.size());
  }

  /// What cannot be an interval takes its neighbours' place in the statistics and leaves a gap.
  void drop_impossible() {
    double last_ms = 800.0;
    for (const double ms : work_) {
      if (!rr::is_possible(ms)) continue;
      last_ms = ms;
      break;
    }
    for (std::size_t i = 0; i < work_.size(); ++i) {
      if (rr::is_possible(work_[i])) {
        if (work_[i] <= rr::kLongestBeat_ms) last_ms = work_[i];
        continue;
      }
      const bool is_short = work_[i] > 0.0 && work_[i] < rr::kShortest_ms;
      mark(i, {.is_gap = true, .kind = is_short ? ArtifactKind::Short : ArtifactKind::Long});
      work_[i] = last_ms;
    }
  }

  /// Where thresholds may have moved: half a window on either side of what changed.
  [[nodiscard]] std::vector<Range> around(const std::vector<std::size_t>& changed) const {
    std::vector<Range> out;
    for (const std::size_t i : changed) {
      const Range range{i > kHalfWindow ? i - kHalfWindow : 0, std::min(i + kHalfWindow + 2, work_.size())};
      if (!out.empty() && range.from <= out.back().to) {
        out.back().to = std::max(out.back().to, range.to);
      } else {
        out.push_back(range);
      }
    }
    return out;
  }

  void measure(Range range) {
    for (std::size_t i = range.from; i < range.to; ++i) {
      // The first after a gap has only the one behind it to differ from.
      const std::size_t other = follows_[i] != 0 ? i - 1 : std::min(i + 1, work_.size() - 1);
      difference_[i] = static_cast<float>(work_[i] - work_[other]);
    }
    sliding_median(work_, range, from_median_);
    for (std::size_t i = range.from; i < range.to; ++i) {
      const float off = static_cast<float>(work_[i]) - from_median_[i];
      from_median_[i] = off < 0.0F ? 2.0F * off : off;
    }
    sliding_deviation(difference_, range, deviation_);
    sliding_deviation(from_median_, range, median_deviation_);
  }

  void suspect(Range range) {
    const std::size_t n = work_.size();
    std::fill(is_suspect_.begin() + static_cast<std::ptrdiff_t>(range.from),
              is_suspect_.begin() + static_cast<std::ptrdiff_t>(range.to), std::uint8_t{0});
    const auto scaled = [&](std::size_t i, std::ptrdiff_t step) {
      // The series is mirrored at its ends, so the differences change their sign there.
      auto k = static_cast<std::ptrdiff_t>(i) + step;
      const auto last = static_cast<std::ptrdiff_t>(n) - 1;
      const bool is_mirrored = k < 0 || k > last;
      if (k < 0) k = 1 - k;
      if (k > last) k = 2 * last + 1 - k;
      const auto at = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(k, 0, last));
      const double difference = static_cast<double>(difference_[at] / deviation_[at]) / rr::kAlpha;
      return is_mirrored ? -difference : difference;
    };
    const auto from_median = [&](std::size_t i) {
      return static_cast<double>(from_median_[i] / median_deviation_[i]) / rr::kAlpha;
    };
    for (std::size_t i = range.from; i < range.to; ++i) {
      const double d = scaled(i, 0);
      if (!(std::abs(d) > 1.0)) continue;
      const std::size_t next = std::min(i + 1, n - 1);
      const rr::Suspects found =
          rr::suspects({scaled(i, -1), d, scaled(i, 1), scaled(i, 2), from_median(i), from_median(next)});
      if (found.is_suspect) is_suspect_[i] = 1;
      if (found.is_next_suspect) {
        is_suspect_[next] = 1;
        ++i;
      }
    }
    for (std::size_t i = range.from; i < range.to; ++i) {
      if (found_at_[i] != 0) is_suspect_[i] = 0;
    }
  }

  void judge(Range range) {
    for (std::size_t i = range.from; i < range.to; ++i) {
      if (is_suspect_[i] == 0) continue;
      std::size_t last = i;
      while (last + 1 < work_.size() && is_suspect_[last + 1] != 0 && last - i < kReach) ++last;
      judge(i, last);
      i = last;
    }
  }

  void judge(std::size_t first, std::size_t last) {
    const std::size_t from = first > kReach ? first - kReach : 0;
    const std::size_t count = std::min(last + kReach + 1, work_.size()) - from;
    rr::Findings findings;
    rr::judge({std::span(work_).subspan(from, count), std::span(is_suspect_).subspan(from, count)}, first - from,
              last - from, static_cast<double>(deviation_[first]), findings);
    for (std::size_t k = 0; k < findings.size(); ++k) {
      const rr::Finding& f = findings[k];
      const std::size_t i = from + f.index;
      if (found_at_[i] != 0) continue;
      const bool is_second = f.kind == ArtifactKind::Extra && k > 0 && findings[k - 1].kind == ArtifactKind::Extra &&
                             findings[k - 1].index + 1 == f.index &&
                             !(found(i - 1) != nullptr && found(i - 1)->is_second);
      mark(i, {.is_measured = f.is_measured,
               .is_second = is_second,
               .kind = f.kind,
               .instead_ms = f.instead_ms,
               .beats = f.beats});
      work_[i] = f.instead_ms;
      changed_.push_back(i);
    }
  }

  std::vector<double> work_;
  std::vector<std::uint8_t> follows_;
  std::vector<Found> found_;
  std::vector<std::uint32_t> found_at_;  ///< of each entry, from 1; 0: nothing is wrong with it
  std::vector<std::uint8_t> is_suspect_;
  std::vector<float> difference_, from_median_, deviation_, median_deviation_;
  std::vector<std::size_t> changed_;  ///< in this pass
};

}  // namespace

std::string_view name(ArtifactKind kind) {
  static constexpr std::array<std::string_view, 5> kNames{"ectopic", "missed", "extra", "long", "short"};
  return kNames[static_cast<std::size_t>(kind)];
}

double CleanedRr::artifact_percent() const noexcept {
  return input_beats == 0 ? 0.0 : 100.0 * static_cast<double>(artifacts.size()) / static_cast<double>(input_beats);
}

CleanedRr clean_rr(std::span<const double> rr_ms, std::span<const std::uint8_t> follows) {
  Cleaner cleaner(rr_ms, follows);
  cleaner.run();
  return cleaner.result(rr_ms);
}

CleanedRr uncleaned_rr(std::span<const double> rr_ms, std::span<const std::uint8_t> follows) {
  CleanedRr out;
  out.input_beats = rr_ms.size();
  out.rr_ms.assign(rr_ms.begin(), rr_ms.end());
  out.is_clean.assign(rr_ms.size(), 1);
  out.follows.assign(rr_ms.size(), 1);
  if (!follows.empty()) std::copy_n(follows.begin(), std::min(follows.size(), rr_ms.size()), out.follows.begin());
  if (!out.follows.empty()) out.follows[0] = 0;
  return out;
}

}  // namespace tonus::body
