// What the person in the headset sees, in a window beside them: on a real X server, looked at as it stands there.

#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#define SDL_MAIN_HANDLED
#include <SDL2/SDL.h>
#include <SDL2/SDL_vulkan.h>
#include <imgui.h>

#include <engine/overlay/overlay.hpp>
#include <engine/render/native.hpp>

#include "lender.hpp"
#include "virtual_display.hpp"

// Last: it makes macros of common words.
#include <X11/Xlib.h>
#include <X11/Xutil.h>

namespace tonus::render {
namespace {

using test::LentImage;

constexpr VkExtent2D kEye{200, 240};

/// The whole screen, as R, G, B.
class Screen {
 public:
  explicit Screen(const char* display) : display_(XOpenDisplay(display)) {}
  ~Screen() {
    if (display_ != nullptr) XCloseDisplay(display_);
  }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  [[nodiscard]] std::array<int, 3> at(int x, int y) const {
    XImage* image = XGetImage(display_, DefaultRootWindow(display_), x, y, 1, 1, AllPlanes, ZPixmap);
    const auto pixel = static_cast<unsigned>(XGetPixel(image, 0, 0));
    XDestroyImage(image);
    return {static_cast<int>(pixel >> 16 & 255U), static_cast<int>(pixel >> 8 & 255U), static_cast<int>(pixel & 255U)};
  }

 private:
  Display* display_;
};

class MirrorWindow : public testing::Test {
 protected:
  void SetUp() override {
    display_ = test::VirtualDisplay::start();
    if (!display_) GTEST_SKIP() << "Xvfb is not installed (package xvfb): no window to test with";
    display_->enter();
    ASSERT_EQ(SDL_InitSubSystem(SDL_INIT_VIDEO), 0) << SDL_GetError();
    window_ = SDL_CreateWindow("Mirror", 100, 50, 480, 240, SDL_WINDOW_VULKAN | SDL_WINDOW_RESIZABLE);
    ASSERT_NE(window_, nullptr) << SDL_GetError();
    open_renderer();
    screen_ = std::make_unique<Screen>(display_->name().c_str());
  }
  void TearDown() override {
    if (renderer_) {
      for (const auto& message : renderer_->validation_messages()) ADD_FAILURE() << message;
    }
    image_.reset();
    renderer_.reset();
    screen_.reset();
    if (window_ != nullptr) SDL_DestroyWindow(window_);
    if (display_) SDL_QuitSubSystem(SDL_INIT_VIDEO);
  }
  void open_renderer() {
    unsigned count = 0;
    SDL_Vulkan_GetInstanceExtensions(window_, &count, nullptr);
    std::vector<const char*> names(count);
    SDL_Vulkan_GetInstanceExtensions(window_, &count, names.data());
    const WindowSurface surface{.instance_extensions = {names.begin(), names.end()}, .create = [this](void* instance) {
                                  VkSurfaceKHR made = VK_NULL_HANDLE;
                                  SDL_Vulkan_CreateSurface(window_, static_cast<VkInstance>(instance), &made);
                                  return std::bit_cast<std::uint64_t>(made);
                                }};
    const auto maker = test::plain_maker();
    auto renderer = Renderer::create({.extent = {480, 240},
                                      .view_count = 2,
                                      .samples = 1,
                                      .shadows = false,
                                      .post = false,
                                      .validation = true,
                                      .window = &surface,
                                      .maker = &maker});
    ASSERT_TRUE(renderer) << renderer.error().message;
    renderer_ = std::move(*renderer);
    ASSERT_FALSE(renderer_->mirror_error()) << renderer_->mirror_error()->message;
  }
  void lend(const test::LentDefinition& definition) {
    forget_lent(*renderer_);
    image_ = std::make_unique<LentImage>(*renderer_, definition);
  }

  DrawOutcome frame(std::uint32_t view = 0) {
    SDL_PumpEvents();
    const auto drawn = renderer_->draw_into(scene_, 1.0F, eyes_, image_->picture(), BlendMode::AlphaBlend);
    EXPECT_TRUE(drawn) << drawn.error().message;
    const auto copied = renderer_->copy_to_mirror(image_->picture(), view);
    EXPECT_TRUE(copied) << copied.error().message;
    const auto presented = renderer_->present_mirror();
    EXPECT_TRUE(presented) << presented.error().message;
    return copied.value_or(DrawOutcome::Skipped);
  }
  /// Frames until the screen shows it, at most about five seconds.
  bool frames_until(const std::function<bool()>& holds, std::uint32_t view = 0) {
    for (int i = 0; i < 500; ++i) {
      if (holds()) return true;
      frame(view);
      SDL_Delay(5);
    }
    return false;
  }
  [[nodiscard]] std::array<int, 3> at(int x, int y) const {
    int left = 0, top = 0;
    SDL_GetWindowPosition(window_, &left, &top);
    return screen_->at(left + x, top + y);
  }
  [[nodiscard]] bool is_like(int x, int y, std::array<int, 3> color) const {
    const auto seen = at(x, y);
    for (std::size_t c = 0; c < 3; ++c)
      if (std::abs(seen[c] - color[c]) > 3) return false;
    return true;
  }
  /// What the lent picture shows in its middle, as a screen would show it.
  [[nodiscard]] std::array<int, 3> middle(std::uint32_t layer) const {
    const auto pixel = image_->look(layer).at(kEye.width / 2, kEye.height / 2);
    const auto byte = [](float v) { return static_cast<int>(std::lround(test::encoded_of(v) * 255.0F)); };
    return {byte(pixel.r), byte(pixel.g), byte(pixel.b)};
  }

