// Pictures that somebody lends, drawn through a device that somebody else made, with validation listening.

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include <engine/render/native.hpp>

#include "demo_scene.hpp"
#include "lender.hpp"
#include "paths.hpp"

namespace tonus::render {
namespace {

using test::encoded_of;
using test::LentImage;
using test::Pixel;
using test::Seen;

constexpr VkExtent2D kEye{192, 216};

/// A renderer through a maker, which stays silent and forgets what was lent when it goes.
class Room {
 public:
  explicit Room(RendererDefinition definition = {}) {
    const auto maker = test::plain_maker();
    definition.maker = &maker;
    definition.view_count = 2;
    definition.validation = true;
    auto made = Renderer::create(definition);
    EXPECT_TRUE(made) << made.error().message;
    if (made) renderer_ = std::move(*made);
  }
  ~Room() {
    if (!renderer_) return;
    for (const auto& message : renderer_->validation_messages()) ADD_FAILURE() << message;
  }
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;
  Renderer& operator*() { return *renderer_; }
  Renderer* operator->() { return renderer_.get(); }

 private:
  std::unique_ptr<Renderer> renderer_;
};

std::array<View, 2> eyes(float apart_m = 0.064F) {
  // As headsets are: each eye sees farther outwards than inwards.
  View left{{{}, {-0.5F * apart_m, 1.65F, 0.0F}}, -0.85F, 0.70F, 0.75F, -0.80F};
  View right{{{}, {0.5F * apart_m, 1.65F, 0.0F}}, -0.70F, 0.85F, 0.75F, -0.80F};
  return {left, right};
}

void draw(Room& room, const SceneFrame& frame, const LentPicture& picture, BlendMode mode,
          const std::array<View, 2>& views = eyes()) {
  const auto drawn = room->draw_into(frame, 1.0F, views, picture, mode);
  ASSERT_TRUE(drawn) << drawn.error().message;
  ASSERT_EQ(*drawn, DrawOutcome::Drawn);
}

/// What one draw leaves in a layer of a picture of its own.
Seen seen_of(Room& room, const SceneFrame& frame, BlendMode mode, test::LentDefinition definition = {},
             std::uint32_t layer = 0) {
  if (definition.extent.width == 0) definition.extent = kEye;
  Seen seen;
  {
    const LentImage image{*room, definition};
    draw(room, frame, image.picture(), mode);
    seen = image.look(layer);
    forget_lent(*room);
  }
  return seen;
}

/// A thing that looks the same from everywhere: a guide shines by itself and knows no light, and this near no haze.
SceneFrame flat_ball(Vec3 at, float size_m, Vec3 color = {0.9F, 0.25F, 0.1F}) {
  SceneFrame frame;
  Instance ball;
  ball.previous.position = ball.current.position = at;
  ball.scale_m = {size_m, size_m, size_m};
  ball.color = color;
  ball.emission = 0.4F;
  ball.id = 1;
  ball.mesh = Mesh::Sphere;
  ball.role = Role::Guide;
  frame.instances.try_push(ball);
  return frame;
}

constexpr std::array kFormats{
    test::LentDefinition{.format = VK_FORMAT_R8G8B8A8_SRGB}, test::LentDefinition{.format = VK_FORMAT_B8G8R8A8_SRGB},
    test::LentDefinition{.format = VK_FORMAT_R8G8B8A8_UNORM}, test::LentDefinition{.format = VK_FORMAT_B8G8R8A8_UNORM},
    test::LentDefinition{.format = VK_FORMAT_B8G8R8A8_UNORM, .is_encoded = true}};

/// Ways to draw: samples, shadows, post.
using Way = std::array<int, 3>;
RendererDefinition definition_of(const Way& way) {
  return {.samples = static_cast<std::uint32_t>(way[0]), .shadows = way[1] != 0, .post = way[2] != 0};
}
class EveryWayOfLending : public testing::TestWithParam<Way> {};
INSTANTIATE_TEST_SUITE_P(SamplesShadowsPost, EveryWayOfLending,
                         testing::Values(Way{1, 0, 0}, Way{4, 1, 0}, Way{1, 0, 1}, Way{4, 1, 1}));

TEST_P(EveryWayOfLending, EveryFormatShowsTheSameLightInBothLayers) {
  Room room{definition_of(GetParam())};
  const auto frame = test::demo_scene();
  for (const BlendMode mode : {BlendMode::Opaque, BlendMode::AlphaBlend}) {
    for (const std::uint32_t layer : {0U, 1U}) {
      const Seen exact = seen_of(room, frame, mode, {.format = VK_FORMAT_R16G16B16A16_SFLOAT}, layer);
      for (const auto& definition : kFormats) {
        const Seen seen = seen_of(room, frame, mode, definition, layer);
        const bool is_coarse =
            definition.format == VK_FORMAT_B8G8R8A8_UNORM || definition.format == VK_FORMAT_R8G8B8A8_UNORM;
        // Eight bits of linear light are coarse in the dark; eight encoded bits are even.
        const bool is_linear = is_coarse && !definition.is_encoded;
        // Drawn plainly, numbers are mixed between corners and at the edges of marks, not light.
        const bool mixes_numbers = GetParam() == Way{1, 0, 0} && definition.is_encoded;
        const float most_encoded = mixes_numbers ? 10.1F / 255.0F : 2.1F / 255.0F;
        int off = 0;
        for (std::size_t i = 0; i < seen.pixels.size(); ++i) {
          const auto& a = exact.pixels[i];
          const auto& b = seen.pixels[i];
          const auto differs = [&](float x, float y) {
            return is_linear ? std::abs(x - y) > 2.1F / 255.0F
                             : std::abs(encoded_of(std::clamp(x, 0.0F, 1.0F)) - encoded_of(y)) > most_encoded;
          };
          off += differs(a.r, b.r) || differs(a.g, b.g) || differs(a.b, b.b) || std::abs(a.a - b.a) > 1.1F / 255.0F;
        }
        // Samples are averaged before encoding or after it: only edges may tell.
        const bool averages_numbers = GetParam()[0] > 1 && GetParam()[2] == 0 && definition.is_encoded;
        EXPECT_LE(off, static_cast<int>(averages_numbers ? seen.pixels.size() / 12
                                        : mixes_numbers  ? seen.pixels.size() / 200
                                                         : 40))
            << "format " << definition.format << " encoded " << definition.is_encoded << " layer " << layer;
      }
    }
  }
}

TEST_P(EveryWayOfLending, ASmallerPartLooksLikeAPictureOfItsSize) {
  Room room{definition_of(GetParam())};
  const auto frame = test::demo_scene();
  constexpr VkExtent2D kPart{140, 133};
  for (const BlendMode mode : {BlendMode::Opaque, BlendMode::AlphaBlend}) {
    const Seen small = seen_of(room, frame, mode, {.extent = kPart});
    const LentImage image{*room, {.extent = kEye}};
    // What an older, larger picture left behind must not show.
    draw(room, flat_ball({0, 1.65F, -0.3F}, 0.5F), image.picture(), mode);
    draw(room, frame, image.picture(kPart), mode);
    const Seen part = image.look(0);
    int off = 0;
    for (std::uint32_t y = 0; y < kPart.height; ++y) {
      for (std::uint32_t x = 0; x < kPart.width; ++x) {
        const auto &a = small.at(x, y), &b = part.at(x, y);
        off += std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b), std::abs(a.a - b.a)}) > 0.02F;
      }
    }
    EXPECT_LE(off, 5);
    forget_lent(*room);
  }
}

