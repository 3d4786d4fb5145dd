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
    {"simulated", 1, "a85bdf037fa1b903", "545bd4cc2fe6b68f6e4643fd2a7aef8b530a2abdb063c4d6ffde0d0e74df7f8f"},
    {"simulated:older", 2, "55a6b52b2968675b", "df8e75a542dc5ea4203e54baaddaa502980ecb839ec69a122456169b82970a08"},
    {"simulated:wrist", 3, "e6abf88035fdf267", "1570ba7be387f6f3eef36ef9bfe7be44c1fa3bb453606dea156ca11ff781c92d"},
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