  /// A ball of one colour straight ahead of each eye: they look away from each other.
  static SceneFrame two_balls() {
    SceneFrame frame;
    for (const float side : {-1.0F, 1.0F}) {
      Instance ball;
      ball.previous.position = ball.current.position = {side, 1.65F, 0.0F};
      ball.scale_m = {0.4F, 0.4F, 0.4F};
      ball.color = side < 0.0F ? Vec3{0.8F, 0.3F, 0.05F} : Vec3{0.05F, 0.3F, 0.8F};
      ball.emission = 0.3F;
      ball.id = side < 0.0F ? 1 : 2;
      ball.mesh = Mesh::Sphere;
      ball.role = Role::Guide;
      frame.instances.try_push(ball);
    }
    return frame;
  }

  std::unique_ptr<test::VirtualDisplay> display_;
  std::unique_ptr<Screen> screen_;
  SDL_Window* window_ = nullptr;
  std::unique_ptr<Renderer> renderer_;
  std::unique_ptr<LentImage> image_;
  SceneFrame scene_ = two_balls();
  std::array<View, 2> eyes_{View{{axis_angle({0, 1, 0}, 1.5708F), {0.0F, 1.65F, 0.0F}}, -0.6F, 0.6F, 0.68F, -0.68F},
                            View{{axis_angle({0, 1, 0}, -1.5708F), {0.0F, 1.65F, 0.0F}}, -0.6F, 0.6F, 0.68F, -0.68F}};
};

TEST_F(MirrorWindow, ShowsEitherEyeInItsColoursWhateverTheFormat) {
  for (const auto& definition :
       {test::LentDefinition{.format = VK_FORMAT_R8G8B8A8_SRGB, .extent = kEye},
        test::LentDefinition{.format = VK_FORMAT_B8G8R8A8_SRGB, .extent = kEye},
        test::LentDefinition{.format = VK_FORMAT_R8G8B8A8_UNORM, .extent = kEye},
        test::LentDefinition{.format = VK_FORMAT_B8G8R8A8_UNORM, .extent = kEye, .is_encoded = true}}) {
    lend(definition);
    for (const std::uint32_t view : {0U, 1U}) {
      ASSERT_TRUE(frames_until([&] { return frame(view) == DrawOutcome::Drawn; }, view));
      const auto wanted = middle(view);
      EXPECT_GT(wanted[view == 0 ? 0 : 2], 120);
      EXPECT_TRUE(frames_until([&] { return is_like(240, 120, wanted); }, view))
          << "format " << definition.format << " view " << view << ": " << at(240, 120)[0] << " instead of "
          << wanted[0];
      // Empty space is dark in a window.
      EXPECT_TRUE(is_like(5, 5, {0, 0, 0}));
    }
  }
}

TEST_F(MirrorWindow, IsCutToTheShapeOfTheWindowAndStretchesNothing) {
  lend({.extent = kEye});
  ASSERT_TRUE(frames_until([&] { return at(240, 120)[0] > 100; }));
  const auto reach = [&](int dx, int dy) {
    int n = 0;
    while (n < 119 && at(240 + dx * n, 120 + dy * n)[0] > 60) ++n;
    return n;
  };
  const int right = reach(1, 0), left = reach(-1, 0), down = reach(0, 1), up = reach(0, -1);
  EXPECT_GT(right, 30);
  EXPECT_NEAR(right, left, 4);
  EXPECT_NEAR(down, up, 4);
  EXPECT_NEAR(right, down, 4);
}

TEST_F(MirrorWindow, FollowsItsSize) {
  lend({.extent = kEye});
  ASSERT_TRUE(frames_until([&] { return at(240, 120)[0] > 100; }));
  for (const Extent size : {Extent{300, 500}, Extent{800, 200}}) {
    SDL_SetWindowSize(window_, static_cast<int>(size.width), static_cast<int>(size.height));
    renderer_->resize(size);
    const auto x = static_cast<int>(size.width / 2), y = static_cast<int>(size.height / 2);
    // Right of the middle as far as the ball reaches in this size and in no other.
    EXPECT_TRUE(frames_until([&] { return at(x, y)[0] > 100 && at(5, 5)[0] < 5; })) << size.width;
  }
  renderer_->resize({});
  EXPECT_EQ(frame(), DrawOutcome::Skipped);
}

TEST_F(MirrorWindow, NeverWaitsForAnImageNorForBeingShown) {
  lend({.extent = kEye});
  const auto copies = [&] {
    EXPECT_TRUE(renderer_->present_mirror());
    const auto copied = renderer_->copy_to_mirror(image_->picture(), 0);
    return copied && *copied == DrawOutcome::Drawn;
  };
  ASSERT_TRUE(frames_until(copies));
  // One copy at a time: a second one before the first was shown is left out.
  const auto second = renderer_->copy_to_mirror(image_->picture(), 0);
  ASSERT_TRUE(second);
  EXPECT_EQ(*second, DrawOutcome::Skipped);
  // There is room again once it was shown.
  EXPECT_TRUE(frames_until(copies));
}

TEST_F(MirrorWindow, ShowsPanelsWhereTheyStandThatAreNotInThePicture) {
  auto overlay = overlay::Overlay::create(*renderer_);
  ASSERT_TRUE(overlay) << overlay.error().message;
  ASSERT_TRUE((*overlay)->begin({.extent = {320, 320}}));
  ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, {320, 320}, IM_COL32(0, 200, 0, 255));
  (*overlay)->end();
  // Above the ball that the left eye sees.
  StandingPanels panels{.overlay = (*overlay)->layer(),
                        .world_from_board = {eyes_[0].world_from_eye.rotation, {-1.0F, 1.9F, 0.0F}},
                        .width_m = 0.1F};
  lend({.extent = kEye});
  const auto frame = [&](const StandingPanels* in_picture, const StandingPanels* over_it) {
    SDL_PumpEvents();
    ASSERT_TRUE(renderer_->draw_into(scene_, 1.0F, eyes_, image_->picture(), BlendMode::AlphaBlend, in_picture));
    ASSERT_TRUE(renderer_->copy_to_mirror(image_->picture(), 0, over_it));
    ASSERT_TRUE(renderer_->present_mirror());
  };
  // 480 x 240 pixels show the picture's width, and of its height what has the window's shape.
  const float pixels_a_tangent = 240.0F / std::tan(0.6F);
  const int y = 120 - static_cast<int>(0.25F * pixels_a_tangent);
  const auto shows = [&](const StandingPanels* in_picture, const StandingPanels* over_it) {
    for (int i = 0; i < 500 && !is_like(240, y, {0, 200, 0}); ++i) {
      frame(in_picture, over_it);
      SDL_Delay(5);
    }
    return is_like(240, y, {0, 200, 0});
  };
  EXPECT_TRUE(shows(&panels, nullptr)) << at(240, y)[1];
  for (int i = 0; i < 500 && is_like(240, y, {0, 200, 0}); ++i) {
    frame(nullptr, nullptr);
    SDL_Delay(5);
  }
  ASSERT_TRUE(is_like(240, y, {0, 0, 0})) << "it is still there";
  EXPECT_TRUE(shows(nullptr, &panels)) << at(240, y)[1];
  // As high as it is wide, its lower edge included.
  const int lower = 120 - static_cast<int>(0.2F * pixels_a_tangent);
  EXPECT_TRUE(is_like(240, lower - 3, {0, 200, 0}));
  EXPECT_FALSE(is_like(240, lower + 3, {0, 200, 0}));
  const int right = 240 + static_cast<int>(0.05F * pixels_a_tangent);
  EXPECT_TRUE(is_like(right - 3, lower - 3, {0, 200, 0}));
  EXPECT_FALSE(is_like(right + 3, lower - 3, {0, 200, 0}));
}

TEST_F(MirrorWindow, TurnsIntoAPlainWindowWhenTheHeadsetIsGone) {
  lend({.extent = kEye});
  ASSERT_TRUE(frames_until([&] { return frame() == DrawOutcome::Drawn; }));
  forget_lent(*renderer_);
  image_.reset();
  const std::array views{eyes_[1], eyes_[1]};
  for (int i = 0; i < 500 && at(240, 120)[2] < 100; ++i) {
    SDL_PumpEvents();
    const auto drawn = renderer_->draw(scene_, 1.0F, views);
    ASSERT_TRUE(drawn) << drawn.error().message;
    SDL_Delay(5);
  }
  const auto picture = renderer_->read_back();
  ASSERT_TRUE(picture);
  const auto* p = &picture->rgba[(std::size_t{120} * 480 + 240) * 4];
  EXPECT_TRUE(is_like(240, 120, {p[0], p[1], p[2]})) << at(240, 120)[2] << " instead of " << int{p[2]};
}

}  // namespace
}  // namespace tonus::render
