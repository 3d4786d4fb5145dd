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
                                                                                                "irregular-rhythm"};
  const auto i = static_cast<std::size_t>(reason);
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
  }
  return "unknown";
}

std::string_view limit_code(int bit) {
  static constexpr std::array<std::string_view, kLimitCount> kCodes{
      "slew_up",   "slew_down",    "actuator_min", "actuator_max", "quality",  "blind", "ceiling_predicted",
      "ceiling",   "hysteresis",   "hold",         "paused",       "cooldown", "stop",  "irregular",
      "overdrive", "ceiling_ahead"};
  return bit >= 0 && bit < kLimitCount ? kCodes[static_cast<std::size_t>(bit)] : "unknown";
}

}  // namespace tonus::adaptation
