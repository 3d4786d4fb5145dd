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
    {"simulated", 1, "9f9408b171438ec6", "57dd19c5ae8fb84b44aae9eef163b19218dc5f83c45003df106bae59f77b34cc"},
    {"simulated:older", 2, "ac9d5ab1587bd062", "58b3fc14b4aacfd2caea8887ef423449a1549303c22fc8959aae24d994b4b2a5"},
    {"simulated:wrist", 3, "8660049e401a5f8c", "c7bbc8dd1ce26fe14059c5469086deea0984e364e6f3ae3c8e83fdff928dffe0"},
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
