#pragma once
// The bare loop of the frame benchmark. As short as Vulkan lets it be; nothing but the benchmark uses it.

#include <memory>

#include <engine/render/native.hpp>
#include <engine/scene/scene_frame.hpp>

namespace tonus::bench {

class MinimalLoop {
 public:
  [[nodiscard]] static Result<std::unique_ptr<MinimalLoop>, render::RenderError> create(
      const render::NativeDevice& device, render::Extent extent, std::uint32_t samples);
  ~MinimalLoop();
  MinimalLoop(const MinimalLoop&) = delete;
  MinimalLoop& operator=(const MinimalLoop&) = delete;

  /// One frame, waited for.
  [[nodiscard]] Result<void, render::RenderError> draw(const SceneFrame& scene, float alpha, const render::View& view);

 private:
  struct Impl;
  explicit MinimalLoop(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::bench
