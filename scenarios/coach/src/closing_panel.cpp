#include <fmt/format.h>

#include <scenarios/coach/panels.hpp>

#include "widgets.hpp"

namespace tonus::coach {

bool draw_closing(const session::CoachView& view, const Closing& closing, const overlay::Fonts& fonts,
                  const Canvas& canvas) {
  const float s = canvas.scale;
  const ImVec2 size{640.0F * s, 470.0F * s};
  const Panel panel("closing", {0.5F * (canvas.width_px - size.x), 0.5F * (canvas.height_px - size.y)}, size);
  text(fonts.title, color::kText, "Well done");
  const auto& score = view.score;
  text(fonts.body, color::kText,
       fmt::format("{} of {} targets, {} of them clean.", score.hits, score.targets, score.clean).c_str());
  if (score.right() + score.wrong() > 0) {
    text(fonts.body, color::kText,
         fmt::format("{} of {} decided rightly.", score.right(), score.right() + score.wrong()).c_str());
  }
  heart_chart(view, {ImGui::GetContentRegionAvail().x, 190.0F * s}, s);
  wrapped(fonts.body, color::kQuiet,
          closing.files.empty() ? "Nothing of this session was kept."
                                : fmt::format("Report, summary and recording: {}", closing.files).c_str());
  if (!closing.note.empty()) wrapped(fonts.body, color::kCeiling, closing.note.c_str());
  const float height = 46.0F * s;
  ImGui::SetCursorPosY(ImGui::GetWindowHeight() - height - 18.0F * s);
  return wide_button(labelled(canvas, "Close", "Enter", "close").c_str(), {ImGui::GetContentRegionAvail().x, height},
                     color::kGo, color::kGoHovered);
}

}  // namespace tonus::coach
