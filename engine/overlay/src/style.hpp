#pragma once
// Theme and letters, told to Dear ImGui.

#include <engine/overlay/fonts.hpp>

#include "font_files.hpp"

namespace tonus::overlay {

/// Colours, roundings and spacing at this scale.
void apply_style(float scale);
/// Fills the current context's atlas anew. `files` must outlive the atlas.
[[nodiscard]] Fonts load_fonts(FontFiles& files, float scale);

}  // namespace tonus::overlay
