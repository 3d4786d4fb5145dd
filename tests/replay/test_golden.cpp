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
    {"simulated", 1, "bd0822997b47bf10", "7980133864dbb14e2c2840a969d9c661c2d53e74df3b4c204be9c029d807f492"},
    {"simulated:older", 2, "8e3e2d3fdf4a16ee", "b403edb3f1c61d5c15397d037dc95445f561e9811d4552360a7dcabb5b9b25e0"},
    {"simulated:wrist", 3, "de8ce53a790d265f", "f8eaa2da0b0a5963d0440cf234253f31864143662de48474d55c8bba9591a735"},
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
