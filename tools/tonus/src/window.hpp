#pragma once
// Plays in a window or a headset: first screen, session, last screen.

#include "stage.hpp"

namespace tonus::tool {

[[nodiscard]] int play_on_screen(const PlayOptions& options, Choices& choices);

}  // namespace tonus::tool
