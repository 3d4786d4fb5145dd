#pragma once
// How the person's heart answers, from one session to the next. Nothing is kept without the person's yes, nor of whom
// --profile speaks of, nor of a recording, which cannot answer.

#include <string>

#include <engine/core/civil_day.hpp>
#include <scenarios/session/definition.hpp>

#include "outcome.hpp"
#include "stage.hpp"

namespace tonus::tool {

/// "trainer", or "scenario:NAME" where no trainer is asked for anything.
[[nodiscard]] std::string actuator_of(const session::SessionDefinition& definition);
/// What to believe of the heart's answer at the start: what was kept of it, doubted more with every day since, else
/// what people are like. `definition` has its limits, its scenario and its trainer.
[[nodiscard]] adaptation::ResponsePrior starting_response(const session::SessionDefinition& definition,
                                                          const Choices& choices, CivilDay day);
/// What motion was told to cost in this scenario before, likewise; not known where nothing was.
[[nodiscard]] adaptation::MotionAnswer starting_motion(const session::SessionDefinition& definition,
                                                       const Choices& choices, CivilDay day);
/// Puts what a session told into the preferences; a warning where it fails.
void keep_answer(const Outcome& outcome, const Choices& choices, CivilDay day);

}  // namespace tonus::tool
