#include "rr_rules.hpp"

#include <algorithm>
#include <cmath>

#include <sensors/body/sorted_window.hpp>

namespace tonus::body::rr {
namespace {

constexpr double kSlope = 0.13, kOffset = 0.17;  // c1 and c2 of the paper
constexpr double kFarFromMedian = 3.0;
constexpr std::size_t kSideBeats = 6;
constexpr double kHarmless_share = 0.12;      // of the interval expected
constexpr double kHarmlessDeviations = 12.0;  // of the differences, and at least the paper's own 5.2
constexpr double kPartnerShare = 0.6;         // the other half of an event need not stand out as far
constexpr double kExtraSum_share = 0.3;
constexpr double kTwoBeats = 1.6;  // from here an interval is nearer to two than to one
constexpr double kMissedTolerance_share = 0.2;
constexpr std::uint32_t kMostMissed = 4;

double expected_ms(const Stretch& s, std::size_t first, std::size_t last) noexcept {
  SortedWindow<double, 2 * kSideBeats> near;
  for (std::size_t i = first, found = 0; i-- > 0 && found < kSideBeats;) {
    if (s.is_suspect[i] != 0 || s.rr_ms[i] > kLongestBeat_ms) continue;
    near.insert(s.rr_ms[i]);
    ++found;
  }
  for (std::size_t i = last + 1, found = 0; i < s.rr_ms.size() && found < kSideBeats; ++i) {
    if (s.is_suspect[i] != 0 || s.rr_ms[i] > kLongestBeat_ms) continue;
    near.insert(s.rr_ms[i]);
    ++found;
  }
  return near.quantile(0.5);
}

}  // namespace

Suspects suspects(const Scaled& s) noexcept {
  const double d = s.difference;
  if (!(std::abs(d) > 1.0)) return {};
  // Ectopic: the differences around it point the other way.
  const double around = d > 0.0 ? std::max(s.before, s.next) : std::min(s.before, s.next);
  if ((d > 1.0 && around < -kSlope * d - kOffset) || (d < -1.0 && around > -kSlope * d + kOffset)) return {true, false};

  const auto ahead = [](double difference, double one, double two) {
    return difference >= 0.0 ? std::min(one, two) : std::max(one, two);
  };
  const auto stands_out = [](double difference, double beyond, double from_median) {
    return (difference > 1.0 && beyond < -1.0) || (difference < -1.0 && beyond > 1.0) ||
           std::abs(from_median) > kFarFromMedian;
  };
  Suspects out;
  out.is_suspect = stands_out(d, ahead(d, s.next, s.after_next), s.from_median);
  if (std::abs(s.next) < std::abs(s.after_next)) {
    out.is_next_suspect = stands_out(s.next, s.after_next, s.next_from_median);
  }
  return out;
}

void judge(const Stretch& s, std::size_t first, std::size_t last, double deviation_ms, Findings& out) noexcept {
  const double expected = expected_ms(s, first, last);
  if (expected <= 0.0) return;
  const double deviation = std::max(deviation_ms, kLeastDeviation_ms);
  const double harmless =
      std::min(std::max(kHarmless_share * expected, kAlpha * deviation), kHarmlessDeviations * deviation);
  const std::size_t end = std::min(last + 2, s.rr_ms.size());
  const auto off = [&](std::size_t i) { return s.rr_ms[i] - expected; };
  for (std::size_t i = first > 0 ? first - 1 : 0; i < end; ++i) {
    const double here = off(i);
    const double there = i + 1 < end ? off(i + 1) : 0.0;
    const bool stands_out = std::abs(here) >= harmless;
    const bool is_pair = here * there < 0.0 && std::max(std::abs(here), std::abs(there)) >= harmless &&
                         std::min(std::abs(here), std::abs(there)) >= kPartnerShare * harmless;
    if (stands_out && s.rr_ms[i] >= kTwoBeats * expected) {
      const double times = s.rr_ms[i] / expected + 0.5;
      const auto beats = times < 100.0 ? static_cast<std::uint32_t>(times) : 100U;
      const double each = s.rr_ms[i] / static_cast<double>(beats);
      const bool is_missed = beats <= kMostMissed && std::abs(each - expected) <= kMissedTolerance_share * expected;
      out.try_push({i, is_missed ? ArtifactKind::Missed : ArtifactKind::Long, is_missed ? each : expected,
                    is_missed ? beats : 1U});
    } else if (stands_out && here < 0.0 && i + 1 < end && there < 0.0 &&
               here + there + expected <= kExtraSum_share * expected) {
      const double together = s.rr_ms[i] + s.rr_ms[i + 1];
      const bool is_measured = std::abs(together - expected) < harmless;
      out.try_push({i, ArtifactKind::Extra, together, 1, is_measured});
      out.try_push({i + 1, ArtifactKind::Extra, together, 1, is_measured});
      ++i;
    } else if (is_pair && s.rr_ms[i + 1] < kTwoBeats * expected) {
      const bool is_early = here < 0.0;
      const double mean = 0.5 * (s.rr_ms[i] + s.rr_ms[i + 1]);
      const double each = std::abs(mean - expected) < harmless ? mean : expected;
      out.try_push({i, is_early ? ArtifactKind::Ectopic : ArtifactKind::Long, each});
      out.try_push({i + 1, is_early ? ArtifactKind::Ectopic : ArtifactKind::Short, each});
      ++i;
    } else if (stands_out) {
      out.try_push({i, here > 0.0 ? ArtifactKind::Long : ArtifactKind::Short, expected});
    }
  }
}

}  // namespace tonus::body::rr
