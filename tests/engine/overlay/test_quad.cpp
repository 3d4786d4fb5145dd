// Panels in a picture of their own, as a headset shows them on a quad.

#include <array>
#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>
#include <imgui.h>

#include <engine/overlay/overlay.hpp>
#include <engine/overlay/theme.hpp>

#include "lender.hpp"
#include "paths.hpp"
#include "sample_panel.hpp"

namespace tonus::overlay {
namespace {

namespace fs = std::filesystem;
using render::LentPicture;
using render::PanelCursor;
using test::LentImage;
using test::Seen;

constexpr VkExtent2D kSize{320, 200};

class Quad : public testing::Test {
 protected:
  void SetUp() override {
    const auto maker = test::plain_maker();
    auto renderer = render::Renderer::create(
        {.view_count = 2, .samples = 1, .shadows = false, .post = false, .validation = true, .maker = &maker});
    ASSERT_TRUE(renderer) << renderer.error().message;
    renderer_ = std::move(*renderer);
    auto overlay = Overlay::create(*renderer_);
    ASSERT_TRUE(overlay) << overlay.error().message;
    overlay_ = std::move(*overlay);
  }
  void TearDown() override {
    for (const auto& message : renderer_->validation_messages()) ADD_FAILURE() << message;
    overlay_.reset();
  }

  template <class Panels>
  void panels(Panels&& draw, render::Extent extent = {kSize.width, kSize.height}, float scale = 1.0F) {
    const auto begun = overlay_->begin({.extent = extent, .scale = scale});
    ASSERT_TRUE(begun) << begun.error().message;
    ASSERT_TRUE(*begun);
    draw();
    overlay_->end();
  }
  void copy(const LentPicture& picture, const PanelCursor* cursor = nullptr) {
    ASSERT_NE(overlay_->layer(), nullptr);
    const auto copied = render::copy_panel(*renderer_, *overlay_->layer(), picture, cursor);
    ASSERT_TRUE(copied) << copied.error().message;
    ASSERT_EQ(*copied, render::DrawOutcome::Drawn);
  }
  Seen seen(VkFormat format = VK_FORMAT_R8G8B8A8_SRGB, const PanelCursor* cursor = nullptr, bool is_encoded = false) {
    const LentImage image{*renderer_, {.format = format, .extent = kSize, .layers = 1, .is_encoded = is_encoded}};
    copy(image.picture(), cursor);
    Seen result = image.look(0);
    forget_lent(*renderer_);
    return result;
  }

