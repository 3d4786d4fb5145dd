#include "learned_answer.hpp"

#include <engine/core/log.hpp>
#include <scenarios/journal/preferences.hpp>

namespace tonus::tool {
namespace {

/// Whether what is learned is this person's own, and may be kept.
bool is_kept(const session::SessionDefinition& definition, const Choices& choices) {
  return definition.source_reacts && choices.preferences.keep_sessions.value_or(false) && !choices.profile_is_from_file;
}

}  // namespace

std::string actuator_of(const session::SessionDefinition& definition) {
  return definition.trainer_most_w > 0.0 ? "trainer" : "scenario:" + definition.scenario;
}

adaptation::ResponsePrior starting_response(const session::SessionDefinition& definition, const Choices& choices,
                                            CivilDay day) {
  const auto unknown = session::default_response(definition.limits, definition.trainer_most_w);
  const auto& kept = choices.preferences;
  const auto found = kept.answers.find(actuator_of(definition));
  if (!is_kept(definition, choices) || found == kept.answers.end()) return unknown;
  adaptation::ResponsePrior prior = found->second.prior;
  if (definition.trainer_most_w > 0.0) {
    // The same watts under another full scale.
    if (!(found->second.full_w > 0.0)) return unknown;
    prior.gain_bpm *= definition.trainer_most_w / found->second.full_w;
    prior.gain_spread_bpm *= definition.trainer_most_w / found->second.full_w;
  }
  prior = adaptation::after_days(prior, day - found->second.day, unknown);
  return adaptation::is_plausible(prior) ? prior : unknown;
}

adaptation::MotionAnswer starting_motion(const session::SessionDefinition& definition, const Choices& choices,
                                         CivilDay day) {
  const auto& kept = choices.preferences;
  const auto found = kept.motions.find("scenario:" + definition.scenario);
  if (!is_kept(definition, choices) || found == kept.motions.end()) return {};
  return adaptation::after_days(found->second.answer, day - found->second.day);
}

void keep_answer(const Outcome& outcome, const Choices& choices, CivilDay day) {
  const session::CoachView& view = outcome.view;
  if (!(view.is_answer_known || view.motion.is_known) || !is_kept(outcome.definition, choices) ||
      choices.preferences_path.empty())
    return;
  auto kept = journal::load_preferences(choices.preferences_path);
  if (!kept || !kept->keep_sessions.value_or(false)) return;
  if (view.is_answer_known) {
    kept->answers[actuator_of(outcome.definition)] = {
        .prior = view.answer, .full_w = outcome.definition.trainer_most_w, .day = day};
  }
  if (view.motion.is_known)
    kept->motions["scenario:" + outcome.definition.scenario] = {.answer = view.motion, .day = day};
  if (const auto saved = journal::save_preferences(choices.preferences_path, *kept); !saved)
    log::warning(saved.error().message + "; how the heart answers is not kept");
}

}  // namespace tonus::tool
