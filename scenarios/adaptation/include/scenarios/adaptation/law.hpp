#pragma once
// The control law, and the check that a ledger row follows from itself. Pure functions of their arguments.

#include <scenarios/adaptation/decision.hpp>

namespace tonus::adaptation {

/// PI with feedforward: K_p = tau / (k t_c), T_i = tau (constant-U design after Hunt & Hurni 2019), conditional
/// anti-windup: the integral does not grow into a limit, nor while the estimate is unknown or its quality below
/// kTrustedQuality.
[[nodiscard]] ControlStep control(const ControlSettings& settings, const ControlState& state,
                                  const ControlInputs& inputs) noexcept;

/// Runs law and envelope again from what the row holds; true when every number and code comes out bit for bit.
[[nodiscard]] bool recomputes(const Decision& decision) noexcept;

}  // namespace tonus::adaptation
