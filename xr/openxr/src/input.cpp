#include "input.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

#include <engine/core/log.hpp>
#include <engine/core/math.hpp>

namespace tonus::xr::openxr {
namespace {

// The grip's -z runs through the fist towards the thumb and its -y ahead; ours looks along -z, thumb up.
constexpr Quat kGripFromHand{-0.70710678F, 0.0F, 0.0F, 0.70710678F};

struct ActionInfo {
  const char* name;
  const char* shown;
  XrActionType type;
  bool has_hands;
};
constexpr std::array<ActionInfo, static_cast<std::size_t>(Input::Count)> kActions{
    {{"grip", "Hand", XR_ACTION_TYPE_POSE_INPUT, true},
     {"aim", "Pointer", XR_ACTION_TYPE_POSE_INPUT, true},
     {"select", "Press on the panel", XR_ACTION_TYPE_BOOLEAN_INPUT, true},
     {"pause", "Pause; held: stop", XR_ACTION_TYPE_BOOLEAN_INPUT, false},
     {"stop", "Stop", XR_ACTION_TYPE_BOOLEAN_INPUT, false},
     {"begin", "Begin", XR_ACTION_TYPE_BOOLEAN_INPUT, false},
     {"hold", "Hold the intensity", XR_ACTION_TYPE_BOOLEAN_INPUT, false},
     {"recenter", "Recentre", XR_ACTION_TYPE_BOOLEAN_INPUT, false},
     {"stick", "Turn; harder, easier", XR_ACTION_TYPE_VECTOR2F_INPUT, true},
     {"buzz", "Contact", XR_ACTION_TYPE_VIBRATION_OUTPUT, true}}};

constexpr XrSpaceLocationFlags kValid = XR_SPACE_LOCATION_POSITION_VALID_BIT | XR_SPACE_LOCATION_ORIENTATION_VALID_BIT;

}  // namespace

Pose pose_of(const XrPosef& p) {
  return {{p.orientation.x, p.orientation.y, p.orientation.z, p.orientation.w},
          {p.position.x, p.position.y, p.position.z}};
}

XrPosef xr_pose(const Pose& p) {
  return {{p.rotation.x, p.rotation.y, p.rotation.z, p.rotation.w}, {p.position.x, p.position.y, p.position.z}};
}

Result<std::unique_ptr<HandInput>, XrError> HandInput::create(const Runtime& runtime, XrSession session) {
  auto input = std::unique_ptr<HandInput>(new HandInput(runtime, session));
  if (auto made = input->make_actions(); !made) return fail(std::move(made).error());
  if (auto attached = input->suggest_and_attach(); !attached) return fail(std::move(attached).error());
  if (auto made = input->make_spaces(); !made) return fail(std::move(made).error());
  return input;
}

HandInput::~HandInput() {
  for (const XrHandTrackerEXT tracker : trackers_)
    if (tracker != XR_NULL_HANDLE) api_.DestroyHandTrackerEXT(tracker);
  for (std::size_t h = 0; h < kHands; ++h) {
    if (grips_[h] != XR_NULL_HANDLE) api_.DestroySpace(grips_[h]);
    if (aims_[h] != XR_NULL_HANDLE) api_.DestroySpace(aims_[h]);
  }
  if (set_ != XR_NULL_HANDLE) api_.DestroyActionSet(set_);
}

Result<void, XrError> HandInput::make_actions() {
  XrActionSetCreateInfo set_info{XR_TYPE_ACTION_SET_CREATE_INFO};
  std::snprintf(set_info.actionSetName, XR_MAX_ACTION_SET_NAME_SIZE, "training");
  std::snprintf(set_info.localizedActionSetName, XR_MAX_LOCALIZED_ACTION_SET_NAME_SIZE, "Training");
  XrResult result = api_.CreateActionSet(runtime_.instance(), &set_info, &set_);
  if (XR_FAILED(result)) return fail(error_of(result, "xrCreateActionSet"));
  result = api_.StringToPath(runtime_.instance(), "/user/hand/left", &hands_[0]);
  if (XR_SUCCEEDED(result)) result = api_.StringToPath(runtime_.instance(), "/user/hand/right", &hands_[1]);
  if (XR_FAILED(result)) return fail(error_of(result, "xrStringToPath"));
  for (std::size_t i = 0; i < kActions.size(); ++i) {
    XrActionCreateInfo info{XR_TYPE_ACTION_CREATE_INFO};
    std::snprintf(info.actionName, XR_MAX_ACTION_NAME_SIZE, "%s", kActions[i].name);
    std::snprintf(info.localizedActionName, XR_MAX_LOCALIZED_ACTION_NAME_SIZE, "%s", kActions[i].shown);
    info.actionType = kActions[i].type;
    if (kActions[i].has_hands) {
      info.countSubactionPaths = static_cast<std::uint32_t>(hands_.size());
      info.subactionPaths = hands_.data();
    }
    result = api_.CreateAction(set_, &info, &actions_[i]);
    if (XR_FAILED(result)) return fail(error_of(result, "xrCreateAction"));
  }
  return {};
}

Result<void, XrError> HandInput::suggest_and_attach() {
  bool is_any_taken = false;
  for (const Profile& profile : kProfiles) {
    if (profile.extension != nullptr && !runtime_.has(profile.extension)) continue;
    std::vector<XrActionSuggestedBinding> bindings;
    const auto bind = [&](const char* hand, std::span<const Binding> list) {
      const std::array<Binding, 3> everywhere{Binding{Input::Grip, "/input/grip/pose"},
                                              Binding{Input::Aim, "/input/aim/pose"},
                                              Binding{Input::Buzz, "/output/haptic"}};
      const auto add = [&](const Binding& b) {
        XrPath path = XR_NULL_PATH;
        const std::string text = std::string{hand} + b.path;
        if (XR_SUCCEEDED(api_.StringToPath(runtime_.instance(), text.c_str(), &path)))
          bindings.push_back({action(b.input), path});
      };
      std::for_each(everywhere.begin(), everywhere.end(), add);
      std::for_each(list.begin(), list.end(), add);
    };
    bind("/user/hand/left", profile.left);
    bind("/user/hand/right", profile.right);
    XrInteractionProfileSuggestedBinding suggestion{XR_TYPE_INTERACTION_PROFILE_SUGGESTED_BINDING};
    if (XR_FAILED(api_.StringToPath(runtime_.instance(), profile.path, &suggestion.interactionProfile))) continue;
    suggestion.countSuggestedBindings = static_cast<std::uint32_t>(bindings.size());
    suggestion.suggestedBindings = bindings.data();
    const XrResult result = api_.SuggestInteractionProfileBindings(runtime_.instance(), &suggestion);
    if (is_lost(result)) return fail(error_of(result, "xrSuggestInteractionProfileBindings"));
    // One controller that a runtime does not know is no reason to do without the others.
    if (XR_FAILED(result)) log::info(std::string{"the OpenXR runtime takes no bindings for "} + profile.path);
    is_any_taken = is_any_taken || XR_SUCCEEDED(result);
  }
  if (!is_any_taken) log::warning("the OpenXR runtime takes no bindings: no controller will work, bare hands may");
  XrSessionActionSetsAttachInfo attach{XR_TYPE_SESSION_ACTION_SETS_ATTACH_INFO};
  attach.countActionSets = 1;
  attach.actionSets = &set_;
  const XrResult result = api_.AttachSessionActionSets(session_, &attach);
  if (XR_FAILED(result)) return fail(error_of(result, "xrAttachSessionActionSets"));
  return {};
}

Result<void, XrError> HandInput::make_spaces() {
  const auto make = [&](Input input, std::size_t hand, XrSpace& space) {
    XrActionSpaceCreateInfo info{XR_TYPE_ACTION_SPACE_CREATE_INFO};
    info.action = action(input);
    info.subactionPath = hands_[hand];
    info.poseInActionSpace = xr_pose({});
    return api_.CreateActionSpace(session_, &info, &space);
  };
  for (std::size_t h = 0; h < kHands; ++h) {
    XrResult result = make(Input::Grip, h, grips_[h]);
    if (XR_SUCCEEDED(result)) result = make(Input::Aim, h, aims_[h]);
    if (XR_FAILED(result)) return fail(error_of(result, "xrCreateActionSpace"));
    if (!runtime_.tracks_hands() || api_.CreateHandTrackerEXT == nullptr) continue;
    XrHandTrackerCreateInfoEXT info{XR_TYPE_HAND_TRACKER_CREATE_INFO_EXT};
    info.hand = h == 0 ? XR_HAND_LEFT_EXT : XR_HAND_RIGHT_EXT;
    info.handJointSet = XR_HAND_JOINT_SET_DEFAULT_EXT;
    // Without it a person with controllers misses nothing.
    if (XR_FAILED(api_.CreateHandTrackerEXT(session_, &info, &trackers_[h]))) trackers_[h] = XR_NULL_HANDLE;
  }
  return {};
}

bool HandInput::is_down(Input input, XrPath hand) const {
  XrActionStateGetInfo get{XR_TYPE_ACTION_STATE_GET_INFO};
  get.action = action(input);
  get.subactionPath = hand;
  XrActionStateBoolean state{XR_TYPE_ACTION_STATE_BOOLEAN};
  return XR_SUCCEEDED(api_.GetActionStateBoolean(session_, &get, &state)) && state.isActive == XR_TRUE &&
         state.currentState == XR_TRUE;
}

Result<void, XrError> HandInput::sync() {
  const XrActiveActionSet active{set_, XR_NULL_PATH};
  XrActionsSyncInfo info{XR_TYPE_ACTIONS_SYNC_INFO};
  info.countActiveActionSets = 1;
  info.activeActionSets = &active;
  const XrResult result = api_.SyncActions(session_, &info);
  if (XR_FAILED(result)) return fail(error_of(result, "xrSyncActions"));
  buttons_ = {};
  holds_ = triggers_ = {};
  if (result == XR_SESSION_NOT_FOCUSED) return {};
  buttons_.pause = is_down(Input::Pause);
  buttons_.stop = is_down(Input::Stop);
  buttons_.begin = is_down(Input::Begin);
  buttons_.hold = is_down(Input::Hold);
  buttons_.recenter = is_down(Input::Recenter);
  for (std::size_t h = 0; h < kHands; ++h) {
    triggers_[h] = is_down(Input::Select, hands_[h]);
    XrActionStateGetInfo get{XR_TYPE_ACTION_STATE_GET_INFO};
    get.subactionPath = hands_[h];
    get.action = action(Input::Stick);
    XrActionStateVector2f stick{XR_TYPE_ACTION_STATE_VECTOR2F};
    if (XR_SUCCEEDED(api_.GetActionStateVector2f(session_, &get, &stick)) && stick.isActive == XR_TRUE)
      buttons_.sticks[h] = {stick.currentState.x, stick.currentState.y};
    get.action = action(Input::Grip);
    XrActionStatePose grip{XR_TYPE_ACTION_STATE_POSE};
    holds_[h] = XR_SUCCEEDED(api_.GetActionStatePose(session_, &get, &grip)) && grip.isActive == XR_TRUE;
  }
  return {};
}

std::optional<Pose> HandInput::locate_space(XrSpace space, XrSpace base, XrTime time) const {
  XrSpaceLocation location{XR_TYPE_SPACE_LOCATION};
  if (XR_FAILED(api_.LocateSpace(space, base, time, &location)) || (location.locationFlags & kValid) != kValid)
    return std::nullopt;
  return pose_of(location.pose);
}

void HandInput::locate(Hand hand, XrSpace base, XrTime time, HandPose& pose, HandJoints& joints) const {
  const std::size_t h = index(hand);
  pose.is_tracked = joints.is_tracked = false;
  if (holds_[h]) {
    if (const auto grip = locate_space(grips_[h], base, time)) {
      pose.world_from_hand = {grip->rotation * kGripFromHand, grip->position};
      pose.is_tracked = true;
    }
    return;
  }
  if (trackers_[h] == XR_NULL_HANDLE) return;
  std::array<XrHandJointLocationEXT, kHandJoints> found{};
  static_assert(kHandJoints == XR_HAND_JOINT_COUNT_EXT);
  XrHandJointLocationsEXT locations{XR_TYPE_HAND_JOINT_LOCATIONS_EXT};
  locations.jointCount = static_cast<std::uint32_t>(found.size());
  locations.jointLocations = found.data();
  XrHandJointsLocateInfoEXT info{XR_TYPE_HAND_JOINTS_LOCATE_INFO_EXT};
  info.baseSpace = base;
  info.time = time;
  if (XR_FAILED(api_.LocateHandJointsEXT(trackers_[h], &info, &locations)) || locations.isActive != XR_TRUE) return;
  for (std::size_t j = 0; j < kHandJoints; ++j) {
    if ((found[j].locationFlags & kValid) != kValid) return;
    joints.position_m[j] = pose_of(found[j].pose).position;
  }
  joints.is_tracked = pose.is_tracked = true;
  // The palm's -z runs to the fingers, its +y out of the back of the hand: as a fist has it.
  pose.world_from_hand = pose_of(found[XR_HAND_JOINT_PALM_EXT].pose);
}

std::optional<Pose> HandInput::aim(Hand hand, XrSpace base, XrTime time) const {
  if (!holds_[index(hand)]) return std::nullopt;
  return locate_space(aims_[index(hand)], base, time);
}

void HandInput::pulse(const HapticPulse& pulse) const {
  XrHapticActionInfo info{XR_TYPE_HAPTIC_ACTION_INFO};
  info.action = action(Input::Buzz);
  info.subactionPath = hands_[index(pulse.hand)];
  XrHapticVibration vibration{XR_TYPE_HAPTIC_VIBRATION};
  vibration.duration = pulse.length > Duration::zero() ? pulse.length.count() : XR_MIN_HAPTIC_DURATION;
  vibration.frequency = XR_FREQUENCY_UNSPECIFIED;
  vibration.amplitude = std::clamp(pulse.strength, 0.0F, 1.0F);
  // A buzz that fails is one that is not felt: nothing hangs on it.
  static_cast<void>(api_.ApplyHapticFeedback(session_, &info, reinterpret_cast<const XrHapticBaseHeader*>(&vibration)));
}

std::string HandInput::profile_names() const {
  std::string names;
  for (const XrPath hand : hands_) {
    XrInteractionProfileState state{XR_TYPE_INTERACTION_PROFILE_STATE};
    std::array<char, XR_MAX_PATH_LENGTH> text{};
    std::uint32_t length = 0;
    if (!names.empty()) names += ", ";
    const bool is_known =
        XR_SUCCEEDED(api_.GetCurrentInteractionProfile(session_, hand, &state)) &&
        state.interactionProfile != XR_NULL_PATH &&
        XR_SUCCEEDED(api_.PathToString(runtime_.instance(), state.interactionProfile,
                                       static_cast<std::uint32_t>(text.size()), &length, text.data()));
    names += is_known ? std::string{text.data()} : "none";
  }
  return names;
}

}  // namespace tonus::xr::openxr
