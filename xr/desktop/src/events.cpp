#include "events.hpp"

#include <array>

namespace tonus::xr::desktop {

Action action_of(SDL_Keycode key) {
  switch (key) {
    case SDLK_ESCAPE: return Action::Stop;
    case SDLK_SPACE:
    case SDLK_p:
    case SDLK_PAUSE: return Action::Pause;
    case SDLK_UP:
    case SDLK_PLUS:
    case SDLK_EQUALS:  // plus without shift on many keyboards
    case SDLK_KP_PLUS: return Action::Harder;
    case SDLK_DOWN:
    case SDLK_MINUS:
    case SDLK_KP_MINUS: return Action::Easier;
    case SDLK_h: return Action::Hold;
    case SDLK_n: return Action::NotNow;
    case SDLK_RETURN:
    case SDLK_KP_ENTER: return Action::Begin;
    case SDLK_s: return Action::Skip;
    case SDLK_HOME: return Action::Recenter;
    default: return Action::None;
  }
}

PanelEvent::Key panel_key_of(SDL_Keycode key) {
  using Key = PanelEvent::Key;
  struct Pair {
    SDL_Keycode sdl;
    Key ours;
  };
  static constexpr std::array kPairs{Pair{SDLK_TAB, Key::Tab},
                                     Pair{SDLK_LEFT, Key::Left},
                                     Pair{SDLK_RIGHT, Key::Right},
                                     Pair{SDLK_UP, Key::Up},
                                     Pair{SDLK_DOWN, Key::Down},
                                     Pair{SDLK_PAGEUP, Key::PageUp},
                                     Pair{SDLK_PAGEDOWN, Key::PageDown},
                                     Pair{SDLK_HOME, Key::Home},
                                     Pair{SDLK_END, Key::End},
                                     Pair{SDLK_INSERT, Key::Insert},
                                     Pair{SDLK_DELETE, Key::Delete},
                                     Pair{SDLK_BACKSPACE, Key::Backspace},
                                     Pair{SDLK_SPACE, Key::Space},
                                     Pair{SDLK_RETURN, Key::Enter},
                                     Pair{SDLK_KP_ENTER, Key::Enter},
                                     Pair{SDLK_ESCAPE, Key::Escape},
                                     Pair{SDLK_a, Key::A},
                                     Pair{SDLK_c, Key::C},
                                     Pair{SDLK_v, Key::V},
                                     Pair{SDLK_x, Key::X},
                                     Pair{SDLK_y, Key::Y},
                                     Pair{SDLK_z, Key::Z},
                                     Pair{SDLK_LSHIFT, Key::Shift},
                                     Pair{SDLK_RSHIFT, Key::Shift},
                                     Pair{SDLK_LCTRL, Key::Ctrl},
                                     Pair{SDLK_RCTRL, Key::Ctrl},
                                     Pair{SDLK_LALT, Key::Alt},
                                     Pair{SDLK_RALT, Key::Alt}};
  for (const auto& pair : kPairs)
    if (pair.sdl == key) return pair.ours;
  return Key::None;
}

bool panel_button_of(std::uint8_t sdl_button, PanelEvent::Button& button) {
  switch (sdl_button) {
    case SDL_BUTTON_LEFT: button = PanelEvent::Button::Left; return true;
    case SDL_BUTTON_RIGHT: button = PanelEvent::Button::Right; return true;
    case SDL_BUTTON_MIDDLE: button = PanelEvent::Button::Middle; return true;
    default: return false;
  }
}

Character first_character(const char* utf8) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
  const unsigned lead = byte(0);
  if (lead == 0) return {};
  if (lead < 0x80) return {static_cast<char32_t>(lead), 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
  if (length == 0) return {};
  auto code = static_cast<char32_t>(lead & (0xFFU >> (length + 1)));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  return {code, length};
}

}  // namespace tonus::xr::desktop
