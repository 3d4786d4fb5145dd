#include <algorithm>
#include <cmath>
#include <thread>

#include <engine/core/contract.hpp>
#include <engine/core/log.hpp>

#include "headset.hpp"

namespace tonus::xr::openxr {
namespace {

constexpr Duration kLongestGoodbye = std::chrono::milliseconds(1500);
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

}  // namespace

XrEnvironmentBlendMode xr_mode(render::BlendMode mode) {
  switch (mode) {
    case render::BlendMode::Additive: return XR_ENVIRONMENT_BLEND_MODE_ADDITIVE;
    case render::BlendMode::AlphaBlend: return XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND;
    case render::BlendMode::Opaque: break;
  }
  return XR_ENVIRONMENT_BLEND_MODE_OPAQUE;
}

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

render::Extent OpenXrHeadset::drawn_extent() const {
  const float share = resolution_.scale() / definition_.resolution_scale;
  if (share >= 1.0F) return extent_;
  return {scaled(extent_.width, share, extent_.width), scaled(extent_.height, share, extent_.height)};
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
  waiter_ = std::make_unique<FrameWaiter>(api(), session_);
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
  XrReferenceSpaceCreateInfo info{XR_TYPE_REFERENCE_SPACE_CREATE_INFO};
  if (has(XR_REFERENCE_SPACE_TYPE_STAGE)) {
    info.referenceSpaceType = XR_REFERENCE_SPACE_TYPE_STAGE;
    stays_put_ = true;
  } else if (runtime_->has(TONUS_XR_EXT_LOCAL_FLOOR) && has(kReferenceSpaceLocalFloor)) {
    info.referenceSpaceType = kReferenceSpaceLocalFloor;
  } else {
    info.referenceSpaceType = XR_REFERENCE_SPACE_TYPE_LOCAL;
    floor.position.y = -kEyeHeight_m;
  }
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
  // What shines through is blended as light is, and has to be premultiplied so.
  const bool is_opaque = blend_.environment == render::BlendMode::Opaque && !blend_.by_passthrough;
  auto world = Swapchain::create(
      *runtime_, session_, *format, {extent_.width, extent_.height}, kEyes,
      is_opaque && renderer_->is_cpu_device() ? Swapchain::Encoding::ByUs : Swapchain::Encoding::ByDevice);
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

RoomFinding OpenXrHeadset::find_room() {
  if (!runtime_->report().has_room || session_ == XR_NULL_HANDLE || is_lost()) return {};
  if (!stays_put_) return {.trouble = "it has no stage, and the room would move whenever somebody recentres"};
  if (room_ == nullptr) room_ = std::make_unique<RoomFinder>(api(), session_);
  if (room_->is_pending() || predicted_ == 0) return {.is_pending = true};
  const auto head = head_at(predicted_);
  return room_->read(stage_, predicted_, head ? std::optional(head->position) : std::nullopt);
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
      XrFrameState frame{XR_TYPE_FRAME_STATE};
      if (!take_next_frame(frame)) break;
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
  room_.reset();
  for (XrSpace* space : {&head_, &stage_}) {
    if (*space != XR_NULL_HANDLE) api().DestroySpace(*space);
    *space = XR_NULL_HANDLE;
  }
  waiter_.reset();
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
  // What is down now was pressed for somebody else.
  reader_.forget();
  pinches_ = {};
  if (passthrough_ && !life_.is_over()) passthrough_->show(life_.is_seen());
  if (step == SessionLife::Step::Begin) {
    XrSessionBeginInfo info{XR_TYPE_SESSION_BEGIN_INFO};
    info.primaryViewConfigurationType = kViews;
    static_cast<void>(holds(api().BeginSession(session_, &info), "xrBeginSession"));
  } else if (step == SessionLife::Step::End) {
    waiter_->forget();
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
      if (room_ && reinterpret_cast<const XrEventDataReferenceSpaceChangePending&>(event).referenceSpaceType ==
                       XR_REFERENCE_SPACE_TYPE_STAGE)
        log::warning(
            "the headset moved its stage: the room lies elsewhere now than it said; end the session, begin anew");
      // The person asked the headset to recentre, or it moved the floor: in both cases where they stand is ahead again.
      board_.place_anew();
      foretold_ = {};
      actions_.push_back({definition_.timeline->now(), Action::Recenter});
      return;
    case XR_TYPE_EVENT_DATA_INTERACTION_PROFILE_CHANGED:
      if (input_) log::info("headset: hands hold " + input_->profile_names());
      return;
    case XR_TYPE_EVENT_DATA_DISPLAY_REFRESH_RATE_CHANGED_FB: {
      const auto& change = reinterpret_cast<const XrEventDataDisplayRefreshRateChangedFB&>(event);
      log::info("headset: " + std::to_string(change.toDisplayRefreshRate) + " Hz");
      period_ns_ = 0;
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
  if (room_) room_->handle(event);
  if (event.type == kTypeUserPresenceChanged)
    is_worn_ = reinterpret_cast<const UserPresenceChanged&>(event).is_present == XR_TRUE;
}

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
