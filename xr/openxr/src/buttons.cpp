#include <xr/openxr/buttons.hpp>

#include <cmath>

namespace tonus::xr::openxr {
namespace {

constexpr Duration kHeld = std::chrono::milliseconds(800);
// A stick counts once it is well out, and again only after it came well back: no flutter at the edge.
constexpr float kOut = 0.7F, kBack = 0.4F;

bool is_anything_down(const Buttons& b) { return b.pause || b.stop || b.begin || b.hold || b.recenter; }

}  // namespace

ButtonReader::Lean ButtonReader::lean_of(Buttons::Stick stick, Lean before) {
  const float x = std::abs(stick.x), y = std::abs(stick.y);
  const float out = x > y ? x : y;
  if (before != Lean::Centre) return out < kBack ? Lean::Centre : before;
  if (out < kOut) return Lean::Centre;
  if (x > y) return stick.x < 0.0F ? Lean::Left : Lean::Right;
  return stick.y < 0.0F ? Lean::Down : Lean::Up;
}

void ButtonReader::forget() { must_let_go_ = true; }

void ButtonReader::read(const Buttons& now, Instant at, bool sticks_scroll, std::vector<InputEvent>& asked) {
  const Buttons before = before_;
  before_ = now;
  std::array<Lean, kHands> leans{};
  for (std::size_t h = 0; h < kHands; ++h) leans[h] = lean_of(now.sticks[h], leans_[h]);
  const auto leans_before = leans_;
  leans_ = leans;
  if (must_let_go_) {
    must_let_go_ = is_anything_down(now);
    has_held_ = true;
    return;
  }
  const auto ask = [&](Action action) { asked.push_back({at, action}); };
  if (now.pause && !before.pause) {
    ask(Action::Pause);
    paused_at_ = at;
    has_held_ = false;
  }
  if (now.pause && !has_held_ && at - paused_at_ >= kHeld) {
    ask(Action::Stop);
    has_held_ = true;
  }
  if (now.stop && !before.stop) ask(Action::Stop);
  if (now.begin && !before.begin) ask(Action::Begin);
  if (now.hold && !before.hold) ask(Action::Hold);
  if (now.recenter && !before.recenter) ask(Action::Recenter);
  for (std::size_t h = 0; h < kHands; ++h) {
    if (leans[h] == leans_before[h]) continue;
    switch (leans[h]) {
      case Lean::Left: ask(Action::TurnLeft); break;
      case Lean::Right: ask(Action::TurnRight); break;
      case Lean::Up:
        if (!sticks_scroll) ask(Action::Harder);
        break;
      case Lean::Down:
        if (!sticks_scroll) ask(Action::Easier);
        break;
      case Lean::Centre: break;
    }
  }
}

}  // namespace tonus::xr::openxr
