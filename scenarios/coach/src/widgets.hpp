#pragma once
// Small pieces the panels share: colours, a window on the picture, the heart-rate chart, a level bar.

#include <string>

#include <imgui.h>

#include <engine/overlay/theme.hpp>
#include <scenarios/coach/panels.hpp>

namespace tonus::coach {

namespace color {
constexpr ImU32 of(const overlay::Color& c, float alpha = -1.0F) {
  const auto byte = [](float x) { return static_cast<int>(x * 255.0F + 0.5F); };
  return IM_COL32(byte(c.r), byte(c.g), byte(c.b), byte(alpha < 0.0F ? c.a : alpha));
}
inline constexpr ImU32 kText = of(overlay::theme::kText);
inline constexpr ImU32 kQuiet = of(overlay::theme::kTextMuted);
inline constexpr ImU32 kField = of(overlay::theme::kControl);
inline constexpr ImU32 kFieldHovered = of(overlay::theme::kControlHovered);
inline constexpr ImU32 kBand = of(overlay::theme::kBand, 0.20F);
inline constexpr ImU32 kBandEdge = of(overlay::theme::kBand, 0.85F);
inline constexpr ImU32 kInterval = of(overlay::theme::kBand, 0.55F);
inline constexpr ImU32 kHeart = of(overlay::theme::kAccent);
inline constexpr ImU32 kIntensity = of(overlay::theme::kCaution);
inline constexpr ImU32 kCeiling = of(overlay::theme::kWarning);
inline constexpr ImU32 kStop = of(overlay::theme::kStop);
inline constexpr ImU32 kStopHovered = of(overlay::theme::kStopHovered);
inline constexpr ImU32 kChosen = of(overlay::theme::kControlActive);
inline constexpr ImU32 kGo = of(overlay::theme::kControlActive);
inline constexpr ImU32 kGoHovered = of(overlay::theme::kControlHovered);
}  // namespace color

/// A fixed, undecorated, rounded window; closes itself at the end of the scope.
class Panel {
 public:
  Panel(const char* name, ImVec2 position, ImVec2 size);
  ~Panel();
  Panel(const Panel&) = delete;
  Panel& operator=(const Panel&) = delete;
};

/// Text in another font or colour.
void text(ImFont* font, ImU32 colour, const char* words);
void wrapped(ImFont* font, ImU32 colour, const char* words);
/// "Begin  [Enter]###begin": with its key where there is a keyboard; `id` names the button whatever stands on it.
[[nodiscard]] std::string labelled(const Canvas& canvas, const std::string& words, const char* key, const char* id);
/// A button as wide as asked, in its own colours.
[[nodiscard]] bool wide_button(const char* label, ImVec2 size, ImU32 colour, ImU32 hover);
/// A labelled horizontal bar, 0…1, with its number at the right.
void level_bar(const char* label, float value, ImU32 colour, const char* number, float scale);
/// Opens or closes the scale; `rpe` (6…20, 0: none) is what was last said.
void toggle(ExertionScale& scale, double rpe);
/// The card of the scale while it is open; what was said on it, 0…10.
[[nodiscard]] std::optional<int> draw_exertion(ExertionScale& scale, const overlay::Fonts& fonts, const Canvas& canvas);
/// Heart rate against the target band with the ceiling, and intensity below it.
void heart_chart(const session::CoachView& view, ImVec2 size, float scale);

}  // namespace tonus::coach
