#pragma once
// The session's own random numbers: equal seeds give equal numbers on every platform and standard library.
// Never call two draws inside one argument list: the order of evaluation differs between compilers.

#include <array>
#include <cstdint>

namespace tonus {

/// xoshiro256** (Blackman & Vigna 2018), seeded through splitmix64. Copyable: a copy repeats the original.
class Random {
 public:
  explicit Random(std::uint64_t seed = 1) noexcept;
  [[nodiscard]] std::uint64_t next() noexcept;
  /// Uniform in [0, 1), 53 bits.
  [[nodiscard]] double uniform() noexcept;
  /// Uniform in [low, high).
  [[nodiscard]] double uniform(double low, double high) noexcept;
  /// Mean 0, standard deviation 1 (Box–Muller, one of the pair is kept for the next call).
  [[nodiscard]] double normal() noexcept;
  /// Exponentially distributed with the given mean (> 0).
  [[nodiscard]] double exponential(double mean) noexcept;
  /// The words that make the state, for hashing.
  [[nodiscard]] const std::array<std::uint64_t, 4>& state() const noexcept { return s_; }

 private:
  std::array<std::uint64_t, 4> s_{};
  double spare_ = 0.0;
  bool has_spare_ = false;
};

}  // namespace tonus
