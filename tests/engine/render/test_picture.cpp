// What the renderer draws, looked at as pictures, with validation listening.

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include <engine/render/renderer.hpp>

#include "demo_scene.hpp"

namespace tonus {
namespace {

using render::Renderer;

TEST(Picture, tmp) {
  auto r = Renderer::create({.validation = true});
  ASSERT_TRUE(r) << r.error().message;
  const auto frame = test::demo_scene();
  const std::array views{test::desktop_view({1280, 720})};
  for (int i = 0; i < 5; ++i) {
    const auto t0 = std::chrono::steady_clock::now();
    auto d = (*r)->draw(frame, 1.0F, views);
    ASSERT_TRUE(d) << d.error().message;
    auto img = (*r)->read_back();
    ASSERT_TRUE(img);
    std::printf("%.1f ms\n", std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - t0).count());
    if (i == 4) { EXPECT_TRUE(render::write_png("/tmp/disp/shot.png", *img)); }
  }
  int k=0; for (auto& m : (*r)->validation_messages()) if (k++ < 3) std::printf("%s\n", m.c_str());
}

}  // namespace
}  // namespace tonus
