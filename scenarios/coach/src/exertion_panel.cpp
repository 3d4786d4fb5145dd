#include <algorithm>

#include <fmt/format.h>

#include <scenarios/adaptation/exertion.hpp>
#include <scenarios/coach/panels.hpp>

#include "widgets.hpp"

namespace tonus::coach {
namespace {

constexpr float kWidth = 620.0F, kHeight = 142.0F, kFromBottom = 20.0F;  // at scale 1
constexpr double kClosesAfter_s = 15.0;

/// Digits as typed, the arrows and Enter; nothing where no key says a number.
std::optional<int> said_by_key(ExertionScale& scale) {
  const ImGuiIO& io = ImGui::GetIO();
  for (const ImWchar c : io.InputQueueCharacters) {
    if (c >= '0' && c <= '9') return c - '0';
  }
  const auto pressed = [](ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); };
  if (pressed(ImGuiKey_LeftArrow)) scale.marked = std::max(scale.marked - 1, 0), scale.open_s = 0.0;
  if (pressed(ImGuiKey_RightArrow))
    scale.marked = std::min(scale.marked + 1, adaptation::kMostOfTen), scale.open_s = 0.0;
  return pressed(ImGuiKey_Enter) ? std::optional(scale.marked) : std::nullopt;
}

}  // namespace

void toggle(ExertionScale& scale, double rpe) {
  scale.is_open = !scale.is_open;
  scale.open_s = 0.0;
  scale.marked = adaptation::of_ten(rpe).value_or(3);
}

std::optional<int> draw_exertion(ExertionScale& scale, const overlay::Fonts& fonts, const Canvas& canvas) {
  if (!scale.is_open) return {};
  const float s = canvas.scale;
  const float room = canvas.width_px - covered_right_px(canvas);
  const float width = std::min(kWidth * s, room - 2.0F * kFromBottom * s);
  const Panel panel("exertion", {0.5F * (room - width), canvas.height_px - (kHeight + kFromBottom) * s},
                    {width, kHeight * s});
  text(fonts.body, color::kText, "How hard is it right now?");
  if (canvas.has_keyboard) {
    ImGui::SameLine(0.0F, 14.0F * s);
    text(fonts.body, color::kQuiet, "0 to 9, or arrows and Enter");
  }
  std::optional<int> said = said_by_key(scale);
  const float gap = 4.0F * s;
  const ImVec2 cell{(ImGui::GetContentRegionAvail().x - gap * adaptation::kMostOfTen) / (adaptation::kMostOfTen + 1),
                    40.0F * s};
  for (int i = 0; i <= adaptation::kMostOfTen; ++i) {
    if (i > 0) ImGui::SameLine(0.0F, gap);
    const bool is_marked = i == scale.marked;
    if (wide_button(fmt::format("{}###rpe{}", i, i).c_str(), cell, is_marked ? color::kChosen : color::kField,
                    is_marked ? color::kChosen : color::kFieldHovered))
      said = i;
    if (ImGui::IsItemHovered() && ImGui::GetIO().MouseDelta.x != 0.0F) scale.marked = i, scale.open_s = 0.0;
  }
  const bool would_stop = scale.marked >= adaptation::kStopsFromOfTen;
  text(fonts.body, color::kText, fmt::format("{}: {}", scale.marked, adaptation::exertion_words(scale.marked)).c_str());
  ImGui::SameLine(0.0F, 14.0F * s);
  text(fonts.body, would_stop ? color::kCeiling : color::kQuiet,
       would_stop ? "the session then ends gently"
                  : fmt::format("from {} on the session ends gently", adaptation::kStopsFromOfTen).c_str());
  scale.open_s += static_cast<double>(ImGui::GetIO().DeltaTime);
  if (said || scale.open_s > kClosesAfter_s) scale.is_open = false;
  return said;
}

}  // namespace tonus::coach
