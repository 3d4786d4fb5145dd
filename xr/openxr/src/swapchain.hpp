#pragma once
// Pictures that the runtime lends, one at a time.

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <engine/render/native.hpp>

#include "runtime.hpp"

namespace tonus::xr::openxr {

class Swapchain {
 public:
  /// Who encodes what goes into an sRGB format. We can do so at corners, the device does it for every pixel.
  enum class Encoding : std::uint8_t { ByDevice, ByUs };

  /// `layers` 1 or 2. D32_SFLOAT is for depth, all others for colours. Formats that are not sRGB stay as they are.
  [[nodiscard]] static Result<std::unique_ptr<Swapchain>, XrError> create(const Runtime& runtime, XrSession session,
                                                                          VkFormat format, VkExtent2D extent,
                                                                          std::uint32_t layers,
                                                                          Encoding encoding = Encoding::ByDevice);
  ~Swapchain();
  Swapchain(const Swapchain&) = delete;
  Swapchain& operator=(const Swapchain&) = delete;

  /// The next image. Waits for it for half a second at most.
  [[nodiscard]] Result<VkImage, XrError> acquire();
  /// The same as a picture to be drawn to `drawn` from the top left corner.
  [[nodiscard]] Result<render::LentPicture, XrError> acquire(VkExtent2D drawn);
  /// Gives it back: what was submitted so far is what is shown.
  [[nodiscard]] Result<void, XrError> release();

  [[nodiscard]] XrSwapchain handle() const { return handle_; }
  [[nodiscard]] VkExtent2D extent() const { return extent_; }

 private:
  Swapchain(const Runtime& runtime, VkFormat format, VkExtent2D extent, std::uint32_t layers)
      : api_(runtime.api()), drawn_as_(format), extent_(extent), layers_(layers) {}

  const Api& api_;
  XrSwapchain handle_ = XR_NULL_HANDLE;
  VkFormat drawn_as_;
  bool is_encoded_ = false;  ///< by us
  VkExtent2D extent_;
  std::uint32_t layers_;
  std::vector<VkImage> images_;
};

/// The first of `ours` that the runtime knows as well; nothing when there is none.
[[nodiscard]] std::optional<VkFormat> pick_format(const Runtime& runtime, XrSession session,
                                                  std::span<const VkFormat> ours);

}  // namespace tonus::xr::openxr
