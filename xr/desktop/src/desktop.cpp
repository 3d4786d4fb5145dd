#include <xr/desktop/desktop.hpp>

#include <cstdlib>
#include <string_view>
#include <thread>
#include <vector>

#include <xr/desktop/glove_control.hpp>
#include <xr/headset/frame_pacer.hpp>

#include "events.hpp"
// After events.hpp, which says how SDL is to be included.
#include <SDL2/SDL_vulkan.h>

namespace tonus::xr::desktop {
namespace {

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

/// SDL's video part, up for as long as this lives.
class SdlVideo {
 public:
  SdlVideo() {
    // Nothing to ask for: SDL would try every driver it knows and complain about each.
    if (!is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY")) return;
    // Ctrl-C is the tool's to handle; the screen may sleep only if the person lets it.
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    // An X server that lost its last client (a look at the display just before) starts over and refuses for a moment.
    for (int attempt = 0; attempt < 10; ++attempt) {
      if (attempt > 0) SDL_Delay(50);
      is_up_ = SDL_InitSubSystem(SDL_INIT_VIDEO) == 0;
      if (shows_windows()) return;
      shut_down();
    }
  }
  ~SdlVideo() { shut_down(); }
  SdlVideo(const SdlVideo&) = delete;
  SdlVideo& operator=(const SdlVideo&) = delete;

  /// Without a display SDL still comes up, on a driver that shows nothing.
  [[nodiscard]] bool shows_windows() const {
    const char* driver = is_up_ ? SDL_GetCurrentVideoDriver() : nullptr;
    if (driver == nullptr) return false;
    const std::string_view name{driver};
    return name != "offscreen" && name != "dummy" && name != "evdev";
  }

 private:
  void shut_down() {
    if (is_up_) SDL_QuitSubSystem(SDL_INIT_VIDEO);
    is_up_ = false;
  }

  bool is_up_ = false;
};

class DesktopHeadset final : public ScreenHeadset {
 public:
  explicit DesktopHeadset(const HeadsetDefinition& definition)
      : definition_(definition), pacer_(definition.max_frame_rate_hz) {}
  ~DesktopHeadset() override {
    if (window_ != nullptr) SDL_DestroyWindow(window_);
  }
  [[nodiscard]] Result<void, XrError> open();

  std::string_view name() const override { return "window"; }
  const render::WindowSurface* window() const override { return &surface_; }
  FrameTiming wait_frame() override;
  render::Extent extent() const override;
  float display_scale() const override { return display_scale_; }
  std::span<const render::View> views(const SceneFrame& frame) override;
  BodyPoses body(Instant at) const override { return gloves_.body(at); }
  std::span<const InputEvent> actions() const override { return actions_; }
  std::span<const PanelEvent> panel_events() const override { return panel_events_; }
  void set_panel_focus(PanelFocus focus) override { focus_ = focus; }
  bool should_close() const override { return should_close_; }

 private:
  void handle(const SDL_Event& event, Instant at);
  void handle_window(const SDL_WindowEvent& event);
  void handle_key(const SDL_KeyboardEvent& event, Instant at);
  void handle_button(const SDL_MouseButtonEvent& event, Instant at);
  void move_pointer(std::int32_t x, std::int32_t y);
  void measure();

