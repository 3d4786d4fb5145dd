#pragma once
// What may bind an intensity, as bits of a ledger row, and the quality that everything which raises must have.

#include <cstdint>
#include <string_view>

namespace tonus::adaptation {

/// What bound the outcome, as bits.
enum Limit : std::uint32_t {
  kLimitSlewUp = 1u << 0,
  kLimitSlewDown = 1u << 1,
  kLimitActuatorMin = 1u << 2,
  kLimitActuatorMax = 1u << 3,
  kLimitQuality = 1u << 4,
  kLimitBlind = 1u << 5,
  kLimitCeilingPredicted = 1u << 6,
  kLimitCeiling = 1u << 7,
  kLimitHysteresis = 1u << 8,
  kLimitHold = 1u << 9,
  kLimitPaused = 1u << 10,
  kLimitCooldown = 1u << 11,
  kLimitStop = 1u << 12,  ///< the person's
  kLimitIrregular = 1u << 13,
  kLimitRateJump = 1u << 14,
  kLimitRateFall = 1u << 15,
  kLimitNoResponse = 1u << 16,
  kLimitEffort = 1u << 17,
  kLimitCadence = 1u << 18,
  kLimitDose = 1u << 19,
  kLimitProfile = 1u << 20,
  kLimitReadiness = 1u << 21,
  kLimitClinician = 1u << 22,
  kLimitRise = 1u << 23,          ///< the envelope's own slew
  kLimitSafetyStop = 1u << 24,    ///< the latch
  kLimitOverdrive = 1u << 25,     ///< no more than so much above the load that will hold the target
  kLimitCeilingAhead = 1u << 26,  ///< what the model foretells, with its doubt, would pass the ceiling
  kLimitPerson = 1u << 27,        ///< the person said "too hard" at more than this, or "not now"
  kLimitModelDoubted = 1u << 28,  ///< the heart is far above where the model has it
  kLimitClimb = 1u << 29,         ///< in a first rise the heart climbs more than the model foretells
};
inline constexpr int kLimitCount = 30;
/// The law's own; all others are the envelope's.
inline constexpr std::uint32_t kLawLimits = kLimitSlewUp | kLimitSlewDown | kLimitActuatorMin | kLimitActuatorMax |
                                            kLimitHysteresis | kLimitOverdrive | kLimitCeilingAhead | kLimitPerson |
                                            kLimitModelDoubted | kLimitClimb;
/// "slew_up", "quality", … for bit 0…29.
[[nodiscard]] std::string_view limit_code(int bit);

/// A target never comes nearer to the ceiling than this.
inline constexpr double kCeilingMargin_bpm = 12.0;

/// Quality of the heart-rate estimate (0…1) below which intensity never rises.
inline constexpr double kTrustedQuality = 0.7;
/// Quality that evidence for a stop must have.
inline constexpr double kSureQuality = 0.9;
/// Readiness older than this raises nothing.
inline constexpr double kReadinessExpires_h = 36.0;
/// Perceived exertion (6…20) that is a reason to stop: "very hard".
inline constexpr double kHardRpe = 17.0;

}  // namespace tonus::adaptation