TEST_P(EveryWayOfLending, EmptySpaceIsNothingAtAllAndThingsAreWhole) {
  Room room{definition_of(GetParam())};
  // Bright enough for bloom to spread, if it could.
  auto frame = flat_ball({0, 1.65F, -1.0F}, 0.3F);
  frame.instances[0].emission = 8.0F;
  for (const BlendMode mode : {BlendMode::Additive, BlendMode::AlphaBlend}) {
    for (const std::uint32_t layer : {0U, 1U}) {
      const Seen seen = seen_of(room, frame, mode, {}, layer);
      int empty = 0, whole = 0, between = 0;
      for (std::size_t i = 0; i < seen.bytes.size(); i += 4) {
        const auto* p = &seen.bytes[i];
        if (p[3] == 0) {
          ++empty;
          ASSERT_TRUE(p[0] == 0 && p[1] == 0 && p[2] == 0) << "light without a thing at pixel " << i / 4;
        }
        whole += p[3] == 255 ? 1 : 0;
        between += p[3] > 0 && p[3] < 255 ? 1 : 0;
      }
      EXPECT_GT(empty, 30000);
      EXPECT_GT(whole, 700);
      // Only the rim of the ball is neither: and with one sample a pixel there is no such rim.
      EXPECT_LE(between, GetParam()[0] > 1 ? 250 : 0);
      EXPECT_GE(between, GetParam()[0] > 1 ? 60 : 0);
    }
  }
}

