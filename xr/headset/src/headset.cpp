#include <xr/headset/headset.hpp>

#include <engine/core/contract.hpp>

namespace tonus::xr {

std::string_view to_string(HeadsetState state) {
  switch (state) {
    case HeadsetState::Unknown: return "UNKNOWN";
    case HeadsetState::Idle: return "IDLE";
    case HeadsetState::Ready: return "READY";
    case HeadsetState::Synchronized: return "SYNCHRONIZED";
    case HeadsetState::Visible: return "VISIBLE";
    case HeadsetState::Focused: return "FOCUSED";
    case HeadsetState::Stopping: return "STOPPING";
    case HeadsetState::Lost: return "LOST";
    case HeadsetState::Exiting: return "EXITING";
  }
  return "UNKNOWN";
}

Result<void, XrError> ScreenHeadset::begin(render::Renderer& renderer) {
  renderer_ = &renderer;
  return {};
}

void ScreenHeadset::end() {
  renderer_ = nullptr;
  state_ = HeadsetState::Exiting;
  has_changed_ = true;
}

void ScreenHeadset::begin_frame() {
  has_changed_ = renderer_ != nullptr && state_ != HeadsetState::Focused;
  if (has_changed_) state_ = HeadsetState::Focused;
}

Result<render::DrawOutcome, XrError> ScreenHeadset::draw(const SceneFrame& frame, float alpha,
                                                         const render::OverlayLayer* overlay) {
  TONUS_EXPECTS(renderer_ != nullptr);
  renderer_->resize(extent());
  auto drawn = renderer_->draw(frame, alpha, views(frame), overlay);
  if (!drawn) return fail(XrError{XrErrorCode::DrawFailed, drawn.error().message});
  return *drawn;
}

}  // namespace tonus::xr
