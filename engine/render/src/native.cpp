#include <engine/render/native.hpp>

#include "renderer_impl.hpp"

namespace tonus::render {

NativeDevice native_device(Renderer& renderer) {
  const auto& device = renderer.impl().device;
  return {device.instance, device.physical,     device.device,
          device.queue,    device.queue_family, static_cast<std::uint32_t>(kFramesInFlight)};
}

NativePicture native_picture(Renderer& renderer) {
  const auto& impl = renderer.impl();
  return {impl.targets.picture.image.get(), kPictureFormat, impl.targets.extent, impl.definition.view_count};
}

struct PanelTexture::Impl {
  LayeredImage image;
};

PanelTexture::PanelTexture(std::unique_ptr<Impl> impl, VkExtent2D extent) : impl_(std::move(impl)), extent_(extent) {}
PanelTexture::~PanelTexture() = default;
VkImageView PanelTexture::view() const { return impl_->image.view.get(); }

Result<std::unique_ptr<PanelTexture>, RenderError> PanelTexture::create(Renderer& renderer, VkExtent2D extent) {
  auto made = create_image(
      renderer.impl().device,
      {.format = kFormat,
       .extent = extent,
       .usage = VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT});
  if (!made) return fail(std::move(made).error());
  return std::unique_ptr<PanelTexture>{new PanelTexture{std::make_unique<Impl>(Impl{std::move(*made)}), extent}};
}

}  // namespace tonus::render
