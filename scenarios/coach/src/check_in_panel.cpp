#include <array>

#include <fmt/format.h>

#include <scenarios/coach/panels.hpp>

#include "widgets.hpp"

namespace tonus::coach {
namespace {

struct Question {
  const char* words;
  const char* worst;
  const char* best;
  std::optional<int> body::CheckIn::*answer;
};

constexpr std::array<Question, 4> kQuestions{{
    {"How did you sleep?", "badly", "very well", &body::CheckIn::sleep},
    {"How much energy have you got?", "none", "plenty", &body::CheckIn::energy},
    {"How do your muscles feel?", "very sore", "fresh", &body::CheckIn::muscles},
    {"How calm are you?", "very stressed", "calm", &body::CheckIn::calm},
}};

/// Seven buttons in a row, the words of the ends beside them; the chosen one pressed again is no answer.
void draw_question(const Question& question, body::CheckIn& answers, const overlay::Fonts& fonts, float s) {
  std::optional<int>& chosen = answers.*question.answer;
  text(fonts.body, color::kText, question.words);
  ImGui::PushID(question.words);
  ImGui::AlignTextToFramePadding();
  text(fonts.body, color::kQuiet, question.worst);
  ImGui::SameLine(140.0F * s);
  for (int value = body::kWorstAnswer; value <= body::kBestAnswer; ++value) {
    const bool is_chosen = chosen == value;
    const std::string label = fmt::format("{}###{}", value, value);
    if (wide_button(label.c_str(), {54.0F * s, 36.0F * s}, is_chosen ? color::kChosen : color::kField,
                    is_chosen ? color::kChosen : color::kFieldHovered)) {
      chosen = is_chosen ? std::nullopt : std::optional(value);
    }
    ImGui::SameLine(0.0F, 6.0F * s);
  }
  ImGui::AlignTextToFramePadding();
  text(fonts.body, color::kQuiet, question.best);
  ImGui::PopID();
}

void draw_minutes(CheckInForm& form, const overlay::Fonts& fonts, float s) {
  ImGui::AlignTextToFramePadding();
  text(fonts.body, color::kText, "Time there is");
  for (const int minutes : {10, 20, 30, 45, 60}) {
    ImGui::SameLine(0.0F, 6.0F * s);
    const bool is_chosen = form.minutes == minutes;
    if (wide_button(fmt::format("{}###m{}", minutes, minutes).c_str(), {50.0F * s, 32.0F * s},
                    is_chosen ? color::kChosen : color::kField, is_chosen ? color::kChosen : color::kFieldHovered)) {
      form.minutes = is_chosen ? std::nullopt : std::optional<double>(minutes);
    }
  }
  ImGui::SameLine(0.0F, 10.0F * s);
  text(fonts.body, color::kQuiet, form.minutes ? "min" : "min, or as long as planned");
}

void draw_phase(CheckInForm& form, const overlay::Fonts& fonts) {
  if (ImGui::Checkbox("Use my cycle", &form.uses_cycle) && !form.uses_cycle) form.phase = body::CyclePhase::Unknown;
  if (!form.uses_cycle) {
    ImGui::SameLine();
    text(fonts.body, color::kQuiet, "it changes what is usual for you, and is never a penalty");
    return;
  }
  int chosen = static_cast<int>(form.phase);
  for (const auto& [name, phase] :
       {std::pair{"not today", body::CyclePhase::Unknown}, std::pair{"bleeding", body::CyclePhase::Menstruation},
        std::pair{"before ovulation", body::CyclePhase::Follicular}, std::pair{"after it", body::CyclePhase::Luteal}}) {
    ImGui::SameLine();
    if (ImGui::RadioButton(name, &chosen, static_cast<int>(phase))) form.phase = phase;
  }
}

}  // namespace

CheckInOutcome draw_check_in(CheckInForm& form, const overlay::Fonts& fonts, const Canvas& canvas) {
  const float s = canvas.scale;
  const ImVec2 size{800.0F * s, 690.0F * s};
  const Panel panel("check-in", {0.5F * (canvas.width_px - size.x), 0.5F * (canvas.height_px - size.y)}, size);
  text(fonts.title, color::kText, "How are you today?");
  text(fonts.body, color::kQuiet, "Twenty seconds. It counts at least as much as what sensors say.");
  ImGui::Dummy({1.0F, 2.0F * s});
  for (const Question& question : kQuestions) draw_question(question, form.answers, fonts, s);
  ImGui::Separator();
  ImGui::Checkbox("Fever or chills", &form.answers.has_fever);
  ImGui::SameLine(0.0F, 24.0F * s);
  ImGui::Checkbox("Ill below the neck", &form.answers.has_symptoms);
  ImGui::SameLine(0.0F, 24.0F * s);
  ImGui::Checkbox("Worked last night", &form.has_worked_night);
  draw_phase(form, fonts);
  draw_minutes(form, fonts, s);

  const float height = 48.0F * s;
  ImGui::SetCursorPosY(ImGui::GetWindowHeight() - height - 18.0F * s);
  CheckInOutcome outcome = CheckInOutcome::Stays;
  const float width = ImGui::GetContentRegionAvail().x;
  if (wide_button(labelled(canvas, "Done", "Enter", "Done").c_str(), {0.72F * width, height}, color::kGo,
                  color::kGoHovered)) {
    outcome = CheckInOutcome::Done;
  }
  ImGui::SameLine();
  if (wide_button(labelled(canvas, "Skip", "Esc", "Skip").c_str(), {ImGui::GetContentRegionAvail().x, height},
                  color::kField, color::kFieldHovered)) {
    outcome = CheckInOutcome::Skip;
  }
  return outcome;
}

}  // namespace tonus::coach