TEST_P(EveryWayOfLending, EdgesHaveNoHaloOverAnyBackdrop) {
  Room room{definition_of(GetParam())};
  for (const float emission : {0.4F, 3.0F}) {
    auto frame = flat_ball({0, 1.65F, -1.0F}, 0.3F);
    frame.instances[0].emission = emission;
    const Seen seen = seen_of(room, frame, BlendMode::AlphaBlend);
    // The colour of the ball: all of its inside has it, or with lens and bloom nearly.
    std::array<float, 3> least{1, 1, 1}, most{0, 0, 0};
    for (const Pixel& p : seen.pixels) {
      if (p.a < 1.0F) continue;
      const std::array c{encoded_of(p.r), encoded_of(p.g), encoded_of(p.b)};
      for (std::size_t i = 0; i < 3; ++i) {
        least[i] = std::min(least[i], c[i]);
        most[i] = std::max(most[i], c[i]);
      }
    }
    for (const float backdrop : {0.0F, 0.05F, 0.5F, 1.0F}) {
      const auto over = test::composed(seen, {backdrop, backdrop, backdrop});
      const float behind = encoded_of(backdrop);
      for (std::size_t i = 0; i < seen.pixels.size(); ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
          const float shown = static_cast<float>(over.rgba[4 * i + c]);
          ASSERT_GE(shown, 255.0F * std::min(least[c], behind) - 2.5F) << "pixel " << i << " backdrop " << backdrop;
          ASSERT_LE(shown, 255.0F * std::max(most[c], behind) + 2.5F) << "pixel " << i << " backdrop " << backdrop;
        }
      }
    }
  }
}

TEST(Lent, ThingsLookTheSameWhetherTheWorldOrTheSurroundingsAreBehindThem) {
  Room room{{.samples = 4, .shadows = true, .post = false}};
  const auto frame = test::demo_scene();
  const Seen opaque = seen_of(room, frame, BlendMode::Opaque);
  const Seen alpha = seen_of(room, frame, BlendMode::AlphaBlend);
  const Seen additive = seen_of(room, frame, BlendMode::Additive);
  EXPECT_EQ(alpha.bytes, additive.bytes);
  int whole = 0;
  for (std::size_t i = 0; i < opaque.pixels.size(); ++i) {
    ASSERT_EQ(opaque.pixels[i].a, 1.0F);
    const auto &a = opaque.pixels[i], &b = alpha.pixels[i];
    // Things keep within their alpha: light that is not theirs would shine over the surroundings.
    ASSERT_LE(std::max({b.r, b.g, b.b}), b.a + 0.01F);
    if (b.a < 1.0F) continue;
    ++whole;
    ASSERT_NEAR(a.r, b.r, 1e-3F);
    ASSERT_NEAR(a.g, b.g, 1e-3F);
    ASSERT_NEAR(a.b, b.b, 1e-3F);
  }
  EXPECT_GT(whole, 3000);
}

TEST(Lent, AnOpaquePictureIsTheOneThatAWindowShows) {
  Room room{{.extent = {kEye.width, kEye.height}, .samples = 4, .shadows = true, .post = false}};
  const auto frame = test::demo_scene();
  const auto views = eyes();
  ASSERT_TRUE(room->draw(frame, 1.0F, views));
  for (const std::uint32_t layer : {0U, 1U}) {
    ASSERT_TRUE(room->draw(frame, 1.0F, views));
    const auto own = room->read_back(layer);
    ASSERT_TRUE(own);
    const Seen seen = seen_of(room, frame, BlendMode::Opaque, {}, layer);
    EXPECT_FALSE(room->read_back(layer)) << "a lent picture is not the renderer's to read back";
    EXPECT_EQ(own->rgba, seen.bytes);
  }
}

TEST(Lent, EachLayerHoldsItsOwnEye) {
  Room room{{.samples = 1, .shadows = false, .post = false}};
  // Two balls, each seen by one eye alone: the eyes look away from each other.
  auto views = eyes();
  views[0].world_from_eye.rotation = axis_angle({0, 1, 0}, 1.2F);
  views[1].world_from_eye.rotation = axis_angle({0, 1, 0}, -1.2F);
  auto frame = flat_ball({-1.8F, 1.65F, -0.7F}, 0.4F, {0.9F, 0.0F, 0.0F});
  frame.instances.try_push(flat_ball({1.8F, 1.65F, -0.7F}, 0.4F, {0.0F, 0.0F, 0.9F}).instances[0]);
  const LentImage image{*room, {.extent = kEye}};
  draw(room, frame, image.picture(), BlendMode::AlphaBlend, views);
  const Seen left = image.look(0), right = image.look(1);
  float red_left = 0, blue_left = 0, red_right = 0, blue_right = 0;
  for (std::size_t i = 0; i < left.pixels.size(); ++i) {
    red_left += left.pixels[i].r;
    blue_left += left.pixels[i].b;
    red_right += right.pixels[i].r;
    blue_right += right.pixels[i].b;
  }
  EXPECT_GT(red_left, 100.0F);
  EXPECT_LT(blue_left, 0.02F * red_left);
  EXPECT_GT(blue_right, 100.0F);
  EXPECT_LT(red_right, 0.02F * blue_right);
  forget_lent(*room);
}

