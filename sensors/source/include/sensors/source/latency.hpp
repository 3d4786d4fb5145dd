#pragma once
// How long samples take, counted where it costs nothing: a histogram with quarters of an octave for steps.

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <limits>

#include <engine/core/time.hpp>

namespace tonus::sensors {

/// One thread counts, any other may read meanwhile. From 16 us to 4 s, each figure at most 25 % too high.
class LatencyCounter {
 public:
  void add(Duration took) noexcept { counts_[bin_of(took)].fetch_add(1, std::memory_order_relaxed); }
  /// The time that this share (0…1) of all did not exceed, as the upper edge of its step, in ms; NaN where none was
  /// counted.
  [[nodiscard]] float at_share_ms(double share) const noexcept {
    std::uint64_t all = 0;
    for (const auto& count : counts_) all += count.load(std::memory_order_relaxed);
    if (all == 0) return std::numeric_limits<float>::quiet_NaN();
    std::uint64_t seen = 0;
    for (std::size_t bin = 0; bin < kBins; ++bin) {
      seen += counts_[bin].load(std::memory_order_relaxed);
      if (static_cast<double>(seen) >= share * static_cast<double>(all)) return edge_ms(bin);
    }
    return edge_ms(kBins - 1);
  }

 private:
  static constexpr int kFirstOctave = 14;  // 2^14 ns
  static constexpr std::size_t kBins = 4 * 18;

  static std::size_t bin_of(Duration took) noexcept {
    const auto ns = static_cast<std::uint64_t>(took.count() > 0 ? took.count() : 0);
    const int octave = static_cast<int>(std::bit_width(ns)) - 1;
    if (octave < kFirstOctave) return 0;
    const auto quarter = static_cast<std::size_t>(ns >> (octave - 2) & 3U);
    const std::size_t bin = 4 * static_cast<std::size_t>(octave - kFirstOctave) + quarter;
    return bin < kBins ? bin : kBins - 1;
  }
  static float edge_ms(std::size_t bin) noexcept {
    const double octave_ns = static_cast<double>(std::uint64_t{1} << (kFirstOctave + static_cast<int>(bin / 4)));
    return static_cast<float>(octave_ns * (1.25 + 0.25 * static_cast<double>(bin % 4)) * 1e-6);
  }
  std::array<std::atomic<std::uint32_t>, kBins> counts_{};
};

}  // namespace tonus::sensors