  std::unique_ptr<render::Renderer> renderer_;
  std::unique_ptr<Overlay> overlay_;
};

void fill(float x, float y, float size, const Color& c) {
  ImGui::GetBackgroundDrawList()->AddRectFilled({x, y}, {x + size, y + size}, ImGui::GetColorU32({c.r, c.g, c.b, c.a}));
}

TEST_F(Quad, OpaqueColoursAreExactInEveryFormatAndTheRestIsNothing) {
  const std::array colors{theme::kControl, theme::kText, theme::kAccent, theme::kStop, Color{0.5F, 0.25F, 0.75F}};
  struct Format {
    VkFormat format;
    bool is_encoded;
  };
  for (const auto& [format, is_encoded] :
       {Format{VK_FORMAT_R8G8B8A8_SRGB, false}, Format{VK_FORMAT_B8G8R8A8_SRGB, false},
        Format{VK_FORMAT_R8G8B8A8_UNORM, true}, Format{VK_FORMAT_B8G8R8A8_UNORM, false},
        Format{VK_FORMAT_R16G16B16A16_SFLOAT, false}}) {
    panels([&] {
      for (std::size_t i = 0; i < colors.size(); ++i)
        fill(20.0F + 40.0F * static_cast<float>(i), 30.0F, 20.0F, colors[i]);
    });
    const Seen seen = this->seen(format, nullptr, is_encoded);
    // Eight bits of linear light cannot tell dark colours well.
    const float tolerance = format == VK_FORMAT_B8G8R8A8_UNORM ? 0.03F : 0.003F;
    for (std::size_t i = 0; i < colors.size(); ++i) {
      const auto& p = seen.at(static_cast<std::uint32_t>(30 + 40 * i), 40);
      EXPECT_NEAR(test::encoded_of(p.r), colors[i].r, tolerance) << "format " << format;
      EXPECT_NEAR(test::encoded_of(p.g), colors[i].g, tolerance);
      EXPECT_NEAR(test::encoded_of(p.b), colors[i].b, tolerance);
      EXPECT_EQ(p.a, 1.0F);
    }
    for (std::uint32_t x = 0; x < seen.width; ++x) {
      for (const std::uint32_t y : {0U, 25U, 60U, 199U}) {
        const auto& p = seen.at(x, y);
        ASSERT_EQ(p.r + p.g + p.b + p.a, 0.0F) << x << "," << y;
      }
    }
  }
}

TEST_F(Quad, GlassIsPremultipliedAndAsDenseAsInAWindow) {
  constexpr Color kGlass{0.2F, 0.4F, 0.8F, 0.5F};
  panels([&] { fill(100.0F, 60.0F, 40.0F, kGlass); });
  const Seen seen = this->seen();
  const auto& p = seen.at(120, 80);
  // Half of the encoded numbers of a white wall is about a quarter of its light.
  EXPECT_NEAR(p.a, 0.75F, 0.01F);
  EXPECT_NEAR(p.r, test::linear_of(0.2F) * p.a, 0.004F);
  EXPECT_NEAR(p.g, test::linear_of(0.4F) * p.a, 0.006F);
  EXPECT_NEAR(p.b, test::linear_of(0.8F) * p.a, 0.008F);
}

TEST_F(Quad, LettersAndRoundCornersHaveNoHaloOverBrightOrDark) {
  panels([&] { test::sample_panel(*overlay_); }, {kSize.width, kSize.height});
  panels([&] { test::sample_panel(*overlay_); }, {kSize.width, kSize.height});
  const Seen seen = this->seen();
  int between = 0;
  for (const auto& p : seen.pixels) {
    ASSERT_LE(std::max({p.r, p.g, p.b}), p.a + 0.004F);
    between += p.a > 0.02F && p.a < 0.98F ? 1 : 0;
  }
  EXPECT_GT(between, 10);
}

TEST_F(Quad, ShowsACursorOnPanelsAndBesideThem) {
  panels([&] { fill(100.0F, 60.0F, 100.0F, theme::kText); });
  for (const float x : {150.0F, 40.0F, 2.0F}) {
    const PanelCursor cursor{.x_px = x, .y_px = 110.0F, .radius_px = 10.0F};
    const Seen seen = this->seen(VK_FORMAT_R8G8B8A8_SRGB, &cursor);
    const auto& middle = seen.at(static_cast<std::uint32_t>(x), 110);
    EXPECT_GT(std::min({middle.r, middle.g, middle.b}), 0.6F);
    EXPECT_GT(middle.a, 0.9F);
    // Its rim is dark, so that it is seen on white as well.
    const auto& rim = seen.at(static_cast<std::uint32_t>(x), 118);
    EXPECT_LT(test::encoded_of(rim.g), 0.6F);
    EXPECT_GT(rim.a, 0.3F);
    const auto& outside = seen.at(static_cast<std::uint32_t>(x), 122);
    EXPECT_EQ(outside.a, x == 150.0F ? 1.0F : 0.0F);
  }
  // Where nobody looks there is nothing to draw, and that is fine.
  const PanelCursor away{.x_px = -500.0F, .y_px = 9000.0F};
  EXPECT_EQ(this->seen(VK_FORMAT_R8G8B8A8_SRGB, &away).at(40, 110).a, 0.0F);
}

TEST_F(Quad, MayBeLargerOrSmallerThanThePanels) {
  for (const VkExtent2D extent : {VkExtent2D{400, 300}, VkExtent2D{130, 90}}) {
    panels([&] { fill(100.0F, 60.0F, 20.0F, theme::kAccent); });
    const LentImage image{*renderer_, {.extent = extent, .layers = 1}};
    copy(image.picture());
    const Seen seen = image.look(0);
    EXPECT_EQ(seen.at(110, 70).a, 1.0F);
    EXPECT_EQ(seen.at(extent.width - 1, extent.height - 1).a, 0.0F);
    forget_lent(*renderer_);
  }
}

TEST_F(Quad, RefusesWhatItCannotCopyTo) {
  panels([&] { fill(100.0F, 60.0F, 20.0F, theme::kAccent); });
  const LentImage pair{*renderer_, {.extent = kSize}};
  EXPECT_FALSE(render::copy_panel(*renderer_, *overlay_->layer(), pair.picture()));
  const LentImage image{*renderer_, {.extent = kSize, .layers = 1}};
  const auto skipped = render::copy_panel(*renderer_, *overlay_->layer(), image.picture({0, 0}));
  ASSERT_TRUE(skipped);
  EXPECT_EQ(*skipped, render::DrawOutcome::Skipped);
  for (const PanelCursor cursor :
       {PanelCursor{.radius_px = 0.0F}, PanelCursor{.x_px = std::nanf("")}, PanelCursor{.y_px = 1e9F}}) {
    const auto refused = render::copy_panel(*renderer_, *overlay_->layer(), image.picture(), &cursor);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, render::RenderErrorCode::BadDefinition);
  }
  forget_lent(*renderer_);
}

constexpr VkExtent2D kEye{200, 240};

/// Panels of 320 x 200 pixels on a board 1.6 m wide, 1 m ahead of eyes that see a tangent of 1 each way.
class StandingBoard : public Quad {
 protected:
  static constexpr float kWidth_m = 1.6F;
  static std::array<render::View, 2> eyes() {
    const float a = std::atan(1.0F);
    return {render::View{{{}, {0.0F, 1.6F, 0.0F}}, -a, a, a, -a}, render::View{{{}, {0.1F, 1.6F, 0.0F}}, -a, a, a, -a}};
  }
  /// Where the eye sees a pixel of the panels.
  static std::array<std::uint32_t, 2> pixel(std::size_t eye, float x_px, float y_px) {
    const float x_m = (x_px - 160.0F) * kWidth_m / 320.0F - (eye == 1 ? 0.1F : 0.0F);
    const float y_m = (100.0F - y_px) * kWidth_m / 320.0F;
    return {static_cast<std::uint32_t>((1.0F + x_m) * 100.0F), static_cast<std::uint32_t>((1.0F - y_m) * 120.0F)};
  }
  render::StandingPanels board() const {
    return {.overlay = overlay_->layer(), .world_from_board = {{}, {0.0F, 1.6F, -1.0F}}, .width_m = kWidth_m};
  }
  Seen seen(const render::StandingPanels* panels, std::uint32_t eye, test::LentDefinition definition = {},
            render::BlendMode mode = render::BlendMode::Opaque) {
    definition.extent = kEye;
    const LentImage image{*renderer_, definition};
    const auto drawn = renderer_->draw_into(world_, 1.0F, eyes(), image.picture(), mode, panels);
    EXPECT_TRUE(drawn) << drawn.error().message;
    Seen result = image.look(eye);
    forget_lent(*renderer_);
    return result;
  }
  SceneFrame world_;
};

TEST_F(StandingBoard, IsSeenWhereItStandsByEachEyeInItsColoursAndTheWorldAroundIt) {
  for (const auto& definition : {test::LentDefinition{.format = VK_FORMAT_R8G8B8A8_SRGB},
                                 test::LentDefinition{.format = VK_FORMAT_B8G8R8A8_SRGB},
                                 test::LentDefinition{.format = VK_FORMAT_B8G8R8A8_UNORM, .is_encoded = true}}) {
    for (const std::uint32_t eye : {0U, 1U}) {
      const Seen without = seen(nullptr, eye, definition);
      panels([&] { fill(200.0F, 40.0F, 60.0F, theme::kAccent); });
      const auto panels = board();
      const Seen with = seen(&panels, eye, definition);
      const auto [x, y] = pixel(eye, 230.0F, 70.0F);
      const auto& p = with.at(x, y);
      EXPECT_NEAR(test::encoded_of(p.r), theme::kAccent.r, 1.5F / 255.0F);
      EXPECT_NEAR(test::encoded_of(p.g), theme::kAccent.g, 1.5F / 255.0F);
      EXPECT_NEAR(test::encoded_of(p.b), theme::kAccent.b, 1.5F / 255.0F);
      EXPECT_EQ(p.a, 1.0F);
      // Its edges, to a pixel.
      const auto differs = [&](float x_px, float y_px) {
        const auto [u, v] = pixel(eye, x_px, y_px);
        return std::abs(with.at(u, v).g - without.at(u, v).g) > 0.02F;
      };
      EXPECT_TRUE(differs(204.0F, 44.0F) && differs(256.0F, 96.0F));
      EXPECT_FALSE(differs(196.0F, 44.0F) || differs(204.0F, 36.0F) || differs(264.0F, 96.0F) ||
                   differs(256.0F, 104.0F));
    }
  }
}

TEST_F(StandingBoard, HasNothingInFrontOfItAndIsSeenFromItsFrontAlone) {
  Instance ball;
  ball.previous.position = ball.current.position = {0.0F, 1.6F, -0.5F};
  ball.scale_m = {0.4F, 0.4F, 0.4F};
  world_.instances.try_push(ball);
  panels([&] { fill(100.0F, 40.0F, 120.0F, theme::kStop); });
  auto panels = board();
  const auto [x, y] = pixel(0, 160.0F, 100.0F);
  EXPECT_NEAR(test::encoded_of(seen(&panels, 0).at(x, y).r), theme::kStop.r, 1.5F / 255.0F);
  panels.world_from_board.rotation = axis_angle({0.0F, 1.0F, 0.0F}, 3.1416F);
  EXPECT_EQ(seen(&panels, 0).bytes, seen(nullptr, 0).bytes);
}

TEST_F(StandingBoard, StaysAsItWasWhileNothingIsNewButItsDotMoves) {
  panels([&] { fill(0.0F, 0.0F, 320.0F, theme::kControl); });
  auto panels = board();
  const auto before = seen(&panels, 0);
  this->panels([&] { fill(0.0F, 0.0F, 320.0F, theme::kStop); });
  panels = board();
  panels.are_new = false;
  const auto [x, y] = pixel(0, 160.0F, 100.0F);
  EXPECT_EQ(seen(&panels, 0).bytes, before.bytes);
  const PanelCursor dot{.x_px = 160.0F, .y_px = 100.0F};
  panels.cursor = &dot;
  EXPECT_GT(seen(&panels, 0).at(x, y).g, 0.6F);
  panels.are_new = true;
  panels.cursor = nullptr;
  EXPECT_NEAR(test::encoded_of(seen(&panels, 0).at(x, y).r), theme::kStop.r, 1.5F / 255.0F);
}

TEST_F(StandingBoard, CoversSurroundingsAsPanelsInAPictureOfTheirOwnDo) {
  panels([&] { fill(0.0F, 0.0F, 320.0F, {0.2F, 0.4F, 0.8F, 0.6F}); });
  const auto panels = board();
  const auto standing = seen(&panels, 0, {}, render::BlendMode::AlphaBlend);
  const auto quad = Quad::seen();
  const auto [x, y] = pixel(0, 160.0F, 100.0F);
  EXPECT_NEAR(standing.at(x, y).a, quad.at(160, 100).a, 1.5F / 255.0F);
  EXPECT_NEAR(standing.at(x, y).b, quad.at(160, 100).b, 1.5F / 255.0F);
  EXPECT_EQ(standing.at(2, 2).a, 0.0F);
}

TEST_F(StandingBoard, RefusesWhatCannotStand) {
  panels([&] { fill(100.0F, 60.0F, 20.0F, theme::kAccent); });
  const LentImage image{*renderer_, {.extent = kEye}};
  const PanelCursor dot{.radius_px = 0.0F};
  auto unsized = board(), dotted = board();
  unsized.width_m = std::nanf("");
  dotted.cursor = &dot;
  for (const auto& bad : {unsized, dotted, render::StandingPanels{}}) {
    const auto refused = renderer_->draw_into(world_, 1.0F, eyes(), image.picture(), render::BlendMode::Opaque, &bad);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, render::RenderErrorCode::BadDefinition);
  }
  forget_lent(*renderer_);
}

