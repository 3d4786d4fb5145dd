// Contrast of the theme, by the formula of WCAG 2.1 (relative luminance and contrast ratio).

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include <engine/overlay/theme.hpp>

namespace tonus::overlay {
namespace {

double linear(float channel) {
  const double c = static_cast<double>(channel);
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}
double luminance(const Color& c) { return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b); }
double contrast(const Color& a, const Color& b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}
Color over(const Color& front, const Color& back) {
  const auto mix = [&](float f, float b) { return f * front.a + b * (1.0F - front.a); };
  return {mix(front.r, back.r), mix(front.g, back.g), mix(front.b, back.b), 1.0F};
}

TEST(Theme, TextReachesContrastAaOnPanelsWhateverShinesThrough) {
  // As bright as the sky of the picture gets around the sun, and as dark as its ground.
  constexpr Color kBrightSky{1.0F, 0.95F, 0.85F}, kDarkGround{0.05F, 0.05F, 0.1F};
  for (const Color& behind : {kBrightSky, kDarkGround}) {
    const Color panel = over(theme::kPanel, behind);
    for (const Color& text :
         {theme::kText, theme::kTextMuted, theme::kAccent, theme::kBand, theme::kCaution, theme::kWarning})
      EXPECT_GE(contrast(text, panel), 4.5) << text.r << " " << text.g << " " << text.b;
  }
}

TEST(Theme, TextReachesContrastAaOnEveryControl) {
  for (const Color& control :
       {theme::kControl, theme::kControlHovered, theme::kControlActive, theme::kStop, theme::kStopHovered})
    EXPECT_GE(contrast(theme::kText, control), 4.5) << control.r << " " << control.g << " " << control.b;
}

}  // namespace
}  // namespace tonus::overlay
