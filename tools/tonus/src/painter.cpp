#include "painter.hpp"

#include <engine/overlay/overlay.hpp>
#include <engine/render/renderer.hpp>
#include <scenarios/coach/panels.hpp>

namespace tonus::tool {
namespace {

constexpr render::Extent kExtent{1280, 720};
constexpr float kVerticalAngle_rad = 1.05F;

}  // namespace

struct Painter::Impl {
  std::unique_ptr<render::Renderer> renderer;
  std::unique_ptr<overlay::Overlay> overlay;  // dies before its renderer
};

Painter::Painter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Painter::~Painter() = default;

Result<std::unique_ptr<Painter>, Error> Painter::create(bool validation) {
  auto impl = std::make_unique<Impl>();
  auto renderer = render::Renderer::create({.extent = kExtent, .validation = validation});
  if (!renderer) return fail(Error{renderer.error().message});
  impl->renderer = std::move(*renderer);
  auto overlay = overlay::Overlay::create(*impl->renderer);
  if (!overlay) return fail(Error{overlay.error().message});
  impl->overlay = std::move(*overlay);
  return std::unique_ptr<Painter>(new Painter(std::move(impl)));
}

Result<void, Error> Painter::draw(const SceneFrame& frame, const session::CoachView& view,
                                  const sensors::DeviceBoard& devices) {
  const coach::Canvas canvas{.width_px = kExtent.width, .height_px = kExtent.height, .has_keyboard = false};
  const auto begun = impl_->overlay->begin({.extent = kExtent, .delta_s = 1.0F / 30.0F});
  if (!begun) return fail(Error{begun.error().message});
  if (*begun) {
    // Nobody is there to press anything.
    coach::ExertionScale closed;
    static_cast<void>(coach::draw_session(view, closed, impl_->overlay->fonts(), canvas));
    coach::draw_devices(devices, coach::kBelowStatus, impl_->overlay->fonts(), canvas);
    impl_->overlay->end();
  }
  const render::View eye =
      render::centred_beside(render::symmetric_view(frame.desktop_eye, kVerticalAngle_rad, kExtent), kExtent, 0.0F,
                             coach::covered_right_px(canvas));
  const auto drawn = impl_->renderer->draw(frame, 1.0F, {&eye, 1}, impl_->overlay->layer());
  if (!drawn) return fail(Error{drawn.error().message});
  return {};
}

Result<render::Image, Error> Painter::picture() {
  auto image = impl_->renderer->read_back();
  if (!image) return fail(Error{image.error().message});
  return std::move(*image);
}

std::vector<std::string> Painter::validation_messages() const { return impl_->renderer->validation_messages(); }

}  // namespace tonus::tool