TEST_P(EveryWayOfLending, PassthroughMakesRoomForTheSurroundingsEvenly) {
  Room room{definition_of(GetParam())};
  auto frame = flat_ball({0, 1.65F, -1.0F}, 0.4F);
  const Seen whole = seen_of(room, frame, BlendMode::AlphaBlend);
  frame.passthrough = 0.5F;
  const Seen half = seen_of(room, frame, BlendMode::AlphaBlend);
  for (std::size_t i = 0; i < whole.pixels.size(); ++i) {
    const auto &a = whole.pixels[i], &b = half.pixels[i];
    ASSERT_NEAR(b.a, 0.5F * a.a, 1.1F / 255.0F);
    ASSERT_NEAR(b.r, 0.5F * a.r, 0.012F);
    ASSERT_NEAR(b.g, 0.5F * a.g, 0.012F);
  }
  frame.passthrough = 1.0F;
  for (const auto byte : seen_of(room, frame, BlendMode::AlphaBlend).bytes) ASSERT_EQ(byte, 0);
}

TEST_P(EveryWayOfLending, PassthroughWithNothingBehindLeavesADarkFloorOfLines) {
  Room room{definition_of(GetParam())};
  auto frame = test::demo_scene();
  frame.passthrough = 1.0F;
  const Seen seen = seen_of(room, frame, BlendMode::Opaque);
  float brightest_above = 0.0F, brightest_below = 0.0F;
  for (std::uint32_t y = 0; y < seen.height; ++y) {
    for (std::uint32_t x = 0; x < seen.width; ++x) {
      const float light = encoded_of(seen.at(x, y).g);
      EXPECT_EQ(seen.at(x, y).a, 1.0F);
      auto& brightest = y < seen.height / 3 ? brightest_above : brightest_below;
      brightest = std::max(brightest, light);
    }
  }
  EXPECT_LT(brightest_above, 0.16F);
  EXPECT_GT(brightest_above, 0.03F);
  EXPECT_GT(brightest_below, brightest_above + 0.05F);
  EXPECT_LT(brightest_below, 0.5F);
}

/// How far a pixel is off straight ahead, as tangent.
float off_ahead(const View& view, VkExtent2D extent, std::uint32_t x, std::uint32_t y) {
  const auto across = [](float low, float high, float part) {
    return std::tan(low) + (std::tan(high) - std::tan(low)) * part;
  };
  const float u = (static_cast<float>(x) + 0.5F) / static_cast<float>(extent.width);
  const float v = (static_cast<float>(y) + 0.5F) / static_cast<float>(extent.height);
  return std::hypot(across(view.angle_left_rad, view.angle_right_rad, u),
                    across(view.angle_up_rad, view.angle_down_rad, v));
}

TEST_P(EveryWayOfLending, TheEdgeOfSightDarkensSmoothlyAroundStraightAhead) {
  Room room{definition_of(GetParam())};
  SceneFrame frame;
  frame.vignette = 0.8F;
  for (const std::uint32_t layer : {0U, 1U}) {
    // Where nothing is, alpha is the darkness itself.
    const Seen seen = seen_of(room, frame, BlendMode::AlphaBlend, {}, layer);
    const View view = eyes()[layer];
    for (std::uint32_t y = 0; y < seen.height; ++y) {
      for (std::uint32_t x = 0; x < seen.width; ++x) {
        const Pixel& p = seen.at(x, y);
        ASSERT_EQ(p.r + p.g + p.b, 0.0F);
        const float off = off_ahead(view, kEye, x, y);
        if (off < 0.33F) {
          ASSERT_EQ(p.a, 0.0F) << x << "," << y;
        } else if (off > 0.94F) {
          ASSERT_NEAR(p.a, 0.8F, 1.5F / 255.0F) << x << "," << y;
        }
        // From pixel to pixel it changes by no more than a few steps (at this size): nothing to see moving.
        if (x > 0) {
          ASSERT_NEAR(p.a, seen.at(x - 1, y).a, 8.5F / 255.0F);
        }
        if (y > 0) {
          ASSERT_NEAR(p.a, seen.at(x, y - 1).a, 8.5F / 255.0F);
        }
      }
    }
  }
  frame.vignette = 0.0F;
  for (const auto byte : seen_of(room, frame, BlendMode::AlphaBlend).bytes) ASSERT_EQ(byte, 0);
}

