#include "style.hpp"

#include <cmath>
#include <initializer_list>
#include <utility>

#include <imgui.h>

#include <engine/overlay/theme.hpp>

namespace tonus::overlay {
namespace {

constexpr float kSmall_px = 16.0F, kBody_px = 20.0F, kTitle_px = 27.0F, kNumbers_px = 46.0F;

/// Latin with its accents, Greek, Cyrillic, dashes, quotes, arrows and signs that sentences about training use.
constexpr ImWchar kTextRanges[] = {0x0020, 0x017F, 0x0370, 0x03FF, 0x0400, 0x045F, 0x2010,
                                   0x2026, 0x2030, 0x2030, 0x20AC, 0x20AC, 0x2190, 0x2193,
                                   0x2212, 0x2212, 0x2248, 0x2248, 0x2264, 0x2265, 0};
constexpr ImWchar kNumberRanges[] = {0x0020, 0x00FF, 0x2013, 0x2014, 0x2026, 0x2026, 0x2190, 0x2193, 0x2212, 0x2212, 0};

ImVec4 vec(const Color& c) { return {c.r, c.g, c.b, c.a}; }
ImVec4 faded(const Color& c, float alpha) { return {c.r, c.g, c.b, alpha}; }

void apply_colors(ImGuiStyle& style) {
  using namespace theme;
  ImGui::StyleColorsDark(&style);
  const std::initializer_list<std::pair<ImGuiCol, ImVec4>> colors{
      {ImGuiCol_Text, vec(kText)},
      {ImGuiCol_TextDisabled, vec(kTextMuted)},
      {ImGuiCol_WindowBg, vec(kPanel)},
      {ImGuiCol_ChildBg, {0, 0, 0, 0}},
      {ImGuiCol_PopupBg, faded(kPanel, 0.97F)},
      {ImGuiCol_Border, vec(kPanelEdge)},
      {ImGuiCol_FrameBg, vec(kControl)},
      {ImGuiCol_FrameBgHovered, vec(kControlHovered)},
      {ImGuiCol_FrameBgActive, vec(kControlActive)},
      {ImGuiCol_TitleBg, vec(kPanel)},
      {ImGuiCol_TitleBgActive, vec(kPanel)},
      {ImGuiCol_Button, vec(kControl)},
      {ImGuiCol_ButtonHovered, vec(kControlHovered)},
      {ImGuiCol_ButtonActive, vec(kControlActive)},
      {ImGuiCol_Header, vec(kControl)},
      {ImGuiCol_HeaderHovered, vec(kControlHovered)},
      {ImGuiCol_HeaderActive, vec(kControlActive)},
      {ImGuiCol_CheckMark, vec(kAccent)},
      {ImGuiCol_SliderGrab, vec(kAccent)},
      {ImGuiCol_SliderGrabActive, vec(kText)},
      {ImGuiCol_Separator, vec(kPanelEdge)},
      {ImGuiCol_PlotLines, vec(kAccent)},
      {ImGuiCol_PlotHistogram, vec(kAccent)},
      {ImGuiCol_NavHighlight, vec(kAccent)},
      {ImGuiCol_TextSelectedBg, faded(kAccent, 0.35F)},
      {ImGuiCol_ScrollbarBg, {0, 0, 0, 0}},
      {ImGuiCol_ScrollbarGrab, vec(kControlHovered)},
  };
  for (const auto& [slot, color] : colors) style.Colors[slot] = color;
}

}  // namespace

void apply_style(float scale) {
  ImGuiStyle style;
  apply_colors(style);
  style.WindowPadding = {20, 18};
  style.FramePadding = {14, 9};
  style.ItemSpacing = {12, 10};
  style.ItemInnerSpacing = {8, 6};
  style.ScrollbarSize = 12;
  style.GrabMinSize = 18;
  style.WindowRounding = 14;
  style.ChildRounding = 10;
  style.FrameRounding = 9;
  style.PopupRounding = 10;
  style.ScrollbarRounding = 9;
  style.GrabRounding = 9;
  style.WindowBorderSize = 1;
  style.FrameBorderSize = 0;
  style.ScaleAllSizes(scale);
  ImGui::GetStyle() = style;
}

Fonts load_fonts(FontFiles& files, float scale) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  const auto add = [&](std::vector<std::uint8_t>& bytes, float size_px, const ImWchar* ranges) {
    ImFontConfig config;
    config.OversampleH = 2;
    config.OversampleV = 1;
    config.PixelSnapH = true;
    config.SizePixels = std::round(size_px * scale);
    if (bytes.empty()) return atlas.AddFontDefault(&config);
    config.FontDataOwnedByAtlas = false;
    return atlas.AddFontFromMemoryTTF(bytes.data(), static_cast<int>(bytes.size()), config.SizePixels, &config, ranges);
  };
  Fonts fonts;
  fonts.body = add(files.regular, kBody_px, kTextRanges);  // first: what text is in unless told otherwise
  fonts.small = add(files.regular, kSmall_px, kTextRanges);
  fonts.title = add(files.bold, kTitle_px, kTextRanges);
  fonts.numbers = add(files.bold, kNumbers_px, kNumberRanges);
  return fonts;
}

}  // namespace tonus::overlay
