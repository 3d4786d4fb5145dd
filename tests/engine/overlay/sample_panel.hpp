#pragma once
// A panel with one of everything, to look at and to press.

#include <engine/overlay/overlay.hpp>

namespace tonus::test {

/// At the left edge; true in the frame in which its Stop was pressed.
bool sample_panel(const overlay::Overlay& overlay);

}  // namespace tonus::test