TEST_P(EveryWayOfLending, TheEdgeOfSightIsDarkInEveryModeAndStraightAheadStaysAsItIs) {
  Room room{definition_of(GetParam())};
  for (const BlendMode mode : {BlendMode::Opaque, BlendMode::Additive, BlendMode::AlphaBlend}) {
    auto frame = test::demo_scene();
    const Seen clear = seen_of(room, frame, mode);
    frame.vignette = 1.0F;
    const Seen dark = seen_of(room, frame, mode);
    for (std::uint32_t y = 0; y < kEye.height; ++y) {
      for (std::uint32_t x = 0; x < kEye.width; ++x) {
        const auto &a = clear.at(x, y), &b = dark.at(x, y);
        const float off = off_ahead(eyes()[0], kEye, x, y);
        if (off < 0.33F) {
          ASSERT_NEAR(a.r, b.r, 1e-3F);
          ASSERT_NEAR(a.a, b.a, 1e-3F);
        }
        // Noise against bands is about one step.
        ASSERT_LE(encoded_of(b.g), encoded_of(a.g) + 2.1F / 255.0F);
        if (off > 0.96F) {
          ASSERT_LE(std::max({b.r, b.g, b.b}), 0.002F);
          if (mode != BlendMode::Additive) {
            ASSERT_GT(b.a, 0.99F);
          }
        }
      }
    }
  }
}

TEST(Lent, TheEdgeOfSightIsDarkInAWindowToo) {
  for (const bool post : {false, true}) {
    const Extent extent{320, 180};
    const auto renderer = Renderer::create({.extent = extent, .samples = 1, .shadows = false, .post = post});
    ASSERT_TRUE(renderer);
    auto frame = test::demo_scene();
    const std::array views{test::desktop_view(extent)};
    const auto corner = [&] {
      EXPECT_TRUE((*renderer)->draw(frame, 1.0F, views));
      const auto image = (*renderer)->read_back();
      EXPECT_TRUE(image);
      return int{image->rgba[0]} + int{image->rgba[1]} + int{image->rgba[2]};
    };
    EXPECT_GT(corner(), 60);
    frame.vignette = 1.0F;
    EXPECT_LE(corner(), 3);
  }
}

TEST(Lent, BandsOfTheEdgeOfSightAreBrokenUp) {
  Room room{{.samples = 1, .shadows = false, .post = false}};
  // One large, flat thing: without noise each row of its darkened part would be a staircase.
  auto frame = flat_ball({0, 1.65F, -10.0F}, 19.0F, {0.05F, 0.05F, 0.05F});
  frame.vignette = 1.0F;
  const Seen seen = seen_of(room, frame, BlendMode::Opaque, {.extent = {768, 64}});
  int turns = 0;
  int last_step = 0;
  for (std::uint32_t x = 1; x < seen.width; ++x) {
    const int step = static_cast<int>(seen.bytes[(std::size_t{32} * seen.width + x) * 4]) -
                     static_cast<int>(seen.bytes[(std::size_t{32} * seen.width + x - 1) * 4]);
    if (step == 0) continue;
    turns += last_step != 0 && (step > 0) != (last_step > 0) ? 1 : 0;
    last_step = step;
  }
  EXPECT_GT(turns, 60);
}

TEST(Lent, MoreImagesThanAreKeptInMindAreDrawnToAllTheSame) {
  Room room{{.samples = 1, .shadows = false, .post = false}};
  const auto frame = test::demo_scene();
  std::vector<std::unique_ptr<LentImage>> images;
  for (int i = 0; i < 20; ++i)
    images.push_back(std::make_unique<LentImage>(*room, test::LentDefinition{.extent = {64, 64}}));
  for (int turn = 0; turn < 2; ++turn) {
    for (const auto& image : images) draw(room, frame, image->picture(), BlendMode::Opaque);
  }
  const auto first = images.front()->look(1).bytes;
  for (const auto& image : images) EXPECT_EQ(image->look(1).bytes, first);
  forget_lent(*room);
}

