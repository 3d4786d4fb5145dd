#include "frame_baseline.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

#include <engine/render/native.hpp>

#include "minimal_loop.hpp"

namespace tonus::bench {
namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Milliseconds that `work` takes; what it returns says whether it could.
template <class Work>
Result<double, render::RenderError> timed(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  auto done = work();
  const auto end = std::chrono::steady_clock::now();
  if (!done) return fail(std::move(done).error());
  return std::chrono::duration<double, std::milli>(end - start).count();
}

}  // namespace

Result<FrameBenchResult, render::RenderError> measure_frames(const SceneFrame& scene,
                                                             const FrameBenchDefinition& definition) {
  auto renderer = render::Renderer::create(
      {.extent = definition.extent, .samples = definition.samples, .shadows = false, .post = false});
  if (!renderer) return fail(std::move(renderer).error());
  const auto native = render::native_device(**renderer);
  auto loop = MinimalLoop::create(native, definition.extent, definition.samples);
  if (!loop) return fail(std::move(loop).error());

  const std::array views{render::symmetric_view(scene.desktop_eye, 1.05F, definition.extent)};
  const auto draw_ours = [&](float alpha) -> Result<void, render::RenderError> {
    auto drawn = (*renderer)->draw(scene, alpha, views);
    if (!drawn) return fail(std::move(drawn).error());
    if (vkQueueWaitIdle(native.queue) != VK_SUCCESS)
      return fail(
          render::RenderError{render::RenderErrorCode::DeviceLost, "the graphics device failed while measuring"});
    return {};
  };
  std::vector<double> ours, baseline, ratios;
  for (int i = -definition.warm_up_frames; i < std::max(definition.frames, 1); ++i) {
    const float alpha = static_cast<float>(i & 7) / 8.0F;
    Result<double, render::RenderError> a, b;
    // Taking turns at going first: whoever comes second finds the caches the other one left.
    if (i % 2 == 0) a = timed([&] { return draw_ours(alpha); });
    b = timed([&] { return (*loop)->draw(scene, alpha, views[0]); });
    if (i % 2 != 0) a = timed([&] { return draw_ours(alpha); });
    if (!a) return fail(std::move(a).error());
    if (!b) return fail(std::move(b).error());
    if (i < 0) continue;
    ours.push_back(*a);
    baseline.push_back(*b);
    ratios.push_back(*a / *b);
  }
  return FrameBenchResult{median(ours), median(baseline), median(ratios), (*renderer)->device_name()};
}

}  // namespace tonus::bench
