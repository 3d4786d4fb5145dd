#pragma once
// The control law, and the check that a ledger row follows from itself. Pure functions of their arguments.

#include <scenarios/adaptation/decision.hpp>

namespace tonus::adaptation {

/// One predictive move: foretells the heart at three moments after the delay and brings the error nearest to nothing,
/// less where the gain is doubtful; then overdrive, ceiling, slew, the person's word, range, hysteresis. Its formulas
/// stand in docs/adaptation.md.
[[nodiscard]] ControlStep control(const ControlSettings& settings, const ControlState& state,
                                  const ControlInputs& inputs) noexcept;

/// Runs law and envelope again from what the row holds; true when every number and code comes out bit for bit.
[[nodiscard]] bool recomputes(const Decision& decision) noexcept;

}  // namespace tonus::adaptation