TEST(Lent, SizesAndFormatsMayChangeAtAnyTime) {
  Room room{{.samples = 4, .shadows = true, .post = true}};
  const auto frame = test::demo_scene();
  for (int turn = 0; turn < 2; ++turn) {
    for (const auto& format : kFormats) {
      for (const VkExtent2D extent : {VkExtent2D{64, 80}, VkExtent2D{1, 1}, VkExtent2D{130, 33}}) {
        auto definition = format;
        definition.extent = extent;
        const LentImage image{*room, definition};
        for (int i = 0; i < 3; ++i) draw(room, frame, image.picture(), BlendMode::AlphaBlend);
        draw(room, frame, image.picture({std::max(extent.width / 2, 1U), extent.height}), BlendMode::Opaque);
        forget_lent(*room);
      }
    }
  }
}

TEST(Lent, ManyFramesStayValidAndEqualFramesGiveEqualPictures) {
  Room room{{.samples = 4, .shadows = true, .post = false}};
  const auto frame = test::demo_scene();
  std::vector<std::unique_ptr<LentImage>> images;
  for (int i = 0; i < 3; ++i)
    images.push_back(std::make_unique<LentImage>(*room, test::LentDefinition{.extent = kEye}));
  draw(room, frame, images[0]->picture(), BlendMode::Opaque);
  const auto first = images[0]->look(0).bytes;
  for (std::size_t i = 0; i < 60; ++i) {
    const auto drawn =
        room->draw_into(frame, 0.01F * static_cast<float>(i), eyes(), images[i % 3]->picture(), BlendMode::Opaque);
    ASSERT_TRUE(drawn) << drawn.error().message;
  }
  draw(room, frame, images[1]->picture(), BlendMode::Opaque);
  EXPECT_EQ(images[1]->look(0).bytes, first);
  forget_lent(*room);
}

TEST(Lent, WhatCannotBeDrawnToIsRefused) {
  Room room{{.samples = 1, .shadows = false, .post = false}};
  const LentImage image{*room, {.extent = {32, 32}}};
  const LentImage flat{*room, {.extent = {32, 32}, .layers = 1}};
  const auto views = eyes();
  const auto refused = [&](const LentPicture& picture, std::span<const View> used) {
    const auto drawn = room->draw_into({}, 1.0F, used, picture, BlendMode::Opaque);
    return !drawn && drawn.error().code == RenderErrorCode::BadDefinition && !drawn.error().message.empty();
  };
  EXPECT_TRUE(refused(image.picture(), std::span{views}.first(1)));
  EXPECT_TRUE(refused(image.picture({33, 32}), views));
  EXPECT_TRUE(refused(flat.picture(), views));
  auto odd = image.picture();
  odd.format = VK_FORMAT_R5G6B5_UNORM_PACK16;
  EXPECT_TRUE(refused(odd, views));
  odd = image.picture();
  odd.image = VK_NULL_HANDLE;
  EXPECT_TRUE(refused(odd, views));
  const auto skipped = room->draw_into({}, 1.0F, views, image.picture({0, 32}), BlendMode::Opaque);
  ASSERT_TRUE(skipped);
  EXPECT_EQ(*skipped, DrawOutcome::Skipped);
  // There is no window, hence no mirror, and asking for it is no error.
  const auto mirrored = room->copy_to_mirror(image.picture(), 0);
  ASSERT_TRUE(mirrored);
  EXPECT_EQ(*mirrored, DrawOutcome::Skipped);
  EXPECT_FALSE(room->copy_to_mirror(image.picture(), 2));
  EXPECT_TRUE(room->present_mirror());
  EXPECT_FALSE(room->mirror_error());
  forget_lent(*room);
}

