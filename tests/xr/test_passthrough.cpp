// Surroundings by XR_FB_passthrough, against an API layer of our own that plays a headset which has it (layers/): no
// real one was at hand, and Monado's own crashes. Vulkan validation listens all along, OpenXR core validation to what
// is left for the runtime below.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <sstream>

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <engine/core/file.hpp>
#include <engine/render/image.hpp>
#include <xr/openxr/openxr.hpp>

#include "bed/bed.hpp"
#include "bed/child.hpp"
#include "headset_test.hpp"
#include "paths.hpp"

namespace tonus::xr {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;
using render::BlendMode;

// XrPassthroughStateChangedFlagsFB.
constexpr std::uint64_t kReinit = 1, kNonRecoverable = 2, kRecoverable = 4, kRestored = 8;

class Passthrough : public testing::Test {
 protected:
  void lie_down(const test::BedDefinition& definition = {}) {
    auto made = test::Bed::start(definition);
    if (!made) GTEST_SKIP() << made.error().message;
    bed_ = std::move(*made);
    for (const char* variable : {"TONUS_PASSTHROUGH", "XR_ENABLE_API_LAYERS"}) unsetenv(variable);
    bed_->enter();
    for (const auto& [variable, value] : with_layer()) setenv(variable.c_str(), value.c_str(), 1);
  }
  void TearDown() override {
    if (bed_ == nullptr) return;
    EXPECT_EQ(bed_->findings(), Lines{});
    for (const std::string& line : said()) EXPECT_FALSE(line.starts_with("wrong")) << line;
  }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> with_layer() const {
    const char* others = std::getenv("XR_ENABLE_API_LAYERS");
    // Ours stands before what validates: core validation (1.0.20) does not know the layer of the surroundings.
    const std::string after = others != nullptr && *others != '\0' ? ":" + std::string{others} : "";
    return {{"XR_ENABLE_API_LAYERS", "XR_APILAYER_TONUS_passthrough" + after},
            {"XR_API_LAYER_PATH", TONUS_LAYERS ":/usr/share/openxr/1/api_layers/explicit.d"},
            {"TONUS_PASSTHROUGH_LOG", log().string()}};
  }
  [[nodiscard]] fs::path log() const { return bed_->folder() / "passthrough"; }
  /// What the layer saw.
  [[nodiscard]] Lines said() const {
    Lines lines;
    std::istringstream text(read_file(log(), 1 << 20).value_or(""));
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
  }
  /// Waits for the layer to have seen `lines` last.
  [[nodiscard]] testing::AssertionResult sees(Worn& worn, const Lines& lines) {
    Lines last;
    const bool seen = worn.until([&] {
      last = said();
      return last.size() >= lines.size() && std::equal(lines.rbegin(), lines.rend(), last.rbegin());
    });
    if (seen) return testing::AssertionSuccess();
    auto failure = testing::AssertionFailure() << worn.trouble << worn.states;
    for (const std::string& line : last) failure << '\n' << line;
    return failure;
  }
  /// The layer says this to us next.
  static bool tell(std::uint64_t flags) {
    void* layer = dlopen(TONUS_PASSTHROUGH_LAYER, RTLD_NOW | RTLD_NOLOAD);
    if (layer == nullptr) return false;
    if (auto* tell = reinterpret_cast<void (*)(std::uint64_t)>(dlsym(layer, "tonus_passthrough_tell"))) tell(flags);
    return dlclose(layer) == 0;
  }

