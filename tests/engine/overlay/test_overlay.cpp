// Panels over the picture: exact colours, input that is not lost, letters that are found or replaced.

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <imgui.h>
#include <unistd.h>

#include <engine/overlay/overlay.hpp>
#include <engine/overlay/theme.hpp>

#include "demo_scene.hpp"
#include "paths.hpp"
#include "sample_panel.hpp"

namespace tonus::overlay {
namespace {

namespace fs = std::filesystem;
using render::Extent;
using render::Image;

class Stage {
 public:
  explicit Stage(Extent extent = {320, 180}, OverlayDefinition definition = {}, std::uint32_t views = 1)
      : extent_(extent) {
    auto renderer = render::Renderer::create({.extent = extent, .view_count = views, .validation = true});
    EXPECT_TRUE(renderer) << renderer.error().message;
    renderer_ = std::move(*renderer);
    auto overlay = Overlay::create(*renderer_, definition);
    EXPECT_TRUE(overlay) << overlay.error().message;
    overlay_ = std::move(*overlay);
  }
  ~Stage() {
    for (const auto& message : renderer_->validation_messages()) ADD_FAILURE() << message;
  }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  template <class Panels>
  void panels(Panels&& draw, std::vector<PanelEvent> events = {}, float scale = 1.0F) {
    const auto begun = overlay_->begin({.extent = extent_, .scale = scale, .events = events});
    ASSERT_TRUE(begun) << begun.error().message;
    ASSERT_TRUE(*begun);
    draw();
    overlay_->end();
  }
  Image picture(bool with_overlay = true) {
    const render::View view = test::desktop_view(extent_);
    const std::array views{view};
    const auto drawn = renderer_->draw(scene_, 1.0F, views, with_overlay ? overlay_->layer() : nullptr);
    EXPECT_TRUE(drawn) << drawn.error().message;
    auto image = renderer_->read_back();
    EXPECT_TRUE(image);
    return std::move(*image);
  }
  void resize(Extent extent) {
    extent_ = extent;
    renderer_->resize(extent);
  }
  Overlay& overlay() { return *overlay_; }
  render::Renderer& renderer() { return *renderer_; }

