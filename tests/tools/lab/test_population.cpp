#include <bit>

#include <gtest/gtest.h>

#include <population.hpp>

namespace tonus::lab {
namespace {

Results small_run(unsigned threads, std::uint64_t first_seed = 1) {
  RunOptions options{.athletes = 6, .first_seed = first_seed, .threads = threads};
  options.protocols = {find_protocol("overshoot"), find_protocol("gaps")};
  return run(options, [](const Part&, std::size_t, std::size_t) { return true; });
}

void expect_same(const Results& a, const Results& b) {
  ASSERT_EQ(a.parts.size(), b.parts.size());
  for (std::size_t p = 0; p < a.parts.size(); ++p)
    for (std::size_t law = 0; law < kLaws; ++law) {
      ASSERT_EQ(a.parts[p].of[law].size(), b.parts[p].of[law].size());
      for (std::size_t i = 0; i < a.parts[p].of[law].size(); ++i)
        for (std::size_t m = 0; m < kMeasures; ++m) {
          EXPECT_EQ(std::bit_cast<std::uint64_t>(a.parts[p].of[law][i].of[m]),
                    std::bit_cast<std::uint64_t>(b.parts[p].of[law][i].of[m]));
        }
    }
}

TEST(Population, FiguresAreTheSameForAnyNumberOfThreads) {
  const Results one = small_run(1);
  ASSERT_EQ(one.parts.size(), 4u);
  ASSERT_FALSE(one.parts[0].of[0].empty());
  expect_same(one, small_run(2));
  expect_same(one, small_run(3));
}

TEST(Population, AnAthleteIsTheSameInAnyCompany) {
  const Results all = small_run(2), late = small_run(2, 4);
  const auto a = all.parts[0].values(LawId::Replica, Measure::Overshoot);
  const auto b = late.parts[0].values(LawId::Replica, Measure::Overshoot);
  EXPECT_EQ(a[3], b[0]);
  EXPECT_NE(a[0], b[0]);
}

TEST(Population, TheRunEndsWhenTold) {
  RunOptions options{.athletes = 500, .first_seed = 1, .threads = 2};
  options.protocols = {find_protocol("stops")};
  const Results results = run(options, [](const Part&, std::size_t, std::size_t) { return false; });
  EXPECT_TRUE(results.parts.empty());
}

TEST(Population, EveryRowBelongsToAProtocolAndMeasuresSomething) {
  for (const Row& row : rows()) EXPECT_NE(find_protocol(row.protocol), nullptr) << row.protocol;
  for (std::size_t m = 0; m < kMeasures; ++m) EXPECT_FALSE(facts(static_cast<Measure>(m)).name.empty()) << m;
}

TEST(Population, HeldOutPeopleAreNotTheTunedOn) {
  EXPECT_GT(kHeldOutSeed, kTuningSeeds + 100'000);
  EXPECT_EQ(RunOptions{}.first_seed, kHeldOutSeed);
}

}  // namespace
}  // namespace tonus::lab
