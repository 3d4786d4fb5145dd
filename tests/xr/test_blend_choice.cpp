// Which way to the surroundings is taken.

#include <vector>

#include <gtest/gtest.h>

#include <xr/openxr/blend_choice.hpp>

namespace tonus::xr::openxr {
namespace {

using Modes = std::vector<render::BlendMode>;
constexpr auto kOpaque = render::BlendMode::Opaque, kAdditive = render::BlendMode::Additive,
               kAlpha = render::BlendMode::AlphaBlend;
constexpr BlendChoice kByPassthrough{.environment = kOpaque, .by_passthrough = true};

TEST(BlendChoice, TakesTheFirstWishThatIsOffered) {
  EXPECT_EQ(choose_blend(Modes{kAlpha, kOpaque}, Modes{kOpaque, kAlpha}, false), (BlendChoice{kAlpha}));
  EXPECT_EQ(choose_blend(Modes{kAdditive, kAlpha}, Modes{kOpaque, kAlpha}, false), (BlendChoice{kAlpha}));
  EXPECT_EQ(choose_blend(Modes{kOpaque, kAlpha}, Modes{kAlpha, kOpaque}, false), (BlendChoice{kOpaque}));
}

TEST(BlendChoice, TakesTheRuntimesFavouriteWhereNoWishIsOffered) {
  EXPECT_EQ(choose_blend(Modes{kAlpha}, Modes{kAdditive}, false), (BlendChoice{kAdditive}));
  EXPECT_EQ(choose_blend(Modes{kOpaque}, Modes{kAdditive}, true), (BlendChoice{kAdditive}));
  EXPECT_EQ(choose_blend(Modes{}, Modes{kOpaque}, true), (BlendChoice{kOpaque}));
}

TEST(BlendChoice, PassthroughStandsInWhereOnlyOpaqueIsOffered) {
  EXPECT_EQ(choose_blend(Modes{kAlpha}, Modes{kOpaque}, true), kByPassthrough);
  EXPECT_EQ(choose_blend(Modes{kAdditive, kOpaque}, Modes{kOpaque}, true), kByPassthrough);
  EXPECT_EQ(choose_blend(Modes{kAlpha}, Modes{kOpaque}, false), (BlendChoice{kOpaque}));
}

TEST(BlendChoice, PassthroughIsLeftAloneWhereItIsNotNeededOrWished) {
  EXPECT_EQ(choose_blend(Modes{kAlpha}, Modes{kOpaque, kAlpha}, true), (BlendChoice{kAlpha}));
  EXPECT_EQ(choose_blend(Modes{kAdditive, kAlpha}, Modes{kOpaque, kAlpha}, true), (BlendChoice{kAlpha}));
  EXPECT_EQ(choose_blend(Modes{kOpaque, kAlpha}, Modes{kOpaque}, true), (BlendChoice{kOpaque}));
}

}  // namespace
}  // namespace tonus::xr::openxr
