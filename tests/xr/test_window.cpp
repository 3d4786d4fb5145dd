// The window back end on a real X server: it opens, draws, follows resizing and minimising, and hears mouse and keys.

#include <cstdlib>
#include <functional>
#include <optional>

#include <gtest/gtest.h>

#define SDL_MAIN_HANDLED
#include <SDL2/SDL.h>

#include <engine/core/timeline.hpp>
#include <engine/render/renderer.hpp>
#include <xr/backends/backends.hpp>

#include "demo_scene.hpp"
#include "virtual_display.hpp"

namespace tonus {
namespace {

class Window : public testing::Test {
 protected:
  void SetUp() override {
    display_ = test::VirtualDisplay::start();
    if (!display_) GTEST_SKIP() << "Xvfb is not installed (package xvfb): no window to test with";
    display_->enter();
  }
  void TearDown() override {
    renderer_.reset();
    headset_.reset();
  }

  void open() {
    const auto* backend = xr::find_backend("window");
    ASSERT_NE(backend, nullptr);
    ASSERT_TRUE(backend->is_available());
    auto headset = backend->create({.timeline = &timeline_, .extent = {480, 270}, .max_frame_rate_hz = 200.0});
    ASSERT_TRUE(headset) << headset.error().message;
    headset_ = std::move(*headset);
    auto renderer =
        render::Renderer::create({.extent = headset_->extent(), .validation = true, .window = headset_->window()});
    ASSERT_TRUE(renderer) << renderer.error().message;
    renderer_ = std::move(*renderer);
    window_ = SDL_GetWindowFromID(1);
    for (std::uint32_t id = 2; window_ == nullptr && id < 16; ++id) window_ = SDL_GetWindowFromID(id);
    ASSERT_NE(window_, nullptr);
  }
  render::DrawOutcome frame() {
    headset_->wait_frame();
    for (const auto& event : headset_->actions()) actions_.push_back(event.action);
    for (const auto& event : headset_->panel_events()) panel_events_.push_back(event);
    renderer_->resize(headset_->extent());
    const auto drawn = renderer_->draw(scene_, 1.0F, headset_->views(scene_));
    EXPECT_TRUE(drawn) << drawn.error().message;
    return drawn.value_or(render::DrawOutcome::Skipped);
  }
  /// Frames until it holds, at most about five seconds.
  bool frames_until(const std::function<bool()>& holds) {
    for (int i = 0; i < 400 && !holds(); ++i) {
      frame();
      SDL_Delay(2);
    }
    return holds();
  }
  void press(SDL_Keycode key) {
    SDL_Event event{};
    event.type = SDL_KEYDOWN;
    event.key.keysym.sym = key;
    SDL_PushEvent(&event);
    event.type = SDL_KEYUP;
    SDL_PushEvent(&event);
  }
  void click(std::uint8_t button, int x, int y) {
    SDL_Event event{};
    event.type = SDL_MOUSEBUTTONDOWN;
    event.button.button = button;
    event.button.x = x;
    event.button.y = y;
    SDL_PushEvent(&event);
    event.type = SDL_MOUSEBUTTONUP;
    SDL_PushEvent(&event);
  }

  std::unique_ptr<test::VirtualDisplay> display_;
  SteadyTimeline timeline_;
  std::unique_ptr<xr::Headset> headset_;
  std::unique_ptr<render::Renderer> renderer_;
  SDL_Window* window_ = nullptr;
  SceneFrame scene_ = test::demo_scene();
  std::vector<Action> actions_;
  std::vector<PanelEvent> panel_events_;
};

TEST_F(Window, DrawsFollowsResizingAndPausesWhileMinimisedWithValidationSilent) {
  ASSERT_NO_FATAL_FAILURE(open());
  int drawn = 0;
  for (int i = 0; i < 12; ++i) drawn += frame() == render::DrawOutcome::Drawn ? 1 : 0;
  EXPECT_GE(drawn, 10);

  for (const render::Extent size : {render::Extent{720, 400}, render::Extent{320, 300}, render::Extent{801, 453}}) {
    SDL_SetWindowSize(window_, static_cast<int>(size.width), static_cast<int>(size.height));
    EXPECT_TRUE(frames_until([&] { return renderer_->extent() == size; })) << size.width << "x" << size.height;
    frame();
    const auto picture = renderer_->read_back();
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->width, size.width);
  }

