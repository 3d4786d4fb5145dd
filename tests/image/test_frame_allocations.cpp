// A frame allocates nothing once it runs.
//
// What is counted: every malloc, calloc, realloc and aligned_alloc of this process (operator new ends there, too) on
// the calling thread between two marks that has only this executable and the C and C++ runtime on its call stack.
// Renderer, overlay and Dear ImGui are linked into it statically, so theirs are all counted; what the Vulkan loader and
// driver allocate inside of a call of ours is theirs and is not.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <dlfcn.h>
#include <execinfo.h>
#include <gtest/gtest.h>
#include <link.h>
#include <vulkan/vulkan.h>

#include <engine/overlay/overlay.hpp>
#include <engine/render/renderer.hpp>

#include "demo_scene.hpp"
#include "lender.hpp"
#include "sample_panel.hpp"

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
}

namespace {

thread_local bool is_counting = false;
thread_local int allocations = 0;

constexpr std::array<std::string_view, 5> kRuntime{"libstdc++", "libc.so", "libc++", "libgcc_s", "ld-linux"};

/// Name of the library that an address lies in; empty for this executable. _dl_find_object, because dladdr looks
/// through all symbols and takes milliseconds a frame.
std::string_view library_of(void* address) {
  dl_find_object found{};
  if (_dl_find_object(address, &found) != 0 || found.dlfo_link_map->l_name == nullptr) return "?";
  return found.dlfo_link_map->l_name;
}

bool is_runtime(std::string_view library) {
  return std::any_of(kRuntime.begin(), kRuntime.end(), [&](auto name) { return library.find(name) != library.npos; });
}

[[gnu::noinline]] void note_allocation() {
  if (!is_counting) return;
  is_counting = false;  // backtrace may allocate itself
  std::array<void*, 48> frames{};
  const int count = backtrace(frames.data(), static_cast<int>(frames.size()));
  // The executable's own copies of std::string and the like serve the driver too, so look at who stands behind them.
  const bool is_ours = std::all_of(frames.begin(), frames.begin() + count, [](void* frame) {
    const auto library = library_of(frame);
    return library.empty() || is_runtime(library);
  });
  if (is_ours) ++allocations;
  is_counting = true;
}

class Counting {
 public:
  Counting() {
    allocations = 0;
    is_counting = true;
  }
  ~Counting() { is_counting = false; }
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;
};

}  // namespace

extern "C" {
[[gnu::noinline]] void* malloc(std::size_t size) {
  note_allocation();
  return __libc_malloc(size);
}
[[gnu::noinline]] void* calloc(std::size_t count, std::size_t size) {
  note_allocation();
  return __libc_calloc(count, size);
}
[[gnu::noinline]] void* realloc(void* old, std::size_t size) {
  note_allocation();
  return __libc_realloc(old, size);
}
[[gnu::noinline]] void* aligned_alloc(std::size_t alignment, std::size_t size) {
  note_allocation();
  return __libc_memalign(alignment, size);
}
}

