#pragma once
// What the person does with body and buttons, as plain data; no window or headset type behind it.

#include <array>
#include <cstdint>

#include <engine/core/time.hpp>
#include <engine/scene/pose.hpp>

namespace tonus {

enum class Hand : std::uint8_t { Left, Right };
inline constexpr std::size_t kHands = 2;

/// Things a person can ask for from any screen or device. Stop acts from anywhere.
enum class Action : std::uint8_t { None, Stop, Pause, Easier, Harder, Hold, Skip, Recenter, Begin };

struct InputEvent {
  Instant at;
  Action action = Action::None;
};

struct HandPose {
  Pose world_from_hand;
  bool is_tracked = false;
};

/// The body parts that touch the game, sampled once a tick.
struct BodyPoses {
  Pose world_from_head{{}, {0.0F, 1.65F, 0.0F}};
  std::array<HandPose, kHands> hands{};
};

}  // namespace tonus
