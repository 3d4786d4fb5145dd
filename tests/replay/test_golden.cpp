// Golden hashes: the same session gives the same bits with every compiler, at every optimisation level, under
// sanitizers. A change that means to alter behaviour changes them, in a commit that says so.
#include "play_through.hpp"

namespace tonus::tool {
namespace {

struct Golden {
  const char* source;
  std::uint64_t seed;
  const char* hash;
  const char* ledger_hash;
};

constexpr Golden kGolden[] = {
    {"simulated", 1, "fb55a66653ddda48", "abbccfc496344c7c131dab7593ab1f6ac19acea259677462c9e9b26780e12ec4"},
    {"simulated:older", 2, "98d83e4e4cf31b2c", "4ba7f0ae514a5dc7ba2ae755d664576840548dcb83a7e654ce2ae551608ae2bd"},
    {"simulated:wrist", 3, "51cd7990aa370c1f", "e01285ccef933fb639b4a3fc03cdd9553e864f0facbcb4fdae9fdfb2dc45b164"},
};

TEST(GoldenHashes, SessionsComeOutToTheBitAsTheyAlwaysDid) {
  for (const Golden& golden : kGolden) {
    const Played played = play_through(120, golden.seed, {}, golden.source);
    EXPECT_EQ(played.summary.hash, golden.hash) << golden.source;
    EXPECT_EQ(played.summary.ledger_hash, golden.ledger_hash) << golden.source;
  }
}

}  // namespace
}  // namespace tonus::tool
