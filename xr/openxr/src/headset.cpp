#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <thread>

#include <engine/core/contract.hpp>
#include <engine/core/log.hpp>
#include <xr/openxr/bare_hands.hpp>
#include <xr/openxr/blend_choice.hpp>
#include <xr/openxr/buttons.hpp>
#include <xr/openxr/openxr.hpp>
#include <xr/openxr/panel_board.hpp>
#include <xr/openxr/resolution_scale.hpp>
#include <xr/openxr/session_life.hpp>

#include "device_maker.hpp"
#include "input.hpp"
#include "passthrough.hpp"
#include "swapchain.hpp"

namespace tonus::xr::openxr {
namespace {

constexpr std::uint32_t kEyes = 2;
/// While no frames run there is nothing to wait for but news.
constexpr Duration kIdle = std::chrono::milliseconds(10);
constexpr Duration kLongestGoodbye = std::chrono::milliseconds(1500);
/// Letters need no more, and what they cost is the world's.
constexpr Duration kPanelEvery = std::chrono::milliseconds(33);
/// Whoever stands beside needs no more.
constexpr Duration kMirrorEvery = std::chrono::milliseconds(33);
/// Of eyes above the floor, where the runtime knows no floor.
constexpr float kEyeHeight_m = 1.6F;
/// Headsets of so many pixels an eye show finer letters than the panels are made for.
constexpr std::uint32_t kFineWidth = 1600;
constexpr float kFineScale = 1.5F;

HeadsetState state_of(XrSessionState state) {
  switch (state) {
    case XR_SESSION_STATE_IDLE: return HeadsetState::Idle;
    case XR_SESSION_STATE_READY: return HeadsetState::Ready;
    case XR_SESSION_STATE_SYNCHRONIZED: return HeadsetState::Synchronized;
    case XR_SESSION_STATE_VISIBLE: return HeadsetState::Visible;
    case XR_SESSION_STATE_FOCUSED: return HeadsetState::Focused;
    case XR_SESSION_STATE_STOPPING: return HeadsetState::Stopping;
    case XR_SESSION_STATE_LOSS_PENDING: return HeadsetState::Lost;
    case XR_SESSION_STATE_EXITING: return HeadsetState::Exiting;
    default: return HeadsetState::Unknown;
  }
}

XrEnvironmentBlendMode xr_mode(render::BlendMode mode) {
  switch (mode) {
    case render::BlendMode::Additive: return XR_ENVIRONMENT_BLEND_MODE_ADDITIVE;
    case render::BlendMode::AlphaBlend: return XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND;
    case render::BlendMode::Opaque: break;
  }
  return XR_ENVIRONMENT_BLEND_MODE_OPAQUE;
}

render::BlendMode mode_of(XrEnvironmentBlendMode mode) {
  switch (mode) {
    case XR_ENVIRONMENT_BLEND_MODE_ADDITIVE: return render::BlendMode::Additive;
    case XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND: return render::BlendMode::AlphaBlend;
    default: return render::BlendMode::Opaque;
  }
}

std::uint32_t scaled(std::uint32_t pixels, float scale, std::uint32_t most) {
  const auto wished = static_cast<std::uint32_t>(static_cast<float>(pixels) * scale) & ~1U;
  return wished < 2 ? 2 : wished > most ? most : wished;
}

class OpenXrHeadset final : public Headset {
 public:
  explicit OpenXrHeadset(const HeadsetDefinition& definition)
      : definition_(definition), resolution_(definition.resolution_scale) {
    actions_.reserve(64);
    panel_events_.reserve(256);
    changes_.reserve(32);
  }
  ~OpenXrHeadset() override { let_go(); }
  [[nodiscard]] Result<void, XrError> open();
  /// After begin(). Empty where the runtime does not say.
  [[nodiscard]] std::vector<float> refresh_rates() const;

  std::string_view name() const override { return "headset"; }
  const render::WindowSurface* window() const override { return definition_.mirror; }
  const render::DeviceMaker* device_maker() const override { return &maker_; }
  std::uint32_t view_count() const override { return kEyes; }
  Result<void, XrError> begin(render::Renderer& renderer) override;
  void end() override;
  FrameTiming wait_frame() override;
  HeadsetState state() const override { return life_.state(); }
  std::span<const HeadsetState> state_changes() const override { return changes_; }
  render::Extent extent() const override { return extent_; }
  render::Extent panel_extent() const override { return board_.extent(panel_scale_); }
  float display_scale() const override { return panel_scale_; }
  std::span<const render::View> views(const SceneFrame& frame) override;
  BodyPoses body(Instant at) const override;
  std::span<const InputEvent> actions() const override { return actions_; }
  std::span<const PanelEvent> panel_events() const override { return panel_events_; }
  void set_panel_focus(PanelFocus focus) override { focus_ = focus; }
  Result<render::DrawOutcome, XrError> draw(const SceneFrame& frame, float alpha,
                                            const render::OverlayLayer* overlay) override;
  void pulse(const HapticPulse& pulse) override {
    if (input_ && life_.has_focus()) input_->pulse(pulse);
  }
  bool should_close() const override { return life_.state() == HeadsetState::Exiting; }
  bool is_lost() const override { return life_.is_lost(); }

