#include "widgets.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

namespace tonus::coach {

Panel::Panel(const char* name, ImVec2 position, ImVec2 size) {
  ImGui::SetNextWindowPos(position);
  ImGui::SetNextWindowSize(size);
  ImGui::Begin(name, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus);
}

Panel::~Panel() { ImGui::End(); }

void text(ImFont* font, ImU32 colour, const char* words) {
  ImGui::PushFont(font);
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  ImGui::TextUnformatted(words);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void wrapped(ImFont* font, ImU32 colour, const char* words) {
  ImGui::PushTextWrapPos(0.0F);
  text(font, colour, words);
  ImGui::PopTextWrapPos();
}

std::string labelled(const Canvas& canvas, const std::string& words, const char* key, const char* id) {
  return canvas.has_keyboard ? fmt::format("{}  [{}]###{}", words, key, id) : fmt::format("{}###{}", words, id);
}

bool wide_button(const char* label, ImVec2 size, ImU32 colour, ImU32 hover) {
  ImGui::PushStyleColor(ImGuiCol_Button, colour);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, hover);
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, hover);
  const bool pressed = ImGui::Button(label, size);
  ImGui::PopStyleColor(3);
  return pressed;
}

void level_bar(const char* label, float value, ImU32 colour, const char* number, float scale) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::TextUnformatted(label);
  ImGui::SameLine(width - ImGui::CalcTextSize(number).x);
  ImGui::TextUnformatted(number);
  const float top = at.y + ImGui::GetTextLineHeight() + 5.0F * scale;
  const float height = 7.0F * scale;
  const float full = std::clamp(value, 0.0F, 1.0F) * width;
  draw->AddRectFilled({at.x, top}, {at.x + width, top + height}, color::kField, 0.5F * height);
  if (full > height) draw->AddRectFilled({at.x, top}, {at.x + full, top + height}, colour, 0.5F * height);
  ImGui::Dummy({width, height + 2.0F * scale});
}

namespace {

struct ChartFrame {
  ImVec2 least, most;  // pixels: top left, bottom right
  float from_s, to_s, low_bpm, high_bpm;

  [[nodiscard]] float x(float t_s) const { return least.x + (most.x - least.x) * (t_s - from_s) / (to_s - from_s); }
  [[nodiscard]] float y(float bpm) const {
    return most.y - (most.y - least.y) * (bpm - low_bpm) / (high_bpm - low_bpm);
  }
};

ChartFrame frame_for(const session::CoachView& view, ImVec2 at, ImVec2 size) {
  ChartFrame f{at, {at.x + size.x, at.y + size.y}, 0.0F, 30.0F, 1e9F, -1e9F};
  const auto include = [&f](float bpm) {
    f.low_bpm = std::min(f.low_bpm, bpm);
    f.high_bpm = std::max(f.high_bpm, bpm);
  };
  include(static_cast<float>(view.band_low_bpm) - 8.0F);
  include(static_cast<float>(view.band_high_bpm) + 12.0F);
  for (std::uint32_t i = 0; i < view.trace_count; ++i) {
    const auto& p = view.trace[i];
    if (!std::isnan(p.bpm)) include(p.bpm);
    include(p.low_bpm - 4.0F);
    f.to_s = std::max(f.to_s, p.t_s);
  }
  f.high_bpm += 4.0F;
  return f;
}

void draw_band(ImDrawList* draw, const session::CoachView& view, const ChartFrame& f) {
  for (std::uint32_t i = 1; i < view.trace_count; ++i) {
    const auto& a = view.trace[i - 1];
    const auto& b = view.trace[i];
    draw->AddQuadFilled({f.x(a.t_s), f.y(a.high_bpm)}, {f.x(b.t_s), f.y(b.high_bpm)}, {f.x(b.t_s), f.y(b.low_bpm)},
                        {f.x(a.t_s), f.y(a.low_bpm)}, color::kBand);
    draw->AddLine({f.x(a.t_s), f.y(a.high_bpm)}, {f.x(b.t_s), f.y(b.high_bpm)}, color::kBandEdge);
    draw->AddLine({f.x(a.t_s), f.y(a.low_bpm)}, {f.x(b.t_s), f.y(b.low_bpm)}, color::kBandEdge);
  }
}

void draw_heart(ImDrawList* draw, const session::CoachView& view, const ChartFrame& f, float scale) {
  std::array<ImVec2, session::kTracePoints> points;
  int n = 0;
  const auto stroke = [&] {
    if (n > 1) draw->AddPolyline(points.data(), n, color::kHeart, 0, 2.4F * scale);
    n = 0;
  };
  for (std::uint32_t i = 0; i < view.trace_count; ++i) {
    const auto& p = view.trace[i];
    if (std::isnan(p.bpm)) {
      stroke();  // a gap stays a gap
    } else {
      points[static_cast<std::size_t>(n++)] = {f.x(p.t_s), f.y(p.bpm)};
    }
  }
  const bool ends_known = n > 0;
  const ImVec2 last = ends_known ? points[static_cast<std::size_t>(n - 1)] : ImVec2{};
  stroke();
  if (ends_known) draw->AddCircleFilled(last, 4.0F * scale, color::kHeart);
}

void draw_intensity(ImDrawList* draw, const session::CoachView& view, const ChartFrame& f, float top, float bottom) {
  for (std::uint32_t i = 1; i < view.trace_count; ++i) {
    const auto& a = view.trace[i - 1];
    const float y = bottom - (bottom - top) * std::clamp(a.intensity, 0.0F, 1.0F);
    draw->AddRectFilled({f.x(a.t_s), y}, {f.x(view.trace[i].t_s), bottom}, color::of(overlay::theme::kCaution, 0.35F));
  }
}

}  // namespace

void heart_chart(const session::CoachView& view, ImVec2 size, float scale) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float strip = 0.2F * size.y;
  draw->AddRectFilled(at, {at.x + size.x, at.y + size.y}, color::kField, 9.0F * scale);
  const ChartFrame f = frame_for(view, {at.x + 6.0F * scale, at.y + 6.0F * scale},
                                 {size.x - 44.0F * scale, size.y - strip - 14.0F * scale});
  draw->PushClipRect(at, {at.x + size.x, at.y + size.y}, true);
  draw_intensity(draw, view, f, at.y + size.y - strip, at.y + size.y - 4.0F * scale);
  draw_band(draw, view, f);
  const auto ceiling = static_cast<float>(view.ceiling_bpm);
  if (ceiling < f.high_bpm)
    draw->AddLine({f.least.x, f.y(ceiling)}, {f.most.x, f.y(ceiling)}, color::kCeiling, 1.5F * scale);
  draw_heart(draw, view, f, scale);
  std::array<char, 16> label{};
  for (const double bpm : {view.band_low_bpm, view.band_high_bpm}) {
    std::snprintf(label.data(), label.size(), "%.0f", bpm);
    const float half = 0.5F * ImGui::GetTextLineHeight();
    const float nudge = bpm == view.band_low_bpm ? 0.55F * half : -0.55F * half;
    draw->AddText({f.most.x + 5.0F * scale, f.y(static_cast<float>(bpm)) - half + nudge}, color::kBandEdge,
                  label.data());
  }
  draw->PopClipRect();
  ImGui::Dummy(size);
}

}  // namespace tonus::coach
