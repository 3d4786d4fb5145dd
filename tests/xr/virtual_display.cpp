#include "virtual_display.hpp"

#include <array>
#include <csignal>
#include <cstdlib>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tonus::test {

std::unique_ptr<VirtualDisplay> VirtualDisplay::start(const std::filesystem::path& pictures, const std::string& size) {
  const std::string screen = size + "x24";
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return nullptr;
  const std::string report = std::to_string(ends[1]);
  const pid_t pid = fork();
  if (pid == 0) {
    // A test that crashes leaves nobody behind.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(ends[0]);
    const int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    // What a picture came in is used again for the next one, instead of given back and asked for.
    setenv("MALLOC_MMAP_THRESHOLD_", "67108864", 1);
    setenv("MALLOC_TRIM_THRESHOLD_", "268435456", 1);
    // The server picks a free number itself and writes it to the pipe once it is ready. Without -noreset it starts anew
    // whenever its last client leaves, and the next one may find nobody there.
    execlp("Xvfb", "Xvfb", "-displayfd", report.c_str(), "-screen", "0", screen.c_str(), "-nolisten", "tcp", "-noreset",
           pictures.empty() ? nullptr : "-fbdir", pictures.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  close(ends[1]);
  std::string number;
  pollfd wait{ends[0], POLLIN, 0};
  while (pid > 0 && number.find('\n') == std::string::npos && poll(&wait, 1, 10'000) > 0) {
    std::array<char, 16> chunk{};
    const auto n = read(ends[0], chunk.data(), chunk.size());
    if (n <= 0) break;
    number.append(chunk.data(), static_cast<std::size_t>(n));
  }
  close(ends[0]);
  if (const auto end = number.find('\n'); end != std::string::npos) {
    number.resize(end);
    return std::unique_ptr<VirtualDisplay>{new VirtualDisplay{pid, number.insert(0, 1, ':')}};
  }
  if (pid > 0) {
    kill(pid, SIGTERM);
    waitpid(pid, nullptr, 0);
  }
  return nullptr;
}

VirtualDisplay::~VirtualDisplay() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

void VirtualDisplay::enter() const {
  unsetenv("WAYLAND_DISPLAY");
  setenv("DISPLAY", name_.c_str(), 1);
}

}  // namespace tonus::test