  SDL_Event event{};
  event.type = SDL_WINDOWEVENT;
  event.window.windowID = SDL_GetWindowID(window_);
  event.window.event = SDL_WINDOWEVENT_MINIMIZED;
  SDL_PushEvent(&event);
  EXPECT_EQ(frame(), render::DrawOutcome::Skipped);
  EXPECT_EQ(frame(), render::DrawOutcome::Skipped);
  event.window.event = SDL_WINDOWEVENT_RESTORED;
  SDL_PushEvent(&event);
  EXPECT_TRUE(frames_until([&] { return frame() == render::DrawOutcome::Drawn; }));

  for (const auto& message : renderer_->validation_messages()) ADD_FAILURE() << message;
}

TEST_F(Window, KeysAreCommandsAndMouseButtonsPunch) {
  ASSERT_NO_FATAL_FAILURE(open());
  frame();
  for (const auto key : {SDLK_SPACE, SDLK_UP, SDLK_MINUS, SDLK_h, SDLK_n, SDLK_RETURN, SDLK_ESCAPE, SDLK_q}) press(key);
  frame();
  EXPECT_EQ(actions_, (std::vector{Action::Pause, Action::Harder, Action::Easier, Action::Hold, Action::NotNow,
                                   Action::Begin, Action::Stop}));

  const Vec3 before = headset_->body(timeline_.now()).hands[0].world_from_hand.position;
  click(SDL_BUTTON_LEFT, 240, 135);
  const auto timing = headset_->wait_frame();
  const auto out = headset_->body(timing.woken_at + from_seconds(0.11));
  EXPECT_LT(out.hands[0].world_from_hand.position.z, before.z - 0.15F);
  EXPECT_GT(out.hands[1].world_from_hand.position.z, before.z - 0.1F);
}

TEST_F(Window, HandsAreWhereTheBodyIsThatSeesTheWorldAndNowhereBeforeItDoes) {
  ASSERT_NO_FATAL_FAILURE(open());
  headset_->wait_frame();
  EXPECT_FALSE(headset_->body(timeline_.now()).hands[0].is_tracked) << "nothing has been seen yet";
  const auto hand_height_m = [&](float eye_m) {
    scene_.desktop_eye.position.y = eye_m;
    frame();
    const auto timing = headset_->wait_frame();
    const BodyPoses body = headset_->body(timing.woken_at + from_seconds(0.5));
    EXPECT_TRUE(body.hands[0].is_tracked);
    EXPECT_FLOAT_EQ(body.world_from_head.position.y, eye_m);
    return body.hands[0].world_from_hand.position.y;
  };
  const float standing_m = hand_height_m(1.68F), seated_m = hand_height_m(1.13F);
  EXPECT_NEAR(standing_m - seated_m, 0.55F, 0.01F);
}

TEST_F(Window, PanelsKeepThePointerAndTheKeyboardExceptForStop) {
  ASSERT_NO_FATAL_FAILURE(open());
  frame();
  headset_->set_panel_focus({.wants_pointer = true, .wants_keyboard = true});
  press(SDLK_SPACE);
  press(SDLK_ESCAPE);
  click(SDL_BUTTON_LEFT, 100, 50);
  frame();
  EXPECT_EQ(actions_, std::vector{Action::Stop});
  const auto body = headset_->body(timeline_.now() + from_seconds(0.11));
  EXPECT_GT(body.hands[0].world_from_hand.position.z, -0.5F);
  bool was_pressed = false;
  for (const auto& event : panel_events_)
    was_pressed |= event.kind == PanelEvent::Kind::PointerPressed && event.x_px == 100.0F && event.y_px == 50.0F;
  EXPECT_TRUE(was_pressed);
}

TEST_F(Window, ClosingTheWindowIsHeard) {
  ASSERT_NO_FATAL_FAILURE(open());
  frame();
  EXPECT_FALSE(headset_->should_close());
  SDL_Event event{};
  event.type = SDL_QUIT;
  SDL_PushEvent(&event);
  frame();
  EXPECT_TRUE(headset_->should_close());
}

TEST(WindowWithoutADisplay, IsAnErrorThatNamesTheRemedy) {
  unsetenv("WAYLAND_DISPLAY");
  unsetenv("DISPLAY");
  const auto* backend = xr::find_backend("window");
  ASSERT_NE(backend, nullptr);
  EXPECT_FALSE(backend->is_available());
  EXPECT_EQ(xr::preferred_backend("headset").name, "headless");
  const SteadyTimeline timeline;
  const auto headset = backend->create({.timeline = &timeline});
  ASSERT_FALSE(headset);
  EXPECT_EQ(headset.error().code, xr::XrErrorCode::NoDisplay);
  EXPECT_NE(headset.error().message.find("--display headless"), std::string::npos);
}

}  // namespace
}  // namespace tonus
