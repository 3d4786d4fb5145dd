#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <scenarios/adaptation/decision.hpp>
#include <scenarios/adaptation/exertion.hpp>
#include <scenarios/adaptation/sentence.hpp>
#include <scenarios/coach/panels.hpp>
#include <sensors/body/profile.hpp>

#include "widgets.hpp"

namespace tonus::coach {
namespace {

constexpr float kPanelWidth = 336.0F, kMargin = 20.0F;  // at scale 1
constexpr float kButtonHeight = 40.0F, kStopHeight = 46.0F;
constexpr float kChartHeight = 112.0F;  // leaves room for five lines of sentence

const char* phase_name(const session::CoachView& view) {
  if (view.is_paused) return "Paused";
  if (view.is_stopping && view.phase == session::Phase::Cooldown) return "Stopping: cool-down";
  switch (view.phase) {
    case session::Phase::Warmup: return "Warm-up";
    case session::Phase::Work: return "Work";
    case session::Phase::Cooldown: return "Cool-down";
    case session::Phase::Over: return "Done";
  }
  return "";
}

std::string clock_text(double s) {
  const long whole = std::lround(s < 0.0 ? 0.0 : s);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

void draw_status(const session::CoachView& view, const overlay::Fonts& fonts, const Canvas& canvas) {
  const float s = canvas.scale;
  const int to_leave = view.score.left_alone + view.score.struck_in_error;
  const Panel panel("status", {20.0F * s, 20.0F * s}, {250.0F * s, (to_leave > 0 ? 176.0F : 150.0F) * s});
  text(fonts.body, color::kQuiet, phase_name(view));
  text(fonts.numbers, color::kText, clock_text(seconds(view.ends_at - view.at)).c_str());
  std::string line = fmt::format("{} of {} targets", view.score.hits, view.score.targets);
  // With a power meter the load matters more than the score.
  if (!std::isnan(view.power_w)) {
    line = fmt::format("{:.0f} W", view.power_w);
    if (!std::isnan(view.cadence_rpm)) line += fmt::format("   {:.0f} rpm", view.cadence_rpm);
    line += fmt::format("   {}/{}", view.score.hits, view.score.targets);
  }
  text(fonts.body, color::kQuiet, line.c_str());
  if (to_leave > 0)
    text(fonts.body, color::kQuiet, fmt::format("{} of {} left alone", view.score.left_alone, to_leave).c_str());
}

void draw_heart_rate(const session::CoachView& view, const overlay::Fonts& fonts, float s) {
  const bool is_shown = view.heart.is_known && !view.heart.is_stale;
  // Never the last value as if it were new: a stale heart rate is a dash.
  text(fonts.numbers, color::kHeart, is_shown ? fmt::format("{:.0f}", view.heart.value.value).c_str() : "–");
  ImGui::SameLine(0.0F, 8.0F * s);
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + ImGui::GetFontSize() * 1.05F);
  text(fonts.body, color::kQuiet, "bpm");
  ImGui::SameLine(0.0F, 18.0F * s);
  ImGui::BeginGroup();
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ImGui::GetFontSize() * 1.05F);
  const int zone = view.zone;
  text(fonts.body, color::kText, zone > 0 ? fmt::format("Zone {}", zone).c_str() : "Zone –");
  text(fonts.body, color::kQuiet, zone > 0 ? body::zone_label(zone) : "heart rate unknown");
  ImGui::EndGroup();
}

std::string readiness_line(const session::ReadinessNote& note) {
  std::string line = note.is_known ? fmt::format("Readiness {:.0f} ({:.0f}–{:.0f})", note.score, note.low, note.high)
                                   : std::string("Readiness: not known yet");
  const double percent = 100.0 * (note.scale - 1.0);
  if (std::abs(percent) >= 0.5) {
    line += fmt::format(": {:.0f} % {}, as you chose", std::abs(percent), percent < 0.0 ? "easier" : "harder");
  }
  return line;
}

/// The target, and where the heart is heading by itself.
std::string outlook(const session::CoachView& view) {
  std::string line = fmt::format("target {:.0f} – {:.0f}", view.band_low_bpm, view.band_high_bpm);
  const body::HeartPrediction& then = view.heart.in_30s;
  if (then.is_known) line += fmt::format("   in 30 s {:.0f} – {:.0f}", then.low_bpm, then.high_bpm);
  return line;
}

/// "good", or what takes most of the signal's quality away.
std::string signal_text(const body::HeartEstimate& heart) {
  if (!heart.is_known) return "none";
  if (heart.is_irregular) return "irregular rhythm";
  if (heart.quality.value >= adaptation::kTrustedQuality) return "good";
  const body::QualityFactors& f = heart.factors;
  const std::pair<double, const char*> parts[] = {{f.freshness, "late"},        {f.range, "implausible"},
                                                  {f.slew, "a jump"},           {f.artifacts, "stray beats"},
                                                  {f.alive, "frozen or off"},   {f.device, "device unsure"},
                                                  {f.cadence, "follows steps"}, {f.agreement, "sensors differ"}};
  const auto* const worst = std::min_element(std::begin(parts), std::end(parts),
                                             [](const auto& a, const auto& b) { return a.first < b.first; });
  return fmt::format("poor: {}", worst->second);
}

/// The key of the scale, wherever the pointer is.
bool is_scale_key_pressed() {
  for (const ImWchar c : ImGui::GetIO().InputQueueCharacters) {
    if (c == 'r' || c == 'R') return true;
  }
  return false;
}

Action draw_buttons(const session::CoachView& view, ExertionScale& scale, const Canvas& canvas) {
  const float s = canvas.scale;
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 half{0.5F * (width - gap), kStopHeight * s}, third{(width - 2.0F * gap) / 3.0F, kButtonHeight * s};
  const bool keys = canvas.has_keyboard;
  const ImU32 hover = color::kFieldHovered;
  Action pressed = Action::None;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {2.0F * s, ImGui::GetStyle().FramePadding.y});  // three in a row
  const auto button = [&](const char* label, ImVec2 size, ImU32 colour, ImU32 hovered, Action action) {
    if (wide_button(label, size, colour, hovered)) pressed = action;
  };
  button(keys ? "Too hard -###easier" : "Too hard###easier", third, color::kField, hover, Action::Easier);
  ImGui::SameLine();
  const std::string not_now = view.not_now_s > 0.0 ? clock_text(view.not_now_s) : keys ? "Not now N" : "Not now";
  button((not_now + "###notnow").c_str(), third, color::kField, hover, Action::NotNow);
  ImGui::SameLine();
  button(keys ? "Too easy +###harder" : "Too easy###harder", third, color::kField, hover, Action::Harder);
  button(view.is_held ? "Release###hold" : (keys ? "Hold H###hold" : "Hold###hold"), third, color::kField, hover,
         Action::Hold);
  ImGui::SameLine();
  button(view.is_paused ? "Go on###pause" : "Pause###pause", third, color::kField, hover, Action::Pause);
  ImGui::SameLine();
  const auto said = adaptation::of_ten(view.rpe);
  const std::string how_hard = (said ? fmt::format("Effort {}", *said) : std::string("Effort")) + (keys ? " R" : "");
  if (wide_button((how_hard + "###rpe").c_str(), third, scale.is_open ? color::kChosen : color::kField,
                  scale.is_open ? color::kChosen : hover) ||
      (!scale.is_open && is_scale_key_pressed()))  // a key held down repeats: it never closes
    toggle(scale, view.rpe);
  button("I do not feel well###symptom", half, color::kField, hover, Action::Symptom);
  ImGui::SameLine();
  button(labelled(canvas, view.is_stopping ? "End now" : "Stop", "Esc", "stop").c_str(), half, color::kStop,
         color::kStopHovered, Action::Stop);
  ImGui::PopStyleVar();
  return pressed;
}

}  // namespace

