#pragma once
// What the person does with body and buttons, as plain data; no window or headset type behind it.

#include <array>
#include <cstdint>
#include <optional>

#include <engine/core/time.hpp>
#include <engine/scene/pose.hpp>

namespace tonus {

enum class Hand : std::uint8_t { Left, Right };
inline constexpr std::size_t kHands = 2;

/// Things a person can ask for or say from any screen or device. Stop and Symptom act from anywhere. Recordings hold
/// the number of an action: new ones come last, and kLastAction with them.
enum class Action : std::uint8_t {
  None,
  Stop,
  Pause,
  Easier,
  Harder,
  Hold,
  Skip,
  Recenter,
  Begin,
  Symptom,   ///< chest pain, dizziness, anything that is not right
  Rpe,       ///< how hard it is: perceived exertion, 6…20 in `value`
  NotNow,    ///< nothing harder for two minutes
  TurnLeft,  ///< the world turns at once by a fixed angle, as if the person had turned left
  TurnRight,
};
inline constexpr Action kLastAction = Action::TurnRight;

struct InputEvent {
  Instant at;
  Action action = Action::None;
  std::uint8_t value = 0;  ///< of Rpe; 0 for all others
};

struct HandPose {
  Pose world_from_hand;
  bool is_tracked = false;
};

/// Joints of a hand in the order of XR_EXT_hand_tracking: palm, wrist, thumb (4), then index, middle, ring and little
/// finger (5 each, metacarpal to tip).
inline constexpr std::size_t kHandJoints = 26;

/// A bare hand as a camera sees it.
struct HandJoints {
  std::array<Vec3, kHandJoints> position_m{};  ///< in the space of the poses beside it
  bool is_tracked = false;
};

inline constexpr std::size_t kPalm = 0;
/// Of thumb, index, middle, ring and little finger.
inline constexpr std::array<std::size_t, 5> kFingertips{5, 10, 15, 20, 25};

/// A short buzz in what a hand holds.
struct HapticPulse {
  Hand hand = Hand::Left;
  float strength = 0.5F;  ///< 0…1
  Duration length{};
};

/// Pointer and keyboard for whoever draws panels; pixels from the top left corner of the picture.
struct PanelEvent {
  enum class Kind : std::uint8_t {
    PointerMoved,    ///< to x_px, y_px
    PointerLeft,     ///< the pointer is gone from the picture
    PointerPressed,  ///< button, at x_px, y_px
    PointerReleased,
    Wheel,       ///< steps_x, steps_y
    KeyPressed,  ///< key
    KeyReleased,
    Text  ///< one typed character
  };
  enum class Button : std::uint8_t { Left, Right, Middle };
  enum class Key : std::uint8_t {
    None,
    Tab,
    Left,
    Right,
    Up,
    Down,
    PageUp,
    PageDown,
    Home,
    End,
    Insert,
    Delete,
    Backspace,
    Space,
    Enter,
    Escape,
    A,
    C,
    V,
    X,
    Y,
    Z,
    Shift,
    Ctrl,
    Alt
  };
  Kind kind = Kind::PointerMoved;
  Button button = Button::Left;
  Key key = Key::None;
  float x_px = 0.0F, y_px = 0.0F;
  float steps_x = 0.0F, steps_y = 0.0F;
  char32_t character = 0;
};

/// The body parts that touch the game, sampled once a tick.
struct BodyPoses {
  Pose world_from_head{{}, {0.0F, 1.65F, 0.0F}};
  bool is_head_tracked = true;
  std::array<HandPose, kHands> hands{};
  std::array<HandJoints, kHands> joints{};  ///< of hands that hold nothing, where the device sees them
};

/// Where a hand is, by what it holds or by its palm; none while it is not tracked.
[[nodiscard]] inline std::optional<Vec3> place_of(const BodyPoses& body, Hand hand) {
  const auto h = static_cast<std::size_t>(hand);
  if (body.hands[h].is_tracked) return body.hands[h].world_from_hand.position;
  if (body.joints[h].is_tracked) return body.joints[h].position_m[kPalm];
  return std::nullopt;
}

}  // namespace tonus
