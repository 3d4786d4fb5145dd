// A whole window session on a virtual display, with Vulkan validation and synchronization checks on: silent, and played
// to its end.
#include "command.hpp"

namespace tonus {
namespace {

using Window = CommandTest;

TEST_F(Window, ASessionRunsFromTheFirstScreenToTheLastAndValidationIsSilent) {
  if (std::system("command -v Xvfb >/dev/null 2>&1") != 0) GTEST_SKIP() << "Xvfb is not installed";
  std::filesystem::create_directories(folder_ / "home/config/tonus");
  write("home/config/tonus/preferences.json", R"({"version": 1, "keep_sessions": false})");
  // -displayfd picks a free display and says which; the display is ended by its own pid.
  const std::string start =
      "Xvfb -displayfd 3 -screen 0 1280x720x24 -nolisten tcp -noreset 3>display >/dev/null 2>&1 & x=$!; "
      "for i in 1 2 3 4 5 6 7 8 9 10; do [ -s display ] && break; sleep 0.5; done; "
      "trap 'kill $x' EXIT; export DISPLAY=:$(cat display); ";
  const Said said = tonus("play strike --display window --seconds 10 --validation --out D", start);
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_EQ(said.err, "");
  EXPECT_TRUE(has("D/session.tonus"));
  EXPECT_EQ(tonus("replay D/session.tonus --verify").status, 0);
}

TEST_F(Window, AHeadlessSessionWithPicturesIsSilentUnderValidation) {
  const Said said = tonus("play strike --display headless --speed max --seconds 20 --shots 5 --validation --out D");
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_EQ(said.err, "");
}

TEST_F(Window, WithoutADisplayTheErrorNamesTheWayOut) {
  const Said said = tonus("play strike --display window --seconds 10", "unset DISPLAY WAYLAND_DISPLAY;");
  EXPECT_EQ(said.status, 1);
  expect_one_line(said.err, "headless");
}

}  // namespace
}  // namespace tonus