 private:
  [[nodiscard]] const Api& api() const { return runtime_->api(); }
  [[nodiscard]] Result<void, XrError> make_session(const render::NativeDevice& device);
  [[nodiscard]] Result<void, XrError> make_spaces();
  [[nodiscard]] Result<void, XrError> make_swapchains();
  void choose_refresh_rate();
  void leave_out_hidden(std::uint32_t eye);
  void let_go();

  void poll_events();
  void handle(const XrEventDataBuffer& event);
  void enter(HeadsetState state);
  /// For results that are no success: the runtime going away ends the life, everything else is the caller's.
  void note(const XrError& error) {
    if (error.code == XrErrorCode::Lost) enter(HeadsetState::Lost);
  }
  [[nodiscard]] bool holds(XrResult result, const char* call);
  [[nodiscard]] Result<void, XrError> end_frame(std::span<const XrCompositionLayerBaseHeader* const> layers);
  void end_open_frame();
  FrameTiming wait();
  /// Changes that wait_frame() has told of; what came since, when drawing found the runtime gone, is still to be told.
  void forget_told();
  void set_clock(XrTime predicted, XrDuration period);
  void read_hands(float delta_s, Instant now);
  [[nodiscard]] std::optional<Pose> head_at(XrTime time) const;
  [[nodiscard]] bool locate_views();
  /// How much of extent_ this frame is drawn to.
  [[nodiscard]] render::Extent drawn_extent() const;
  [[nodiscard]] const XrCompositionLayerPassthroughFB* surroundings_layer() const {
    return passthrough_ ? passthrough_->layer() : nullptr;
  }
  /// Changes between frames where passthrough comes and goes.
  [[nodiscard]] render::BlendMode drawn_mode() const {
    return surroundings_layer() != nullptr ? render::BlendMode::AlphaBlend : blend_.environment;
  }
  /// False where there was nothing to see.
  [[nodiscard]] Result<bool, XrError> draw_world(const SceneFrame& frame, float alpha);
  [[nodiscard]] Result<void, XrError> draw_panel(const render::OverlayLayer& overlay);

  HeadsetDefinition definition_;
  std::unique_ptr<Runtime> runtime_;
  render::DeviceMaker maker_;
  BlendChoice blend_;
  std::unique_ptr<Passthrough> passthrough_;  ///< of a session that blends by it, else null
  render::Renderer* renderer_ = nullptr;
  XrSession session_ = XR_NULL_HANDLE;
  XrSpace stage_ = XR_NULL_HANDLE, head_ = XR_NULL_HANDLE;
  XrReferenceSpaceType stage_type_ = XR_REFERENCE_SPACE_TYPE_STAGE;
  std::unique_ptr<HandInput> input_;
  std::unique_ptr<Swapchain> world_, panel_;
  std::unique_ptr<Swapchain> depth_;  ///< of the world; null where nobody asks for it
  SessionLife life_;
  render::Extent extent_;  ///< of the swapchains: the largest that is drawn
  ResolutionScale resolution_;
  float panel_scale_ = 1.0F;

  XrTime predicted_ = 0;
  XrDuration period_ns_ = 0;
  std::int64_t xr_minus_ours_ns_ = 0;
  Instant woken_at_{};
  bool is_frame_open_ = false, should_render_ = false, is_worn_ = true;

