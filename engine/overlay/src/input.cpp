#include "input.hpp"

#include <cfloat>
#include <cstddef>
#include <cstdint>

#include <imgui.h>

namespace tonus::overlay {
namespace {

using Kind = PanelEvent::Kind;
using Key = PanelEvent::Key;

ImGuiKey imgui_key(Key key) {
  switch (key) {
    case Key::Tab: return ImGuiKey_Tab;
    case Key::Left: return ImGuiKey_LeftArrow;
    case Key::Right: return ImGuiKey_RightArrow;
    case Key::Up: return ImGuiKey_UpArrow;
    case Key::Down: return ImGuiKey_DownArrow;
    case Key::PageUp: return ImGuiKey_PageUp;
    case Key::PageDown: return ImGuiKey_PageDown;
    case Key::Home: return ImGuiKey_Home;
    case Key::End: return ImGuiKey_End;
    case Key::Insert: return ImGuiKey_Insert;
    case Key::Delete: return ImGuiKey_Delete;
    case Key::Backspace: return ImGuiKey_Backspace;
    case Key::Space: return ImGuiKey_Space;
    case Key::Enter: return ImGuiKey_Enter;
    case Key::Escape: return ImGuiKey_Escape;
    case Key::A: return ImGuiKey_A;
    case Key::C: return ImGuiKey_C;
    case Key::V: return ImGuiKey_V;
    case Key::X: return ImGuiKey_X;
    case Key::Y: return ImGuiKey_Y;
    case Key::Z: return ImGuiKey_Z;
#if IMGUI_VERSION_NUM >= 18700
    case Key::Shift: return ImGuiKey_LeftShift;
    case Key::Ctrl: return ImGuiKey_LeftCtrl;
    case Key::Alt: return ImGuiKey_LeftAlt;
#else
    case Key::Shift:
    case Key::Ctrl:
    case Key::Alt:
#endif
    case Key::None: break;
  }
  return static_cast<ImGuiKey>(-1);
}

void set_key(ImGuiIO& io, Key key, bool is_down) {
#if IMGUI_VERSION_NUM >= 18700
  if (key == Key::Shift) io.AddKeyEvent(ImGuiMod_Shift, is_down);
  if (key == Key::Ctrl) io.AddKeyEvent(ImGuiMod_Ctrl, is_down);
  if (key == Key::Alt) io.AddKeyEvent(ImGuiMod_Alt, is_down);
  if (const ImGuiKey k = imgui_key(key); static_cast<int>(k) >= 0) io.AddKeyEvent(k, is_down);
#else
  if (key == Key::Shift) io.KeyShift = is_down;
  if (key == Key::Ctrl) io.KeyCtrl = is_down;
  if (key == Key::Alt) io.KeyAlt = is_down;
  if (imgui_key(key) >= 0) io.KeysDown[static_cast<std::size_t>(key)] = is_down;
#endif
}

void move_pointer(ImGuiIO& io, float x, float y) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddMousePosEvent(x, y);
#else
  io.MousePos = {x, y};
#endif
}

void set_button(ImGuiIO& io, PanelEvent::Button button, bool is_down) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddMouseButtonEvent(static_cast<int>(button), is_down);
#else
  io.MouseDown[static_cast<std::size_t>(button)] = is_down;
#endif
}

/// A bit for each thing that may change only once a frame.
std::uint64_t change_of(const PanelEvent& event) {
  switch (event.kind) {
    case Kind::PointerPressed:
    case Kind::PointerReleased: return std::uint64_t{1} << static_cast<unsigned>(event.button);
    case Kind::KeyPressed:
    case Kind::KeyReleased: return std::uint64_t{8} << static_cast<unsigned>(event.key);
    default: return 0;
  }
}
constexpr std::uint64_t kButtons = 7;

}  // namespace

void InputFeed::connect() {
  ImGuiIO& io = ImGui::GetIO();
  move_pointer(io, -FLT_MAX, -FLT_MAX);
#if IMGUI_VERSION_NUM < 18700
  for (auto key = static_cast<unsigned>(Key::Tab); key <= static_cast<unsigned>(Key::Z); ++key)
    io.KeyMap[imgui_key(static_cast<Key>(key))] = static_cast<int>(key);
#endif
}

void InputFeed::feed(std::span<const PanelEvent> events) {
  waiting_.insert(waiting_.end(), events.begin(), events.end());
  std::uint64_t changed = 0;
  std::size_t used = 0;
  for (; used < waiting_.size(); ++used) {
    const PanelEvent& next = waiting_[used];
    const std::uint64_t change = change_of(next);
    // The pointer must not leave the place of a press within the frame of that press either.
    const bool moves_after_press = (changed & kButtons) != 0 && next.kind == Kind::PointerMoved;
    if ((changed & change) != 0 || moves_after_press) break;
    changed |= change;
    apply(next);
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(used));
}

void InputFeed::apply(const PanelEvent& event) {
  ImGuiIO& io = ImGui::GetIO();
  switch (event.kind) {
    case Kind::PointerMoved: move_pointer(io, event.x_px, event.y_px); break;
    case Kind::PointerLeft: move_pointer(io, -FLT_MAX, -FLT_MAX); break;
    case Kind::PointerPressed:
    case Kind::PointerReleased:
      move_pointer(io, event.x_px, event.y_px);
      set_button(io, event.button, event.kind == Kind::PointerPressed);
      break;
    case Kind::Wheel:
#if IMGUI_VERSION_NUM >= 18700
      io.AddMouseWheelEvent(event.steps_x, event.steps_y);
#else
      io.MouseWheelH += event.steps_x;
      io.MouseWheel += event.steps_y;
#endif
      break;
    case Kind::KeyPressed:
    case Kind::KeyReleased: set_key(io, event.key, event.kind == Kind::KeyPressed); break;
    case Kind::Text: io.AddInputCharacter(static_cast<unsigned>(event.character)); break;
  }
}

}  // namespace tonus::overlay