TEST_F(Quad, PanelsThatWouldLookTheSameSaySo) {
  const auto look = [&](float x, float scale = 1.0F) {
    panels([&] { fill(x, 60.0F, 20.0F, theme::kAccent); }, {kSize.width, kSize.height}, scale);
    return overlay_->layer()->look;
  };
  const auto first = look(100.0F);
  EXPECT_EQ(look(100.0F), first);
  EXPECT_NE(look(101.0F), first);
  EXPECT_EQ(look(100.0F), first);
  EXPECT_NE(look(100.0F, 2.0F), first) << "letters of another size";
}

// Lies in the build folder under pictures/ afterwards: look at it.
TEST_F(Quad, SamplePanelIsLeftAsAPictureToLookAt) {
  const fs::path folder = fs::path{TONUS_BINARY_DIR} / "pictures";
  fs::create_directories(folder);
  for (const bool is_cpu : {true, false}) {
    const auto plan = quad_plan(is_cpu);
    for (int i = 0; i < 2; ++i) panels([&] { test::sample_panel(*overlay_); }, plan.extent, plan.scale);
    const LentImage image{*renderer_, {.extent = {plan.extent.width, plan.extent.height}, .layers = 1}};
    const PanelCursor cursor{.x_px = 120.0F * plan.scale, .y_px = 240.0F * plan.scale, .radius_px = 9.0F * plan.scale};
    copy(image.picture(), &cursor);
    const auto written =
        write_png(folder / (is_cpu ? "quad.png" : "quad-fine.png"), test::composed_over_checker(image.look(0)));
    EXPECT_TRUE(written) << written.error().message;
    forget_lent(*renderer_);
  }
}

}  // namespace
}  // namespace tonus::overlay
