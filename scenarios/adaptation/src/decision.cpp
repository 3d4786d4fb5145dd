#include <scenarios/adaptation/decision.hpp>

#include <array>

namespace tonus::adaptation {

std::string_view code(Reason reason) {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(Reason::Count)> kCodes{"opening",
                                                                                                "on-target",
                                                                                                "raise",
                                                                                                "ease",
                                                                                                "hysteresis-hold",
                                                                                                "slew-limited",
                                                                                                "actuator-limit",
                                                                                                "target-unreachable",
                                                                                                "quality-hold",
                                                                                                "quality-decay",
                                                                                                "signal-lost",
                                                                                                "signal-back",
                                                                                                "ceiling-predicted",
                                                                                                "ceiling-hit",
                                                                                                "user-easier",
                                                                                                "user-harder",
                                                                                                "user-hold",
                                                                                                "user-release",
                                                                                                "user-pause",
                                                                                                "user-resume",
                                                                                                "work",
                                                                                                "cool-down",
                                                                                                "cooling",
                                                                                                "stop",
                                                                                                "stop-now",
                                                                                                "finished",
                                                                                                "still-so",
                                                                                                "irregular-rhythm",
                                                                                                "rhythm-cool-down",
                                                                                                "rate-jump",
                                                                                                "rate-fall",
                                                                                                "doubtful-rate",
                                                                                                "no-response",
                                                                                                "effort-lost",
                                                                                                "cadence-low",
                                                                                                "dose-reached",
                                                                                                "profile-doubted",
                                                                                                "old-readiness",
                                                                                                "clinician-limit",
                                                                                                "rise-limited",
                                                                                                "safety-fall",
                                                                                                "safety-symptom",
                                                                                                "safety-oxygen",
                                                                                                "safety-ceiling",
                                                                                                "safety-rate-jump",
                                                                                                "safety-rate-fall",
                                                                                                "safety-exertion",
                                                                                                "symptom",
                                                                                                "rpe",
                                                                                                "user-not-now",
                                                                                                "not-now-over",
                                                                                                "user-limit",
                                                                                                "coach-limit",
                                                                                                "allocation",
                                                                                                "tracking-lost"};
  const auto i = static_cast<std::size_t>(reason);
  return i < kCodes.size() ? kCodes[i] : "unknown";
}

Reason reason_of(StopCause cause) {
  switch (cause) {
    case StopCause::Fall: return Reason::SafetyFall;
    case StopCause::Symptom: return Reason::SafetySymptom;
    case StopCause::Oxygen: return Reason::SafetyOxygen;
    case StopCause::OverCeiling: return Reason::SafetyCeiling;
    case StopCause::RateJump: return Reason::SafetyJump;
    case StopCause::RateFall: return Reason::SafetyRateFall;
    case StopCause::Exertion: return Reason::SafetyExertion;
    case StopCause::None:
    case StopCause::Count: break;
  }
  return Reason::Count;
}

std::string_view code(StopCause cause) {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(StopCause::Count)> kCodes{
      "none", "fall", "symptom", "oxygen", "over-ceiling", "rate-jump", "rate-fall", "exertion"};
  const auto i = static_cast<std::size_t>(cause);
  return i < kCodes.size() ? kCodes[i] : "unknown";
}

std::string_view code(Effort effort) {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(Effort::Count)> kCodes{"unknown", "kept",
                                                                                                "lost"};
  const auto i = static_cast<std::size_t>(effort);
  return i < kCodes.size() ? kCodes[i] : "unknown";
}

std::string_view code(Ask ask) {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(Ask::Count)> kCodes{
      "none", "how-do-you-feel", "see-doctor", "check-strap", "who-is-this", "pedal-on", "old-readiness"};
  const auto i = static_cast<std::size_t>(ask);
  return i < kCodes.size() ? kCodes[i] : "unknown";
}

std::string_view code(State state) {
  switch (state) {
    case State::Warmup: return "warmup";
    case State::Track: return "track";
    case State::Hold: return "hold";
    case State::Ease: return "ease";
    case State::Cooldown: return "cooldown";
    case State::Paused: return "paused";
    case State::Ended: return "stop";
    case State::Count: break;
  }
  return "unknown";
}

std::string_view limit_code(int bit) {
  static constexpr std::array<std::string_view, kLimitCount> kCodes{
      "slew_up",       "slew_down",  "actuator_min", "actuator_max", "quality",   "blind",         "ceiling_predicted",
      "ceiling",       "hysteresis", "hold",         "paused",       "cooldown",  "stop",          "irregular",
      "rate_jump",     "rate_fall",  "no_response",  "effort",       "cadence",   "dose",          "profile",
      "readiness",     "clinician",  "rise",         "safety_stop",  "overdrive", "ceiling_ahead", "person",
      "model_doubted", "climb"};
  return bit >= 0 && bit < kLimitCount ? kCodes[static_cast<std::size_t>(bit)] : "unknown";
}

}  // namespace tonus::adaptation
