#include <engine/core/hash.hpp>

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace {

using namespace tonus;

std::uint64_t hash_of_numbers(int count, double first) {
  StateHash hash;
  hash.mix(first);
  for (int i = 1; i < count; ++i) hash.mix(static_cast<double>(i));
  return hash.value();
}

TEST(StateHash, EqualStatesHashEqualAndOneBitChangesTheHash) {
  EXPECT_EQ(hash_of_numbers(1000, 1.0), hash_of_numbers(1000, 1.0));
  EXPECT_NE(hash_of_numbers(1000, 1.0), hash_of_numbers(1000, std::nextafter(1.0, 2.0)));
  EXPECT_NE(hash_of_numbers(1000, 0.0), hash_of_numbers(1000, -0.0));
  EXPECT_NE(hash_of_numbers(1000, 1.0), hash_of_numbers(1001, 1.0));
}

TEST(StateHash, OrderCounts) {
  StateHash a, b;
  a.mix(1);
  a.mix(2);
  b.mix(2);
  b.mix(1);
  EXPECT_NE(a.value(), b.value());
}

TEST(StateHash, SeedAndAskingInBetweenAreRemembered) {
  StateHash plain, seeded(7);
  plain.mix(1);
  seeded.mix(1);
  EXPECT_NE(plain.value(), seeded.value());
  EXPECT_EQ(plain.value(), plain.value());
}

TEST(StateHash, BytesLongerThanTheBufferAreHashedWhole) {
  std::vector<std::byte> large(10'000, std::byte{1});
  StateHash a, b;
  a.mix_bytes(large);
  large.back() = std::byte{2};
  b.mix_bytes(large);
  EXPECT_NE(a.value(), b.value());
  StateHash empty;
  empty.mix_bytes({});
  EXPECT_EQ(empty.value(), StateHash().value());
}

TEST(StateHash, GoldenValuesNeverChange) {
  const std::byte bytes[]{std::byte{'t'}, std::byte{'o'}, std::byte{'n'}, std::byte{'u'}, std::byte{'s'}};
  EXPECT_EQ(hash_bytes(bytes), 0xF3B943444ADDD4FCu);
  EXPECT_EQ(hash_of_numbers(1000, 1.0), 0xBC4C2C48CC4E111Bu);
}

}  // namespace
