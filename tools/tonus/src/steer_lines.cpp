// `tonus steer` around its lines: standard input as it comes, a reply at once.
#include <cerrno>
#include <cstdio>
#include <string>

#include <poll.h>
#include <unistd.h>

#include "commands.hpp"
#include "interrupt.hpp"
#include "steer.hpp"

namespace tonus::tool {
namespace {

constexpr int kLookForInterrupt_ms = 200;

/// Lines of standard input, each as soon as it is there. One that is too long is cut to just too long, whatever it was.
class Lines {
 public:
  /// False at the end of the input, or once interrupted.
  bool next(std::string& line) {
    line.clear();
    while (true) {
      for (; read_ < had_; ++read_) {
        const char c = buffer_[read_];
        if (c == '\n') {
          ++read_;
          return true;
        }
        if (line.size() <= Steer::kLongestLine) line.push_back(c);
      }
      if (!fill()) return !line.empty() && !was_interrupted();
    }
  }

 private:
  /// Polls, because a read goes on after a signal.
  bool fill() {
    while (!was_interrupted()) {
      pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
      if (poll(&input, 1, kLookForInterrupt_ms) <= 0) continue;
      const ssize_t got = read(STDIN_FILENO, buffer_, sizeof buffer_);
      if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      read_ = 0;
      had_ = got > 0 ? static_cast<std::size_t>(got) : 0;
      return got > 0;
    }
    return false;
  }

  char buffer_[4096];
  std::size_t read_ = 0, had_ = 0;
};

bool say(const std::string& line) {
  std::fputs((line + '\n').c_str(), stdout);
  return std::fflush(stdout) == 0;
}

}  // namespace

int steer() {
  Lines lines;
  std::string line;
  if (!lines.next(line) && was_interrupted()) return kInterrupted;
  auto session = Steer::begin(line);
  if (!session) {
    say(error_line(session.error().message));
    return kBadInput;
  }
  while (lines.next(line)) {
    if (!say(session->step(line))) return complain(kFailed, "standard output cannot be written to");
  }
  return was_interrupted() ? kInterrupted : kDone;
}

}  // namespace tonus::tool
