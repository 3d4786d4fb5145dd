#pragma once
// Plays in a window: first screen, session, last screen.

#include "stage.hpp"

namespace tonus::tool {

[[nodiscard]] int play_window(const PlayOptions& options, Choices& choices);

}  // namespace tonus::tool
