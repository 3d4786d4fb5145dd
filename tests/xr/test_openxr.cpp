// The OpenXR back end against a real runtime, with a person who is moved over TCP. OpenXR core validation and Vulkan
// validation listen all along.

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include <engine/core/log.hpp>
#include <engine/render/image.hpp>
#include <xr/openxr/openxr.hpp>

#include "bed/bed.hpp"
#include "headset_test.hpp"
#include "paths.hpp"

namespace tonus::xr {
namespace {

using test::RemotePerson;

class OpenXr : public testing::Test {
 protected:
  void lie_down(const test::BedDefinition& definition = {}) {
    auto made = test::Bed::start(definition);
    if (!made) GTEST_SKIP() << made.error().message;
    bed_ = std::move(*made);
    bed_->enter();
  }
  void TearDown() override {
    if (bed_ == nullptr) return;
    EXPECT_EQ(bed_->findings(), std::vector<std::string>{});
  }
  void move(const RemotePerson& person) { ASSERT_TRUE(bed_->person().send(person)); }

  std::unique_ptr<test::Bed> bed_;
};

#define LIE_DOWN(...)    \
  lie_down(__VA_ARGS__); \
  if (bed_ == nullptr) return

bool has(const std::vector<Action>& asked, Action action) {
  return std::find(asked.begin(), asked.end(), action) != asked.end();
}

TEST_F(OpenXr, GoesThroughEveryStateInOrderFromIdleToExiting) {
  LIE_DOWN();
  Worn worn;
  ASSERT_EQ(worn.trouble, "");
  ASSERT_TRUE(worn.until_focused()) << worn.states;
  EXPECT_EQ(worn.headset->view_count(), 2U);
  EXPECT_GT(worn.timing.displayed_at, worn.timing.woken_at);
  EXPECT_GT(worn.timing.period, Duration::zero());
  worn.take_off();
  EXPECT_EQ(worn.states,
            "IDLE > READY > SYNCHRONIZED > VISIBLE > FOCUSED > VISIBLE > SYNCHRONIZED > STOPPING > IDLE > EXITING");
  EXPECT_TRUE(worn.headset->should_close());
  EXPECT_FALSE(worn.headset->is_lost());
  EXPECT_EQ(worn.said, std::vector<std::string>{});
}

TEST_F(OpenXr, HeadAndHandsAreWhereThePersonHoldsThemAndTheWorldTurnsWithTheStage) {
  LIE_DOWN();
  RemotePerson person;
  person.stage_from_head = {axis_angle({0, 1, 0}, 0.5F), {0.3F, 1.7F, 0.2F}};
  person.left().stage_from_grip.position = {-0.3F, 1.3F, -0.5F};
  move(person);
  Worn worn;
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  const auto is_near = [](Vec3 a, Vec3 b) { return length(a - b) < 0.02F; };
  EXPECT_TRUE(worn.until([&] {
    const BodyPoses body = worn.body();
    return body.is_head_tracked && is_near(body.world_from_head.position, {0.3F, 1.7F, 0.2F}) &&
           body.hands[0].is_tracked && is_near(body.hands[0].world_from_hand.position, {-0.3F, 1.3F, -0.5F}) &&
           body.hands[1].is_tracked && is_near(body.hands[1].world_from_hand.position, {0.2F, 1.2F, -0.4F});
  }));
  // A fist around an upright rod: the grip's -y is ahead of the knuckles, its -z above the thumb.
  const Quat hand = worn.body().hands[0].world_from_hand.rotation;
  EXPECT_LT(length(rotate(hand, {0, 0, -1}) - Vec3{0, -1, 0}), 0.01F);
  EXPECT_LT(length(rotate(hand, {0, 1, 0}) - Vec3{0, 0, -1}), 0.01F);

  worn.scene.world_from_stage = {axis_angle({0, 1, 0}, 1.0F), {2.0F, 0.0F, 0.0F}};
  worn.frame();
  const auto views = worn.headset->views(worn.scene);
  ASSERT_EQ(views.size(), 2U);
  const Vec3 between = (views[0].world_from_eye.position + views[1].world_from_eye.position) * 0.5F;
  EXPECT_TRUE(is_near(between, transform(worn.scene.world_from_stage, {0.3F, 1.7F, 0.2F})));
  const float apart_m = length(views[0].world_from_eye.position - views[1].world_from_eye.position);
  EXPECT_NEAR(apart_m, 0.064F, 0.002F);
  EXPECT_LT(views[0].angle_left_rad, 0.0F);
  EXPECT_GT(views[0].angle_up_rad, 0.0F);
}

TEST_F(OpenXr, ButtonsAndSticksAskForWhatTheTableSays) {
  LIE_DOWN();
  RemotePerson person;
  move(person);
  Worn worn;
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  const auto press = [&](auto&& change, Action expected) {
    RemotePerson pressed = person;
    change(pressed);
    move(pressed);
    EXPECT_TRUE(worn.until([&] { return has(worn.asked, expected); })) << static_cast<int>(expected);
    move(person);
    worn.until([&, frames = 0]() mutable { return ++frames > 3; });
    worn.asked.clear();
  };
  press([](RemotePerson& p) { p.right().a = true; }, Action::Begin);
  press([](RemotePerson& p) { p.left().a = true; }, Action::Hold);
  press([](RemotePerson& p) { p.left().b = true; }, Action::Pause);
  press([](RemotePerson& p) { p.right().stick_x = -1.0F; }, Action::TurnLeft);
  press([](RemotePerson& p) { p.left().stick_x = 1.0F; }, Action::TurnRight);
  press([](RemotePerson& p) { p.left().stick_y = 1.0F; }, Action::Harder);
  press([](RemotePerson& p) { p.right().stick_y = -1.0F; }, Action::Easier);
  press([](RemotePerson& p) { p.right().stick_pressed = true; }, Action::Recenter);
  // Held, the same button stops.
  press([](RemotePerson& p) { p.right().b = true; }, Action::Stop);
  // A buzz is taken at any time; core validation reads what it is called with.
  for (const Hand hand : {Hand::Left, Hand::Right}) worn.headset->pulse({hand, 0.7F, std::chrono::milliseconds(40)});
  worn.frame();
  EXPECT_EQ(worn.headset->state(), HeadsetState::Focused);
}

/// Above the floor where the middle of the panel in front is, for a person of the remote driver's height.
constexpr float kPanelHeight_m = 1.45F;

TEST_F(OpenXr, TheBindingsOfEveryControllerInTheTableAreTaken) {
  LIE_DOWN();
  log::set_level(log::Level::Info);
  testing::internal::CaptureStderr();
  Worn worn;
  const bool is_focused = worn.until_focused();
  worn.take_off();
  const std::string said = testing::internal::GetCapturedStderr();
  log::set_level(log::Level::Warning);
  ASSERT_TRUE(is_focused);
  EXPECT_NE(said.find("headset: FOCUSED"), std::string::npos) << "nothing was heard";
  EXPECT_EQ(said.find("takes no bindings"), std::string::npos) << said;
}

TEST_F(OpenXr, ARecentreOfTheRuntimeIsOneOfOurs) {
  LIE_DOWN();
  RemotePerson person;
  person.stage_from_head.position = {0.5F, 1.6F, 0.5F};
  move(person);
  Worn worn;
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  worn.asked.clear();
  if (!bed_->recentre()) GTEST_SKIP() << "this Monado has no monado-ctl to recentre with";
  EXPECT_TRUE(worn.until([&] { return has(worn.asked, Action::Recenter); }));
}

TEST_F(OpenXr, AHandThatPointsAtThePanelPressesItsButtons) {
  LIE_DOWN();
  RemotePerson person;
  person.left().stage_from_grip = {axis_angle({0, 1, 0}, 3.0F), {-0.3F, 1.0F, 0.0F}};
  // Monado's grip and aim of the Index differ: what the ray hits is found by looking.
  const auto aim_at = [&](float x_m, float y_m) {
    person.right().stage_from_grip = {{}, {x_m, kPanelHeight_m + y_m, -0.4F}};
    move(person);
  };
  aim_at(0.0F, 0.0F);
  Worn worn;
  worn.show_panel();
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  const auto saw = [&](PanelEvent::Kind kind) {
    return std::any_of(worn.panel.begin(), worn.panel.end(), [&](const PanelEvent& e) { return e.kind == kind; });
  };
  ASSERT_TRUE(worn.until([&] { return saw(PanelEvent::Kind::PointerMoved); }));
  EXPECT_EQ(worn.headset->panel_extent(), (render::Extent{1280, 720}));
  // 1280 pixels on 1.6 m: the hand moves by what is missing to Stop, the last button at the left edge.
  const float pixel_m = 1.6F / 1280.0F;
  float x_m = 0.0F, y_m = 0.0F;
  for (int step = 0; step < 3; ++step) {
    const PanelEvent at = worn.panel.back();
    x_m += (190.0F - at.x_px) * pixel_m;
    y_m -= (375.0F - at.y_px) * pixel_m;
    aim_at(x_m, y_m);
    worn.until([&, frames = 0]() mutable { return ++frames > 4; });
  }
  EXPECT_NEAR(worn.panel.back().x_px, 190.0F, 20.0F);
  person.right().trigger = 1.0F;
  move(person);
  EXPECT_TRUE(worn.until([&] { return saw(PanelEvent::Kind::PointerPressed); }));
  person.right().trigger = 0.0F;
  move(person);
  EXPECT_TRUE(worn.until([&] { return saw(PanelEvent::Kind::PointerReleased); }));
  EXPECT_TRUE(worn.until([&] { return worn.presses > 0; })) << worn.panel.back().x_px << ' ' << worn.panel.back().y_px;
  EXPECT_EQ(worn.presses, 1);
  person.right().stage_from_grip.rotation = axis_angle({0, 1, 0}, 2.5F);
  move(person);
  EXPECT_TRUE(worn.until([&] { return saw(PanelEvent::Kind::PointerLeft); }));
}

TEST_F(OpenXr, ControllersVanishAndReturnAndBareHandsTakeTheirPlace) {
  LIE_DOWN();
  RemotePerson person;
  move(person);
  Worn worn;
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  ASSERT_TRUE(worn.until([&] { return worn.body().hands[0].is_tracked && worn.body().hands[1].is_tracked; }));
  EXPECT_FALSE(worn.body().joints[0].is_tracked) << "a hand that holds a controller has no joints of its own";

  person.left().is_active = false;
  move(person);
  EXPECT_TRUE(worn.until([&] { return !worn.body().hands[0].is_tracked; }));
  EXPECT_TRUE(worn.body().hands[1].is_tracked) << "one hand that goes takes the other with it";

  person.left().has_bare_hand = true;
  move(person);
  EXPECT_TRUE(worn.until([&] { return worn.body().joints[0].is_tracked; }));
  const BodyPoses bare = worn.body();
  EXPECT_TRUE(bare.hands[0].is_tracked);
  EXPECT_LT(length(bare.hands[0].world_from_hand.position - bare.joints[0].position_m[0]), 1e-4F);
  EXPECT_LT(length(bare.joints[0].position_m[0] - person.left().stage_from_grip.position), 0.25F);
  EXPECT_GT(length(bare.joints[0].position_m[10] - bare.joints[0].position_m[1]), 0.08F) << "a finger has a length";

  person.left().is_active = true;
  person.left().has_bare_hand = false;
  move(person);
  EXPECT_TRUE(worn.until([&] { return worn.body().hands[0].is_tracked && !worn.body().joints[0].is_tracked; }));
}

TEST_F(OpenXr, ARuntimeThatDiesIsALostHeadsetWithinASecondAndANewOneIsTakenUp) {
  LIE_DOWN();
  Worn worn;
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  bed_->kill_runtime();
  const Instant killed_at = worn.timeline.now();
  EXPECT_TRUE(worn.until([&] { return worn.headset->is_lost(); }));
  EXPECT_LT(seconds(worn.timeline.now() - killed_at), 1.0);
  EXPECT_FALSE(worn.headset->should_close());
  EXPECT_FALSE(worn.body().is_head_tracked);
  for (int i = 0; i < 3; ++i) worn.frame();
  worn.take_off();
  EXPECT_NE(worn.states.find("FOCUSED > LOST"), std::string::npos) << worn.states;
  worn.headset.reset();

  const auto nobody = openxr::probe();
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().code, XrErrorCode::NoRuntime);
  ASSERT_TRUE(bed_->restart_runtime());
  Worn again;
  EXPECT_EQ(again.trouble, "");
  EXPECT_TRUE(again.until_focused()) << again.states;
}

TEST_F(OpenXr, ALossThatDrawingFindsIsToldOnceByTheNextWait) {
  LIE_DOWN();
  Worn worn;
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  worn.headset->wait_frame();
  bed_->kill_runtime();
  const auto drawn = worn.headset->draw(worn.scene, 1.0F, nullptr);
  ASSERT_FALSE(drawn);
  EXPECT_EQ(drawn.error().code, XrErrorCode::Lost);
  worn.headset->wait_frame();
  const auto told = worn.headset->state_changes();
  EXPECT_EQ(std::count(told.begin(), told.end(), HeadsetState::Lost), 1);
  worn.headset->wait_frame();
  EXPECT_TRUE(worn.headset->state_changes().empty());
}

TEST_F(OpenXr, TheRuntimeIsNamedWithWhatItOffers) {
  LIE_DOWN();
  const auto report = openxr::probe();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_NE(report->runtime.find("Monado"), std::string::npos) << report->runtime;
  EXPECT_FALSE(report->headset.empty());
  EXPECT_FALSE(report->recommended.is_empty());
  EXPECT_TRUE(report->has_hand_tracking);
  EXPECT_EQ(report->blends.front(), "opaque");
  EXPECT_FALSE(report->has_passthrough) << "of a runtime that does not list it";
  EXPECT_TRUE(openxr::is_available());
}

std::array<int, 3> mean_of(const render::Image& image, std::uint32_t x0, std::uint32_t y0, std::uint32_t x1,
                           std::uint32_t y1) {
  std::array<long, 3> sum{};
  for (std::uint32_t y = y0; y < y1; ++y)
    for (std::uint32_t x = x0; x < x1; ++x)
      for (std::size_t c = 0; c < 3; ++c) sum[c] += image.rgba[4 * (y * image.width + x) + c];
  const long n = static_cast<long>(x1 - x0) * (y1 - y0);
  return {static_cast<int>(sum[0] / n), static_cast<int>(sum[1] / n), static_cast<int>(sum[2] / n)};
}

/// A big ball ahead, orange.
void put_ball(SceneFrame& scene) {
  Instance ball;
  ball.current.position = ball.previous.position = {0.0F, 1.6F, -1.5F};
  ball.scale_m = {0.8F, 0.8F, 0.8F};
  ball.color = {1.0F, 0.35F, 0.05F};
  ball.emission = 0.6F;
  ball.mesh = Mesh::Sphere;
  ball.id = 1;
  scene.instances.try_push(ball);
}

/// The composited picture once the ball is in it; kept beside the build, to be looked at.
Result<render::Image, Error> composited(test::Bed& bed, Worn& worn, const char* name) {
  Result<render::Image, Error> picture = fail(Error{"no picture yet"});
  worn.until([&] {
    picture = bed.picture();
    if (!picture) return false;
    const auto ball = mean_of(*picture, 230, 260, 250, 280);
    return ball[0] > 120 && ball[0] > 2 * ball[2];
  });
  if (picture)
    static_cast<void>(
        render::write_png(std::filesystem::path(TONUS_BINARY_DIR) / (std::string{name} + ".png"), *picture));
  return picture;
}

TEST_F(OpenXr, ThePersonSeesTheWorldWithBothEyes) {
  LIE_DOWN({.has_display = true});
  move({});
  // With depth, as a headset with a graphics processor is shown it.
  Worn worn({.tells_depth = true});
  put_ball(worn.scene);
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  const auto picture = composited(*bed_, worn, "xr-opaque");
  ASSERT_TRUE(picture);
  // The nearer the ball, the further to the nose: its middle by the orange in each half.
  std::array<double, 2> middle{}, weight{};
  for (std::uint32_t y = 200; y < 340; ++y)
    for (std::uint32_t x = 0; x < 960; ++x) {
      const auto* p = &picture->rgba[4 * (y * picture->width + x)];
      if (p[0] < 120 || p[0] < 2 * p[2]) continue;
      middle[x / 480] += x % 480;
      weight[x / 480] += 1.0;
    }
  ASSERT_GT(weight[0], 500.0);
  ASSERT_GT(weight[1], 500.0);
  // 0.032 m aside at 1.5 m are 21 mrad each way, of 1.48 rad on 480 pixels.
  EXPECT_NEAR(middle[0] / weight[0] - middle[1] / weight[1], 2.0 * 0.0213 / 1.48 * 480.0, 5.0);
  const auto sky = mean_of(*picture, 20, 20, 100, 60);
  EXPECT_GT(sky[2], 30) << "an opaque world has a sky";
  worn.take_off();
  EXPECT_EQ(worn.said, std::vector<std::string>{});
}

/// True: panels are a layer of the compositor's. False: they stand in the world.
class OpenXrPanel : public OpenXr, public testing::WithParamInterface<bool> {};
INSTANTIATE_TEST_SUITE_P(Ways, OpenXrPanel, testing::Bool(),
                         [](const auto& way) { return way.param ? "Layer" : "World"; });

TEST_P(OpenXrPanel, IsCrispAndLegibleInBothEyesAndItsPointerIsSeen) {
  // As many pixels an eye as a headset has.
  LIE_DOWN({.has_display = true, .screen = {2688, 1512}, .scale_percent = 100});
  RemotePerson person;
  person.right().stage_from_grip.position = {-0.5F, 1.45F, -0.4F};
  person.left().stage_from_grip = {axis_angle({0, 1, 0}, 3.0F), {-0.3F, 1.0F, 0.0F}};
  move(person);
  Worn worn({.has_fixed_resolution = true, .has_panel_layer = GetParam()});
  worn.show_panel();
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  // Bright letters on a dark card, in each eye: the part of the picture that it stands in.
  const auto shares = [&](std::uint32_t first) {
    const auto picture = bed_->picture();
    if (!picture) return std::pair{0.0, 0.0};
    int bright = 0, dark = 0;
    for (std::uint32_t y = 640; y < 840; ++y)
      for (std::uint32_t x = first + 270; x < first + 440; ++x) {
        const auto* p = &picture->rgba[4 * (y * picture->width + x)];
        const int luma = (2 * p[0] + 5 * p[1] + p[2]) / 8;
        bright += luma > 130;
        dark += luma < 40;
      }
    return std::pair{bright / (170.0 * 200.0), dark / (170.0 * 200.0)};
  };
  EXPECT_TRUE(worn.until([&] {
    const auto [left_bright, left_dark] = shares(0);
    const auto [right_bright, right_dark] = shares(1344);
    return left_bright > 0.02 && left_dark > 0.5 && right_bright > 0.02 && right_dark > 0.5;
  })) << shares(0).first
      << ' ' << shares(0).second;
  worn.until([&, frames = 0]() mutable { return ++frames > 5; });
  const auto picture = bed_->picture();
  ASSERT_TRUE(picture);
  const char* name = GetParam() ? "xr-panel-layer.png" : "xr-panel.png";
  EXPECT_TRUE(render::write_png(std::filesystem::path(TONUS_BINARY_DIR) / name, *picture));
  worn.take_off();
  EXPECT_EQ(worn.said, std::vector<std::string>{});
}

TEST_F(OpenXr, PicturesThatComeLateGetSmallerAndLookTheSame) {
  LIE_DOWN({.has_display = true});
  move({});
  Worn worn({.tells_depth = true});
  put_ball(worn.scene);
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  EXPECT_EQ(worn.timing.resolution_scale, 1.0F);
  const auto full = composited(*bed_, worn, "xr-large");
  ASSERT_TRUE(full);
  // At 60 Hz each of these is late, on any machine.
  ASSERT_TRUE(worn.until([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(45));
    return worn.timing.resolution_scale < 0.8F;
  }));
  EXPECT_GE(worn.timing.resolution_scale, 0.5F);
  worn.until([&, frames = 0]() mutable { return ++frames > 5; });
  const auto small = composited(*bed_, worn, "xr-small");
  ASSERT_TRUE(small);
  // The left eye: ball, sky, floor, a corner that is never seen, and the edge of the picture.
  for (const auto& [x, y] : {std::pair{240U, 270U}, {200U, 60U}, {240U, 480U}, {10U, 10U}, {470U, 270U}}) {
    const auto before = mean_of(*full, x - 8, y - 8, x + 8, y + 8), after = mean_of(*small, x - 8, y - 8, x + 8, y + 8);
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(after[c], before[c], 8) << x << ' ' << y;
  }
  worn.take_off();
  EXPECT_EQ(worn.said, std::vector<std::string>{});
}

