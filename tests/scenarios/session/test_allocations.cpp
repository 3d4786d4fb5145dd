// A running session asks the heap for nothing: counted for every malloc of the thread, Bullet's included.
#include <support/count_allocations.hpp>

#include "session_world.hpp"

namespace tonus::session {
namespace {

TEST(Session, ATickAllocatesNothingInTheSteadyState) {
  if (!TONUS_COUNTS_ALLOCATIONS) GTEST_SKIP() << "a sanitizer owns malloc";
  const auto before_one = testing_support::allocations;
  auto one = std::make_unique<int>(1);
  ASSERT_GT(testing_support::allocations, before_one) << "the counter does not count";
  Rehearsal run(definition_of(600));
  run.rows.reserve(4096);
  run.run(240);  // every pool and array has been at its largest
  std::uint64_t ticks_that_did = 0;
  for (int i = 0; i < 240 * 120; ++i) {
    run.inputs.poses = punching(run.session->ticks());
    run.inputs.events.clear();
    run.heart.fill(run.session->ticks(), run.demand, run.inputs);
    const auto before = testing_support::allocations;
    const auto out = run.session->tick(run.inputs);
    ticks_that_did += testing_support::allocations != before ? 1 : 0;
    run.demand = out.feedback.demand.value;
  }
  EXPECT_EQ(ticks_that_did, 0U);
}

}  // namespace
}  // namespace tonus::session
