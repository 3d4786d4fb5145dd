#pragma once
// One line on a terminal that says how far a long session is; nothing anywhere else.

#include <chrono>

#include <scenarios/session/coach_view.hpp>

namespace tonus::tool {

class Progress {
 public:
  explicit Progress(bool is_wanted);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Redraws at most twice a second.
  void show(const session::CoachView& view);

 private:
  bool is_on_ = false;
  bool has_drawn_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace tonus::tool
