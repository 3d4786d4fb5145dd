#include "progress.hpp"

#include <unistd.h>

#include <cstdio>

#include <fmt/format.h>

namespace tonus::tool {

Progress::Progress(bool is_wanted) : is_on_(is_wanted && isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (has_drawn_) fmt::print(stderr, "\r\033[K");
}

void Progress::show(const session::CoachView& view) {
  if (!is_on_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(500);
  has_drawn_ = true;
  const bool known = view.heart.is_known && !view.heart.is_stale;
  fmt::print(stderr, "\r\033[K{:.0f} of {:.0f} s   heart rate {}   target {:.0f}   intensity {:.0f} %",
             seconds(view.at), seconds(view.ends_at),
             known ? fmt::format("{:.0f}", view.heart.value.value) : std::string("–"), view.target_bpm,
             100.0 * view.intensity);
  std::fflush(stderr);
}

}  // namespace tonus::tool