TEST_P(EveryWayOfLending, WhatTheLensesHideIsLeftOutOfItsEyeAlone) {
  Room room{definition_of(GetParam())};
  const auto frame = test::demo_scene();
  // The upper left corner of the left eye and the lower right one of the right eye, each a triangle.
  const auto views = eyes();
  const auto tangents = [&](std::uint32_t v, float x, float y) {
    const auto along = [](float low, float high, float part) {
      return std::tan(low) + (std::tan(high) - std::tan(low)) * part;
    };
    return Tangents{along(views[v].angle_left_rad, views[v].angle_right_rad, x),
                    along(views[v].angle_up_rad, views[v].angle_down_rad, y)};
  };
  const std::array left{tangents(0, 0.0F, 0.0F), tangents(0, 0.5F, 0.0F), tangents(0, 0.0F, 0.5F)};
  const std::array right{tangents(1, 1.0F, 1.0F), tangents(1, 0.5F, 1.0F), tangents(1, 1.0F, 0.5F)};
  const std::array before{seen_of(room, frame, BlendMode::Opaque, {}, 0),
                          seen_of(room, frame, BlendMode::Opaque, {}, 1)};
  ASSERT_TRUE(room->set_hidden_area(0, left));
  ASSERT_TRUE(room->set_hidden_area(1, right));
  for (const std::uint32_t layer : {0U, 1U}) {
    const Seen seen = seen_of(room, frame, BlendMode::Opaque, {}, layer);
    for (std::uint32_t y = 0; y < kEye.height; ++y) {
      for (std::uint32_t x = 0; x < kEye.width; ++x) {
        const float u = (static_cast<float>(x) + 0.5F) / kEye.width, v = (static_cast<float>(y) + 0.5F) / kEye.height;
        const float depth = layer == 0 ? 0.5F - u - v : u + v - 1.5F;
        const auto &a = before[layer].at(x, y), &b = seen.at(x, y);
        if (depth > 0.02F) {
          ASSERT_EQ(b.r + b.g + b.b, 0.0F) << x << "," << y;
        } else if (depth < -0.12F) {
          ASSERT_NEAR(a.g, b.g, 0.02F) << x << "," << y;
        }
      }
    }
  }
  const auto alpha = seen_of(room, frame, BlendMode::AlphaBlend, {}, 0);
  EXPECT_EQ(alpha.at(2, 2).a, 0.0F);
  // Taken back, all is seen again.
  ASSERT_TRUE(room->set_hidden_area(0, {}));
  ASSERT_TRUE(room->set_hidden_area(1, {}));
  EXPECT_EQ(seen_of(room, frame, BlendMode::Opaque, {}, 0).bytes, before[0].bytes);
  EXPECT_FALSE(room->set_hidden_area(2, left));
  EXPECT_FALSE(room->set_hidden_area(0, std::span{left}.first(2)));
  const std::array odd{Tangents{}, Tangents{std::nanf(""), 0.0F}, Tangents{}};
  EXPECT_FALSE(room->set_hidden_area(0, odd));
}

TEST_P(EveryWayOfLending, DepthTellsHowFarAwayWhatIsSeenIs) {
  Room room{definition_of(GetParam())};
  // Smaller balls before and behind each other: what is seen is the near one.
  auto frame = flat_ball({0, 1.65F, -1.0F}, 0.4F);
  frame.instances.try_push(flat_ball({0, 1.65F, -5.0F}, 0.4F).instances[0]);
  const LentImage color{*room, {.extent = kEye}};
  const LentImage depth{*room, {.format = VK_FORMAT_D32_SFLOAT, .extent = kEye}};
  auto picture = color.picture();
  picture.depth = depth.picture().image;
  for (const float nearer_m : {0.0F, 0.4F}) {
    auto views = eyes(0.0F);
    views[1].world_from_eye.position.z -= nearer_m;
    draw(room, frame, picture, BlendMode::AlphaBlend, views);
    for (const std::uint32_t layer : {0U, 1U}) {
      const Seen seen = depth.look(layer), whole = color.look(layer);
      const float to_ball_m = 0.8F - (layer == 1 ? nearer_m : 0.0F);
      float largest = 0.0F;
      for (std::size_t i = 0; i < seen.pixels.size(); ++i) {
        largest = std::max(largest, seen.pixels[i].r);
        if (whole.pixels[i].a == 1.0F) {
          ASSERT_GT(seen.pixels[i].r, 0.0F);
        } else if (whole.pixels[i].a == 0.0F) {
          ASSERT_EQ(seen.pixels[i].r, 0.0F);
        }
      }
      EXPECT_NEAR(kNearest_m / largest, to_ball_m, 0.01F);
    }
  }
  draw(room, test::demo_scene(), color.picture(), BlendMode::Opaque);
  forget_lent(*room);
}

TEST(DeviceMaker, IsAskedInOrderForWhatTheRendererNeeds) {
  auto maker = test::plain_maker();
  std::string order;
  std::uint32_t api_version = 0;
  bool has_address = false;
  const auto plain = maker;
  maker.create_instance = [&](const VkInstanceCreateInfo& info, PFN_vkGetInstanceProcAddr address) {
    order += "i";
    api_version = info.pApplicationInfo->apiVersion;
    has_address = address != nullptr;
    return plain.create_instance(info, address);
  };
  maker.pick_physical = [&](VkInstance instance) {
    order += "p";
    return plain.pick_physical(instance);
  };
  maker.create_device = [&](VkPhysicalDevice physical, const VkDeviceCreateInfo& info,
                            PFN_vkGetInstanceProcAddr address) {
    order += "d";
    has_address = has_address && address != nullptr;
    return plain.create_device(physical, info, address);
  };
  const auto renderer = Renderer::create({.view_count = 2, .maker = &maker});
  ASSERT_TRUE(renderer) << renderer.error().message;
  EXPECT_EQ(order, "ipd");
  EXPECT_EQ(api_version, VK_API_VERSION_1_3);
  EXPECT_TRUE(has_address);
  EXPECT_NE(native_device(**renderer).queue, VK_NULL_HANDLE);
  EXPECT_FALSE((*renderer)->device_name().empty());
}

