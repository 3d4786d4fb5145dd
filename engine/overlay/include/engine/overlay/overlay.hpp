#pragma once
// Hosts Dear ImGui: takes plain input, lets others draw panels between begin() and end(), and turns them into a texture
// that the renderer lays over the picture (and a headset may show as a quad).
//
// Thread: the display thread, all of it. One Overlay at a time. Dies before its Renderer.
// Dear ImGui aborts on misuse (a begin without an end); that is a broken contract, not an error.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/overlay/fonts.hpp>
#include <engine/render/renderer.hpp>
#include <engine/scene/input.hpp>

namespace tonus::overlay {

struct OverlayDefinition {
  /// Where fonts are looked for, with all folders below. Empty: the folders that systems keep fonts in.
  std::vector<std::filesystem::path> font_folders{};
};

struct OverlayInput {
  render::Extent extent{};               ///< of the picture
  float delta_s = 1.0F / 60.0F;          ///< since the last frame
  float scale = 1.0F;                    ///< of letters and spacing, 1…3; taken in steps of an eighth
  std::span<const PanelEvent> events{};  ///< since the last frame
  /// Arrows, Enter and Space move through panels and press their buttons: for screens that wait for the person.
  /// Off while playing, where the same keys are commands.
  bool keyboard_navigation = false;
};

/// Panels on a quad in front of a headset: what to tell begin(), and how large and far away the quad is.
struct QuadPlan {
  render::Extent extent;  ///< the room panels are made for, 1280 x 720, times scale
  float scale = 1.0F;
  float width_m = 1.6F;     ///< its height follows from the extent
  float distance_m = 1.3F;  ///< about where a stretched hand ends
};
/// A sentence's letters (20 pixels at scale 1) are 25 mm high there, 19 mm for each metre of distance, over one degree.
/// At scale 1.5 that is 30 pixels a degree, a little finer than today's headsets show; a device that draws by processor
/// gets 20, which its pictures do not reach either.
[[nodiscard]] constexpr QuadPlan quad_plan(bool is_cpu_device) {
  return is_cpu_device ? QuadPlan{.extent = {1280, 720}, .scale = 1.0F}
                       : QuadPlan{.extent = {1920, 1080}, .scale = 1.5F};
}

class Overlay {
 public:
  /// Borrows the renderer for life.
  [[nodiscard]] static Result<std::unique_ptr<Overlay>, render::RenderError> create(
      render::Renderer& renderer, const OverlayDefinition& definition = {});
  ~Overlay();
  Overlay(const Overlay&) = delete;
  Overlay& operator=(const Overlay&) = delete;

  /// Starts a frame of panels. False when there is nothing to draw on: draw none and do not call end().
  [[nodiscard]] Result<bool, render::RenderError> begin(const OverlayInput& input);
  /// Ends what begin() started.
  void end();
  /// For Renderer::draw() or, for a quad, render::copy_panel(), and one of them alone; null when no panel was drawn.
  /// Valid until the next begin().
  [[nodiscard]] const render::OverlayLayer* layer() const;

  [[nodiscard]] const Fonts& fonts() const;
  /// The scale letters are set in now.
  [[nodiscard]] float scale() const;
  /// Whether a panel keeps pointer or keyboard for itself (xr::PanelFocus).
  [[nodiscard]] bool wants_pointer() const;
  [[nodiscard]] bool wants_keyboard() const;
  /// Names of the font files in use, for people who wonder; empty when none was found and the built-in letters are
  /// used.
  [[nodiscard]] const std::string& font_name() const;

 private:
  struct Impl;
  explicit Overlay(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::overlay
