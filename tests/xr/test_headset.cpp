// What every back end promises, and the pace of frames.

#include <cstdlib>

#include <gtest/gtest.h>

#include <xr/backends/backends.hpp>
#include <xr/headset/frame_pacer.hpp>

namespace tonus::xr {
namespace {

TEST(HeadsetBackends, AreListedOnceEachAndTheLastIsAlwaysAvailable) {
  const auto backends = headset_backends();
  ASSERT_GE(backends.size(), 2U);
  for (const auto& backend : backends) EXPECT_EQ(find_backend(backend.name), &backend);
  EXPECT_TRUE(backends.back().is_available());
  EXPECT_EQ(find_backend("cinema"), nullptr);
}

TEST(HeadlessHeadset, LooksFromWhereTheSceneSaysAndNeverCloses) {
  const ManualTimeline timeline;
  const auto headset =
      find_backend("headless")->create({.timeline = &timeline, .extent = {640, 360}, .max_frame_rate_hz = 0.0});
  ASSERT_TRUE(headset);
  const auto timing = (*headset)->wait_frame();
  EXPECT_EQ(timing.period, Duration::zero());
  SceneFrame scene;
  scene.desktop_eye = {{}, {1.0F, 1.7F, 2.0F}};
  const auto views = (*headset)->views(scene);
  ASSERT_EQ(views.size(), 1U);
  EXPECT_EQ(views[0].world_from_eye.position, (Vec3{1.0F, 1.7F, 2.0F}));
  EXPECT_FLOAT_EQ(views[0].angle_left_rad, -views[0].angle_right_rad);
  EXPECT_EQ((*headset)->window(), nullptr);
  EXPECT_FALSE((*headset)->should_close());
  EXPECT_FALSE((*headset)->body(timing.woken_at).hands[0].is_tracked);
}

TEST(HeadlessHeadset, CentresThePictureOnWhatPanelsLeaveFree) {
  const ManualTimeline timeline;
  const auto headset = find_backend("headless")->create({.timeline = &timeline, .extent = {640, 360}});
  ASSERT_TRUE(headset);
  (*headset)->set_panel_focus({.covered_right_px = 200.0F});
  const auto ahead = render::ray_through((*headset)->views({})[0], {640, 360}, 220.0F, 180.0F);
  EXPECT_NEAR(length(ahead - Vec3{0, 0, -1}), 0.0F, 1e-6F);
}

TEST(HeadlessHeadset, RefusesToBeMadeWithoutTimeOrSize) {
  const ManualTimeline timeline;
  const auto* backend = find_backend("headless");
  EXPECT_FALSE(backend->create({}));
  EXPECT_FALSE(backend->create({.timeline = &timeline, .extent = {0, 360}}));
}

TEST(OpenXrWithoutARuntime, IsOneLineThatSaysWhatToDo) {
  setenv("XR_RUNTIME_JSON", "/nowhere/runtime.json", 1);
  const ManualTimeline timeline;
  const auto* backend = find_backend("headset");
  EXPECT_FALSE(backend->is_available());
  const auto headset = backend->create({.timeline = &timeline});
  ASSERT_FALSE(headset);
  EXPECT_EQ(headset.error().code, XrErrorCode::NoRuntime);
  EXPECT_EQ(headset.error().message.find('\n'), std::string::npos);
  EXPECT_FALSE(backend->create({.timeline = &timeline, .resolution_scale = 9.0F}));
  EXPECT_NE(preferred_backend().name, "headset");
}

TEST(FramePacer, KeepsItsRateAndDoesNotHurryAfterALateFrame) {
  FramePacer pacer{50.0};
  EXPECT_EQ(pacer.wait_from(instant_at(1.0)), Duration::zero());
  EXPECT_EQ(pacer.wait_from(instant_at(1.005)), from_seconds(0.015));
  EXPECT_EQ(pacer.wait_from(instant_at(1.024)), from_seconds(0.016));
  EXPECT_EQ(pacer.wait_from(instant_at(1.2)), Duration::zero());
  EXPECT_EQ(pacer.wait_from(instant_at(1.201)), from_seconds(0.019));
}

TEST(FramePacer, NeverWaitsAtRateZero) {
  FramePacer pacer{0.0};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(pacer.wait_from(instant_at(1.0)), Duration::zero());
}

}  // namespace
}  // namespace tonus::xr
