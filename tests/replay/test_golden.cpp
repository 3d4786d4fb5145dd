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
    {"simulated", 1, "122316ebef6c9e8c", "8408340822186323c7d120a0d4464532564c75f665cb76d5df0732882c5dd464"},
    {"simulated:older", 2, "109208d59ccb41c1", "91f54d1321019fcccfd18341b2fabdc096eac7ac0ab6f45ac83a901437da0934"},
    {"simulated:wrist", 3, "37263a93ca78b592", "8765edab1912d51a6f84ec5971d68ab2cfd6ec8ac49f99e9f9e2ba72083f29d2"},
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