  std::unique_ptr<test::Bed> bed_;
};

#define LIE_DOWN(...)    \
  lie_down(__VA_ARGS__); \
  if (bed_ == nullptr) return

TEST_F(Passthrough, IsMadeLaidUnderTheWorldPausedAndDestroyedInOrder) {
  LIE_DOWN();
  Worn worn({.blends = {BlendMode::AlphaBlend}});
  ASSERT_TRUE(sees(worn, {"not seen", "seen", "create", "create layer", "frame: surroundings world"}));
  worn.take_off();
  EXPECT_EQ(said(), (Lines{"not seen", "seen", "create", "create layer", "frame: surroundings world", "seen",
                           "not seen", "pause", "destroy layer", "destroy"}));
  EXPECT_EQ(worn.said, Lines{});
}

TEST_F(Passthrough, PausesWhileAnotherApplicationIsSeenAndGoesOn) {
  LIE_DOWN();
  Worn worn({.blends = {BlendMode::Additive, BlendMode::Opaque}});
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  auto other = test::Child::start({TONUS_COMMAND, "play", "strike", "--display", "headset", "--seconds", "30"},
                                  {{"HOME", bed_->folder().string()},
                                   {"XDG_CONFIG_HOME", (bed_->folder() / "nothing").string()},
                                   {"DISPLAY", ""},
                                   {"WAYLAND_DISPLAY", ""},
                                   {"XR_ENABLE_API_LAYERS", ""}},
                                  bed_->folder() / "other");
  EXPECT_TRUE(sees(worn, {"not seen", "pause"}));
  other->signal(SIGINT);
  EXPECT_EQ(other->wait(std::chrono::seconds(10)), 130) << other->said();
  EXPECT_TRUE(sees(worn, {"not seen", "pause", "seen", "start"}));
}

TEST_F(Passthrough, IsMadeAnewWhenTheRuntimeAsksForIt) {
  LIE_DOWN();
  Worn worn({.blends = {BlendMode::AlphaBlend}});
  ASSERT_TRUE(sees(worn, {"create layer", "frame: surroundings world"}));
  ASSERT_TRUE(tell(kReinit));
  EXPECT_TRUE(sees(worn, {"event 1", "destroy layer", "destroy", "create", "create layer"}));
  const int before = worn.drawn_frames;
  EXPECT_TRUE(worn.until([&] { return worn.drawn_frames > before + 2; }));
  EXPECT_EQ(said().back(), "create layer") << "the frame is the same as before";
}

TEST_F(Passthrough, WithoutItTheWorldGoesOnOpaqueUntilItIsBack) {
  LIE_DOWN();
  Worn worn({.blends = {BlendMode::AlphaBlend}});
  ASSERT_TRUE(sees(worn, {"create layer", "frame: surroundings world"}));
  ASSERT_TRUE(tell(kRecoverable));
  EXPECT_TRUE(sees(worn, {"event 4", "frame: world"}));
  ASSERT_TRUE(tell(kRestored));
  EXPECT_TRUE(sees(worn, {"event 8", "frame: surroundings world"}));
  ASSERT_TRUE(tell(kNonRecoverable));
  EXPECT_TRUE(sees(worn, {"event 2", "destroy layer", "destroy", "frame: world"}));
  worn.take_off();
  EXPECT_EQ(worn.said, Lines{});
}

TEST_F(Passthrough, ThatIsRefusedLeavesTheWorldOpaque) {
  LIE_DOWN();
  setenv("TONUS_PASSTHROUGH", "refused", 1);
  Worn worn({.blends = {BlendMode::AlphaBlend}});
  ASSERT_EQ(worn.trouble, "");
  EXPECT_TRUE(sees(worn, {"not seen", "seen", "create", "frame: world"}));
}

TEST_F(Passthrough, IsNotAskedForByWhoWantsNoSurroundingsNorOfASystemWithoutIt) {
  LIE_DOWN();
  {
    Worn worn;
    EXPECT_TRUE(sees(worn, {"not seen", "seen", "frame: world"}));
  }
  setenv("TONUS_PASSTHROUGH", "unsupported", 1);
  Worn worn({.blends = {BlendMode::AlphaBlend}});
  EXPECT_TRUE(sees(worn, {"not seen", "seen", "frame: world"}));
  const Lines lines = said();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), "create"), 0);
}

TEST_F(Passthrough, ShowsTheSurroundingsThroughEmptySpaceAndThenNoMore) {
  LIE_DOWN({.has_display = true});
  // The backdrop of a Monado that blends by alpha plays the surroundings: see tools/xr-testbed.
  bool can_blend = false;
  {
    setenv("XR_ENABLE_API_LAYERS", "", 1);
    const auto report = openxr::probe();
    ASSERT_TRUE(report) << report.error().message;
    can_blend = std::find(report->blends.begin(), report->blends.end(), "alpha") != report->blends.end();
    bed_->enter();
    for (const auto& [variable, value] : with_layer()) setenv(variable.c_str(), value.c_str(), 1);
  }
  if (!can_blend) GTEST_SKIP() << "this Monado is not patched to blend by alpha: tools/xr-testbed --from-source";
  ASSERT_TRUE(bed_->person().send({}));
  Worn worn({.blends = {BlendMode::AlphaBlend}});
  // Two layers: Monado shows a single one as it is, whatever its alpha.
  worn.show_panel();
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  render::Image picture;
  const auto is_green = [&] {
    auto taken = bed_->picture();
    if (!taken) return false;
    picture = std::move(*taken);
    const auto* corner = &picture.rgba[4 * (2 * picture.width + 2)];
    return corner[0] < 20 && corner[1] > 80 && corner[2] < 80;
  };
  EXPECT_TRUE(worn.until(is_green)) << "no surroundings are seen";
  EXPECT_TRUE(render::write_png(fs::path(TONUS_BINARY_DIR) / "xr-passthrough.png", picture));
  ASSERT_TRUE(tell(kNonRecoverable));
  EXPECT_TRUE(worn.until([&] { return !is_green(); })) << "the surroundings stay";
  EXPECT_TRUE(render::write_png(fs::path(TONUS_BINARY_DIR) / "xr-passthrough-gone.png", picture));
  worn.take_off();
  EXPECT_EQ(worn.said, Lines{});
}

TEST_F(Passthrough, IsNamedByDoctor) {
  LIE_DOWN();
  auto child = test::Child::start({TONUS_COMMAND, "doctor", "--json"}, {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}},
                                  bed_->folder() / "doctor");
  ASSERT_EQ(child->wait(std::chrono::seconds(20)), 0) << child->said();
  const std::string said = child->said();
  const auto document = nlohmann::json::parse(said.substr(said.find("{\n")), nullptr, false);
  ASSERT_TRUE(document.is_object()) << said;
  for (const auto& check : document["checks"]) {
    if (check["name"] != "headset") continue;
    EXPECT_EQ(check["passthrough"], true);
    EXPECT_EQ(check["blends"], nlohmann::json::array({"opaque"}));
    EXPECT_NE(check["detail"].get<std::string>().find("surroundings by passthrough"), std::string::npos);
    return;
  }
  FAIL() << said;
}

}  // namespace
}  // namespace tonus::xr
