#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

#include <engine/core/contract.hpp>
#include <xr/openxr/bare_hands.hpp>

#include "headset.hpp"

namespace tonus::xr::openxr {
namespace {

/// While no frames run there is nothing to wait for but news.
constexpr Duration kIdle = std::chrono::milliseconds(10);
/// Letters need no more while nobody points at them, and what they cost is the world's.
constexpr Duration kPanelEvery = std::chrono::milliseconds(66), kPointedPanelEvery = std::chrono::milliseconds(33);
/// Where they stand in the world a processor draws them, and somebody plays.
constexpr Duration kStandingPanelEvery = std::chrono::milliseconds(250);
/// Whoever stands beside needs no more.
constexpr Duration kMirrorEvery = std::chrono::milliseconds(33);

}  // namespace

void OpenXrHeadset::set_clock(XrTime predicted, XrDuration period) {
  predicted_ = predicted;
  // Runtimes name a longer one to whoever is late.
  period_ns_ = period_ns_ == 0 ? period : std::min(period_ns_, period);
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

bool OpenXrHeadset::take_next_frame(XrFrameState& frame) {
  is_frame_open_ = holds(waiter_->take(frame), "xrWaitFrame");
  if (is_frame_open_) set_clock(frame.predictedDisplayTime, frame.predictedDisplayPeriod);
  return is_frame_open_;
}

Result<void, XrError> OpenXrHeadset::begin_frame() {
  const XrFrameBeginInfo info{XR_TYPE_FRAME_BEGIN_INFO};
  const XrResult result = api().BeginFrame(session_, &info);
  is_frame_open_ = holds(result, "xrBeginFrame");
  if (!is_frame_open_) return fail(error_of(result, "xrBeginFrame"));
  // There xrEndFrame lasts as long as drawing does.
  if (renderer_->is_cpu_device()) waiter_->ask();
  return {};
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

FrameTiming OpenXrHeadset::nothing_shown() const {
  return {.woken_at = woken_at_,
          .displayed_at = woken_at_,
          .period = Duration{period_ns_},
          .resolution_scale = resolution_.scale()};
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
    foretold_ = {};
    return nothing_shown();
  }
  XrFrameState frame{XR_TYPE_FRAME_STATE};
  const Instant before = woken_at_;
  if (!take_next_frame(frame)) {
    std::this_thread::sleep_for(kIdle);
    woken_at_ = definition_.timeline->now();
    return nothing_shown();
  }
  should_render_ = frame.shouldRender == XR_TRUE;
  if (!should_render_) {
    resolution_.interrupt();
  } else if (!definition_.has_fixed_resolution) {
    resolution_.frame(Instant{Duration{predicted_}}, Duration{period_ns_});
  }
  const auto synced = input_->sync();
  if (!synced) note(synced.error());
  read_hands(static_cast<float>(seconds(woken_at_ - before)), woken_at_);
  return {.woken_at = woken_at_,
          .displayed_at = Instant{Duration{predicted_ - xr_minus_ours_ns_}},
          .period = Duration{period_ns_},
          .resolution_scale = resolution_.scale(),
          .view_error = take_view_error()};
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

XrResult OpenXrHeadset::locate_views(XrTime time, Eyes& eyes, bool& are_valid) const {
  XrViewLocateInfo info{XR_TYPE_VIEW_LOCATE_INFO};
  info.viewConfigurationType = kViews;
  info.displayTime = time;
  info.space = stage_;
  XrViewState state{XR_TYPE_VIEW_STATE};
  std::uint32_t count = 0;
  constexpr XrViewStateFlags kWanted = XR_VIEW_STATE_POSITION_VALID_BIT | XR_VIEW_STATE_ORIENTATION_VALID_BIT;
  const XrResult result = api().LocateViews(session_, &info, &state, kEyes, &count, eyes.data());
  are_valid = XR_SUCCEEDED(result) && count == kEyes && (state.viewStateFlags & kWanted) == kWanted;
  return result;
}

std::optional<ViewError> OpenXrHeadset::take_view_error() {
  const XrTime now = woken_at_.time_since_epoch().count() + xr_minus_ours_ns_;
  ForetoldView seen;
  for (ForetoldView& view : foretold_) {
    if (view.seen_at == 0 || view.seen_at > now) continue;
    if (view.seen_at > seen.seen_at) seen = view;
    view = {};
  }
  if (seen.seen_at == 0) return std::nullopt;
  Eyes eyes{{{XR_TYPE_VIEW}, {XR_TYPE_VIEW}}};
  bool are_valid = false;
  // A runtime need not know the past: no trouble worth a word.
  static_cast<void>(locate_views(seen.seen_at, eyes, are_valid));
  if (!are_valid) return std::nullopt;
  const Pose beside = inverse(seen.eye) * pose_of(eyes[0].pose);
  const float sine = length({beside.rotation.x, beside.rotation.y, beside.rotation.z});
  return ViewError{length(beside.position), 2.0F * std::asin(std::min(sine, 1.0F))};
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

bool OpenXrHeadset::are_panels_due(const render::OverlayLayer& overlay) const {
  const DrawnPanels& drawn = drawn_panels_;
  if (panel_extent() != drawn.extent || has_panel_layer() != drawn.is_layered) return true;
  const bool has_cursor = pointer_.position().has_value();
  const Duration every = has_cursor ? kPointedPanelEvery : drawn.is_layered ? kPanelEvery : kStandingPanelEvery;
  if (woken_at_ - drawn.at < every) return false;
  return overlay.look != drawn.look || (drawn.is_layered && (has_cursor || drawn.has_cursor));
}

void OpenXrHeadset::note_panels(const render::OverlayLayer& overlay) {
  drawn_panels_ = {panel_extent(), has_panel_layer(), pointer_.position().has_value(), overlay.look, woken_at_};
}

std::optional<render::PanelCursor> OpenXrHeadset::cursor() const {
  const auto& at = pointer_.position();
  if (!at) return std::nullopt;
  return render::PanelCursor{at->x_px, at->y_px, 8.0F * panel_scale_, is_any_trigger_down_};
}

Result<bool, XrError> OpenXrHeadset::draw_world(const SceneFrame& frame, float alpha,
                                                const render::OverlayLayer* overlay) {
  const render::Extent drawn_to = drawn_extent();
  auto picture = world_->acquire({drawn_to.width, drawn_to.height});
  if (!picture) return fail(std::move(picture).error());
  if (depth_ != nullptr) {
    const auto image = depth_->acquire();
    if (!image) return fail(image.error());
    picture->depth = *image;
  }
  const auto dot = cursor();
  render::StandingPanels panels{.overlay = overlay,
                                .world_from_board = frame.world_from_stage * board_.pose(),
                                .width_m = board_.width_m(),
                                .cursor = dot ? &*dot : nullptr,
                                .are_new = overlay != nullptr && are_panels_due(*overlay)};
  const bool stand = overlay != nullptr && !has_panel_layer();
  // As late as can be: the runtime predicts better the nearer it is. Eyes that are lost see nothing.
  bool sees = false;
  static_cast<void>(holds(locate_views(predicted_, eyes_, sees), "xrLocateViews"));
  if (sees) foretold_[foretold_count_++ % foretold_.size()] = {predicted_, pose_of(eyes_[0].pose)};
  const auto drawn =
      sees ? renderer_->draw_into(frame, alpha, views(frame), *picture, drawn_mode(), stand ? &panels : nullptr)
           : Result<render::DrawOutcome, render::RenderError>{render::DrawOutcome::Skipped};
  if (stand && panels.are_new && drawn && *drawn == render::DrawOutcome::Drawn) note_panels(*overlay);
  if (drawn && definition_.mirror != nullptr && woken_at_ - mirrored_at_ >= kMirrorEvery) {
    mirrored_at_ = woken_at_;
    // The compositor's layer is not in the picture; what was drawn for it last is.
    const bool is_layered = overlay != nullptr && drawn_panels_.is_layered && drawn_panels_.extent == panel_extent();
    // Trouble with the mirror ends the mirror, and says so when asked.
    static_cast<void>(renderer_->copy_to_mirror(*picture, 0, is_layered ? &panels : nullptr));
  }
  auto released = world_->release();
  if (released && depth_ != nullptr) released = depth_->release();
  if (!drawn) return fail(XrError{XrErrorCode::DrawFailed, drawn.error().message});
  if (!released) return fail(released.error());
  return *drawn == render::DrawOutcome::Drawn;
}

Result<void, XrError> OpenXrHeadset::draw_panel(const render::OverlayLayer& overlay) {
  if (!are_panels_due(overlay)) return {};
  const render::Extent wanted = panel_extent();
  auto picture = panel_->acquire({wanted.width, wanted.height});
  if (!picture) return fail(std::move(picture).error());
  const auto dot = cursor();
  const auto drawn = render::copy_panel(*renderer_, overlay, *picture, dot ? &*dot : nullptr);
  const auto released = panel_->release();
  if (!drawn) return fail(XrError{XrErrorCode::DrawFailed, drawn.error().message});
  if (*drawn == render::DrawOutcome::Drawn) {
    note_panels(overlay);
  } else {
    drawn_panels_ = {};
  }
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
  if (!is_frame_open_ || !begin_frame()) return;
  static_cast<void>(end_frame({}));
}

Result<render::DrawOutcome, XrError> OpenXrHeadset::draw(const SceneFrame& frame, float alpha,
                                                         const render::OverlayLayer* overlay) {
  TONUS_EXPECTS(renderer_ != nullptr);
  if (!is_frame_open_) return render::DrawOutcome::Skipped;
  if (!should_render_) {
    end_open_frame();
    return render::DrawOutcome::Skipped;
  }
  // Not before: runtimes take what lies between here and the end for drawing, and foretell frames from it.
  if (auto begun = begin_frame(); !begun) return fail(std::move(begun).error());
  const auto fail_with = [&](const XrError& error) {
    note(error);
    static_cast<void>(end_frame({}));
    return fail(error);
  };
  const auto world_drawn = draw_world(frame, alpha, overlay);
  if (!world_drawn) return fail_with(world_drawn.error());
  if (!*world_drawn) {
    static_cast<void>(end_frame({}));
    return render::DrawOutcome::Skipped;
  }
  const bool is_layered = overlay != nullptr && has_panel_layer();
  if (is_layered) {
    if (auto drawn = draw_panel(*overlay); !drawn) return fail_with(drawn.error());
  } else if (overlay == nullptr) {
    drawn_panels_ = {};
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
  panel.subImage.imageRect.extent = {static_cast<std::int32_t>(drawn_panels_.extent.width),
                                     static_cast<std::int32_t>(drawn_panels_.extent.height)};
  panel.pose = xr_pose(board_.pose());
  panel.size = {board_.width_m(), board_.height_m()};
  // From the bottom to the top.
  std::array<const XrCompositionLayerBaseHeader*, 3> layers{};
  std::size_t count = 0;
  if (const auto* surroundings = surroundings_layer())
    layers[count++] = reinterpret_cast<const XrCompositionLayerBaseHeader*>(surroundings);
  layers[count++] = reinterpret_cast<const XrCompositionLayerBaseHeader*>(&world);
  if (is_layered && !drawn_panels_.extent.is_empty())
    layers[count++] = reinterpret_cast<const XrCompositionLayerBaseHeader*>(&panel);
  if (auto ended = end_frame({layers.data(), count}); !ended) return fail(ended.error());
  if (definition_.mirror != nullptr) static_cast<void>(renderer_->present_mirror());
  return render::DrawOutcome::Drawn;
}

}  // namespace tonus::xr::openxr
