#pragma once
// Plays with nobody there: a scripted player, pictures when asked for, as fast as possible or in real time.

#include "stage.hpp"

namespace tonus::tool {

[[nodiscard]] int play_headless(const PlayOptions& options, const Choices& choices);

}  // namespace tonus::tool
