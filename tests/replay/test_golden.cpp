// Golden hashes: the same session gives the same bits with every compiler, at every optimisation level, under sanitizers.
// A change that means to alter behaviour changes them, in a commit that says so.
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
    {"simulated", 1, "2ccc12d39063660e", "7f5430521b22cb053b24c5537d2174c52ce5eb6d0f1d54bb4e7590b7eed594bc"},
    {"simulated:older", 2, "63f56acb2c19ebfc", "875a9be8f700764f3bd3223c532a03d8a6655af9d978b51549acf398ac4498e5"},
    {"simulated:wrist", 3, "a2ca6b2d1166899d", "19646f0efc23d21990d5ad4c5b50f85b1227360a0a42fe2171ff83050020c517"},
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