TEST(DeviceMaker, WhateverFailsIsHandedOnWithoutACrash) {
  const auto plain = test::plain_maker();
  const RenderError trouble{RenderErrorCode::NoDevice, "the headset's runtime is asleep: wake it"};
  std::array makers{plain, plain, plain};
  makers[0].create_instance = [&](const auto&, auto) -> Result<VkInstance, RenderError> {
    return fail(RenderError{trouble});
  };
  makers[1].pick_physical = [&](VkInstance) -> Result<VkPhysicalDevice, RenderError> {
    return fail(RenderError{trouble});
  };
  makers[2].create_device = [&](auto, const auto&, auto) -> Result<VkDevice, RenderError> {
    return fail(RenderError{trouble});
  };
  for (const auto& maker : makers) {
    const auto renderer = Renderer::create({.validation = true, .maker = &maker});
    ASSERT_FALSE(renderer);
    EXPECT_EQ(renderer.error().message, trouble.message);
  }
}

TEST(DeviceMaker, ThatIsTooOldOrNotWholeIsAnErrorThatSaysSo) {
  auto old = test::plain_maker();
  old.highest_api_version = VK_API_VERSION_1_1;
  const auto refused = Renderer::create({.maker = &old});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, RenderErrorCode::MissingFeature);
  EXPECT_NE(refused.error().message.find("1.1"), std::string::npos);
  EXPECT_NE(refused.error().message.find("1.3"), std::string::npos);
  const DeviceMaker empty;
  const auto bad = Renderer::create({.maker = &empty});
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, RenderErrorCode::BadDefinition);
}

TEST(DeviceMaker, AWindowThatGivesNoSurfaceOnlyCostsTheMirror) {
  const WindowSurface window{.instance_extensions = {"VK_KHR_surface"},
                             .create = [](void*) { return std::uint64_t{0}; }};
  const auto maker = test::plain_maker();
  const auto renderer = Renderer::create({.view_count = 2, .window = &window, .maker = &maker});
  ASSERT_TRUE(renderer) << renderer.error().message;
  ASSERT_TRUE((*renderer)->mirror_error());
  EXPECT_EQ((*renderer)->mirror_error()->code, RenderErrorCode::SurfaceFailed);
  EXPECT_NE((*renderer)->mirror_error()->message.find("mirror"), std::string::npos);
}

// They lie in the build folder under pictures/ afterwards: look at them.
TEST(Lent, PicturesAreLeftToLookAt) {
  const std::filesystem::path folder = std::filesystem::path{TONUS_BINARY_DIR} / "pictures";
  std::filesystem::create_directories(folder);
  const auto write = [&](const std::string& name, const Image& image) {
    const auto written = write_png(folder / name, image);
    EXPECT_TRUE(written) << written.error().message;
  };
  constexpr test::LentDefinition kLarge{.extent = {768, 864}};
  for (const bool post : {false, true}) {
    Room room{{.samples = 4, .shadows = true, .post = post}};
    const std::string kind = post ? "post" : "plain";
    auto frame = test::demo_scene();
    write("lent-opaque-" + kind + ".png", test::composed(seen_of(room, frame, BlendMode::Opaque, kLarge), {}));
    write("lent-alpha-" + kind + ".png",
          test::composed_over_checker(seen_of(room, frame, BlendMode::AlphaBlend, kLarge)));
    frame.vignette = 1.0F;
    write("lent-vignette-" + kind + ".png", test::composed(seen_of(room, frame, BlendMode::Opaque, kLarge), {}));
    write("lent-alpha-vignette-" + kind + ".png",
          test::composed_over_checker(seen_of(room, frame, BlendMode::AlphaBlend, kLarge)));
    frame.vignette = 0.0F;
    frame.passthrough = 1.0F;
    write("lent-faded-" + kind + ".png", test::composed(seen_of(room, frame, BlendMode::Opaque, kLarge), {}));
    frame.passthrough = 0.6F;
    write("lent-fading-" + kind + ".png", test::composed(seen_of(room, frame, BlendMode::Opaque, kLarge), {}));
  }
}

}  // namespace
}  // namespace tonus::render
