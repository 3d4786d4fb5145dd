// Who is taken when nobody was named.
#include <gtest/gtest.h>

#include "live.hpp"

namespace {

using namespace tonus::sensors;

FoundDevice strap(const char* address, std::optional<int> rssi_dbm) {
  return {.address = address, .services = {uuid::kHeartRateService}, .rssi_dbm = rssi_dbm};
}

TEST(MostLikelyOwn, TheStrongestOfStrangersAndARememberedOneBeforeAll) {
  const std::vector<FoundDevice> found{strap("A", -80), strap("B", -40), strap("C", -70)};
  EXPECT_EQ(most_likely_own(found, {uuid::kHeartRateService}, {})->address, "B");
  EXPECT_EQ(most_likely_own(found, {uuid::kHeartRateService}, {{"", "A"}, {"", "C"}})->address, "C");
  EXPECT_EQ(most_likely_own(found, {uuid::kHeartRateService}, {{"", "X"}})->address, "B");
}

TEST(MostLikelyOwn, AnOwnOneThatWasNotHeardWhenThereIsNobodyElse) {
  const FoundDevice silent = strap("A", std::nullopt);
  EXPECT_EQ(most_likely_own({silent}, {uuid::kHeartRateService}, {{"", "A"}})->address, "A");
  EXPECT_EQ(most_likely_own({silent, strap("B", -90)}, {uuid::kHeartRateService}, {{"", "A"}})->address, "B");
}

TEST(MostLikelyOwn, NoStrangerThatWasNotHeardAndOnlyWhoOffersTheService) {
  EXPECT_FALSE(most_likely_own({strap("A", std::nullopt)}, {uuid::kHeartRateService}, {{"", "B"}}));
  EXPECT_FALSE(most_likely_own({strap("A", -50)}, {uuid::kFitnessMachineService}, {{"", "A"}}));
}

}  // namespace
