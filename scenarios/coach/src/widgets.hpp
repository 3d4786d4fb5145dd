#pragma once
// Small pieces the panels share: colours, a window on the picture, the heart-rate chart, a level bar.

#include <imgui.h>

#include <scenarios/coach/panels.hpp>

namespace tonus::coach {

namespace color {
inline constexpr ImU32 kText = IM_COL32(240, 243, 247, 255);
inline constexpr ImU32 kQuiet = IM_COL32(172, 182, 196, 255);
inline constexpr ImU32 kPanel = IM_COL32(14, 18, 26, 216);
inline constexpr ImU32 kField = IM_COL32(32, 39, 52, 255);
inline constexpr ImU32 kBand = IM_COL32(74, 170, 160, 70);
inline constexpr ImU32 kBandEdge = IM_COL32(98, 205, 190, 190);
inline constexpr ImU32 kHeart = IM_COL32(255, 214, 170, 255);
inline constexpr ImU32 kIntensity = IM_COL32(120, 150, 225, 255);
inline constexpr ImU32 kCeiling = IM_COL32(240, 120, 104, 255);
inline constexpr ImU32 kStop = IM_COL32(150, 46, 42, 255);
inline constexpr ImU32 kStopHover = IM_COL32(180, 60, 54, 255);
inline constexpr ImU32 kGo = IM_COL32(28, 118, 112, 255);
inline constexpr ImU32 kGoHover = IM_COL32(36, 142, 134, 255);
}  // namespace color

/// A fixed, undecorated, rounded window; closes itself at the end of the scope.
class Panel {
 public:
  Panel(const char* name, ImVec2 position, ImVec2 size, float scale);
  ~Panel();
  Panel(const Panel&) = delete;
  Panel& operator=(const Panel&) = delete;
};

/// Text in another font or colour.
void text(ImFont* font, ImU32 colour, const char* words);
void wrapped(ImFont* font, ImU32 colour, const char* words);
/// A button as wide as asked, in its own colours.
[[nodiscard]] bool wide_button(const char* label, ImVec2 size, ImU32 colour, ImU32 hover);
/// A labelled horizontal bar, 0…1, with its number at the right.
void level_bar(const char* label, float value, ImU32 colour, const char* number, float scale);
/// Heart rate against the target band with the ceiling, and intensity below it.
void heart_chart(const session::CoachView& view, ImVec2 size, float scale);

}  // namespace tonus::coach
