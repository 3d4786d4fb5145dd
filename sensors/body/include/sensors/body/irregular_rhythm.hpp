#pragma once
// Whether the rhythm of the heart looks irregular, as in atrial fibrillation: a flag that pauses adaptation and
// suggests a check. It never diagnoses. Pure, streaming, no allocation, no libm.

#include <array>
#include <cstddef>
#include <cstdint>

#include <engine/core/hash.hpp>

namespace tonus::body {

/// Symbolic dynamics and Shannon entropy (Zhou et al. 2014/2015): heart rate of each beat in classes of 5 bpm, three in
/// a row make a word, and over 127 words k/(N log2 N) times their entropy, k the number of different words. Published
/// threshold 0.639; published sensitivity 97.37 %, specificity 98.44 % on the MIT-BIH AF database, which we do not
/// have: ours is tried on simulated rhythms alone.
///
/// Raised after 12 beats in a row at or above 0.639, taken back after 60 in a row below 0.5: about a minute of beats
/// must have come before it can be raised.
class IrregularRhythm {
 public:
  static constexpr std::size_t kWords = 127;

  /// One interval, as recorded: irregularity must not be corrected away. Ignores what is outside 200…2000 ms.
  void push(double rr_ms) noexcept;
  /// Forgets everything, after missing time or a change of the sensor.
  void clear() noexcept;
  [[nodiscard]] bool is_raised() const noexcept { return is_raised_; }
  /// 0…about 1; 0 until 127 words have come.
  [[nodiscard]] double entropy() const noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  /// How often a word lies in the window; O(127).
  [[nodiscard]] std::size_t count(std::uint32_t word) const noexcept;

  std::array<std::uint32_t, kWords> words_{};
  std::size_t size_ = 0, next_ = 0;
  std::uint32_t word_ = 0;     ///< the newest three symbols
  std::uint32_t symbols_ = 0;  ///< come so far, up to three
  std::int32_t different_ = 0;
  double sum_ = 0.0;                  ///< of c log2 c over the different words
  std::uint32_t high_ = 0, low_ = 0;  ///< beats in a row
  bool is_raised_ = false;
};

}  // namespace tonus::body
