// What the renderer draws, looked at as pictures, with validation listening.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include <engine/render/renderer.hpp>

#include "demo_scene.hpp"
#include "paths.hpp"

namespace tonus::render {
namespace {

constexpr Extent kSmall{320, 180};

std::unique_ptr<Renderer> make(const RendererDefinition& definition) {
  auto made = Renderer::create(definition);
  EXPECT_TRUE(made) << made.error().message;
  return made ? std::move(*made) : nullptr;
}

Image picture_of(Renderer& renderer, const SceneFrame& frame, float alpha, const View& view) {
  const std::array views{view};
  const auto drawn = renderer.draw(frame, alpha, views);
  EXPECT_TRUE(drawn) << drawn.error().message;
  auto image = renderer.read_back();
  EXPECT_TRUE(image) << image.error().message;
  return image ? std::move(*image) : Image{};
}

void expect_silence(const Renderer& renderer) {
  for (const auto& message : renderer.validation_messages()) ADD_FAILURE() << message;
}

std::array<View, 2> pair_of_eyes(float apart_m) {
  const View middle = test::desktop_view(kSmall);
  std::array eyes{middle, middle};
  eyes[0].world_from_eye.position.x -= apart_m * 0.5F;
  eyes[1].world_from_eye.position.x += apart_m * 0.5F;
  return eyes;
}

/// One red, shining ball on an otherwise empty stage; easy to find again in a picture.
SceneFrame red_ball(Vec3 previous, Vec3 current) {
  SceneFrame frame;
  Instance ball;
  ball.previous.position = previous;
  ball.current.position = current;
  ball.scale_m = {0.2F, 0.2F, 0.2F};
  ball.color = {1.0F, 0.0F, 0.0F};
  ball.emission = 3.0F;
  ball.id = 1;
  ball.mesh = Mesh::Sphere;
  frame.instances.try_push(ball);
  return frame;
}

struct Spot {
  double x = 0.0, y = 0.0;
  int pixels = 0;
};
Spot find_red(const Image& image) {
  Spot spot;
  for (std::uint32_t y = 0; y < image.height; ++y) {
    for (std::uint32_t x = 0; x < image.width; ++x) {
      const auto* p = &image.rgba[(std::size_t{y} * image.width + x) * 4];
      if (p[0] > 150 && p[1] < 90 && p[2] < 90) {
        spot.x += x + 0.5;
        spot.y += y + 0.5;
        ++spot.pixels;
      }
    }
  }
  if (spot.pixels > 0) {
    spot.x /= spot.pixels;
    spot.y /= spot.pixels;
  }
  return spot;
}

/// Where a world point lies in the picture, by the textbook.
Spot project(const View& view, Extent extent, Vec3 world) {
  const Vec3 p = transform(inverse(view.world_from_eye), world);
  const double tan_x = std::tan(static_cast<double>(view.angle_right_rad));
  const double tan_y = std::tan(static_cast<double>(view.angle_up_rad));
  return {(static_cast<double>(p.x) / static_cast<double>(-p.z) / tan_x + 1.0) * 0.5 * extent.width,
          (1.0 - static_cast<double>(p.y) / static_cast<double>(-p.z) / tan_y) * 0.5 * extent.height, 0};
}

int differing_pixels(const Image& a, const Image& b, int tolerance) {
  EXPECT_EQ(a.rgba.size(), b.rgba.size());
  int count = 0;
  for (std::size_t i = 0; i + 3 < std::min(a.rgba.size(), b.rgba.size()); i += 4) {
    int worst = 0;
    for (std::size_t c = 0; c < 3; ++c) worst = std::max(worst, std::abs(int{a.rgba[i + c]} - int{b.rgba[i + c]}));
    count += worst > tolerance ? 1 : 0;
  }
  return count;
}

class EveryWay : public testing::TestWithParam<std::array<int, 4>> {};

TEST_P(EveryWay, DrawsResizesAndPausesWithValidationSilent) {
  const auto [views, samples, shadows, post] = GetParam();
  const auto renderer = make({.extent = kSmall,
                              .view_count = static_cast<std::uint32_t>(views),
                              .samples = static_cast<std::uint32_t>(samples),
                              .shadows = shadows != 0,
                              .post = post != 0,
                              .validation = true});
  ASSERT_TRUE(renderer);
  const auto frame = test::demo_scene();
  const auto eyes = pair_of_eyes(0.064F);
  const std::span<const View> used{eyes.data(), static_cast<std::size_t>(views)};
  for (const Extent extent : {kSmall, Extent{200, 300}, Extent{}, Extent{333, 77}, Extent{1, 1}}) {
    renderer->resize(extent);
    for (int i = 0; i < 4; ++i) {
      const auto drawn = renderer->draw(frame, 0.25F * static_cast<float>(i), used);
      ASSERT_TRUE(drawn) << drawn.error().message;
      EXPECT_EQ(*drawn, extent.is_empty() ? DrawOutcome::Skipped : DrawOutcome::Drawn);
    }
    if (extent.is_empty()) continue;
    for (std::uint32_t v = 0; v < static_cast<std::uint32_t>(views); ++v) {
      const auto image = renderer->read_back(v);
      ASSERT_TRUE(image) << image.error().message;
      EXPECT_EQ(image->width, extent.width);
      EXPECT_EQ(image->height, extent.height);
    }
  }
  expect_silence(*renderer);
}
INSTANTIATE_TEST_SUITE_P(ViewsSamplesShadowsPost, EveryWay,
                         testing::Values(std::array{1, 4, 1, 1}, std::array{2, 4, 1, 1}, std::array{1, 1, 0, 0},
                                         std::array{2, 1, 1, 0}, std::array{1, 4, 0, 0}, std::array{2, 4, 0, 1}));

TEST(Picture, ManyFramesInFlightStayValidAndEqualFramesGiveEqualPictures) {
  const auto renderer = make({.extent = kSmall, .validation = true});
  ASSERT_TRUE(renderer);
  const auto frame = test::demo_scene();
  const View view = test::desktop_view(kSmall);
  const Image first = picture_of(*renderer, frame, 1.0F, view);
  const std::array views{view};
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(renderer->draw(frame, 0.01F * static_cast<float>(i), views));
  const Image last = picture_of(*renderer, frame, 1.0F, view);
  EXPECT_EQ(first.rgba, last.rgba);
  expect_silence(*renderer);
}

TEST(Picture, ShowsThePreviousPoseAtZeroTheCurrentAtOneAndBetweenThemBetween) {
  const auto renderer = make({.extent = kSmall});
  ASSERT_TRUE(renderer);
  const View view = test::desktop_view(kSmall);
  const Vec3 from{-0.5F, 1.6F, -2.0F}, to{0.4F, 1.9F, -2.0F};
  const auto frame = red_ball(from, to);
  for (const float alpha : {0.0F, 0.25F, 0.5F, 1.0F}) {
    const Spot seen = find_red(picture_of(*renderer, frame, alpha, view));
    const Spot expected = project(view, kSmall, lerp(from, to, alpha));
    ASSERT_GT(seen.pixels, 50);
    EXPECT_NEAR(seen.x, expected.x, 1.0) << "alpha " << alpha;
    EXPECT_NEAR(seen.y, expected.y, 1.0) << "alpha " << alpha;
  }
}

TEST(Picture, TheTwoEyesSeeTheSameThingShiftedByItsDistance) {
  const auto renderer = make({.extent = kSmall, .view_count = 2});
  ASSERT_TRUE(renderer);
  const auto eyes = pair_of_eyes(0.064F);
  for (const float distance_m : {0.8F, 1.6F, 5.0F}) {
    const Vec3 at{0.0F, 1.65F, -distance_m};
    ASSERT_TRUE(renderer->draw(red_ball(at, at), 1.0F, eyes));
    std::array<Spot, 2> seen{}, expected{};
    for (std::uint32_t v = 0; v < 2; ++v) {
      const auto image = renderer->read_back(v);
      ASSERT_TRUE(image);
      seen[v] = find_red(*image);
      expected[v] = project(eyes[v], kSmall, at);
      ASSERT_GT(seen[v].pixels, 5);
    }
    EXPECT_NEAR(seen[0].x - seen[1].x, expected[0].x - expected[1].x, 0.75) << distance_m << " m";
    EXPECT_GT(seen[0].x, seen[1].x);
  }
}

TEST(Picture, OneEyeOfAPairSeesWhatASingleViewSees) {
  const auto single = make({.extent = kSmall});
  const auto pair = make({.extent = kSmall, .view_count = 2});
  ASSERT_TRUE(single && pair);
  const auto frame = test::demo_scene();
  const auto eyes = pair_of_eyes(0.064F);
  ASSERT_TRUE(pair->draw(frame, 1.0F, eyes));
  for (std::uint32_t v = 0; v < 2; ++v) {
    const auto both = pair->read_back(v);
    ASSERT_TRUE(both);
    EXPECT_LE(differing_pixels(*both, picture_of(*single, frame, 1.0F, eyes[v]), 2), 20);
  }
}

TEST(Picture, ShadowsDarkenTheGroundUnderATargetAndNowhereElse) {
  const View view{{axis_angle({1, 0, 0}, -0.5F), {0.0F, 1.65F, 0.0F}}, -0.7F, 0.7F, 0.45F, -0.45F};
  const auto lit = make({.extent = kSmall, .shadows = false});
  const auto shaded = make({.extent = kSmall});
  ASSERT_TRUE(lit && shaded);
  auto frame = red_ball({0, 1.0F, -2.0F}, {0, 1.0F, -2.0F});
  frame.lighting.sun_direction = {0.0F, -1.0F, 0.0F};
  const Image without = picture_of(*lit, frame, 1.0F, view), with = picture_of(*shaded, frame, 1.0F, view);
  const Spot under = project(view, kSmall, {0.0F, 0.0F, -2.0F});
  const Spot aside = project(view, kSmall, {0.7F, 0.0F, -2.0F});
  const auto light_at = [](const Image& image, const Spot& spot) {
    const auto* p =
        &image.rgba[(static_cast<std::size_t>(spot.y) * image.width + static_cast<std::size_t>(spot.x)) * 4];
    return int{p[0]} + int{p[1]} + int{p[2]};
  };
  EXPECT_LT(light_at(with, under), light_at(without, under) * 3 / 4);
  EXPECT_NEAR(light_at(with, aside), light_at(without, aside), 4);
}

TEST(Picture, TargetsOfEitherHandLookDifferentWithoutTheirColour) {
  const auto renderer = make({.extent = kSmall});
  ASSERT_TRUE(renderer);
  const View view = test::desktop_view(kSmall);
  const auto gem = [](Role role) {
    auto frame = red_ball({0, 1.6F, -1.0F}, {0, 1.6F, -1.0F});
    auto& target = frame.instances[0];
    target.color = {0.4F, 0.4F, 0.4F};
    target.emission = 0.4F;
    target.mesh = Mesh::Gem;
    target.role = role;
    return frame;
  };
  const Image left = picture_of(*renderer, gem(Role::TargetLeft), 1.0F, view);
  const Image right = picture_of(*renderer, gem(Role::TargetRight), 1.0F, view);
  const Image any = picture_of(*renderer, gem(Role::TargetAny), 1.0F, view);
  const Image leave = picture_of(*renderer, gem(Role::TargetLeave), 1.0F, view);
  for (const Image* other : {&left, &right, &any}) EXPECT_GT(differing_pixels(leave, *other, 60), 60);
  EXPECT_GT(differing_pixels(left, right, 60), 60);
  EXPECT_GT(differing_pixels(left, any, 60), 60);
  EXPECT_GT(differing_pixels(right, any, 60), 60);
}

TEST(Picture, IsUprightWithSkyAboveAndGroundBelow) {
  const auto renderer = make({.extent = kSmall});
  ASSERT_TRUE(renderer);
  const View view = test::desktop_view(kSmall);
  const Spot high = find_red(picture_of(*renderer, red_ball({0, 2.2F, -2.0F}, {0, 2.2F, -2.0F}), 1.0F, view));
  EXPECT_LT(high.y, kSmall.height / 2.0);
  SceneFrame blue_sky;
  blue_sky.lighting.sky_zenith = {0.1F, 0.3F, 1.0F};
  const Image image = picture_of(*renderer, blue_sky, 1.0F, view);
  const auto* top = &image.rgba[4 * 10];
  const auto* bottom = &image.rgba[image.rgba.size() - 4 * 10];
  EXPECT_GT(top[2], bottom[2] + 40);
}

TEST(Picture, KeepsDrawingWhatFitsWhenThereAreAsManyInstancesAsThereCanBe) {
  const auto renderer = make({.extent = kSmall, .validation = true});
  ASSERT_TRUE(renderer);
  SceneFrame frame;
  for (std::uint32_t i = 0; frame.instances.try_push({}); ++i) {
    auto& thing = frame.instances.back();
    thing.id = i;
    thing.mesh = static_cast<Mesh>(i % static_cast<std::uint32_t>(Mesh::Count));
    thing.role = static_cast<Role>(i % 9);
    thing.scale_m = {0.1F, 0.1F, 0.1F};
    const auto n = static_cast<float>(i);
    thing.previous.position =
        thing.current.position = {std::fmod(n, 16.0F) * 0.2F - 1.6F, std::fmod(n, 20.0F) * 0.1F, -3.0F};
  }
  EXPECT_EQ(frame.instances.size(), kMaxInstances);
  picture_of(*renderer, frame, 1.0F, test::desktop_view(kSmall));
  expect_silence(*renderer);
}

// They lie in the build folder under pictures/ afterwards: look at them.
TEST(Picture, SceneIsLeftAsPicturesToLookAt) {
  const std::filesystem::path folder = std::filesystem::path{TONUS_BINARY_DIR} / "pictures";
  std::filesystem::create_directories(folder);
  constexpr Extent kExtent{1280, 720};
  for (const bool is_full : {true, false}) {
    const auto renderer = make({.extent = kExtent, .shadows = is_full, .post = is_full});
    ASSERT_TRUE(renderer);
    const Image image = picture_of(*renderer, test::demo_scene(), 1.0F, test::desktop_view(kExtent));
    const auto written = write_png(folder / (is_full ? "scene.png" : "scene-plain.png"), image);
    EXPECT_TRUE(written) << written.error().message;
  }
}

}  // namespace
}  // namespace tonus::render
