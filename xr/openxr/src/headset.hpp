#pragma once
// The headset itself. session.cpp has its life (begin, end, events), frame.cpp what happens every frame.

#include <array>
#include <optional>

#include <xr/openxr/blend_choice.hpp>
#include <xr/openxr/buttons.hpp>
#include <xr/openxr/openxr.hpp>
#include <xr/openxr/panel_board.hpp>
#include <xr/openxr/resolution_scale.hpp>
#include <xr/openxr/session_life.hpp>

#include "device_maker.hpp"
#include "frame_waiter.hpp"
#include "input.hpp"
#include "passthrough.hpp"
#include "room_finder.hpp"
#include "swapchain.hpp"

namespace tonus::xr::openxr {

inline constexpr std::uint32_t kEyes = 2;

[[nodiscard]] XrEnvironmentBlendMode xr_mode(render::BlendMode mode);

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
  RoomFinding find_room() override;
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

  FrameTiming wait();
  [[nodiscard]] FrameTiming nothing_shown() const;
  void forget_told();
  void poll_events();
  void handle(const XrEventDataBuffer& event);
  void enter(HeadsetState state);
  /// For results that are no success: the runtime going away ends the life, everything else is the caller's.
  void note(const XrError& error) {
    if (error.code == XrErrorCode::Lost) enter(HeadsetState::Lost);
  }
  [[nodiscard]] bool holds(XrResult result, const char* call);
  /// Waits for the runtime's next frame, which is open then. False where there is none, which is noted.
  [[nodiscard]] bool take_next_frame(XrFrameState& frame);
  /// Of the open frame, once. A failure is noted.
  [[nodiscard]] Result<void, XrError> begin_frame();
  /// Of the frame that has begun. A failure is noted.
  [[nodiscard]] Result<void, XrError> end_frame(std::span<const XrCompositionLayerBaseHeader* const> layers);
  /// Shows nothing, where a frame is open.
  void end_open_frame();
  void set_clock(XrTime predicted, XrDuration period);
  void read_hands(float delta_s, Instant now);
  [[nodiscard]] std::optional<Pose> head_at(XrTime time) const;
  using Eyes = std::array<XrView, kEyes>;
  /// `are_valid`: that both eyes were somewhere.
  [[nodiscard]] XrResult locate_views(XrTime time, Eyes& eyes, bool& are_valid) const;
  /// Of the newest picture that has been seen by now; it and older ones are forgotten.
  [[nodiscard]] std::optional<ViewError> take_view_error();
  /// How much of extent_ this frame is drawn to.
  [[nodiscard]] render::Extent drawn_extent() const;
  [[nodiscard]] const XrCompositionLayerPassthroughFB* surroundings_layer() const {
    return passthrough_ ? passthrough_->layer() : nullptr;
  }
  /// Changes between frames where passthrough comes and goes.
  [[nodiscard]] render::BlendMode drawn_mode() const {
    return surroundings_layer() != nullptr ? render::BlendMode::AlphaBlend : blend_.environment;
  }
  /// With one layer more a compositor does all its work twice.
  [[nodiscard]] bool has_panel_layer() const {
    return definition_.has_panel_layer.value_or(!renderer_->is_cpu_device() || focus_.waits_for_person) ||
           drawn_mode() != render::BlendMode::Opaque;
  }
  /// False where there was nothing to see. `overlay` may be null.
  [[nodiscard]] Result<bool, XrError> draw_world(const SceneFrame& frame, float alpha,
                                                 const render::OverlayLayer* overlay);
  /// Into the picture of their layer.
  [[nodiscard]] Result<void, XrError> draw_panel(const render::OverlayLayer& overlay);
  /// Whether they look otherwise than they were drawn last, and it is time.
  [[nodiscard]] bool are_panels_due(const render::OverlayLayer& overlay) const;
  void note_panels(const render::OverlayLayer& overlay);
  [[nodiscard]] std::optional<render::PanelCursor> cursor() const;

  HeadsetDefinition definition_;
  std::unique_ptr<Runtime> runtime_;
  render::DeviceMaker maker_;
  BlendChoice blend_;
  std::unique_ptr<Passthrough> passthrough_;  ///< of a session that blends by it, else null
  std::unique_ptr<RoomFinder> room_;          ///< null before anybody asks
  render::Renderer* renderer_ = nullptr;
  XrSession session_ = XR_NULL_HANDLE;
  std::unique_ptr<FrameWaiter> waiter_;  ///< of the session
  XrSpace stage_ = XR_NULL_HANDLE, head_ = XR_NULL_HANDLE;
  bool stays_put_ = false;  ///< stage_: it is not moved when the person recentres
  std::unique_ptr<HandInput> input_;
  std::unique_ptr<Swapchain> world_, panel_;
  std::unique_ptr<Swapchain> depth_;  ///< of the world; null where nobody asks for it
  SessionLife life_;
  render::Extent extent_;  ///< of the swapchains: the largest that is drawn
  ResolutionScale resolution_;
  float panel_scale_ = 1.0F;

  XrTime predicted_ = 0;
  XrDuration period_ns_ = 0;  ///< of the display: the shortest that was named at this rate
  std::int64_t xr_minus_ours_ns_ = 0;
  Instant woken_at_{};
  bool is_frame_open_ = false, should_render_ = false, is_worn_ = true;

  Eyes eyes_{{{XR_TYPE_VIEW}, {XR_TYPE_VIEW}}};
  /// What a picture was drawn for.
  struct ForetoldView {
    XrTime seen_at = 0;  ///< 0: none
    Pose eye{};
  };
  std::array<ForetoldView, 4> foretold_{};  ///< of the latest pictures, in turn
  std::size_t foretold_count_ = 0;
  std::array<render::View, kEyes> views_{};
  PanelBoard board_;
  PanelPointer pointer_;
  PanelFocus focus_;
  ButtonReader reader_;
  std::array<bool, kHands> pinches_{};
  bool is_any_trigger_down_ = false;
  /// As what panels were drawn last.
  struct DrawnPanels {
    render::Extent extent;    ///< empty: not at all
    bool is_layered = false;  ///< into the picture of their layer
    bool has_cursor = false;  ///< in that picture
    std::uint64_t look = 0;
    Instant at{};
  };
  DrawnPanels drawn_panels_;
  Instant mirrored_at_{};
  std::vector<InputEvent> actions_;
  std::vector<PanelEvent> panel_events_;
  std::vector<HeadsetState> changes_;
  std::size_t told_ = 0;  ///< of them, by the last wait_frame(): what a draw() finds out is told by the next
};

}  // namespace tonus::xr::openxr
