#include "interrupt.hpp"

#include <csignal>

namespace tonus::tool {
namespace {

volatile std::sig_atomic_t interrupted = 0;

void note(int signal) {
  interrupted = 1;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGINT, note);
  std::signal(SIGTERM, note);
  // A file-size limit is reported by the write that hits it, as a full disk is.
  std::signal(SIGXFSZ, SIG_IGN);
}

bool was_interrupted() noexcept { return interrupted != 0; }

}  // namespace tonus::tool
