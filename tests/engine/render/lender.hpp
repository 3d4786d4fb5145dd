#pragma once
// Plays an OpenXR runtime: makes the device for a renderer and lends it pictures, which can be looked at afterwards.

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include <engine/render/native.hpp>

namespace tonus::test {

/// Makes instance and device as asked, on the first device there is.
[[nodiscard]] render::DeviceMaker plain_maker();

/// Linear, premultiplied; what a compositor sees of a lent picture. Of depth: r alone.
struct Pixel {
  float r = 0.0F, g = 0.0F, b = 0.0F, a = 0.0F;
};
struct Seen {
  std::uint32_t width = 0, height = 0;
  std::vector<Pixel> pixels;
  std::vector<std::uint8_t> bytes;  ///< as they lie in the image
  [[nodiscard]] const Pixel& at(std::uint32_t x, std::uint32_t y) const { return pixels[std::size_t{y} * width + x]; }
};

struct LentDefinition {
  VkFormat format = VK_FORMAT_R8G8B8A8_SRGB;
  VkExtent2D extent{};
  std::uint32_t layers = 2;
  bool is_encoded = false;
};

/// Dies before its renderer, which must have forgotten it by then.
class LentImage {
 public:
  LentImage(render::Renderer& renderer, const LentDefinition& definition);
  ~LentImage();
  LentImage(const LentImage&) = delete;
  LentImage& operator=(const LentImage&) = delete;

  /// The part from the top left corner that is to be drawn; all of it unless told otherwise.
  [[nodiscard]] render::LentPicture picture() const { return picture_; }
  [[nodiscard]] render::LentPicture picture(VkExtent2D part) const;
  /// Waits for the device. The layout stays as it was lent.
  [[nodiscard]] Seen look(std::uint32_t layer) const;

 private:
  render::NativeDevice native_;
  render::LentPicture picture_;
  VkDeviceMemory memory_ = VK_NULL_HANDLE, host_memory_ = VK_NULL_HANDLE;
  VkBuffer buffer_ = VK_NULL_HANDLE;
  VkCommandPool pool_ = VK_NULL_HANDLE;
};

[[nodiscard]] float linear_of(float encoded);
[[nodiscard]] float encoded_of(float linear);
/// Over a backdrop of one linear colour, sRGB-encoded and opaque, as a file.
[[nodiscard]] render::Image composed(const Seen& seen, const std::array<float, 3>& backdrop);
/// The same over a checker of light and dark.
[[nodiscard]] render::Image composed_over_checker(const Seen& seen);

}  // namespace tonus::test