  std::array<XrView, kEyes> eyes_{{{XR_TYPE_VIEW}, {XR_TYPE_VIEW}}};
  std::array<render::View, kEyes> views_{};
  PanelBoard board_;
  PanelPointer pointer_;
  PanelFocus focus_;
  ButtonReader reader_;
  std::array<bool, kHands> pinches_{};
  bool is_any_trigger_down_ = false;
  render::Extent panel_drawn_;  ///< what the panel's picture holds; empty: nothing yet
  Instant panel_drawn_at_{}, mirrored_at_{};
  std::vector<InputEvent> actions_;
  std::vector<PanelEvent> panel_events_;
  std::vector<HeadsetState> changes_;
  std::size_t told_ = 0;  ///< of them, as of the last wait_frame()
};

Result<void, XrError> OpenXrHeadset::open() {
  auto runtime = Runtime::create(definition_.title);
  if (!runtime) return fail(std::move(runtime).error());
  runtime_ = std::move(*runtime);
  auto maker = make_device_maker(*runtime_);
  if (!maker) return fail(std::move(maker).error());
  maker_ = std::move(*maker);
  std::vector<render::BlendMode> offered;
  for (const auto mode : runtime_->blends()) offered.push_back(mode_of(mode));
  blend_ = choose_blend(definition_.blends, offered, runtime_->report().has_passthrough);
  const auto& view = runtime_->view();
  extent_ = {scaled(view.recommendedImageRectWidth, definition_.resolution_scale, view.maxImageRectWidth),
             scaled(view.recommendedImageRectHeight, definition_.resolution_scale, view.maxImageRectHeight)};
  if (extent_.width >= kFineWidth) panel_scale_ = kFineScale;
  return {};
}

Result<void, XrError> OpenXrHeadset::begin(render::Renderer& renderer) {
  TONUS_EXPECTS(session_ == XR_NULL_HANDLE);
  renderer_ = &renderer;
  if (auto made = make_session(render::native_device(renderer)); !made) return made;
  if (auto made = make_spaces(); !made) return made;
  auto input = HandInput::create(*runtime_, session_);
  if (!input) return fail(std::move(input).error());
  input_ = std::move(*input);
  if (auto made = make_swapchains(); !made) return made;
  if (blend_.by_passthrough) passthrough_ = std::make_unique<Passthrough>(api(), session_);
  choose_refresh_rate();
  for (std::uint32_t eye = 0; eye < kEyes; ++eye) leave_out_hidden(eye);
  return {};
}

Result<void, XrError> OpenXrHeadset::make_session(const render::NativeDevice& device) {
  XrGraphicsBindingVulkan2KHR binding{XR_TYPE_GRAPHICS_BINDING_VULKAN2_KHR};
  binding.instance = device.instance;
  binding.physicalDevice = device.physical;
  binding.device = device.device;
  binding.queueFamilyIndex = device.queue_family;
  binding.queueIndex = 0;
  XrSessionCreateInfo info{XR_TYPE_SESSION_CREATE_INFO};
  info.next = &binding;
  info.systemId = runtime_->system();
  const XrResult result = api().CreateSession(runtime_->instance(), &info, &session_);
  if (XR_FAILED(result)) return fail(error_of(result, "xrCreateSession"));
  return {};
}

Result<void, XrError> OpenXrHeadset::make_spaces() {
  std::uint32_t count = 0;
  XrResult result = api().EnumerateReferenceSpaces(session_, 0, &count, nullptr);
  std::vector<XrReferenceSpaceType> offered(count);
  if (XR_SUCCEEDED(result)) result = api().EnumerateReferenceSpaces(session_, count, &count, offered.data());
  if (XR_FAILED(result)) return fail(error_of(result, "xrEnumerateReferenceSpaces"));
  const auto has = [&](XrReferenceSpaceType type) {
    return std::find(offered.begin(), offered.end(), type) != offered.end();
  };
  Pose floor;
  if (has(XR_REFERENCE_SPACE_TYPE_STAGE)) {
    stage_type_ = XR_REFERENCE_SPACE_TYPE_STAGE;
  } else if (runtime_->has(TONUS_XR_EXT_LOCAL_FLOOR) && has(kReferenceSpaceLocalFloor)) {
    stage_type_ = kReferenceSpaceLocalFloor;
  } else {
    stage_type_ = XR_REFERENCE_SPACE_TYPE_LOCAL;
    floor.position.y = -kEyeHeight_m;
  }
  XrReferenceSpaceCreateInfo info{XR_TYPE_REFERENCE_SPACE_CREATE_INFO};
  info.referenceSpaceType = stage_type_;
  info.poseInReferenceSpace = xr_pose(floor);
  result = api().CreateReferenceSpace(session_, &info, &stage_);
  if (XR_FAILED(result)) return fail(error_of(result, "xrCreateReferenceSpace"));
  info.referenceSpaceType = XR_REFERENCE_SPACE_TYPE_VIEW;
  info.poseInReferenceSpace = xr_pose({});
  result = api().CreateReferenceSpace(session_, &info, &head_);
  if (XR_FAILED(result)) return fail(error_of(result, "xrCreateReferenceSpace"));
  return {};
}

Result<void, XrError> OpenXrHeadset::make_swapchains() {
  constexpr std::array kColours{VK_FORMAT_R8G8B8A8_SRGB, VK_FORMAT_B8G8R8A8_SRGB, VK_FORMAT_R16G16B16A16_SFLOAT,
                                VK_FORMAT_R8G8B8A8_UNORM, VK_FORMAT_B8G8R8A8_UNORM};
  constexpr std::array kDepths{VK_FORMAT_D32_SFLOAT};
  const auto format = pick_format(*runtime_, session_, kColours);
  if (!format)
    return fail(XrError{XrErrorCode::Unsuitable, "the OpenXR runtime has no picture format that we draw: update it"});
  auto world = Swapchain::create(*runtime_, session_, *format, {extent_.width, extent_.height}, kEyes);
  if (!world) return fail(std::move(world).error());
  world_ = std::move(*world);
  // As large as the larger of its two places.
  const render::Extent largest = PanelBoard{}.extent(panel_scale_);
  auto panel = Swapchain::create(*runtime_, session_, *format, {largest.width, largest.height}, 1);
  if (!panel) return fail(std::move(panel).error());
  panel_ = std::move(*panel);
  const bool tells_depth = definition_.tells_depth.value_or(!renderer_->is_cpu_device());
  if (!tells_depth || !runtime_->has(XR_KHR_COMPOSITION_LAYER_DEPTH_EXTENSION_NAME) ||
      !pick_format(*runtime_, session_, kDepths))
    return {};
  auto depth = Swapchain::create(*runtime_, session_, kDepths.front(), {extent_.width, extent_.height}, kEyes);
  if (depth) depth_ = std::move(*depth);
  return {};
}

std::vector<float> OpenXrHeadset::refresh_rates() const {
  std::uint32_t count = 0;
  if (api().EnumerateDisplayRefreshRatesFB == nullptr ||
      XR_FAILED(api().EnumerateDisplayRefreshRatesFB(session_, 0, &count, nullptr)))
    return {};
  std::vector<float> rates(count);
  if (XR_FAILED(api().EnumerateDisplayRefreshRatesFB(session_, count, &count, rates.data()))) return {};
  rates.resize(count);
  return rates;
}

void OpenXrHeadset::choose_refresh_rate() {
  const float wished = definition_.refresh_rate_hz;
  if (wished <= 0.0F) return;
  const std::vector<float> rates = refresh_rates();
  if (rates.empty()) return;
  const float nearest = *std::min_element(
      rates.begin(), rates.end(), [&](float a, float b) { return std::abs(a - wished) < std::abs(b - wished); });
  // A runtime that does not want to keeps its own rate, which is as good as it gets.
  static_cast<void>(api().RequestDisplayRefreshRateFB(session_, nearest));
}

void OpenXrHeadset::leave_out_hidden(std::uint32_t eye) {
  if (api().GetVisibilityMaskKHR == nullptr) return;
  XrVisibilityMaskKHR mask{XR_TYPE_VISIBILITY_MASK_KHR};
  const auto get = [&] {
    return XR_SUCCEEDED(
        api().GetVisibilityMaskKHR(session_, kViews, eye, XR_VISIBILITY_MASK_TYPE_HIDDEN_TRIANGLE_MESH_KHR, &mask));
  };
  if (!get()) return;
  std::vector<XrVector2f> points(mask.vertexCountOutput);
  std::vector<std::uint32_t> order(mask.indexCountOutput);
  mask.vertexCapacityInput = mask.vertexCountOutput;
  mask.indexCapacityInput = mask.indexCountOutput;
  mask.vertices = points.data();
  mask.indices = order.data();
  if (!points.empty() && !get()) return;
  std::vector<render::Tangents> corners;
  for (const std::uint32_t i : order)
    if (i < points.size()) corners.push_back({points[i].x, points[i].y});
  if (corners.size() % 3 != 0) return;
  // Without it more is drawn than is seen, and that is all.
  if (const auto set = renderer_->set_hidden_area(eye, corners); !set) log::info(set.error().message);
}

void OpenXrHeadset::end() {
  forget_told();
  end_open_frame();
  if (session_ != XR_NULL_HANDLE && life_.is_running() && XR_SUCCEEDED(api().RequestExitSession(session_))) {
    const Instant until = definition_.timeline->now() + kLongestGoodbye;
    while (!life_.is_over() && definition_.timeline->now() < until) {
      poll_events();
      if (!life_.is_running()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        continue;
      }
      // Runtimes step down between frames.
      const XrFrameWaitInfo wait_info{XR_TYPE_FRAME_WAIT_INFO};
      XrFrameState frame{XR_TYPE_FRAME_STATE};
      if (!holds(api().WaitFrame(session_, &wait_info, &frame), "xrWaitFrame")) break;
      const XrFrameBeginInfo begin_info{XR_TYPE_FRAME_BEGIN_INFO};
      if (!holds(api().BeginFrame(session_, &begin_info), "xrBeginFrame")) break;
      predicted_ = frame.predictedDisplayTime;
      is_frame_open_ = true;
      end_open_frame();
    }
  }
  let_go();
}

void OpenXrHeadset::let_go() {
  if (renderer_ != nullptr) render::forget_lent(*renderer_);
  world_.reset();
  depth_.reset();
  panel_.reset();
  input_.reset();
  passthrough_.reset();
  for (XrSpace* space : {&head_, &stage_}) {
    if (*space != XR_NULL_HANDLE) api().DestroySpace(*space);
    *space = XR_NULL_HANDLE;
  }
  if (session_ != XR_NULL_HANDLE) api().DestroySession(session_);
  session_ = XR_NULL_HANDLE;
  renderer_ = nullptr;
}

bool OpenXrHeadset::holds(XrResult result, const char* call) {
  if (XR_SUCCEEDED(result)) return true;
  const XrError error = error_of(result, call);
  if (error.code != XrErrorCode::Lost) log::warning(error.message);
  note(error);
  return false;
}

void OpenXrHeadset::enter(HeadsetState state) {
  if (life_.is_over()) return;
  const auto step = life_.enter(state);
  changes_.push_back(state);
  log::info(std::string{"headset: "} + std::string{to_string(state)});
  if (!life_.has_focus()) {
    reader_.forget();
    if (input_) pinches_ = {};
  }
  if (passthrough_ && !life_.is_over()) passthrough_->show(life_.is_seen());
  if (step == SessionLife::Step::Begin) {
    XrSessionBeginInfo info{XR_TYPE_SESSION_BEGIN_INFO};
    info.primaryViewConfigurationType = kViews;
    static_cast<void>(holds(api().BeginSession(session_, &info), "xrBeginSession"));
  } else if (step == SessionLife::Step::End) {
    static_cast<void>(holds(api().EndSession(session_), "xrEndSession"));
  }
}

void OpenXrHeadset::poll_events() {
  while (!life_.is_over()) {
    XrEventDataBuffer event{XR_TYPE_EVENT_DATA_BUFFER};
    const XrResult result = api().PollEvent(runtime_->instance(), &event);
    if (result == XR_EVENT_UNAVAILABLE || !holds(result, "xrPollEvent")) return;
    handle(event);
  }
}

void OpenXrHeadset::handle(const XrEventDataBuffer& event) {
  switch (event.type) {
    case XR_TYPE_EVENT_DATA_SESSION_STATE_CHANGED: {
      const auto& change = reinterpret_cast<const XrEventDataSessionStateChanged&>(event);
      if (change.session == session_) enter(state_of(change.state));
      return;
    }
    case XR_TYPE_EVENT_DATA_INSTANCE_LOSS_PENDING: enter(HeadsetState::Lost); return;
    case XR_TYPE_EVENT_DATA_REFERENCE_SPACE_CHANGE_PENDING:
      // The person asked the headset to recentre, or it moved the floor: in both cases where they stand is ahead again.
      board_.place_anew();
      actions_.push_back({definition_.timeline->now(), Action::Recenter});
      return;
    case XR_TYPE_EVENT_DATA_INTERACTION_PROFILE_CHANGED:
      if (input_) log::info("headset: hands hold " + input_->profile_names());
      return;
    case XR_TYPE_EVENT_DATA_DISPLAY_REFRESH_RATE_CHANGED_FB: {
      const auto& change = reinterpret_cast<const XrEventDataDisplayRefreshRateChangedFB&>(event);
      log::info("headset: " + std::to_string(change.toDisplayRefreshRate) + " Hz");
      return;
    }
    case XR_TYPE_EVENT_DATA_VISIBILITY_MASK_CHANGED_KHR: {
      const auto& change = reinterpret_cast<const XrEventDataVisibilityMaskChangedKHR&>(event);
      if (change.session == session_ && change.viewConfigurationType == kViews && change.viewIndex < kEyes)
        leave_out_hidden(change.viewIndex);
      return;
    }
    case XR_TYPE_EVENT_DATA_PASSTHROUGH_STATE_CHANGED_FB:
      if (passthrough_)
        passthrough_->handle(reinterpret_cast<const XrEventDataPassthroughStateChangedFB&>(event).flags);
      return;
    case XR_TYPE_EVENT_DATA_EVENTS_LOST: log::warning("the OpenXR runtime lost events of its own"); return;
    default: break;
  }
  if (event.type == kTypeUserPresenceChanged)
    is_worn_ = reinterpret_cast<const UserPresenceChanged&>(event).is_present == XR_TRUE;
}

void OpenXrHeadset::set_clock(XrTime predicted, XrDuration period) {
  predicted_ = predicted;
  period_ns_ = period;
  woken_at_ = definition_.timeline->now();
  const std::int64_t ours_ns = woken_at_.time_since_epoch().count();
  timespec now{};
  XrTime xr_now = 0;
  if (api().ConvertTimespecTimeToTimeKHR != nullptr && clock_gettime(CLOCK_MONOTONIC, &now) == 0 &&
      XR_SUCCEEDED(api().ConvertTimespecTimeToTimeKHR(runtime_->instance(), &now, &xr_now))) {
    xr_minus_ours_ns_ = xr_now - ours_ns;
  } else {
    // Runtimes wake us about a frame before it is seen.
    xr_minus_ours_ns_ = predicted - period - ours_ns;
  }
}

void OpenXrHeadset::forget_told() {
  changes_.erase(changes_.begin(), changes_.begin() + static_cast<std::ptrdiff_t>(told_));
  told_ = 0;
}

FrameTiming OpenXrHeadset::wait_frame() {
  forget_told();
  const FrameTiming timing = wait();
  told_ = changes_.size();
  return timing;
}

FrameTiming OpenXrHeadset::wait() {
  end_open_frame();
  actions_.clear();
  panel_events_.clear();
  poll_events();
  if (!life_.is_running()) {
    std::this_thread::sleep_for(kIdle);
    woken_at_ = definition_.timeline->now();
    should_render_ = false;
    resolution_.interrupt();
    return {woken_at_, woken_at_, Duration{period_ns_}, resolution_.scale()};
  }
  const XrFrameWaitInfo wait_info{XR_TYPE_FRAME_WAIT_INFO};
  XrFrameState frame{XR_TYPE_FRAME_STATE};
  const Instant before = woken_at_;
  if (!holds(api().WaitFrame(session_, &wait_info, &frame), "xrWaitFrame")) {
    woken_at_ = definition_.timeline->now();
    return {woken_at_, woken_at_, Duration{period_ns_}, resolution_.scale()};
  }
  set_clock(frame.predictedDisplayTime, frame.predictedDisplayPeriod);
  const XrFrameBeginInfo begin_info{XR_TYPE_FRAME_BEGIN_INFO};
  is_frame_open_ = holds(api().BeginFrame(session_, &begin_info), "xrBeginFrame");
  should_render_ = is_frame_open_ && frame.shouldRender == XR_TRUE;
  if (!should_render_) {
    resolution_.interrupt();
  } else if (!definition_.has_fixed_resolution) {
    resolution_.frame(Instant{Duration{predicted_}}, Duration{period_ns_});
  }
  const auto synced = input_->sync();
  if (!synced) note(synced.error());
  read_hands(static_cast<float>(seconds(woken_at_ - before)), woken_at_);
  return {woken_at_, Instant{Duration{predicted_ - xr_minus_ours_ns_}}, Duration{period_ns_}, resolution_.scale()};
}

void OpenXrHeadset::read_hands(float delta_s, Instant now) {
  std::array<PanelPointer::HandRay, kHands> rays{};
  const auto head = head_at(predicted_);
  if (head) {
    board_.update(*head, focus_.waits_for_person ? PanelBoard::Place::Front : PanelBoard::Place::Side, now);
    for (const Hand hand : {Hand::Left, Hand::Right}) {
      const auto h = static_cast<std::size_t>(hand);
      auto& ray = rays[h];
      ray.scroll = input_->buttons().sticks[h].y;
      if (const auto aim = input_->aim(hand, stage_, predicted_)) {
        ray.aim = *aim;
        ray.is_valid = true;
        ray.is_pressed = input_->is_trigger_down(hand);
        pinches_[h] = false;
        continue;
      }
      HandPose pose;
      HandJoints joints;
      if (life_.has_focus()) input_->locate(hand, stage_, predicted_, pose, joints);
      ray.is_valid = joints.is_tracked;
      ray.is_pressed = pinches_[h] = is_pinching(joints, pinches_[h]);
      if (ray.is_valid) ray.aim = aim_of(joints, *head, hand);
    }
  }
  if (!life_.has_focus()) rays = {};
  pointer_.update(board_, panel_extent(), rays, delta_s, panel_events_);
  is_any_trigger_down_ = rays[0].is_pressed || rays[1].is_pressed;
  const bool scrolls = focus_.waits_for_person && pointer_.position().has_value();
  const std::size_t first = actions_.size();
  reader_.read(input_->buttons(), now, scrolls, actions_);
  for (std::size_t i = first; i < actions_.size(); ++i)
    if (actions_[i].action == Action::Recenter) board_.place_anew();
}

std::optional<Pose> OpenXrHeadset::head_at(XrTime time) const {
  constexpr XrSpaceLocationFlags kWanted = XR_SPACE_LOCATION_POSITION_VALID_BIT |
                                           XR_SPACE_LOCATION_ORIENTATION_VALID_BIT |
                                           XR_SPACE_LOCATION_POSITION_TRACKED_BIT;
  XrSpaceLocation location{XR_TYPE_SPACE_LOCATION};
  if (XR_FAILED(api().LocateSpace(head_, stage_, time, &location)) || (location.locationFlags & kWanted) != kWanted)
    return std::nullopt;
  return pose_of(location.pose);
}

BodyPoses OpenXrHeadset::body(Instant at) const {
  BodyPoses body;
  body.is_head_tracked = false;
  if (!life_.is_running() || !life_.is_seen()) return body;
  const XrTime time = at.time_since_epoch().count() + xr_minus_ours_ns_;
  if (const auto head = head_at(time)) {
    body.world_from_head = *head;
    body.is_head_tracked = is_worn_;
  }
  // Without focus hands are somebody else's.
  if (!life_.has_focus()) return body;
  for (const Hand hand : {Hand::Left, Hand::Right}) {
    const auto h = static_cast<std::size_t>(hand);
    input_->locate(hand, stage_, time, body.hands[h], body.joints[h]);
  }
  return body;
}

bool OpenXrHeadset::locate_views() {
  XrViewLocateInfo info{XR_TYPE_VIEW_LOCATE_INFO};
  info.viewConfigurationType = kViews;
  info.displayTime = predicted_;
  info.space = stage_;
  XrViewState state{XR_TYPE_VIEW_STATE};
  std::uint32_t count = 0;
  constexpr XrViewStateFlags kWanted = XR_VIEW_STATE_POSITION_VALID_BIT | XR_VIEW_STATE_ORIENTATION_VALID_BIT;
  return holds(api().LocateViews(session_, &info, &state, kEyes, &count, eyes_.data()), "xrLocateViews") &&
         count == kEyes && (state.viewStateFlags & kWanted) == kWanted;
}

render::Extent OpenXrHeadset::drawn_extent() const {
  const float share = resolution_.scale() / definition_.resolution_scale;
  if (share >= 1.0F) return extent_;
  return {scaled(extent_.width, share, extent_.width), scaled(extent_.height, share, extent_.height)};
}

std::span<const render::View> OpenXrHeadset::views(const SceneFrame& frame) {
  for (std::size_t eye = 0; eye < kEyes; ++eye) {
    const XrFovf& fov = eyes_[eye].fov;
    if (fov.angleRight <= fov.angleLeft) continue;
    views_[eye] = {frame.world_from_stage * pose_of(eyes_[eye].pose), fov.angleLeft, fov.angleRight, fov.angleUp,
                   fov.angleDown};
  }
  return views_;
}

Result<bool, XrError> OpenXrHeadset::draw_world(const SceneFrame& frame, float alpha) {
  const render::Extent drawn_to = drawn_extent();
  auto picture = world_->acquire({drawn_to.width, drawn_to.height});
  if (!picture) return fail(std::move(picture).error());
  if (depth_ != nullptr) {
    const auto image = depth_->acquire();
    if (!image) return fail(image.error());
    picture->depth = *image;
  }
  // As late as can be: the runtime predicts better the nearer it is. Eyes that are lost see nothing.
  const bool sees = locate_views();
  const auto drawn = sees ? renderer_->draw_into(frame, alpha, views(frame), *picture, drawn_mode())
                          : Result<render::DrawOutcome, render::RenderError>{render::DrawOutcome::Skipped};
  if (drawn && definition_.mirror != nullptr && woken_at_ - mirrored_at_ >= kMirrorEvery) {
    mirrored_at_ = woken_at_;
    // Trouble with the mirror ends the mirror, and says so when asked.
    static_cast<void>(renderer_->copy_to_mirror(*picture, 0));
  }
  auto released = world_->release();
  if (released && depth_ != nullptr) released = depth_->release();
  if (!drawn) return fail(XrError{XrErrorCode::DrawFailed, drawn.error().message});
  if (!released) return fail(released.error());
  return *drawn == render::DrawOutcome::Drawn;
}

Result<void, XrError> OpenXrHeadset::draw_panel(const render::OverlayLayer& overlay) {
  const render::Extent wanted = panel_extent();
  // A pointer moves with every frame; letters do not.
  const bool is_due = wanted != panel_drawn_ || woken_at_ - panel_drawn_at_ >= kPanelEvery;
  if (!is_due) return {};
  auto picture = panel_->acquire({wanted.width, wanted.height});
  if (!picture) return fail(std::move(picture).error());
  render::PanelCursor cursor;
  if (const auto& at = pointer_.position()) cursor = {at->x_px, at->y_px, 8.0F * panel_scale_, is_any_trigger_down_};
  const auto drawn = render::copy_panel(*renderer_, overlay, *picture, pointer_.position() ? &cursor : nullptr);
  const auto released = panel_->release();
  if (!drawn) return fail(XrError{XrErrorCode::DrawFailed, drawn.error().message});
  panel_drawn_ = *drawn == render::DrawOutcome::Drawn ? wanted : render::Extent{};
  panel_drawn_at_ = woken_at_;
  return released;
}

Result<void, XrError> OpenXrHeadset::end_frame(std::span<const XrCompositionLayerBaseHeader* const> layers) {
  is_frame_open_ = false;
  XrFrameEndInfo info{XR_TYPE_FRAME_END_INFO};
  info.displayTime = predicted_;
  info.environmentBlendMode = xr_mode(blend_.environment);
  info.layerCount = static_cast<std::uint32_t>(layers.size());
  info.layers = layers.data();
  const XrResult result = api().EndFrame(session_, &info);
  if (XR_SUCCEEDED(result)) return {};
  const XrError error = error_of(result, "xrEndFrame");
  note(error);
  return fail(error);
}

void OpenXrHeadset::end_open_frame() {
  if (!is_frame_open_) return;
  const auto ended = end_frame({});
  if (!ended) note(ended.error());
}

Result<render::DrawOutcome, XrError> OpenXrHeadset::draw(const SceneFrame& frame, float alpha,
                                                         const render::OverlayLayer* overlay) {
  TONUS_EXPECTS(renderer_ != nullptr);
  if (!is_frame_open_) return render::DrawOutcome::Skipped;
  if (!should_render_) {
    end_open_frame();
    return render::DrawOutcome::Skipped;
  }
  const auto fail_with = [&](const XrError& error) {
    note(error);
    end_open_frame();
    return fail(error);
  };
  const auto world_drawn = draw_world(frame, alpha);
  if (!world_drawn) return fail_with(world_drawn.error());
  if (!*world_drawn) {
    end_open_frame();
    return render::DrawOutcome::Skipped;
  }
  if (overlay != nullptr) {
    if (auto drawn = draw_panel(*overlay); !drawn) return fail_with(drawn.error());
  } else {
    panel_drawn_ = {};
  }

  const bool is_opaque = drawn_mode() == render::BlendMode::Opaque;
  std::array<XrCompositionLayerProjectionView, kEyes> projected{};
  std::array<XrCompositionLayerDepthInfoKHR, kEyes> depths{};
  const render::Extent drawn_to = drawn_extent();
  for (std::uint32_t eye = 0; eye < kEyes; ++eye) {
    auto& view = projected[eye];
    view = {XR_TYPE_COMPOSITION_LAYER_PROJECTION_VIEW};
    view.pose = eyes_[eye].pose;
    view.fov = eyes_[eye].fov;
    view.subImage.swapchain = world_->handle();
    view.subImage.imageRect.extent = {static_cast<std::int32_t>(drawn_to.width),
                                      static_cast<std::int32_t>(drawn_to.height)};
    view.subImage.imageArrayIndex = eye;
    if (depth_ == nullptr) continue;
    auto& depth = depths[eye];
    depth = {XR_TYPE_COMPOSITION_LAYER_DEPTH_INFO_KHR};
    depth.subImage = view.subImage;
    depth.subImage.swapchain = depth_->handle();
    // As LentPicture::depth has it: nothing is infinitely far and 0.
    depth.minDepth = 0.0F;
    depth.maxDepth = 1.0F;
    depth.nearZ = std::numeric_limits<float>::infinity();
    depth.farZ = render::kNearest_m;
    view.next = &depth;
  }
  XrCompositionLayerProjection world{XR_TYPE_COMPOSITION_LAYER_PROJECTION};
  world.layerFlags = is_opaque ? 0 : XR_COMPOSITION_LAYER_BLEND_TEXTURE_SOURCE_ALPHA_BIT;
  world.space = stage_;
  world.viewCount = kEyes;
  world.views = projected.data();
  XrCompositionLayerQuad panel{XR_TYPE_COMPOSITION_LAYER_QUAD};
  panel.layerFlags = XR_COMPOSITION_LAYER_BLEND_TEXTURE_SOURCE_ALPHA_BIT;
  panel.space = stage_;
  panel.eyeVisibility = XR_EYE_VISIBILITY_BOTH;
  panel.subImage.swapchain = panel_->handle();
  panel.subImage.imageRect.extent = {static_cast<std::int32_t>(panel_drawn_.width),
                                     static_cast<std::int32_t>(panel_drawn_.height)};
  panel.pose = xr_pose(board_.pose());
  panel.size = {board_.width_m(), board_.height_m()};
  // From the bottom to the top.
  std::array<const XrCompositionLayerBaseHeader*, 3> layers{};
  std::size_t count = 0;
  if (const auto* surroundings = surroundings_layer())
    layers[count++] = reinterpret_cast<const XrCompositionLayerBaseHeader*>(surroundings);
  layers[count++] = reinterpret_cast<const XrCompositionLayerBaseHeader*>(&world);
  if (!panel_drawn_.is_empty()) layers[count++] = reinterpret_cast<const XrCompositionLayerBaseHeader*>(&panel);
  if (auto ended = end_frame({layers.data(), count}); !ended) return fail(ended.error());
  if (definition_.mirror != nullptr) static_cast<void>(renderer_->present_mirror());
  return render::DrawOutcome::Drawn;
}

}  // namespace

std::vector<float> refresh_rates() {
  const SteadyTimeline timeline;
  OpenXrHeadset headset({.timeline = &timeline});
  if (!headset.open()) return {};
  const auto renderer = render::Renderer::create({.extent = {64, 64},
                                                  .view_count = headset.view_count(),
                                                  .samples = 1,
                                                  .shadows = false,
                                                  .post = false,
                                                  .maker = headset.device_maker()});
  if (!renderer || !headset.begin(**renderer)) return {};
  auto rates = headset.refresh_rates();
  headset.end();
  return rates;
}

Result<std::unique_ptr<Headset>, XrError> create(const HeadsetDefinition& definition) {
  if (definition.timeline == nullptr) return fail(XrError{XrErrorCode::BadDefinition, "a headset needs a timeline"});
  if (!(definition.resolution_scale >= 0.25F && definition.resolution_scale <= 2.0F))
    return fail(XrError{XrErrorCode::BadDefinition, "the resolution scale of a headset is 0.25 to 2"});
  auto headset = std::make_unique<OpenXrHeadset>(definition);
  if (auto opened = headset->open(); !opened) return fail(std::move(opened).error());
  return headset;
}

}  // namespace tonus::xr::openxr
