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
    {"simulated", 1, "907e7807b0ff9b25", "5ba0a3a7e984f4d1f779eee4ccc109e486d1f06ddf111b75a695aa9db6ce1b9e"},
    {"simulated:older", 2, "2a027a75c867168d", "d275942e80c444aa17a5660ad90350eaec0e8e4efb1e5a1c5e5bd331440668d1"},
    {"simulated:wrist", 3, "0debd60be5de7a65", "f7abd47ef5593c4b067945fdbc1fad3060af634abf5bcdda481852041b44f115"},
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
