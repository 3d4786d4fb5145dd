#pragma once
// Readiness and what it suggests in words a tired person understands. For panels, the command line and reports.

#include <string>

#include <sensors/body/suggestion.hpp>

namespace tonus::adaptation {

/// "check-in", "heart-rate variability", "resting heart rate", "sleep", "training load", "breathing", "skin
/// temperature".
[[nodiscard]] const char* label(body::ReadinessInput input);
/// What an input says today beside what is usual, in its own unit: "58 bpm, usually 54".
[[nodiscard]] std::string value_line(body::ReadinessInput input, const body::Contribution& contribution);
/// Where today stands, without a judgement: "about your usual day", "below your usual days", …; "not known yet" with
/// how many days are missing.
[[nodiscard]] std::string standing(const body::Readiness& readiness);
/// "do as planned", "take it about 10 % easier", "easy only, 45 min at most", "leave training for today".
[[nodiscard]] std::string advice_line(const body::Suggestion& suggestion);
/// One sentence, at most about 140 characters, without a diagnosis.
[[nodiscard]] const char* sentence(body::Reason reason);

}  // namespace tonus::adaptation
