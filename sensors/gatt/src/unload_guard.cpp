#include <sensors/gatt/unload_guard.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <utility>

#include <fmt/format.h>

namespace tonus::sensors {
namespace {

// From here to run_child only calls that signal-safety(7) lists, and close_range, which is a bare system call.

void close_between(unsigned first, unsigned last, unsigned limit) noexcept {
  if (first > last || close_range(first, last, 0) == 0) return;
  for (unsigned fd = first; fd <= last && fd < limit; ++fd) close(static_cast<int>(fd));
}

/// `other` may be -1.
void keep_only(int pipe, int other, unsigned limit) noexcept {
  if (other < 0) other = pipe;
  const auto low = static_cast<unsigned>(pipe < other ? pipe : other);
  const auto high = static_cast<unsigned>(pipe < other ? other : pipe);
  if (low > 0) close_between(0, low - 1, limit);
  if (high > low) close_between(low + 1, high - 1, limit);
  close_between(high + 1, ~0U, limit);
}

[[noreturn]] void run_child(const Farewell& farewell, int pipe, unsigned descriptor_limit) noexcept {
  for (const int ignored : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGTSTP, SIGUSR1, SIGUSR2}) {
    struct sigaction action {};
    action.sa_handler = SIG_IGN;
    sigaction(ignored, &action, nullptr);
  }
  setsid();  // what is sent to the parent's group is not meant for us
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, nullptr);
  keep_only(pipe, farewell.descriptor(), descriptor_limit);
  for (;;) {
    char scrap = 0;
    const auto got = read(pipe, &scrap, 1);
    if (got == 0) break;
    if (got < 0 && errno != EINTR) _exit(1);
  }
  constexpr std::int64_t kReserve_ms = 200;
  farewell.say(guard_now_ms() +
               std::chrono::duration_cast<std::chrono::milliseconds>(UnloadGuard::kLongestFarewell).count() -
               kReserve_ms);
  _exit(0);
}

unsigned descriptor_limit() {
  rlimit limit{};
  constexpr rlim_t kMost = 65536;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return kMost;
  return static_cast<unsigned>(std::min(limit.rlim_cur, kMost));
}

}  // namespace

std::int64_t guard_now_ms() noexcept {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

bool guard_write(int socket, std::span<const std::byte> octets, std::int64_t until_ms) noexcept {
  while (!octets.empty()) {
    const auto sent = send(socket, octets.data(), octets.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      octets = octets.subspan(static_cast<std::size_t>(sent));
      continue;
    }
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return false;
    const std::int64_t left = until_ms - guard_now_ms();
    if (left <= 0) return false;
    pollfd waiting{socket, POLLOUT, 0};
    poll(&waiting, 1, static_cast<int>(left));
  }
  return true;
}

Result<UnloadGuard, Error> UnloadGuard::arm(const Farewell& farewell) {
  const unsigned limit = descriptor_limit();
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(Error{fmt::format("unload guard: {}", std::strerror(errno))});

  // Between fork and its first line the child must not run a handler of ours.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[1]);
    run_child(farewell, ends[0], limit);
  }
  const int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  close(ends[0]);
  if (child < 0) {
    close(ends[1]);
    return fail(Error{fmt::format("unload guard: {}", std::strerror(error))});
  }
  UnloadGuard guard;
  guard.child_ = child;
  guard.pipe_ = ends[1];
  return guard;
}

UnloadGuard::UnloadGuard(UnloadGuard&& other) noexcept
    : child_(std::exchange(other.child_, 0)), pipe_(std::exchange(other.pipe_, -1)) {}

UnloadGuard& UnloadGuard::operator=(UnloadGuard&& other) noexcept {
  if (this != &other) {
    dismiss();
    child_ = std::exchange(other.child_, 0);
    pipe_ = std::exchange(other.pipe_, -1);
  }
  return *this;
}

void UnloadGuard::dismiss() noexcept {
  if (child_ <= 0) return;
  // It is our child and not reaped yet, so the number is its own. Killed, it has no time to write.
  kill(child_, SIGKILL);
  while (waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
  }
  close(pipe_);
  child_ = 0;
  pipe_ = -1;
}

}  // namespace tonus::sensors
