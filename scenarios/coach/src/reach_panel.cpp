#include <fmt/format.h>

#include <scenarios/coach/panels.hpp>

#include "widgets.hpp"

namespace tonus::coach {
namespace {

std::string what_to_do(const ReachView& view) {
  using State = session::ReachMeasure::State;
  const bool is_one = view.hands == session::PlayHands::Left || view.hands == session::PlayHands::Right;
  switch (view.state) {
    case State::Unseen: return is_one ? "The hand is not seen." : "Both hands have to be seen.";
    case State::Lowered: return is_one ? "A little higher, or lower." : "Both a little higher, or lower.";
    case State::Moving: return "Hold still...";
    case State::Measured: return "Got it.";
    case State::Refused: break;
  }
  return fmt::format("That is {:.0f} cm from the shoulder: people reach {:.0f} to {:.0f} cm.", 100.0 * view.refused_m,
                     100.0 * body::kLeastReach_m, 100.0 * body::kMostReach_m);
}

const char* which(session::PlayHands hands) {
  switch (hands) {
    case session::PlayHands::Left: return "Hold your left arm";
    case session::PlayHands::Right: return "Hold your right arm";
    default: return "Hold both arms";
  }
}

}  // namespace

ReachOutcome draw_reach(const ReachView& view, const overlay::Fonts& fonts, const Canvas& canvas) {
  const float s = canvas.scale;
  const ImVec2 size{560.0F * s, 330.0F * s};
  const Panel panel("reach", {0.5F * (canvas.width_px - size.x), 0.5F * (canvas.height_px - size.y)}, size);
  text(fonts.title, color::kText, "How far do you reach?");
  wrapped(fonts.body, color::kText,
          fmt::format("{} straight out, as high as your shoulders, for a second.", which(view.hands)).c_str());
  text(fonts.title, view.reach_m ? color::kText : color::kQuiet,
       view.reach_m ? fmt::format("{:.0f} cm", 100.0 * *view.reach_m).c_str() : "- cm");
  wrapped(fonts.body, color::kQuiet, what_to_do(view).c_str());
  const float height = 46.0F * s;
  const float gap = 12.0F * s;
  ImGui::SetCursorPosY(ImGui::GetWindowHeight() - height - 18.0F * s);
  const float width = 0.5F * (ImGui::GetContentRegionAvail().x - gap);
  ReachOutcome outcome = ReachOutcome::Stays;
  if (wide_button(labelled(canvas, "Skip", "Esc", "skip").c_str(), {width, height}, color::kField,
                  color::kFieldHovered))
    outcome = ReachOutcome::Skip;
  ImGui::SameLine(0.0F, gap);
  ImGui::BeginDisabled(!view.reach_m);
  if (wide_button(labelled(canvas, "Take it", "Enter", "take").c_str(), {width, height}, color::kGo, color::kGoHovered))
    outcome = ReachOutcome::Take;
  ImGui::EndDisabled();
  return outcome;
}

}  // namespace tonus::coach
