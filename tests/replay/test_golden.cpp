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
    {"simulated", 1, "2ccc12d39063660e", "54b1c3bcb600a9a4ea439db3f569d731cb28d8ac72ff8b1a2cbf32edc5fd8da1"},
    {"simulated:older", 2, "63f56acb2c19ebfc", "e62ab717b7d60751323b8d43cf462cb01b50f31c38b341be916f09dcf2a507c7"},
    {"simulated:wrist", 3, "a2ca6b2d1166899d", "15b2d0b59d175aabf5e41682b333456ef8d5d566b32528669e26c296800c712a"},
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
