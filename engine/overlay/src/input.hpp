#pragma once
// From our events to Dear ImGui's state, whatever its version.

#include <span>
#include <vector>

#include <engine/scene/input.hpp>

namespace tonus::overlay {

/// Keeps events in order and lets at most one change of a button or key through a frame, so that a click within one
/// slow frame is still a press and a release. Thread: display.
class InputFeed {
 public:
  /// To the current Dear ImGui context; once, after it was made.
  void connect();
  /// Adds events and hands the next frame's worth on.
  void feed(std::span<const PanelEvent> events);

 private:
  void apply(const PanelEvent& event);
  std::vector<PanelEvent> waiting_;  ///< keeps its room, so that a moving mouse allocates nothing
};

}  // namespace tonus::overlay
