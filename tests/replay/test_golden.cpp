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
    {"simulated", 1, "3574c2c506caddce", "f7f676c84873b25fcc018236c381e65ab8e400b568288babdf4978f88c60d242"},
    {"simulated:older", 2, "fc4a0ade5cf1e6e1", "177234d5af750e24d6ca9a93285daa89c6c568ccf1572fbf1c0efa015bd60370"},
    {"simulated:wrist", 3, "a8b8129734f80ef4", "8743aa3b1369d67d9961f65ee465446a6f258b63cc3fadf7e19d89d0a8a9c267"},
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
