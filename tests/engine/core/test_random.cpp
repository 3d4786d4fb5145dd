#include <engine/core/random.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

namespace {

using tonus::Random;

TEST(Random, GivesTheNumbersOfThePublishedGenerator) {
  // xoshiro256** over a state from splitmix64(1), by the published reference algorithms.
  std::uint64_t seed = 1;
  std::array<std::uint64_t, 4> s{};
  for (auto& word : s) {
    std::uint64_t z = (seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    word = z ^ (z >> 31);
  }
  EXPECT_EQ(s[0], 0x910A2DEC89025CC1u);  // first output of splitmix64 for seed 1
  Random random(1);
  EXPECT_EQ(random.state(), s);
  EXPECT_EQ(random.next(), std::rotl(s[1] * 5, 7) * 9);
}

TEST(Random, GoldenValuesNeverChange) {
  Random random(42);
  EXPECT_EQ(random.next(), 0x15780B2E0C2EC716u);
  EXPECT_EQ(random.next(), 0x6104D9866D113A7Eu);
  EXPECT_EQ(random.next(), 0xAE17533239E499A1u);
  Random floats(42);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(floats.uniform()), 0x3FB5780B2E0C2EC0u);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(floats.normal()), 0xBFDA9557F5AB67E0u);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(floats.exponential(3.0)), 0x401F08BFDBD58515u);
}

TEST(Random, EqualSeedsAndCopiesRepeatOthersDoNot) {
  Random a(7), b(7), c(8);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(a.next(), b.next());
  EXPECT_NE(a.next(), c.next());
  std::ignore = a.normal();  // leaves a spare behind, which a copy must take along
  Random copy = a;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(a.normal(), copy.normal());
}

TEST(Random, SeedZeroIsAsGoodAsAnyOther) {
  Random random(0);
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.next());
  EXPECT_EQ(seen.size(), 1000u);
}

TEST(Random, UniformFillsItsRangeAndNeverReachesItsUpperEnd) {
  Random random(3);
  double sum = 0.0, least = 1.0, most = 0.0;
  for (int i = 0; i < 100'000; ++i) {
    const double u = random.uniform();
    sum += u;
    least = std::min(least, u);
    most = std::max(most, u);
  }
  EXPECT_GE(least, 0.0);
  EXPECT_LT(most, 1.0);
  EXPECT_NEAR(sum / 100'000, 0.5, 0.005);
  for (int i = 0; i < 1000; ++i) {
    const double x = random.uniform(-3.0, 5.0);
    EXPECT_TRUE(x >= -3.0 && x < 5.0);
  }
}

TEST(Random, NormalAndExponentialHaveTheirMoments) {
  Random random(5);
  double sum = 0.0, square = 0.0, beyond_two = 0.0, waits = 0.0;
  constexpr int kDraws = 200'000;
  for (int i = 0; i < kDraws; ++i) {
    const double x = random.normal();
    sum += x;
    square += x * x;
    beyond_two += std::abs(x) > 2.0 ? 1.0 : 0.0;
    const double wait = random.exponential(4.0);
    ASSERT_GE(wait, 0.0);
    waits += wait;
  }
  EXPECT_NEAR(sum / kDraws, 0.0, 0.01);
  EXPECT_NEAR(square / kDraws, 1.0, 0.015);
  EXPECT_NEAR(beyond_two / kDraws, 0.0455, 0.003);
  EXPECT_NEAR(waits / kDraws, 4.0, 0.05);
}

}  // namespace
