#pragma once
// From SDL's keys and buttons to ours. SDL's types stay in this folder.

#include <engine/scene/input.hpp>

// The entry point stays the tool's own.
#define SDL_MAIN_HANDLED
#include <SDL2/SDL.h>

namespace tonus::xr::desktop {

/// What a key asks for; None for most.
[[nodiscard]] Action action_of(SDL_Keycode key);
[[nodiscard]] PanelEvent::Key panel_key_of(SDL_Keycode key);
/// False for buttons beyond the third.
[[nodiscard]] bool panel_button_of(std::uint8_t sdl_button, PanelEvent::Button& button);
/// First character of UTF-8 text and how many bytes it took (0 at the end or for bytes that are no UTF-8).
struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;
};
[[nodiscard]] Character first_character(const char* utf8);

}  // namespace tonus::xr::desktop
