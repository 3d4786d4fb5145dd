#pragma once
// Hands, buttons and buzzes of one session.

#include <array>
#include <memory>

#include <xr/openxr/buttons.hpp>
#include <xr/openxr/panel_board.hpp>

#include "profiles.hpp"
#include "runtime.hpp"

namespace tonus::xr::openxr {

[[nodiscard]] Pose pose_of(const XrPosef& pose);
[[nodiscard]] XrPosef xr_pose(const Pose& pose);

class HandInput {
 public:
  /// Suggests bindings and attaches to the session: once a session.
  [[nodiscard]] static Result<std::unique_ptr<HandInput>, XrError> create(const Runtime& runtime, XrSession session);
  ~HandInput();
  HandInput(const HandInput&) = delete;
  HandInput& operator=(const HandInput&) = delete;

  /// Once a frame while it runs. Without focus everything is let go.
  [[nodiscard]] Result<void, XrError> sync();
  [[nodiscard]] const Buttons& buttons() const { return buttons_; }
  [[nodiscard]] bool holds_controller(Hand hand) const { return holds_[index(hand)]; }
  [[nodiscard]] bool is_trigger_down(Hand hand) const { return triggers_[index(hand)]; }

  /// A hand at `time`: of a controller, else of a bare hand with its joints.
  void locate(Hand hand, XrSpace base, XrTime time, HandPose& pose, HandJoints& joints) const;
  /// Where a controller points; nothing for a bare hand.
  [[nodiscard]] std::optional<Pose> aim(Hand hand, XrSpace base, XrTime time) const;

  void pulse(const HapticPulse& pulse) const;
  /// Which controllers the runtime takes them for now: "oculus/touch_controller, none".
  [[nodiscard]] std::string profile_names() const;

 private:
  HandInput(const Runtime& runtime, XrSession session) : runtime_(runtime), api_(runtime.api()), session_(session) {}
  [[nodiscard]] static constexpr std::size_t index(Hand hand) { return static_cast<std::size_t>(hand); }
  [[nodiscard]] XrAction action(Input input) const { return actions_[static_cast<std::size_t>(input)]; }
  [[nodiscard]] Result<void, XrError> make_actions();
  [[nodiscard]] Result<void, XrError> suggest_and_attach();
  [[nodiscard]] Result<void, XrError> make_spaces();
  [[nodiscard]] bool is_down(Input input, XrPath hand = XR_NULL_PATH) const;
  [[nodiscard]] std::optional<Pose> locate_space(XrSpace space, XrSpace base, XrTime time) const;

  const Runtime& runtime_;
  const Api& api_;
  XrSession session_;
  XrActionSet set_ = XR_NULL_HANDLE;
  std::array<XrAction, static_cast<std::size_t>(Input::Count)> actions_{};
  std::array<XrPath, kHands> hands_{};
  std::array<XrSpace, kHands> grips_{}, aims_{};
  std::array<XrHandTrackerEXT, kHands> trackers_{};
  Buttons buttons_;
  std::array<bool, kHands> holds_{}, triggers_{};
};

}  // namespace tonus::xr::openxr
