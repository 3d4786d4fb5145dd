#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <scenarios/adaptation/readiness_sentence.hpp>
#include <scenarios/coach/panels.hpp>

#include "widgets.hpp"

namespace tonus::coach {
namespace {

using body::ReadinessInput;
using body::SuggestionAnswer;

constexpr double kUsual = 50.0;

/// Where the columns of the chart lie, in pixels from the left of the window's content.
struct Columns {
  float bars = 0.0F, width = 0.0F, values = 0.0F;
};

/// The stretch of the scale that is drawn: everything that is on it, and no more, so that small parts are seen.
struct Scale {
  float low = 0.0F, high = 100.0F;
  [[nodiscard]] float x(double points, float left, float width) const {
    return left + width * (static_cast<float>(points) - low) / (high - low);
  }
};

Scale scale_for(const body::Readiness& r) {
  double at = kUsual + r.carried_points;
  double low = std::min({r.low, kUsual, at}), high = std::max({r.high, kUsual, at});
  for (const auto& input : r.inputs) {
    at += input.points;
    low = std::min(low, at);
    high = std::max(high, at);
  }
  return {static_cast<float>(std::max(0.0, low - 3.0)), static_cast<float>(std::min(100.0, high + 3.0))};
}

/// One bar from where the sum stood to where it stands, up in the person's colour, down in amber: less is no alarm.
void draw_part(const char* label, const std::string& value, double from, double points, bool is_known,
               const ReadinessView& view, const Scale& scale, const Columns& columns, const overlay::Fonts& fonts,
               float s) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float row = 30.0F * s;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  text(fonts.body, is_known ? color::kText : color::kQuiet, label);
  const float left = at.x + columns.bars;
  const float usual_x = scale.x(kUsual, left, columns.width);
  draw->AddLine({usual_x, at.y}, {usual_x, at.y + row + 4.0F * s}, color::kField, 1.5F * s);
  if (is_known) {
    const float a = scale.x(from, left, columns.width), b = scale.x(from + points, left, columns.width);
    const float least = std::min(a, b), most = std::max(std::max(a, b), least + 2.0F * s);
    draw->AddRectFilled({least, at.y + 3.0F * s}, {most, at.y + row - 5.0F * s},
                        points < 0.0 ? color::kIntensity : color::kHeart, 3.0F * s);
  }
  ImGui::SameLine(columns.values);
  const std::string number = !is_known           ? std::string("not known")
                             : view.hides_number ? value
                                                 : fmt::format("{:+.1f}   {}", points, value);
  text(fonts.body, color::kQuiet, number.c_str());
  ImGui::SetCursorScreenPos({at.x, at.y + row + 4.0F * s});
}

/// Today, with the 80 % interval as a bar around it.
void draw_today(const ReadinessView& view, const Scale& scale, const Columns& columns, const overlay::Fonts& fonts,
                float s) {
  const body::Readiness& r = view.readiness;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float left = at.x + columns.bars, middle = at.y + 13.0F * s;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  text(fonts.body, color::kText, "today");
  draw->AddRectFilled({scale.x(r.low, left, columns.width), middle - 4.0F * s},
                      {scale.x(r.high, left, columns.width), middle + 4.0F * s}, color::kInterval, 4.0F * s);
  draw->AddCircleFilled({scale.x(r.score, left, columns.width), middle}, 7.0F * s, color::kText);
  ImGui::SameLine(columns.values);
  text(fonts.body, color::kQuiet,
       view.hides_number ? "four times in five within the bar"
                         : fmt::format("four times in five {:.0f} to {:.0f}", r.low, r.high).c_str());
  ImGui::SetCursorScreenPos({at.x, at.y + 34.0F * s});
}

void draw_breakdown(const ReadinessView& view, const overlay::Fonts& fonts, float s) {
  const body::Readiness& r = view.readiness;
  const float width = ImGui::GetContentRegionAvail().x;
  const Columns columns{.bars = 220.0F * s, .width = width - 620.0F * s, .values = width - 370.0F * s};
  const Scale scale = scale_for(r);
  double at = kUsual;
  draw_part("from the days before", "", at, r.carried_points, true, view, scale, columns, fonts, s);
  at += r.carried_points;
  for (std::size_t j = 0; j < body::kReadinessInputs; ++j) {
    const auto input = static_cast<ReadinessInput>(j);
    const body::Contribution& c = r.inputs[j];
    draw_part(adaptation::label(input), c.is_known ? adaptation::value_line(input, c) : "", at, c.points, c.is_known,
              view, scale, columns, fonts, s);
    at += c.points;
  }
  draw_today(view, scale, columns, fonts, s);
}

SuggestionAnswer draw_answers(const body::Suggestion& suggestion, const Canvas& canvas) {
  const float s = canvas.scale;
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float width = (ImGui::GetContentRegionAvail().x - 3.0F * gap) / 4.0F;
  const ImVec2 size{width, 48.0F * s};
  SuggestionAnswer pressed = SuggestionAnswer::None;
  const auto button = [&](const char* label, SuggestionAnswer answer, bool is_first) {
    if (!is_first) ImGui::SameLine();
    if (wide_button(label, size, is_first ? color::kGo : color::kField,
                    is_first ? color::kGoHovered : color::kFieldHovered)) {
      pressed = answer;
    }
  };
  const bool is_off = suggestion.advice == body::Advice::NotToday;
  button(labelled(canvas, is_off ? "Not today" : "Accept", "Enter", "accept").c_str(), SuggestionAnswer::Accept, true);
  if (is_off) return pressed;
  button("Easier", SuggestionAnswer::Easier, false);
  if (suggestion.scale_harder > suggestion.scale) button("Harder", SuggestionAnswer::Harder, false);
  button("Skip", SuggestionAnswer::Skip, false);
  return pressed;
}

}  // namespace

