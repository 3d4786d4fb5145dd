#pragma once
// Cleaning of beats as they come: the rules of rr_cleaning.hpp on what is behind and a few beats ahead. Pure, no
// allocation, no libm; a member of the sim thread's estimator.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <engine/core/hash.hpp>
#include <engine/core/inline_vector.hpp>
#include <sensors/body/rr_cleaning.hpp>
#include <sensors/body/sorted_window.hpp>

namespace tonus::body {

/// The verdict on an interval comes exactly kDelayBeats intervals after it.
class BeatCleaner {
 public:
  static constexpr std::size_t kDelayBeats = 6;

  struct Verdict {
    double rr_ms = 0.0;  ///< as given
    bool is_artifact = false;
    ArtifactKind kind = ArtifactKind::Long;  ///< means something of an artifact alone
  };

  /// Intervals in ms, in order, of one source without missing time; after a gap, clear(). Any number may come.
  std::optional<Verdict> push(double rr_ms) noexcept;
  void clear() noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  struct Entry {
    double given_ms = 0.0, rr_ms = 0.0;  ///< rr_ms: what stands in for an artifact
    float difference = 0.0F, from_median = 0.0F;
    std::uint8_t is_suspect = 0, is_artifact = 0;
    ArtifactKind kind = ArtifactKind::Long;
  };
  static constexpr std::size_t kKept = 48;
  static constexpr std::size_t kWindow = 91;
  static constexpr std::size_t kLookAhead = 3;  ///< beats ahead that the suspicion of one needs
  static constexpr std::size_t kLongestCluster = 2;

  /// The quartile deviation of the newest magnitudes.
  class Spread {
   public:
    void add(float magnitude) noexcept;
    [[nodiscard]] float value() const noexcept { return sorted_.quartile_deviation(); }
    [[nodiscard]] std::size_t size() const noexcept { return sorted_.size(); }

   private:
    SortedWindow<float, kWindow> sorted_;
    std::array<float, kWindow> newest_{};
    std::size_t next_ = 0;
  };

  [[nodiscard]] double deviation_ms(const Spread& spread, double rr_ms) const noexcept;
  void measure_newest() noexcept;
  void suspect(std::size_t i) noexcept;
  void judge(std::size_t first, std::size_t last) noexcept;

  InlineVector<Entry, kKept> entries_;  ///< newest last
  Spread differences_, distances_;
  std::uint64_t digest_ = 0;  ///< of everything given and found: the state is a function of that
  std::size_t cluster_ = 0;   ///< suspects side by side up to the newest entry that was looked at
};

}  // namespace tonus::body
