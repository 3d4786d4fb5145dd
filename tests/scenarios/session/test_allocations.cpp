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

TEST(Session, NorInARoomWithBareHandsAndTurns) {
  if (!TONUS_COUNTS_ALLOCATIONS) GTEST_SKIP() << "a sanitizer owns malloc";
  auto d = definition_of(600);
  d.place.name = "made";
  for (const auto& [x, z] :
       {std::pair{-3.0F, -3.0F}, std::pair{3.0F, -3.0F}, std::pair{3.0F, 3.0F}, std::pair{-3.0F, 3.0F}})
    d.place.room.outline.try_push({x, 0.0F, z});
  for (int i = 0; i < 20; ++i)
    d.place.room.boxes.try_push(
        {{{}, {-2.8F + 0.28F * static_cast<float>(i), 0.4F, 2.5F}}, {0.1F, 0.4F, 0.3F}, RoomLabel::Table});
  auto session = make_session(d);
  TickInputs in;
  TestHeart heart;
  double demand = 0.0;
  std::uint64_t ticks_that_did = 0;
  for (int i = 0; i < 480 * 120; ++i) {
    in.poses = punching(i);
    for (std::size_t h = 0; h < kHands && i / 1200 % 2 == 1; ++h) {
      in.poses.joints[h].is_tracked = true;
      in.poses.joints[h].position_m.fill(in.poses.hands[h].world_from_hand.position);
    }
    in.events.clear();
    if (i % 2400 == 2399) in.events.try_push({tick_start(i), i % 4800 == 4799 ? Action::Recenter : Action::TurnLeft});
    heart.fill(i, demand, in);
    const auto before = testing_support::allocations;
    demand = session->tick(in).feedback.demand.value;
    if (i > 240 * 120 && testing_support::allocations != before) ++ticks_that_did;
  }
  EXPECT_EQ(ticks_that_did, 0U);
}

}  // namespace
}  // namespace tonus::session
