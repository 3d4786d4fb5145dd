// The two ways to cross threads: "every" (SpscRing) and "latest" (Latest). Run under the tsan preset as well.
#include <array>
#include <numeric>
#include <thread>

#include <gtest/gtest.h>

#include <engine/core/latest.hpp>
#include <engine/core/spsc_ring.hpp>

namespace {

using namespace tonus;

struct Wide {
  std::array<std::uint64_t, 32> words{};
  [[nodiscard]] bool is_whole() const {
    for (const auto word : words) {
      if (word != words[0]) return false;
    }
    return true;
  }
  static Wide of(std::uint64_t value) {
    Wide wide;
    wide.words.fill(value);
    return wide;
  }
};

TEST(SpscRing, GivesBackInOrderAndHoldsOneLessThanItsSlots) {
  SpscRing<int, 4> ring;
  int value = 0;
  EXPECT_TRUE(ring.is_empty());
  EXPECT_FALSE(ring.try_pop(value));
  EXPECT_TRUE(ring.try_push(1) && ring.try_push(2) && ring.try_push(3));
  EXPECT_FALSE(ring.try_push(4));
  EXPECT_EQ(ring.dropped(), 1u);
  for (const int expected : {1, 2, 3}) {
    ASSERT_TRUE(ring.try_pop(value));
    EXPECT_EQ(value, expected);
  }
  EXPECT_TRUE(ring.is_empty());
}

TEST(SpscRing, WrapsAroundManyTimes) {
  SpscRing<int, 3> ring;
  for (int i = 0; i < 1000; ++i) {
    int value = -1;
    ASSERT_TRUE(ring.try_push(i));
    ASSERT_TRUE(ring.try_pop(value));
    ASSERT_EQ(value, i);
  }
  EXPECT_EQ(ring.dropped(), 0u);
}

TEST(SpscRing, BetweenThreadsEveryValueArrivesWholeInOrderOrIsCountedAsDropped) {
  static SpscRing<Wide, 64> ring;
  constexpr std::uint64_t kValues = 100'000;
  std::thread producer([] {
    for (std::uint64_t i = 1; i <= kValues; ++i) ring.try_push(Wide::of(i));
    while (!ring.try_push(Wide::of(kValues + 1))) std::this_thread::yield();
  });
  std::uint64_t received = 0, last = 0;
  for (Wide value; last <= kValues;) {
    if (!ring.try_pop(value)) {
      std::this_thread::yield();
      continue;
    }
    ASSERT_TRUE(value.is_whole());
    ASSERT_GT(value.words[0], last);
    last = value.words[0];
    ++received;
  }
  producer.join();
  EXPECT_TRUE(ring.is_empty());
  // What did not arrive was dropped; the last value may have been refused several times before it went in.
  EXPECT_GE(received + ring.dropped(), kValues + 1);
  EXPECT_LE(received, kValues + 1);
}

TEST(Latest, ShowsNothingNewUntilPublished) {
  Latest<int> latest;
  EXPECT_FALSE(latest.try_update());
  latest.back() = 5;
  EXPECT_FALSE(latest.try_update());
  latest.publish();
  EXPECT_TRUE(latest.try_update());
  EXPECT_EQ(latest.front(), 5);
  EXPECT_FALSE(latest.try_update());
  EXPECT_EQ(latest.front(), 5);
}

TEST(Latest, SkipsToTheNewest) {
  Latest<int> latest;
  for (int i = 1; i <= 10; ++i) {
    latest.back() = i;
    latest.publish();
  }
  EXPECT_TRUE(latest.try_update());
  EXPECT_EQ(latest.front(), 10);
}

TEST(Latest, BetweenThreadsTheReaderSeesWholeValuesThatOnlyGrowNewer) {
  static Latest<Wide> latest;
  constexpr std::uint64_t kValues = 100'000;
  std::thread writer([] {
    for (std::uint64_t i = 1; i <= kValues; ++i) {
      latest.back() = Wide::of(i);
      latest.publish();
    }
  });
  std::uint64_t last = 0;
  while (last < kValues) {
    if (!latest.try_update()) {
      std::this_thread::yield();
      continue;
    }
    ASSERT_TRUE(latest.front().is_whole());
    ASSERT_GT(latest.front().words[0], last);
    last = latest.front().words[0];
  }
  writer.join();
}

}  // namespace