SuggestionAnswer draw_readiness(ReadinessView& view, const overlay::Fonts& fonts, const Canvas& canvas) {
  const float s = canvas.scale;
  const ImVec2 size{1080.0F * s, 680.0F * s};
  const Panel panel("readiness", {0.5F * (canvas.width_px - size.x), 0.5F * (canvas.height_px - size.y)}, size);
  const body::Readiness& r = view.readiness;
  const bool has_number = r.is_known && !view.hides_number;
  text(fonts.title, color::kText, has_number ? fmt::format("Today: {:.0f}", r.score).c_str() : "Today");
  if (r.is_known) {
    ImGui::SameLine(0.0F, 18.0F * s);
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + 5.0F * s);
    text(fonts.body, color::kQuiet, adaptation::standing(r).c_str());
    ImGui::SameLine(ImGui::GetWindowWidth() - 190.0F * s);
    if (ImGui::SmallButton(view.hides_number ? "Show the numbers" : "Hide the numbers")) {
      view.hides_number = !view.hides_number;
    }
    draw_breakdown(view, fonts, s);
  } else {
    wrapped(fonts.body, color::kQuiet, ("Readiness is " + adaptation::standing(r) + ".").c_str());
  }
  ImGui::Separator();
  text(fonts.title, color::kText, ("Suggestion: " + adaptation::advice_line(view.suggestion)).c_str());
  std::size_t shown = 0;
  for (const body::Reason reason : view.suggestion.reasons) {
    if (++shown > 4) break;
    wrapped(fonts.body, color::kText, adaptation::sentence(reason));
  }
  text(fonts.small, color::kQuiet,
       "A suggestion, never an order. Score and points compare you with your own last 60 days.");
  ImGui::SetCursorPosY(ImGui::GetWindowHeight() - 48.0F * s - 18.0F * s);
  return draw_answers(view.suggestion, canvas);
}

}  // namespace tonus::coach
