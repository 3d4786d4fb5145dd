#include <fmt/format.h>

#include <scenarios/coach/panels.hpp>

#include "widgets.hpp"

namespace tonus::coach {
namespace {

/// A number that may be left out: an empty field is "not said".
template <class Get, class Set>
void optional_number(const char* label, const char* hint, int low, int high, float width, Get get, Set set) {
  const std::optional<double> value = get();
  int number = value ? static_cast<int>(*value + 0.5) : 0;
  ImGui::SetNextItemWidth(width);
  const std::string shown = value ? std::to_string(number) : std::string(hint);
  if (ImGui::InputInt(label, &number, 1, 5)) {
    if (number <= 0) {
      set(std::optional<double>{});
    } else {
      // From "not said", the first click starts in the middle of what people have.
      const int start = value ? number : (low + high) / 2;
      set(std::optional<double>{static_cast<double>(start < low ? low : (start > high ? high : start))});
    }
  }
  ImGui::SameLine();
  if (!value) {
    ImGui::TextDisabled("%s", shown.c_str());
  } else if (ImGui::SmallButton(fmt::format("clear###clear{}", label).c_str())) {
    set(std::optional<double>{});
  } else {
    ImGui::NewLine();
  }
}

void draw_profile(body::Profile& p, float s) {
  const float width = 150.0F * s;
  const auto rate = [width](const char* label, const char* hint, int low, int high, std::optional<BeatsPerMinute>& field) {
    optional_number(
        label, hint, low, high, width, [&field] { return field ? std::optional<double>{field->value} : std::nullopt; },
        [&field](std::optional<double> v) { field = v ? std::optional<BeatsPerMinute>{BeatsPerMinute{*v}} : std::nullopt; });
  };
  optional_number(
      "age", "not said: 40 is assumed", 10, 100, width, [&p] { return p.age_years; },
      [&p](std::optional<double> v) { p.age_years = v; });
  rate("resting heart rate", "not said: 65 is assumed", 30, 110, p.rest);
  rate("maximal heart rate", "not said: from age", 100, 230, p.max);
  rate("never above", "not said: from the maximum", 60, 230, p.ceiling);
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
  const Panel panel("welcome", {0.5F * (canvas.width_px - size.x), 0.5F * (canvas.height_px - size.y)}, size);
  text(fonts.title, color::kText, "Tonus");
  wrapped(fonts.body, color::kText,
          "Training that follows your heart: the harder your heart works, the less is asked of you, and every change says why.");
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
  for (const char* line : {"Mouse: move both fists", "Left and right button, or F and J: punch", "+ and -: harder, easier", "H: hold    Space: pause",
                           "Esc: stop, with a cool-down", "Esc again: end at once"}) {
    text(fonts.body, color::kQuiet, line);
  }
  ImGui::Dummy({1.0F, 6.0F * s});
  text(fonts.body, color::kText, "Heart rate from");
  wrapped(fonts.body, color::kQuiet, w.source.c_str());
  ImGui::Columns(1);
  ImGui::Separator();
  if (w.asks_to_keep) draw_consent(w, fonts);
  const float height = 48.0F * s;
  ImGui::SetCursorPosY(ImGui::GetWindowHeight() - height - 18.0F * s);
  WelcomeOutcome outcome = WelcomeOutcome::Stays;
  const std::string begin = w.begins_in_s ? fmt::format("Begin  [Enter]   in {:.0f} s###begin", *w.begins_in_s) : "Begin  [Enter]###begin";
  const float width = ImGui::GetContentRegionAvail().x;
  if (wide_button(begin.c_str(), {0.72F * width, height}, color::kGo, color::kGoHovered)) outcome = WelcomeOutcome::Begin;
  ImGui::SameLine();
  if (wide_button("Leave  [Esc]###leave", {ImGui::GetContentRegionAvail().x, height}, color::kField, color::kFieldHovered)) {
    outcome = WelcomeOutcome::Leave;
  }
  return outcome;
}

}  // namespace tonus::coach