TEST_F(OpenXr, HowFarFromTheForetoldPlaceAPictureWasSeenIsKnown) {
  LIE_DOWN();
  RemotePerson person;
  move(person);
  Worn worn;
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  worn.until([&, frames = 0]() mutable { return ++frames > 5; });
  // One metre and one radian a second, there and back; the runtime of the test bed does not look ahead.
  const auto errors = [&](float speed) {
    std::vector<float> metres, radians;
    const Instant began = worn.timeline.now();
    worn.until([&] {
      const auto s = static_cast<float>(seconds(worn.timeline.now() - began));
      const float at = speed * (s < 1.0F ? s : 2.0F - s);
      person.stage_from_head = {axis_angle({0, 1, 0}, at), {at, 1.6F, 0.0F}};
      move(person);
      if (worn.timing.view_error) {
        metres.push_back(worn.timing.view_error->position_m);
        radians.push_back(worn.timing.view_error->angle_rad);
      }
      return s > 2.0F;
    });
    EXPECT_GT(metres.size(), 10U);
    std::sort(metres.begin(), metres.end());
    std::sort(radians.begin(), radians.end());
    return metres.empty() ? std::pair{-1.0F, -1.0F} : std::pair{metres[metres.size() / 2], radians[radians.size() / 2]};
  };
  const auto [still_m, still_rad] = errors(0.0F);
  EXPECT_NEAR(still_m, 0.0F, 1e-4F);
  EXPECT_NEAR(still_rad, 0.0F, 1e-3F);
  const auto [moved_m, moved_rad] = errors(1.0F);
  EXPECT_GT(moved_m, 2e-3F);
  EXPECT_LT(moved_m, 0.5F);
  EXPECT_GT(moved_rad, 2e-3F);
  EXPECT_LT(moved_rad, 0.5F);
}

