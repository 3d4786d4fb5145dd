#pragma once
// The life of a session as the runtime tells it, and what each step asks for. Pure: no runtime, no clock.

#include <xr/headset/headset.hpp>

namespace tonus::xr::openxr {

/// IDLE → READY → SYNCHRONIZED ⇄ VISIBLE ⇄ FOCUSED, back down to STOPPING → IDLE → EXITING; LOST from anywhere.
/// Lost and Exiting are final. A step out of order is believed (the runtime knows), but what it asks for is done once.
class SessionLife {
 public:
  enum class Step : std::uint8_t {
    None,
    Begin,  ///< begin the session now: frames run from here
    End,    ///< end it now: no frame may be open
    Leave,  ///< nothing more will come; destroy it
  };

  /// The runtime says that this is the state now. Returns what that asks for.
  [[nodiscard]] Step enter(HeadsetState state);

  [[nodiscard]] HeadsetState state() const { return state_; }
  /// Begun and not ended: frames are to be waited for, begun and ended.
  [[nodiscard]] bool is_running() const { return is_running_; }
  /// The person sees what we show.
  [[nodiscard]] bool is_seen() const { return state_ == HeadsetState::Visible || state_ == HeadsetState::Focused; }
  [[nodiscard]] bool has_focus() const { return state_ == HeadsetState::Focused; }
  [[nodiscard]] bool is_lost() const { return state_ == HeadsetState::Lost; }
  [[nodiscard]] bool is_over() const { return is_lost() || state_ == HeadsetState::Exiting; }

 private:
  HeadsetState state_ = HeadsetState::Unknown;
  bool is_running_ = false;
};

}  // namespace tonus::xr::openxr