 private:
  Extent extent_;
  SceneFrame scene_ = test::demo_scene();
  std::unique_ptr<render::Renderer> renderer_;
  std::unique_ptr<Overlay> overlay_;
};

std::array<int, 3> pixel(const Image& image, std::uint32_t x, std::uint32_t y) {
  const auto* p = &image.rgba[(std::size_t{y} * image.width + x) * 4];
  return {p[0], p[1], p[2]};
}

void fill(float x, float y, float size, const Color& c) {
  ImGui::GetBackgroundDrawList()->AddRectFilled({x, y}, {x + size, y + size}, ImGui::GetColorU32({c.r, c.g, c.b, c.a}));
}

TEST(Overlay, OpaqueColoursArriveOnThePictureExactly) {
  Stage stage;
  const std::array colors{theme::kControl, theme::kText, theme::kAccent, theme::kStop, Color{0.5F, 0.25F, 0.75F}};
  stage.panels([&] {
    for (std::size_t i = 0; i < colors.size(); ++i)
      fill(20.0F + 40.0F * static_cast<float>(i), 30.0F, 20.0F, colors[i]);
  });
  const Image image = stage.picture();
  for (std::size_t i = 0; i < colors.size(); ++i) {
    const auto& c = colors[i];
    const auto byte = [](float v) { return static_cast<int>(std::lround(v * 255.0F)); };
    EXPECT_EQ(pixel(image, static_cast<std::uint32_t>(30 + 40 * i), 40), (std::array{byte(c.r), byte(c.g), byte(c.b)}));
  }
}

TEST(Overlay, TranslucentPanelsMixWithThePictureAndNothingElseIsTouched) {
  Stage stage;
  constexpr Color kGlass{0.2F, 0.4F, 0.8F, 0.5F};
  const Image without = stage.picture(false);
  stage.panels([&] { fill(100.0F, 60.0F, 40.0F, kGlass); });
  const Image with = stage.picture();
  for (std::uint32_t y = 0; y < with.height; ++y) {
    for (std::uint32_t x = 0; x < with.width; ++x) {
      const auto before = pixel(without, x, y), after = pixel(with, x, y);
      if (x < 99 || x > 141 || y < 59 || y > 101) {
        ASSERT_EQ(before, after) << x << "," << y;
      }
      if (x < 101 || x > 138 || y < 61 || y > 98) continue;
      const std::array glass{51.0, 102.0, 204.0};
      for (std::size_t c = 0; c < 3; ++c) ASSERT_NEAR(after[c], glass[c] * 128 / 255 + before[c] * 127 / 255.0, 1.5);
    }
  }
}

TEST(Overlay, ShowsNothingWhenNoPanelIsDrawnAndPausesWithoutAPicture) {
  Stage stage;
  stage.panels([] {});
  EXPECT_EQ(stage.overlay().layer(), nullptr);
  const auto begun = stage.overlay().begin({.extent = {}});
  ASSERT_TRUE(begun);
  EXPECT_FALSE(*begun);
}

TEST(Overlay, AClickWithinOneFrameStillPressesExactlyOnce) {
  Stage stage{{640, 480}};
  const auto button = [&](std::vector<PanelEvent> events) {
    bool was_pressed = false;
    stage.panels(
        [&] {
          ImGui::SetNextWindowPos({20, 20});
          ImGui::Begin("Panel", nullptr, ImGuiWindowFlags_NoDecoration);
          was_pressed = ImGui::Button("Stop", {200, 100});
          ImGui::End();
        },
        std::move(events));
    return was_pressed;
  };
  const PanelEvent over{.kind = PanelEvent::Kind::PointerMoved, .x_px = 120, .y_px = 80};
  const PanelEvent away{.kind = PanelEvent::Kind::PointerMoved, .x_px = 600, .y_px = 400};
  PanelEvent press = over, release = over;
  press.kind = PanelEvent::Kind::PointerPressed;
  release.kind = PanelEvent::Kind::PointerReleased;
  // A panel takes a frame to find its size and another to be noticed.
  button({over});
  for (int i = 0; i < 3; ++i) button({});
  EXPECT_TRUE(stage.overlay().wants_pointer());
  int presses = button({press, release, away}) ? 1 : 0;
  for (int i = 0; i < 5; ++i) presses += button({}) ? 1 : 0;
  EXPECT_EQ(presses, 1);
  EXPECT_FALSE(stage.overlay().wants_pointer());
}

TEST(Overlay, TypedTextReachesItsFieldAndKeepsTheKeyboard) {
  Stage stage{{640, 480}};
  std::array<char, 32> text{};
  const auto field = [&](std::vector<PanelEvent> events, bool focus = false) {
    stage.panels(
        [&] {
          ImGui::Begin("Profile");
          if (focus) ImGui::SetKeyboardFocusHere();
          ImGui::InputText("Age", text.data(), text.size());
          ImGui::End();
        },
        std::move(events));
  };
  const auto typed = [](char32_t c) { return PanelEvent{.kind = PanelEvent::Kind::Text, .character = c}; };
  const auto key = [](PanelEvent::Key k, bool is_down) {
    return PanelEvent{.kind = is_down ? PanelEvent::Kind::KeyPressed : PanelEvent::Kind::KeyReleased, .key = k};
  };
  EXPECT_FALSE(stage.overlay().wants_keyboard());
  field({});
  field({}, true);
  for (int i = 0; i < 3; ++i) field({});
  EXPECT_TRUE(stage.overlay().wants_keyboard());
  field({typed(U'4'), typed(U'2'), typed(U'7')});
  field({});
  EXPECT_STREQ(text.data(), "427");
  field({key(PanelEvent::Key::Backspace, true), key(PanelEvent::Key::Backspace, false)});
  field({});
  field({});
  EXPECT_STREQ(text.data(), "42");
}

TEST(Overlay, LettersScaleAndPanelsFollowThePictureSize) {
  Stage stage;
  const float small_px = stage.overlay().fonts().body->FontSize;
  for (const float scale : {1.0F, 1.5F, 3.0F, 9.0F, 1.0F}) {
    stage.panels([&] { test::sample_panel(stage.overlay()); }, {}, scale);
    EXPECT_NEAR(stage.overlay().fonts().body->FontSize, small_px * std::min(scale, 3.0F), 1.0F);
    stage.picture();
  }
  for (const Extent extent : {Extent{640, 360}, Extent{90, 400}, Extent{320, 180}}) {
    stage.resize(extent);
    stage.panels([&] { test::sample_panel(stage.overlay()); });
    EXPECT_EQ(stage.picture().width, extent.width);
  }
}

TEST(Overlay, IsShownInBothViewsOfAPair) {
  Stage stage{{320, 180}, {}, 2};
  stage.panels([] { fill(50.0F, 50.0F, 30.0F, theme::kAccent); });
  const std::array views{test::desktop_view({320, 180}), test::desktop_view({320, 180})};
  ASSERT_TRUE(stage.renderer().draw(test::demo_scene(), 1.0F, views, stage.overlay().layer()));
  for (std::uint32_t v = 0; v < 2; ++v)
    EXPECT_EQ(pixel(*stage.renderer().read_back(v), 65, 65), (std::array{100, 203, 228}));
}

TEST(OverlayFonts, FallBackToBuiltInLettersWhereNoneAreFoundOrTheyAreNotFonts) {
  const fs::path folder = fs::temp_directory_path() / ("tonus-fonts-" + std::to_string(getpid()));
  fs::create_directories(folder / "deep");
  std::ofstream{folder / "deep" / "Inter-Regular.otf"} << std::string(4000, 'x');
  {
    Stage stage{{320, 180}, {.font_folders = {folder, folder / "missing"}}};
    EXPECT_EQ(stage.overlay().font_name(), "");
    stage.panels([&] { test::sample_panel(stage.overlay()); });  // finds its size
    stage.panels([&] { test::sample_panel(stage.overlay()); });
    EXPECT_NE(stage.overlay().layer(), nullptr);
    stage.picture();
  }
  fs::remove_all(folder);
}

TEST(OverlayFonts, AreFoundAmongTheInstalledOnes) {
  Stage stage;
  if (stage.overlay().font_name().empty()) GTEST_SKIP() << "none of Inter, Roboto and DejaVu Sans is installed";
  EXPECT_NEAR(stage.overlay().fonts().numbers->FontSize, 46.0F, 0.5F);
}

// Lies in the build folder under pictures/ afterwards: look at it.
TEST(Overlay, SamplePanelIsLeftAsAPictureToLookAt) {
  const fs::path folder = fs::path{TONUS_BINARY_DIR} / "pictures";
  fs::create_directories(folder);
  Stage stage{{1280, 720}};
  stage.panels([&] { test::sample_panel(stage.overlay()); });
  stage.panels([&] { test::sample_panel(stage.overlay()); });
  const auto written = render::write_png(folder / "overlay.png", stage.picture());
  EXPECT_TRUE(written) << written.error().message;
}

}  // namespace
}  // namespace tonus::overlay