TEST_F(OpenXr, AFixedResolutionStays) {
  LIE_DOWN({.has_display = true});
  Worn worn({.has_fixed_resolution = true});
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  const Instant until = worn.timeline.now() + std::chrono::seconds(4);
  while (worn.timeline.now() < until) {
    std::this_thread::sleep_for(std::chrono::milliseconds(45));
    worn.frame();
    EXPECT_EQ(worn.timing.resolution_scale, 1.0F);
  }
}

TEST_F(OpenXr, WithAlphaTheSurroundingsShowThroughEmptySpaceAndThingsHaveNoHalo) {
  LIE_DOWN({.has_display = true});
  const auto report = openxr::probe();
  ASSERT_TRUE(report);
  if (std::find(report->blends.begin(), report->blends.end(), "alpha") == report->blends.end())
    GTEST_SKIP() << "this Monado is not patched to blend by alpha: tools/xr-testbed --from-source";
  move({});
  Worn worn({.blends = {render::BlendMode::AlphaBlend}});
  // Two layers: a single one is shown as it is, whatever its alpha.
  worn.show_panel();
  put_ball(worn.scene);
  ASSERT_TRUE(worn.until_focused()) << worn.trouble << worn.states;
  const auto picture = composited(*bed_, worn, "xr-alpha");
  ASSERT_TRUE(picture);
  const auto pixel = [&](std::uint32_t x, std::uint32_t y) {
    const auto* p = &picture->rgba[4 * (y * picture->width + x)];
    return std::array<int, 3>{p[0], p[1], p[2]};
  };
  // What the patched Monado shows behind everything.
  const auto backdrop = pixel(2, 2);
  EXPECT_GT(backdrop[1], 80) << "no surroundings are seen";
  EXPECT_LT(backdrop[0], 20);
  for (const std::uint32_t x : {10U, 60U, 460U, 500U, 940U})
    for (const std::uint32_t y : {10U, 80U, 450U, 530U})
      for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(pixel(x, y)[c], backdrop[c], 1) << x << ' ' << y;
  // From the middle of the ball upwards: ball, an edge of at most two pixels in between, backdrop. Light that is left
  // at the edge, or black that is not covered, would be seen there.
  std::uint32_t edge = 0;
  for (std::uint32_t y = 260; y > 60 && edge == 0; --y)
    if (pixel(240, y)[0] < 60) edge = y;
  ASSERT_GT(edge, 100U);
  const auto ball = pixel(240, edge + 6);
  for (std::uint32_t y = edge - 6; y < edge + 6; ++y)
    for (std::size_t c = 0; c < 3; ++c) {
      EXPECT_GE(pixel(240, y)[c], std::min(ball[c], backdrop[c]) - 12) << "a dark rim at " << y;
      EXPECT_LE(pixel(240, y)[c], std::max(ball[c], backdrop[c]) + 12) << "a bright rim at " << y;
    }
  for (std::uint32_t y = edge - 6; y < edge - 2; ++y)
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(pixel(240, y)[c], backdrop[c], 1) << "a halo at " << y;
  worn.take_off();
  EXPECT_EQ(worn.said, std::vector<std::string>{});
}

}  // namespace
}  // namespace tonus::xr