namespace tonus {
namespace {

void warm_up_backtrace() {
  std::array<void*, 4> frames{};
  backtrace(frames.data(), 4);
}

TEST(FrameAllocations, AreSeenByTheHooksWhenTheyAreOurs) {
  warm_up_backtrace();
  int seen = 0;
  {
    const Counting counting;
    std::vector<int> numbers(1000);
    std::string text(100, 'x');
    text += std::string(500, 'y');
    numbers[0] = static_cast<int>(text.size());
    ASSERT_EQ(numbers[0], 600);
    seen = allocations;
  }
  EXPECT_GE(seen, 3);
}

TEST(FrameAllocations, OfTheDriverAreNotOurs) {
  warm_up_backtrace();
  VkInstanceCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO;
  VkInstance instance = VK_NULL_HANDLE;
  int seen = 0;
  {
    const Counting counting;
    ASSERT_EQ(vkCreateInstance(&info, nullptr, &instance), VK_SUCCESS);
    seen = allocations;
  }
  EXPECT_EQ(seen, 0);
  vkDestroyInstance(instance, nullptr);
}

TEST(FrameAllocations, AreNoneInTheSteadyStateForOneViewAndForTwo) {
  warm_up_backtrace();
  for (const std::uint32_t view_count : {1U, 2U}) {
    auto renderer = render::Renderer::create({.extent = {320, 180}, .view_count = view_count});
    ASSERT_TRUE(renderer) << renderer.error().message;
    const auto frame = test::demo_scene();
    const std::array views{test::desktop_view({320, 180}), test::desktop_view({320, 180})};
    const auto draw = [&](float alpha) {
      return (*renderer)->draw(frame, alpha, std::span{views}.first(view_count)).has_value();
    };
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(draw(0.5F));
    int seen = 0;
    {
      const Counting counting;
      for (int i = 0; i < 12; ++i) {
        if (!draw(0.03F * static_cast<float>(i))) break;
      }
      seen = allocations;
    }
    EXPECT_EQ(seen, 0);
  }
}

TEST(FrameAllocations, AreNoneWithAPanelOnTopAndAMovingPointer) {
  warm_up_backtrace();
  auto renderer = render::Renderer::create({.extent = {640, 480}});
  ASSERT_TRUE(renderer) << renderer.error().message;
  auto overlay = overlay::Overlay::create(**renderer);
  ASSERT_TRUE(overlay) << overlay.error().message;
  const auto frame = test::demo_scene();
  const std::array views{test::desktop_view({640, 480})};
  float x = 10.0F;
  const auto draw = [&] {
    const std::array events{PanelEvent{.kind = PanelEvent::Kind::PointerMoved, .x_px = x += 5.0F, .y_px = 200.0F}};
    const auto begun = (*overlay)->begin({.extent = {640, 480}, .events = events});
    if (!begun || !*begun) return false;
    test::sample_panel(**overlay);
    (*overlay)->end();
    return (*renderer)->draw(frame, 1.0F, views, (*overlay)->layer()).has_value();
  };
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(draw());
  int seen = 0;
  {
    const Counting counting;
    for (int i = 0; i < 12; ++i) {
      if (!draw()) break;
    }
    seen = allocations;
  }
  // The sample panel itself makes none.
  EXPECT_EQ(seen, 0);
}

TEST(FrameAllocations, AreNoneIntoLentPicturesOfAnySizeAndMode) {
  warm_up_backtrace();
  const auto maker = test::plain_maker();
  for (const bool post : {false, true}) {
    auto renderer = render::Renderer::create({.view_count = 2, .post = post, .maker = &maker});
    ASSERT_TRUE(renderer) << renderer.error().message;
    auto overlay = overlay::Overlay::create(**renderer);
    ASSERT_TRUE(overlay) << overlay.error().message;
    {
      using test::LentImage;
      // A swapchain of three for the eyes, and one for a quad.
      const LentImage a{**renderer, {.extent = {160, 180}}}, b{**renderer, {.extent = {160, 180}}};
      const LentImage c{**renderer, {.extent = {160, 180}}};
      const LentImage quad{**renderer, {.extent = {640, 480}, .layers = 1}};
      const std::array<const LentImage*, 3> eyes{&a, &b, &c};
      const std::array views{test::desktop_view({160, 180}), test::desktop_view({160, 180})};
      auto frame = test::demo_scene();
      const auto draw = [&](std::uint32_t n) {
        // Dynamic resolution, another mode, another darkness of the edge of sight: each frame.
        constexpr std::array kModes{render::BlendMode::Opaque, render::BlendMode::Additive,
                                    render::BlendMode::AlphaBlend};
        frame.vignette = static_cast<float>(n % 2);
        const auto picture = eyes[n % 3]->picture({160 - n % 5, 180 - n % 7});
        const auto begun = (*overlay)->begin({.extent = {640, 480}});
        if (!begun || !*begun) return false;
        test::sample_panel(**overlay);
        (*overlay)->end();
        const render::PanelCursor cursor{.x_px = static_cast<float>(n), .y_px = 100.0F};
        // They stand in the world, or have a picture of their own: in turn.
        const bool stand = n / 3 % 2 == 0;
        const render::StandingPanels panels{
            .overlay = (*overlay)->layer(), .world_from_board = {{}, {0.0F, 1.5F, -1.3F}}, .cursor = &cursor};
        if (panels.overlay == nullptr) return true;
        if (!(*renderer)->draw_into(frame, 0.5F, views, picture, kModes[n / 2 % 3], stand ? &panels : nullptr))
          return false;
        return stand || render::copy_panel(**renderer, *(*overlay)->layer(), quad.picture(), &cursor).has_value();
      };
      for (std::uint32_t n = 0; n < 10; ++n) ASSERT_TRUE(draw(n));
      int seen = 0;
      std::uint32_t drawn = 0;
      {
        const Counting counting;
        while (drawn < 30 && draw(drawn)) ++drawn;
        seen = allocations;
      }
      EXPECT_EQ(drawn, 30U);
      EXPECT_EQ(seen, 0);
      forget_lent(**renderer);
    }
  }
}

}  // namespace
}  // namespace tonus
