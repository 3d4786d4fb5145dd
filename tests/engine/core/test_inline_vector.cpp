#include <engine/core/inline_vector.hpp>

#include <numeric>
#include <type_traits>

#include <gtest/gtest.h>

namespace {

using tonus::InlineVector;
static_assert(std::is_trivially_copyable_v<InlineVector<int, 4>>);

TEST(InlineVector, RefusesWhatDoesNotFitAndKeepsTheRest) {
  InlineVector<int, 3> v;
  EXPECT_TRUE(v.empty());
  EXPECT_TRUE(v.try_push(1) && v.try_push(2) && v.try_push(3));
  EXPECT_TRUE(v.is_full());
  EXPECT_FALSE(v.try_push(4));
  EXPECT_EQ(std::accumulate(v.begin(), v.end(), 0), 6);
  EXPECT_EQ(v.back(), 3);
}

TEST(InlineVector, ShrinksNeverGrowsAndClears) {
  InlineVector<int, 3> v;
  v.try_push(1);
  v.try_push(2);
  v.shrink(5);
  EXPECT_EQ(v.size(), 2u);
  v.shrink(1);
  EXPECT_EQ(v.size(), 1u);
  EXPECT_EQ(v[0], 1);
  v.clear();
  EXPECT_TRUE(v.empty());
  EXPECT_EQ(v.capacity(), 3u);
}

}  // namespace
