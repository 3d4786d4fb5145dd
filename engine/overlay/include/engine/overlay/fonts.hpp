#pragma once
// The letters panels are set in, for who draws panels with Dear ImGui (overlay and scenarios/coach alone).

struct ImFont;

namespace tonus::overlay {

/// Owned by the Overlay; may be others after its scale changed, so ask anew each frame. Sizes at scale 1, in pixels.
struct Fonts {
  ImFont* small = nullptr;    ///< 16: labels of axes, footnotes
  ImFont* body = nullptr;     ///< 20: sentences, buttons
  ImFont* title = nullptr;    ///< 27: headings
  ImFont* numbers = nullptr;  ///< 46, bold: what must be read out of breath; basic Latin only
};

}  // namespace tonus::overlay
