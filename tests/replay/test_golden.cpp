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
    {"simulated", 1, "ab090ce413d6b61e", "0eb320d396d7b137d74a1cb903ffeccd3b0d78903b9ebc8bac35e732e5dabece"},
    {"simulated:older", 2, "bdcac39c2210ecd3", "413e7c2f65987a7659deb895d5834d484a088d3f1e54e9cb99b29b44fd92c036"},
    {"simulated:wrist", 3, "eda7c0ef1a38e4f1", "c03f79c28bf8cf242e500cbf919f8342d07559e22a11b56c8e6c284b603f226b"},
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
