#include "sample_panel.hpp"

#include <array>
#include <cmath>

#include <imgui.h>

#include <engine/overlay/theme.hpp>

namespace tonus::test {
namespace {

ImVec4 vec(const overlay::Color& c) { return {c.r, c.g, c.b, c.a}; }

void big_number(const overlay::Overlay& overlay, const char* value, const char* unit, const overlay::Color& color) {
  ImGui::PushFont(overlay.fonts().numbers);
  ImGui::TextColored(vec(color), "%s", value);
  ImGui::PopFont();
  ImGui::SameLine();
  ImGui::TextDisabled("%s", unit);
}

}  // namespace

bool sample_panel(const overlay::Overlay& overlay) {
  const float s = overlay.scale();
  ImGui::SetNextWindowPos({24 * s, 24 * s});
  ImGui::SetNextWindowSize({340 * s, 0});
  ImGui::Begin("Sample", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings);
  ImGui::PushFont(overlay.fonts().title);
  ImGui::TextUnformatted("Coach");
  ImGui::PopFont();
  big_number(overlay, "128", "bpm, zone 3 steady", overlay::theme::kAccent);
  std::array<float, 64> trace{};
  for (std::size_t i = 0; i < trace.size(); ++i) trace[i] = 120.0F + 8.0F * std::sin(static_cast<float>(i) * 0.2F);
  ImGui::PlotLines("##trace", trace.data(), static_cast<int>(trace.size()), 0, nullptr, 100.0F, 140.0F,
                   {300 * s, 70 * s});
  ImGui::TextWrapped("Heart rate is 6 below the band \u2013 a little more reach until it rises.");
  ImGui::PushFont(overlay.fonts().small);
  ImGui::TextDisabled("Signal good \u00b7 readiness not known yet");
  ImGui::PopFont();
  ImGui::Button("Easier");
  ImGui::SameLine();
  ImGui::Button("Harder");
  ImGui::SameLine();
  ImGui::Button("Hold");
  ImGui::PushStyleColor(ImGuiCol_Button, vec(overlay::theme::kStop));
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, vec(overlay::theme::kStopHovered));
  const bool is_stopped = ImGui::Button("Stop  (Esc)", {-1, 0});
  ImGui::PopStyleColor(2);
  ImGui::End();
  return is_stopped;
}

}  // namespace tonus::test
