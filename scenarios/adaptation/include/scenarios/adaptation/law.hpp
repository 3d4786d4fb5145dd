#pragma once
// The control law, the safety envelope, and the check that a ledger row follows from itself. Pure functions of their
// arguments.

#include <scenarios/adaptation/decision.hpp>

namespace tonus::adaptation {

/// PI with feedforward: K_p = tau / (k t_c), T_i = tau (constant-U design after Hunt & Hurni 2019), conditional
/// anti-windup: the integral does not grow into a limit, nor while the estimate is unknown or its quality below
/// kTrustedQuality.
[[nodiscard]] ControlStep control(const ControlSettings& settings, const ControlState& state,
                                  const ControlInputs& inputs) noexcept;

/// The last word before the world; may only lower. Rules: quality below kTrustedQuality never rises; blind 15–60 s
/// eases 1 %/s of the previous value to the fallback; an irregular rhythm never rises and eases likewise after 15 s;
/// blind 60 s asks for cool-down, 180 s for the end; bpm above the ceiling sheds 0.05/s; bpm + 30 s of slope + 2
/// spreads above the ceiling never rises; pause is 0; stop falls 0.25/s. Any NaN input: previous, halved.
[[nodiscard]] EnvelopeVerdict safety_envelope(const EnvelopeInputs& inputs) noexcept;

/// Runs law and envelope again from what the row holds; true when every number comes out bit for bit.
[[nodiscard]] bool recomputes(const Decision& decision) noexcept;

}  // namespace tonus::adaptation