float covered_right_px(const Canvas& canvas) { return (kPanelWidth + kMargin) * canvas.scale; }

InputEvent draw_session(const session::CoachView& view, ExertionScale& scale, const overlay::Fonts& fonts,
                        const Canvas& canvas) {
  const float s = canvas.scale;
  draw_status(view, fonts, canvas);
  const auto said = draw_exertion(scale, fonts, canvas);
  const float width = kPanelWidth * s;
  const float margin = kMargin * s;
  const Panel panel("coach", {canvas.width_px - width - margin, margin}, {width, canvas.height_px - 2.0F * margin});
  draw_heart_rate(view, fonts, s);
  text(fonts.body, color::kQuiet, outlook(view).c_str());
  heart_chart(view, {ImGui::GetContentRegionAvail().x, kChartHeight * s}, s);
  level_bar("Intensity", static_cast<float>(view.intensity), color::kIntensity,
            fmt::format("{:.0f} %", 100.0 * view.intensity).c_str(), s);
  const double quality = view.heart.is_known ? view.heart.quality.value : 0.0;
  level_bar("Heart signal", static_cast<float>(quality), color::kBandEdge, signal_text(view.heart).c_str(), s);
  wrapped(fonts.body, color::kQuiet, readiness_line(view.readiness).c_str());
  if (!view.source_reacts) text(fonts.body, color::kQuiet, "A recording plays: it cannot react.");
  ImGui::Dummy({1.0F, 2.0F * s});
  wrapped(fonts.body, color::kText, adaptation::sentence(view.decision).c_str());
  constexpr float kNear = 0.3F;
  if (view.is_tracking_pause && !view.is_tracking_lost) {
    wrapped(fonts.body, color::kCeiling, "Your head is seen again: go on when you like.");
  } else if (view.nearness > kNear) {
    wrapped(fonts.body, color::kCeiling, "Something is close: step back.");
  } else if (view.is_cramped) {
    wrapped(fonts.body, color::kCeiling, "Too little room here: move to where there is more, and recentre.");
  }
  if (view.ask != adaptation::Ask::None)
    wrapped(fonts.body, color::kCeiling, std::string(adaptation::question(view.ask)).c_str());
  const float buttons = (2.0F * kButtonHeight + kStopHeight) * s + 2.0F * ImGui::GetStyle().ItemSpacing.y;
  ImGui::SetCursorPosY(ImGui::GetWindowHeight() - buttons - 16.0F * s);
  const Action pressed = draw_buttons(view, scale, canvas);
  if (pressed == Action::None && said) return {.at = {}, .action = Action::Rpe, .value = adaptation::rpe_of(*said)};
  return {.at = {}, .action = pressed, .value = 0};
}

}  // namespace tonus::coach
