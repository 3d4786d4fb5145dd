#pragma once
// What buttons and sticks of two controllers ask for. Pure: no runtime, no clock.
//
// | on the controller          | asks for            |
// |----------------------------|---------------------|
// | menu or B                  | Pause               |
// | the same, held for 0.8 s   | Stop as well        |
// | Y                          | Stop                |
// | A                          | Begin               |
// | X                          | Hold                |
// | either stick left, right   | TurnLeft, TurnRight |
// | either stick up, down      | Harder, Easier      |
// | either stick pressed       | Recenter            |
// | trigger, or thumb on index | presses on the panel that the hand points at |
//
// Which of them a controller has, and where: profiles.hpp beside the bindings. Every one of them has Stop.

#include <array>
#include <cstdint>
#include <vector>

#include <engine/scene/input.hpp>

namespace tonus::xr::openxr {

/// As they are now, whichever hand.
struct Buttons {
  bool pause = false, stop = false, begin = false, hold = false, recenter = false;
  struct Stick {
    float x = 0.0F, y = 0.0F;  ///< -1…1, right and up are positive
  };
  std::array<Stick, kHands> sticks{};
};

class ButtonReader {
 public:
  /// Once a frame, instants rising; appends what was asked for since the last time. While `sticks_scroll`, sticks up
  /// and down belong to a panel and ask for nothing.
  void read(const Buttons& now, Instant at, bool sticks_scroll, std::vector<InputEvent>& asked);
  /// Buttons that were down when somebody else took over are not pressed when they come back: they have to be let go.
  void forget();

 private:
  enum class Lean : std::uint8_t { Centre, Left, Right, Up, Down };
  static Lean lean_of(Buttons::Stick stick, Lean before);

  Buttons before_{};
  std::array<Lean, kHands> leans_{};
  Instant paused_at_{};
  bool has_held_ = false;
  bool must_let_go_ = true;
};

}  // namespace tonus::xr::openxr
