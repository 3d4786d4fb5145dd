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
    {"simulated", 1, "86d08ddfd63d474c", "c86cda05f73d4da493b3907d9dce5ca562c06c3343585b7cb69ff2baf229a1e1"},
    {"simulated:older", 2, "1fb9caf5e8983c2f", "24040cb51f70a48427f1f18848968a8cc6c7891ca65122b3dc889f4426506883"},
    {"simulated:wrist", 3, "b81aa76d55367c79", "12c3721cd5db9b9e236e5f450209ab19b7da46bd5d3c57cf544918f4f8a360fa"},
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
