// A step allocates nothing: counted, not assumed.
#include <cstdlib>

#include <gtest/gtest.h>

#include <sensors/athlete/athlete.hpp>

#include "../../support/count_allocations.hpp"

namespace {

using namespace tonus::athlete;
using tonus::testing_support::allocations;

TEST(AthleteAllocations, NoStepAllocates) {
  if (TONUS_COUNTS_ALLOCATIONS == 0) GTEST_SKIP() << "a sanitizer owns malloc: nothing can be counted";
  const std::uint64_t at_first = allocations;
  // Through a pointer that the compiler must believe in, or it leaves both out.
  void* volatile block = std::malloc(7);
  std::free(block);
  ASSERT_GT(allocations, at_first);
  for (const Plant plant : {Plant::TwoPhase, Plant::Nonlinear}) {
    for (const auto persona : personas()) {
      Parameters p = draw(persona, Work::Cycle, 1);
      p.plant = plant;
      Athlete athlete(p, {.dropouts_per_hour = 20.0, .spikes_per_hour = 60.0, .locks_per_hour = 20.0}, 1);
      std::size_t samples = 0;
      const std::uint64_t before = allocations;
      for (int i = 0; i < 18000; ++i) {
        athlete.step(100.0 + i % 50);
        samples += athlete.samples().size();
      }
      EXPECT_EQ(allocations - before, 0u) << persona;
      EXPECT_GT(samples, 3000u);
    }
  }
}

}  // namespace
