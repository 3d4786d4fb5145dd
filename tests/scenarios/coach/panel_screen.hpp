#pragma once
// Panels as a person meets them: drawn, clicked, and looked at (pictures are left in the build folder).

#include <array>
#include <filesystem>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include <engine/overlay/overlay.hpp>
#include <engine/render/renderer.hpp>
#include <scenarios/coach/panels.hpp>

#include "paths.hpp"

namespace tonus::coach {

inline constexpr render::Extent kExtent{1280, 720};
inline constexpr Canvas kCanvas{};

class Screen {
 public:
  Screen() {
    auto renderer = render::Renderer::create({.extent = kExtent, .validation = true});
    EXPECT_TRUE(renderer) << renderer.error().message;
    renderer_ = std::move(*renderer);
    auto overlay = overlay::Overlay::create(*renderer_, {});
    EXPECT_TRUE(overlay) << overlay.error().message;
    overlay_ = std::move(*overlay);
  }
  ~Screen() {
    for (const auto& message : renderer_->validation_messages()) ADD_FAILURE() << message;
  }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  template <class Panel>
  void frame(Panel&& panel, std::vector<PanelEvent> events = {}, bool is_drawn = true) {
    const auto begun = overlay_->begin({.extent = kExtent, .delta_s = 0.05F, .events = events});
    ASSERT_TRUE(begun && *begun);
    panel(overlay_->fonts());
    overlay_->end();
    if (!is_drawn) return;
    const auto drawn = renderer_->draw(SceneFrame{}, 1.0F, std::array{render::View{}}, overlay_->layer());
    ASSERT_TRUE(drawn) << drawn.error().message;
  }
  /// Moves there, presses and releases, a frame each, as ImGui sees a click. A panel is seen before it is clicked: in
  /// the second frame of a window ImGui 1.90 chooses its first item, and that costs a press.
  template <class Panel>
  void click(float x, float y, Panel&& panel) {
    for (const auto kind : {PanelEvent::Kind::PointerMoved, PanelEvent::Kind::PointerMoved,
                            PanelEvent::Kind::PointerPressed, PanelEvent::Kind::PointerReleased}) {
      frame(panel, {{.kind = kind, .x_px = x, .y_px = y}}, false);
    }
  }
  void keep_picture(const char* name) {
    const std::filesystem::path folder = std::filesystem::path{TONUS_BINARY_DIR} / "pictures";
    std::filesystem::create_directories(folder);
    const auto image = renderer_->read_back();
    ASSERT_TRUE(image);
    ASSERT_TRUE(render::write_png(folder / name, *image));
  }

 private:
  std::unique_ptr<render::Renderer> renderer_;
  std::unique_ptr<overlay::Overlay> overlay_;
};

}  // namespace tonus::coach
