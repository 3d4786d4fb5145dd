#pragma once
// What batch and live cleaning share: the suspects of Lipponen & Tarvainen, and the second look at them. Works on a
// stretch of a series; no allocation, no libm.

#include <cstddef>
#include <cstdint>
#include <span>

#include <engine/core/inline_vector.hpp>
#include <sensors/body/rr_cleaning.hpp>

namespace tonus::body::rr {

inline constexpr double kShortest_ms = 200.0, kLongest_ms = 10000.0;
[[nodiscard]] constexpr bool is_possible(double rr_ms) { return rr_ms >= kShortest_ms && rr_ms <= kLongest_ms; }
/// As a beat of its own; longer ones may hold missed beats.
inline constexpr double kLongestBeat_ms = 2500.0;

inline constexpr double kAlpha = 5.2;              ///< quartile deviations to the threshold
inline constexpr double kLeastDeviation_ms = 1.0;  ///< resolution of what devices send: regular series have no spread

/// Differences and distances from the median in units of their thresholds.
struct Scaled {
  double before, difference, next, after_next;  ///< of entries i - 1 … i + 2
  double from_median, next_from_median;         ///< of entries i and i + 1
};
struct Suspects {
  bool is_suspect = false;       ///< entry i
  bool is_next_suspect = false;  ///< entry i + 1
};
/// Steps 4 to 6 of facts a.3 for entry i, without its classes.
[[nodiscard]] Suspects suspects(const Scaled& s) noexcept;

/// A stretch around suspects that may be changed. All spans are of one length.
struct Stretch {
  std::span<const double> rr_ms;
  std::span<const std::uint8_t> is_suspect;  ///< or known to be an artifact
};
struct Finding {
  std::size_t index = 0;  ///< of the stretch
  ArtifactKind kind = ArtifactKind::Long;
  double instead_ms = 0.0;   ///< what would have stood there; of an extra beat: both intervals together
  std::uint32_t beats = 1;   ///< of a missed beat: how many intervals of instead_ms it holds
  bool is_measured = false;  ///< instead_ms is as good as measured: an extra beat taken out of a usual interval
};
using Findings = InlineVector<Finding, 64>;

/// Entries first … last are suspects side by side; they and one neighbour on either side are judged against the median
/// of up to six clean entries on either side. What deviates from it by less than 12 % or 5.2 quartile deviations of the
/// differences, whichever is more, and by less than 12 of them, is let go: breathing does that. The other half of an
/// event needs 0.6 of it. `deviation_ms`: quartile deviation of the absolute differences there.
void judge(const Stretch& stretch, std::size_t first, std::size_t last, double deviation_ms, Findings& out) noexcept;

}  // namespace tonus::body::rr
