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
    {"simulated", 1, "c23066318c27b44e", "ddbf6d9a871d1b4b2ce2d759c39b099c00159a417a2faa4da2a275294f7a4eef"},
    {"simulated:older", 2, "a450469a673b900b", "ff8230c66296e95a3407ee470d323da6f0de0f393a70536507691e27330278a4"},
    {"simulated:wrist", 3, "1c05ccdf8a1678ab", "093e3fc0ba67fead6613fbfee2bd38dfd72e9fef087efcb90092bcf0758952f2"},
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
