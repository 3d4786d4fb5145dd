#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <scenarios/coach/panels.hpp>

#include "widgets.hpp"

namespace tonus::coach {
namespace {

constexpr float kBesideDevices = 290.0F;  // the card is 250 wide and begins at 20

struct NumberField {
  const char* label;
  const char* unsaid;  ///< what is assumed then
  int low, high, usual;
};

/// A number that may be left out: − and + begin at what is usual, "clear" takes it back.
void draw_number(const NumberField& field, std::optional<double>& value, float s) {
  ImGui::PushID(field.label);
  const auto step = [&](int by) {
    const int now = value ? static_cast<int>(*value + 0.5) + by : field.usual;
    value = now < field.low ? field.low : (now > field.high ? field.high : now);
  };
  const ImVec2 square{34.0F * s, 34.0F * s};
  // Held down, a button counts on.
  ImGui::PushButtonRepeat(true);
  if (ImGui::Button("-", square)) step(-1);
  ImGui::SameLine(0.0F, 6.0F * s);
  const std::string shown = value ? fmt::format("{:.0f}", *value) : std::string("–");
  const float left = ImGui::GetCursorPosX();
  const float room = 52.0F * s;
  ImGui::SetCursorPosX(left + 0.5F * (room - ImGui::CalcTextSize(shown.c_str()).x));
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(shown.c_str());
  ImGui::SameLine(left + room);
  if (ImGui::Button("+", square)) step(1);
  ImGui::PopButtonRepeat();
  ImGui::SameLine(0.0F, 14.0F * s);
  ImGui::TextUnformatted(field.label);
  ImGui::SameLine(0.0F, 12.0F * s);
  if (!value) {
    ImGui::TextDisabled("%s", field.unsaid);
  } else if (ImGui::SmallButton("clear")) {
    value.reset();
  }
  ImGui::PopID();
}

void draw_rate(const NumberField& field, std::optional<BeatsPerMinute>& rate, float s) {
  std::optional<double> value = rate ? std::optional(rate->value) : std::nullopt;
  draw_number(field, value, s);
  rate = value ? std::optional(BeatsPerMinute{*value}) : std::nullopt;
}

void draw_profile(body::Profile& p, float s) {
  draw_number({"age", "not said: 40 is assumed", 10, 100, 40}, p.age_years, s);
  draw_rate({"resting heart rate", "not said: 65 is assumed", 30, 110, 65}, p.rest, s);
  draw_rate({"maximal heart rate", "not said: from age", 100, 230, 180}, p.max, s);
  draw_rate({"never above", "not said: from the maximum", 60, 230, 160}, p.ceiling, s);
  bool blocked = p.beta_blocker.value_or(false);
  if (ImGui::Checkbox("I take a beta-blocker", &blocked)) p.beta_blocker = blocked;
}

void draw_consent(Welcome& w, const overlay::Fonts& fonts) {
  text(fonts.body, color::kText, "May your sessions be kept on this machine?");
  int answer = w.keep_sessions ? (*w.keep_sessions ? 1 : 2) : 0;
  if (ImGui::RadioButton("Yes, keep them here", &answer, 1)) w.keep_sessions = true;
  ImGui::SameLine();
  if (ImGui::RadioButton("No, keep nothing", &answer, 2)) w.keep_sessions = false;
  wrapped(fonts.body, color::kQuiet, "Without a yes nothing stays. Nothing ever leaves this machine.");
}

}  // namespace

WelcomeOutcome draw_welcome(Welcome& w, const overlay::Fonts& fonts, const Canvas& canvas) {
  const float s = canvas.scale;
  const ImVec2 size{920.0F * s, 640.0F * s};
  const float centred = 0.5F * (canvas.width_px - size.x);
  const float left = w.leaves_room_for_devices ? std::max(centred, kBesideDevices * s) : centred;
  const Panel panel("welcome", {left, 0.5F * (canvas.height_px - size.y)}, size);
  text(fonts.title, color::kText, "Tonus");
  wrapped(fonts.body, color::kText,
          "Training that follows your heart: the harder your heart works, the less is asked of you, and every change "
          "says why.");
  wrapped(fonts.body, color::kQuiet,
          "It supports training. It is no medical device: it diagnoses nothing and replaces nobody's advice. "
          "Stop when you feel unwell, dizzy or in pain.");
  ImGui::Separator();
  ImGui::Columns(2, "halves", false);
  ImGui::SetColumnWidth(0, 530.0F * s);
  text(fonts.body, color::kText, "About you (each may be left out)");
  draw_profile(w.profile, s);
  ImGui::NextColumn();
  text(fonts.body, color::kText, "Controls");
  static constexpr std::array kKeys{"Mouse: move both fists",      "Left and right button, or F and J: punch",
                                    "+ and -: harder, easier",     "H: hold    Space: pause",
                                    "Esc: stop, with a cool-down", "Esc again: end at once"};
  static constexpr std::array kHands{"Point, and pull the trigger or pinch: press",
                                     "A: begin",
                                     "B or menu: pause; held: stop",
                                     "Stick up, down: harder, easier",
                                     "Stick left, right: turn",
                                     "Stick pressed: the middle is here"};
  for (const char* line : canvas.has_keyboard ? kKeys : kHands) text(fonts.body, color::kQuiet, line);
  ImGui::Dummy({1.0F, 6.0F * s});
  text(fonts.body, color::kText, "Heart rate from");
  wrapped(fonts.body, color::kQuiet, w.source.c_str());
  ImGui::Columns(1);
  ImGui::Separator();
  if (w.asks_to_keep) draw_consent(w, fonts);
  const float height = 48.0F * s;
  ImGui::SetCursorPosY(ImGui::GetWindowHeight() - height - 18.0F * s);
  WelcomeOutcome outcome = WelcomeOutcome::Stays;
  const std::string in = w.begins_in_s ? fmt::format(" in {:.0f} s", *w.begins_in_s) : "";
  const std::string begin = labelled(canvas, "Begin" + in, "Enter", "begin");
  const float width = ImGui::GetContentRegionAvail().x;
  if (wide_button(begin.c_str(), {0.72F * width, height}, color::kGo, color::kGoHovered))
    outcome = WelcomeOutcome::Begin;
  ImGui::SameLine();
  if (wide_button(labelled(canvas, "Leave", "Esc", "leave").c_str(), {ImGui::GetContentRegionAvail().x, height},
                  color::kField, color::kFieldHovered)) {
    outcome = WelcomeOutcome::Leave;
  }
  return outcome;
}

}  // namespace tonus::coach
