#include <xr/headless/headless.hpp>

#include <thread>

#include <xr/headset/frame_pacer.hpp>

namespace tonus::xr::headless {
namespace {

class HeadlessHeadset final : public ScreenHeadset {
 public:
  explicit HeadlessHeadset(const HeadsetDefinition& definition)
      : definition_(definition), pacer_(definition.max_frame_rate_hz) {}

  std::string_view name() const override { return "headless"; }
  const render::WindowSurface* window() const override { return nullptr; }
  FrameTiming wait_frame() override {
    begin_frame();
    const Duration wait = pacer_.wait_from(definition_.timeline->now());
    if (wait > Duration::zero()) std::this_thread::sleep_for(wait);
    const Instant now = definition_.timeline->now();
    return {now, now + pacer_.period(), pacer_.period()};
  }
  render::Extent extent() const override { return definition_.extent; }
  float display_scale() const override { return 1.0F; }
  std::span<const render::View> views(const SceneFrame& frame) override {
    const auto plain = render::symmetric_view(frame.desktop_eye, definition_.vertical_angle_rad, definition_.extent);
    view_ = render::centred_beside(plain, definition_.extent, focus_.covered_left_px, focus_.covered_right_px);
    return {&view_, 1};
  }
  BodyPoses body(Instant) const override { return {}; }
  std::span<const InputEvent> actions() const override { return {}; }
  std::span<const PanelEvent> panel_events() const override { return {}; }
  void set_panel_focus(PanelFocus focus) override { focus_ = focus; }
  bool should_close() const override { return false; }

 private:
  HeadsetDefinition definition_;
  FramePacer pacer_;
  PanelFocus focus_;
  render::View view_;
};

}  // namespace

bool is_available() { return true; }

Result<std::unique_ptr<Headset>, XrError> create(const HeadsetDefinition& definition) {
  if (definition.timeline == nullptr) return fail(XrError{XrErrorCode::BadDefinition, "a headset needs a timeline"});
  if (definition.extent.is_empty())
    return fail(XrError{XrErrorCode::BadDefinition, "a picture needs a width and a height"});
  return std::make_unique<HeadlessHeadset>(definition);
}

}  // namespace tonus::xr::headless
