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
    {"simulated", 1, "d92af90b7bb97977", "0bdb5a56e5847be4120e14d64487055ad8688ff0829c4311f6d3c628395d0e92"},
    {"simulated:older", 2, "c99534bd6f9dad96", "225c23f7a97e410e47f5f5b57e6cacf8b1483741437bf972724dbcecdb10f45b"},
    {"simulated:wrist", 3, "5299f265524fa86a", "f0c3bb63f594775e25486e6a9b474ae9c36ca7b047c121788d28ba464ce76480"},
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
