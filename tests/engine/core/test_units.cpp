#include <engine/core/units.hpp>

#include <type_traits>

#include <gtest/gtest.h>

namespace {

using namespace tonus;
using namespace tonus::literals;

template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};
static_assert(Addable<BeatsPerMinute, BeatsPerMinute>);
static_assert(!Addable<BeatsPerMinute, Watts>, "72_bpm + 200_W must not compile");
static_assert(!std::is_convertible_v<double, BeatsPerMinute>);

TEST(Units, CalculateWithinTheirKindAndDivideToANumber) {
  EXPECT_EQ(72_bpm + 8_bpm, 80_bpm);
  EXPECT_EQ(72_bpm - 80_bpm, -(8_bpm));
  EXPECT_EQ(72.5_bpm * 2.0, 145_bpm);
  EXPECT_EQ(2.0 * 100_W, 200_W);
  EXPECT_EQ(90_rpm / 2.0, 45_rpm);
  EXPECT_EQ(100_W / 200_W, 0.5);
  EXPECT_LT(72_bpm, 73_bpm);
}

}  // namespace
