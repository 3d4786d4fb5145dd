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

}  // namespace tonus::render
