#pragma once
// Pictures of a session without a window: the world with the coach panel over it.

#include <memory>

#include <engine/core/result.hpp>
#include <engine/render/image.hpp>
#include <engine/scene/scene_frame.hpp>
#include <scenarios/session/coach_view.hpp>
#include <sensors/source/sensor_source.hpp>

namespace tonus::tool {

/// Display thread.
class Painter {
 public:
  /// 1280 x 720. Fails in one line where there is no Vulkan device.
  [[nodiscard]] static Result<std::unique_ptr<Painter>, Error> create(bool validation);
  ~Painter();

  /// Draws one frame at the current tick.
  [[nodiscard]] Result<void, Error> draw(const SceneFrame& frame, const session::CoachView& view,
                                         const sensors::DeviceBoard& devices);
  /// The picture of the last draw().
  [[nodiscard]] Result<render::Image, Error> picture();
  /// What validation said; empty when it is off or silent.
  [[nodiscard]] std::vector<std::string> validation_messages() const;

 private:
  struct Impl;
  explicit Painter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::tool
