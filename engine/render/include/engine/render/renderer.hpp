#pragma once
// Draws a SceneFrame: a Vulkan 1.3 device, its targets and its frames in flight, behind one door.
//
// Life in a window or off screen:
//   create() → any number of { resize()?, draw(), read_back()? } → destruction, which waits for the device.
// Life in a headset, whose runtime makes the device and lends the pictures:
//   create() with a maker → per frame { draw_into() a lent picture, copy_to_mirror()?, the picture goes back to the
//   runtime, the frame is ended, present_mirror()? } → forget_lent() before lent images die → whoever made the device
//   ends what hangs on it (the XrSession) → destruction.
// Thread: all calls on one thread, the display thread. Drawing allocates nothing once the first frames are out, apart
// from what the driver itself may do.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/render/error.hpp>
#include <engine/render/image.hpp>
#include <engine/render/view.hpp>
#include <engine/scene/scene_frame.hpp>

namespace tonus::render {

inline constexpr std::size_t kMaxViews = 2;

/// Defined in native.hpp; engine/overlay makes one.
struct OverlayLayer;
/// Defined in native.hpp; xr/openxr makes them.
struct DeviceMaker;
struct LentPicture;
struct StandingPanels;

/// How a window lends its surface without either side knowing the other's library.
struct WindowSurface {
  std::vector<std::string> instance_extensions;
  /// Given the VkInstance, returns the VkSurfaceKHR as a number (0 on failure). The renderer destroys the surface.
  std::function<std::uint64_t(void* vk_instance)> create;
};

struct RendererDefinition {
  std::string application_name = "Tonus";
  Extent extent{1280, 720};      ///< of one view; with a window, its drawable size in pixels
  std::uint32_t view_count = 1;  ///< 1, or 2 for a pair of eyes in one pass
  std::uint32_t samples = 4;     ///< samples a pixel: 1 or 4
  bool shadows = true;
  bool post = true;         ///< high dynamic range with bloom; without it shading is tone mapped as it is drawn
  bool validation = false;  ///< Khronos validation with synchronization checks; for tests, slow
  const WindowSurface* window = nullptr;  ///< borrowed for the time of create(); null draws off screen
  /// Who makes instance and device; borrowed for the time of create(). Null: the renderer does. With one, a window is a
  /// mirror: that it cannot be drawn to is told by mirror_error() and is no reason not to draw for the headset.
  const DeviceMaker* maker = nullptr;
};

/// How a picture meets what is behind it. In both others than Opaque there is no sky and no floor: empty space is
/// exactly (0, 0, 0, 0), things are premultiplied by their alpha (in linear light).
enum class BlendMode : std::uint8_t {
  Opaque,      ///< nothing is behind; SceneFrame::passthrough leaves a dim floor of lines
  Additive,    ///< light is added to the surroundings: black is clear, alpha does not matter
  AlphaBlend,  ///< the surroundings are seen where alpha is below 1; SceneFrame::passthrough makes room for them
};

/// A direction, as tangents of the angles off straight ahead.
struct Tangents {
  float right = 0.0F, up = 0.0F;
};

enum class DrawOutcome : std::uint8_t {
  Drawn,
  Skipped,  ///< nothing to draw on: the extent is empty or the window is being resized; pace yourself and try again
};

class Renderer {
 public:
  /// Prefers a real graphics processor, takes a processor-drawn device otherwise.
  [[nodiscard]] static Result<std::unique_ptr<Renderer>, RenderError> create(const RendererDefinition& definition);
  ~Renderer();
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;

  /// The size to draw at from the next draw() on; an empty one pauses drawing. Cheap when nothing changed.
  void resize(Extent extent);
  [[nodiscard]] Extent extent() const;

  /// Draws the world as it was `alpha` of the way from the previous tick to the current one (0…1), once per view
  /// (views.size() must be the definition's view_count), lays the overlay over it and presents where there is a window.
  [[nodiscard]] Result<DrawOutcome, RenderError> draw(const SceneFrame& frame, float alpha, std::span<const View> views,
                                                      const OverlayLayer* overlay = nullptr);

  /// Draws the same world into a picture that somebody lends (views.size() must be the definition's view_count, and be
  /// the picture's layers), with `panels` standing in it; copy_panel() of native.hpp puts them into a picture of their
  /// own instead. The first picture of a format or size takes long (pipelines, targets); a smaller LentPicture::extent
  /// later costs nothing. Submits and returns: waits for nothing but the last frame but one. The extent may be empty:
  /// Skipped.
  [[nodiscard]] Result<DrawOutcome, RenderError> draw_into(const SceneFrame& frame, float alpha,
                                                           std::span<const View> views, const LentPicture& picture,
                                                           BlendMode mode, const StandingPanels* panels = nullptr);

  /// What of a view the lenses never show, three corners a triangle (XR_KHR_visibility_mask, hidden area), at most
  /// 12288 of them; none shows all. draw_into() leaves it black and clear. Waits for the device: once a session.
  [[nodiscard]] Result<void, RenderError> set_hidden_area(std::uint32_t view, std::span<const Tangents> corners);

  /// Why there is no mirror although a window was lent beside a maker; nothing while there is one. For people.
  [[nodiscard]] const std::optional<RenderError>& mirror_error() const;
  /// After draw_into() and before its picture goes back: copies one view, cut to the window's shape around straight
  /// ahead, to the window, and lays `panels` over it where the picture is without them. Never waits: Skipped when the
  /// window has no image to spare (or there is no mirror). A headset's frames come first, so call it for as many of
  /// them as the person beside it needs (30 a second).
  [[nodiscard]] Result<DrawOutcome, RenderError> copy_to_mirror(const LentPicture& picture, std::uint32_t view,
                                                                const StandingPanels* panels = nullptr);
  /// Shows what copy_to_mirror() copied, as soon as it is drawn: call it in every frame, after the frame was handed to
  /// the runtime. Until then copy_to_mirror() skips.
  [[nodiscard]] Result<void, RenderError> present_mirror();

  /// The picture of the last draw(), one view. Waits for the device; not for the frame path.
  [[nodiscard]] Result<Image, RenderError> read_back(std::uint32_t view = 0);

  /// For people: name of the device.
  [[nodiscard]] const std::string& device_name() const;
  /// True where the picture is drawn by the processor, which is slow: prefer fewer frames.
  [[nodiscard]] bool is_cpu_device() const;
  /// What validation said so far, oldest first; empty when it is off.
  [[nodiscard]] std::vector<std::string> validation_messages() const;

  struct Impl;
  /// For native.hpp.
  [[nodiscard]] Impl& impl() { return *impl_; }

 private:
  explicit Renderer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::render
