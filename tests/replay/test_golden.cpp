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
    {"simulated", 1, "7bc4413cab660a00", "81a80cf6dd59d60f1cada7e641698a151669e565883fe8e4203875e844d51e20"},
    {"simulated:older", 2, "ae1e26c1b019f28c", "590d2c68c289532502d1c6602110ca17a8452c888cea2c74d2cc157895cf4304"},
    {"simulated:wrist", 3, "58e3cfbb24592c45", "f4c93542f79f3f2168dc46b3056137ff5a7b66000bd433d0e34963469ad10da4"},
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
