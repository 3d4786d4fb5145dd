// What the renderer answers when it cannot do what it was asked for.

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <gtest/gtest.h>

#include <stb_image.h>
#include <engine/render/renderer.hpp>

#include "demo_scene.hpp"

namespace tonus::render {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("tonus-pictures-" + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

TEST(Renderer, WithoutAnyDriverSaysWhatToInstallInOneLine) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  // In a process of its own: the loader is told of a driver that does not exist, so it finds none.
  EXPECT_EXIT(
      {
        setenv("VK_DRIVER_FILES", "/nonexistent/driver.json", 1);
        setenv("VK_ICD_FILENAMES", "/nonexistent/driver.json", 1);
        const auto renderer = Renderer::create({});
        if (renderer) std::exit(1);
        std::cerr << "<" << renderer.error().message << ">";
        std::exit(renderer.error().code == RenderErrorCode::NoDevice ? 0 : 2);
      },
      testing::ExitedWithCode(0), "<no Vulkan device: [^\n]*mesa-vulkan-drivers[^\n]*>");
}

TEST(Renderer, RefusesADefinitionOutOfRange) {
  for (const auto& definition : {RendererDefinition{.view_count = 0}, RendererDefinition{.view_count = 3},
                                 RendererDefinition{.samples = 2}, RendererDefinition{.extent = {20000, 10}}}) {
    const auto renderer = Renderer::create(definition);
    ASSERT_FALSE(renderer);
    EXPECT_EQ(renderer.error().code, RenderErrorCode::BadDefinition);
  }
}

TEST(Renderer, AWindowWithoutASurfaceIsAnErrorNotACrash) {
  const WindowSurface window{.instance_extensions = {"VK_KHR_surface"},
                             .create = [](void*) { return std::uint64_t{0}; }};
  const auto renderer = Renderer::create({.window = &window});
  ASSERT_FALSE(renderer);
  EXPECT_EQ(renderer.error().code, RenderErrorCode::SurfaceFailed);
}

TEST(Renderer, RefusesTheWrongNumberOfViewsAndPicturesThatAreNotThere) {
  const auto renderer = Renderer::create({.extent = {64, 64}, .samples = 1, .shadows = false, .post = false});
  ASSERT_TRUE(renderer) << renderer.error().message;
  EXPECT_FALSE((*renderer)->read_back());
  const std::array<View, 2> views{};
  EXPECT_FALSE((*renderer)->draw({}, 1.0F, views));
  ASSERT_TRUE((*renderer)->draw({}, 1.0F, std::span{views}.first(1)));
  EXPECT_TRUE((*renderer)->read_back());
  EXPECT_FALSE((*renderer)->read_back(1));
}

TEST(WritePng, ComesBackExactly) {
  const Folder folder;
  Image image{3, 2, {}};
  for (std::uint8_t i = 0; i < 24; ++i) image.rgba.push_back(static_cast<std::uint8_t>(i * 10));
  ASSERT_TRUE(write_png(folder / "a.png", image));
  int width = 0, height = 0, channels = 0;
  auto* pixels = stbi_load((folder / "a.png").c_str(), &width, &height, &channels, 4);
  ASSERT_NE(pixels, nullptr);
  EXPECT_EQ(width, 3);
  EXPECT_EQ(height, 2);
  EXPECT_TRUE(std::equal(image.rgba.begin(), image.rgba.end(), pixels));
  stbi_image_free(pixels);
}

TEST(WritePng, AMissingFolderAFullDiskAndAnEmptyPictureAreErrorsThatNameTheFile) {
  const Folder folder;
  const Image image{2, 2, std::vector<std::uint8_t>(16, 200)};
  const auto nowhere = write_png(folder / "not/there.png", image);
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, RenderErrorCode::FileNotWritten);
  EXPECT_NE(nowhere.error().message.find("there.png"), std::string::npos);
  if (fs::exists("/dev/full")) {
    const auto full = write_png("/dev/full", image);
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, RenderErrorCode::FileNotWritten);
  }
  EXPECT_FALSE(write_png(folder / "empty.png", {}));
  EXPECT_FALSE(write_png(folder / "short.png", {4, 4, std::vector<std::uint8_t>(16, 0)}));
  EXPECT_FALSE(fs::exists(folder / "short.png"));
}

}  // namespace
}  // namespace tonus::render