  HeadsetDefinition definition_;
  FramePacer pacer_;
  SdlVideo video_;
  SDL_Window* window_ = nullptr;
  render::WindowSurface surface_;
  render::Extent extent_;
  float pixels_per_point_ = 1.0F;
  float display_scale_ = 1.0F;
  bool is_minimised_ = false;
  bool should_close_ = false;
  float pointer_x_px_ = 0.0F, pointer_y_px_ = 0.0F;
  render::View view_;
  bool has_view_ = false;
  GloveControl gloves_;
  PanelFocus focus_;
  std::vector<InputEvent> actions_;
  std::vector<PanelEvent> panel_events_;
};

Result<void, XrError> DesktopHeadset::open() {
  constexpr const char* kRemedy = "play with --display headless, or start it inside a desktop session";
  if (!video_.shows_windows())
    return fail(XrError{XrErrorCode::NoDisplay, std::string{"there is no screen to open a window on: "} + kRemedy});
  window_ = SDL_CreateWindow(definition_.title.c_str(), SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                             static_cast<int>(definition_.extent.width), static_cast<int>(definition_.extent.height),
                             SDL_WINDOW_VULKAN | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
  if (window_ == nullptr)
    return fail(XrError{XrErrorCode::WindowFailed,
                        std::string{"no window could be opened ("} + SDL_GetError() + "): " + kRemedy});
  unsigned count = 0;
  std::vector<const char*> names;
  if (SDL_Vulkan_GetInstanceExtensions(window_, &count, nullptr) == SDL_TRUE) {
    names.resize(count);
    if (SDL_Vulkan_GetInstanceExtensions(window_, &count, names.data()) == SDL_FALSE) names.clear();
  }
  if (names.empty())
    return fail(XrError{XrErrorCode::WindowFailed, std::string{"this window system has no Vulkan: "} + kRemedy});
  surface_.instance_extensions.assign(names.begin(), names.end());
  surface_.create = [window = window_](void* instance) -> std::uint64_t {
    VkSurfaceKHR surface{};
    if (SDL_Vulkan_CreateSurface(window, static_cast<VkInstance>(instance), &surface) == SDL_FALSE) return 0;
    return reinterpret_cast<std::uint64_t>(surface);
  };
  measure();
  pointer_x_px_ = static_cast<float>(extent_.width) * 0.5F;
  pointer_y_px_ = static_cast<float>(extent_.height) * 0.5F;
  SDL_StartTextInput();
  actions_.reserve(64);
  panel_events_.reserve(256);
  return {};
}

void DesktopHeadset::measure() {
  int width = 0, height = 0, points = 0;
  SDL_Vulkan_GetDrawableSize(window_, &width, &height);
  SDL_GetWindowSize(window_, &points, nullptr);
  extent_ = {static_cast<std::uint32_t>(width > 0 ? width : 0), static_cast<std::uint32_t>(height > 0 ? height : 0)};
  pixels_per_point_ = points > 0 && width > 0 ? static_cast<float>(width) / static_cast<float>(points) : 1.0F;
  // Letters keep their share of a 720-line picture, and never get smaller than plain pixels make them.
  const float by_height = static_cast<float>(extent_.height) / 720.0F;
  display_scale_ = by_height > pixels_per_point_ ? by_height : pixels_per_point_;
  if (display_scale_ < 1.0F) display_scale_ = 1.0F;
  if (display_scale_ > 3.0F) display_scale_ = 3.0F;
}

FrameTiming DesktopHeadset::wait_frame() {
  begin_frame();
  const Duration wait = pacer_.wait_from(definition_.timeline->now());
  if (wait > Duration::zero()) std::this_thread::sleep_for(wait);
  const Instant now = definition_.timeline->now();
  actions_.clear();
  panel_events_.clear();
  SDL_Event event;
  while (SDL_PollEvent(&event) == 1) handle(event, now);
  // Before anything was seen there is nothing to aim from.
  if (has_view_ && !extent_.is_empty())
    gloves_.aim(view_.world_from_eye.position, render::ray_through(view_, extent_, pointer_x_px_, pointer_y_px_), now);
  return {now, now + pacer_.period(), pacer_.period()};
}

void DesktopHeadset::handle(const SDL_Event& event, Instant at) {
  switch (event.type) {
    case SDL_QUIT: should_close_ = true; break;
    case SDL_WINDOWEVENT: handle_window(event.window); break;
    case SDL_MOUSEMOTION:
      move_pointer(event.motion.x, event.motion.y);
      panel_events_.push_back({.kind = PanelEvent::Kind::PointerMoved, .x_px = pointer_x_px_, .y_px = pointer_y_px_});
      break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP: handle_button(event.button, at); break;
    case SDL_MOUSEWHEEL:
      panel_events_.push_back({.kind = PanelEvent::Kind::Wheel,
                               .x_px = pointer_x_px_,
                               .y_px = pointer_y_px_,
                               .steps_x = event.wheel.preciseX,
                               .steps_y = event.wheel.preciseY});
      break;
    case SDL_KEYDOWN:
    case SDL_KEYUP: handle_key(event.key, at); break;
    case SDL_TEXTINPUT:
      for (const char* text = event.text.text;;) {
        const Character c = first_character(text);
        if (c.bytes == 0) break;
        panel_events_.push_back({.kind = PanelEvent::Kind::Text, .character = c.code});
        text += c.bytes;
      }
      break;
    default: break;
  }
}

void DesktopHeadset::handle_window(const SDL_WindowEvent& event) {
  switch (event.event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED: measure(); break;
    case SDL_WINDOWEVENT_MINIMIZED:
    case SDL_WINDOWEVENT_HIDDEN: is_minimised_ = true; break;
    case SDL_WINDOWEVENT_RESTORED:
    case SDL_WINDOWEVENT_MAXIMIZED:
    case SDL_WINDOWEVENT_SHOWN:
      is_minimised_ = false;
      measure();
      break;
    case SDL_WINDOWEVENT_LEAVE: panel_events_.push_back({.kind = PanelEvent::Kind::PointerLeft}); break;
    case SDL_WINDOWEVENT_CLOSE: should_close_ = true; break;
    default: break;
  }
}

void DesktopHeadset::handle_key(const SDL_KeyboardEvent& event, Instant at) {
  const bool is_down = event.type == SDL_KEYDOWN;
  const SDL_Keycode key = event.keysym.sym;
  panel_events_.push_back(
      {.kind = is_down ? PanelEvent::Kind::KeyPressed : PanelEvent::Kind::KeyReleased, .key = panel_key_of(key)});
  if (!is_down || event.repeat != 0) return;
  const Action action = action_of(key);
  // Stop acts from anywhere, also while somebody types.
  if (focus_.wants_keyboard && action != Action::Stop) return;
  if (action != Action::None) actions_.push_back({at, action});
  if (key == SDLK_f) gloves_.punch(Hand::Left, at);
  if (key == SDLK_j) gloves_.punch(Hand::Right, at);
}

void DesktopHeadset::handle_button(const SDL_MouseButtonEvent& event, Instant at) {
  move_pointer(event.x, event.y);
  const bool is_down = event.type == SDL_MOUSEBUTTONDOWN;
  PanelEvent::Button button{};
  if (!panel_button_of(event.button, button)) return;
  panel_events_.push_back({.kind = is_down ? PanelEvent::Kind::PointerPressed : PanelEvent::Kind::PointerReleased,
                           .button = button,
                           .x_px = pointer_x_px_,
                           .y_px = pointer_y_px_});
  if (!is_down || focus_.wants_pointer || extent_.is_empty() || !has_view_) return;
  // Aim first: the click may lie elsewhere than the last motion.
  gloves_.aim(view_.world_from_eye.position, render::ray_through(view_, extent_, pointer_x_px_, pointer_y_px_), at);
  if (button == PanelEvent::Button::Left) gloves_.punch(Hand::Left, at);
  if (button == PanelEvent::Button::Right) gloves_.punch(Hand::Right, at);
}

void DesktopHeadset::move_pointer(std::int32_t x, std::int32_t y) {
  pointer_x_px_ = static_cast<float>(x) * pixels_per_point_;
  pointer_y_px_ = static_cast<float>(y) * pixels_per_point_;
}

render::Extent DesktopHeadset::extent() const { return is_minimised_ ? render::Extent{} : extent_; }

std::span<const render::View> DesktopHeadset::views(const SceneFrame& frame) {
  const auto plain = render::symmetric_view(frame.desktop_eye, definition_.vertical_angle_rad, extent_);
  has_view_ = true;
  view_ = render::centred_beside(plain, extent_, focus_.covered_left_px, focus_.covered_right_px);
  return {&view_, 1};
}

}  // namespace

bool has_display() {
  const SdlVideo video;
  return video.shows_windows();
}

Result<std::unique_ptr<Headset>, XrError> create(const HeadsetDefinition& definition) {
  if (definition.timeline == nullptr) return fail(XrError{XrErrorCode::BadDefinition, "a headset needs a timeline"});
  if (definition.extent.is_empty())
    return fail(XrError{XrErrorCode::BadDefinition, "a window needs a width and a height"});
  auto headset = std::make_unique<DesktopHeadset>(definition);
  if (auto opened = headset->open(); !opened) return fail(std::move(opened).error());
  return headset;
}

}  // namespace tonus::xr::desktop
