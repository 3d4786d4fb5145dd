#include <sensors/dircon/guard.hpp>

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

#include <sensors/dircon/message.hpp>

namespace tonus::sensors::dircon {
namespace {

/// Everything the child needs, made before it exists: it may not allocate.
struct Farewell {
  std::vector<std::vector<std::byte>> frames;
  int connection = -1;
  int pipe = -1;
  unsigned descriptor_limit = 0;
};

// A control point takes one request at a time, so the next waits a little for the answer to the last.
constexpr std::int64_t kBetweenFrames_ms = 300;

// From here to run_child only calls that signal-safety(7) lists, and close_range, which is a bare system call.

std::int64_t now_ms() noexcept {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

void close_between(unsigned first, unsigned last, unsigned limit) noexcept {
  if (first > last || close_range(first, last, 0) == 0) return;
  for (unsigned fd = first; fd <= last && fd < limit; ++fd) close(static_cast<int>(fd));
}

void keep_only(int a, int b, unsigned limit) noexcept {
  const auto low = static_cast<unsigned>(a < b ? a : b);
  const auto high = static_cast<unsigned>(a < b ? b : a);
  if (low > 0) close_between(0, low - 1, limit);
  close_between(low + 1, high - 1, limit);
  close_between(high + 1, ~0U, limit);
}

/// Until `until_ms`, or until the trainer hangs up. Unread octets at close would reset the connection, and a reset may
/// cost the trainer what it has not read yet.
bool read_away(int connection, std::int64_t until_ms) noexcept {
  for (std::int64_t left = until_ms - now_ms(); left > 0; left = until_ms - now_ms()) {
    pollfd waiting{connection, POLLIN, 0};
    if (poll(&waiting, 1, static_cast<int>(left)) <= 0) continue;
    char scrap[512];
    const auto got = recv(connection, scrap, sizeof scrap, MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return false;
  }
  return true;
}

bool write_whole(int connection, const std::byte* octets, std::size_t size, std::int64_t until_ms) noexcept {
  while (size > 0) {
    const auto sent = send(connection, octets, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      octets += sent;
      size -= static_cast<std::size_t>(sent);
      continue;
    }
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return false;
    const std::int64_t left = until_ms - now_ms();
    if (left <= 0) return false;
    pollfd waiting{connection, POLLOUT, 0};
    poll(&waiting, 1, static_cast<int>(left));
  }
  return true;
}

void say_farewell(const Farewell& farewell) noexcept {
  const std::int64_t end_ms =
      now_ms() + std::chrono::duration_cast<std::chrono::milliseconds>(UnloadGuard::kLongestFarewell).count() - 200;
  for (const auto& frame : farewell.frames) {
    if (!write_whole(farewell.connection, frame.data(), frame.size(), end_ms)) return;
    if (!read_away(farewell.connection, std::min(end_ms, now_ms() + kBetweenFrames_ms))) return;
  }
  shutdown(farewell.connection, SHUT_WR);
  read_away(farewell.connection, end_ms);
}

[[noreturn]] void run_child(const Farewell& farewell) noexcept {
  for (const int ignored : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGTSTP, SIGUSR1, SIGUSR2}) {
    struct sigaction action {};
    action.sa_handler = SIG_IGN;
    sigaction(ignored, &action, nullptr);
  }
  setsid();  // what is sent to the parent's group is not meant for us
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, nullptr);
  keep_only(farewell.connection, farewell.pipe, farewell.descriptor_limit);
  for (;;) {
    char scrap = 0;
    const auto got = read(farewell.pipe, &scrap, 1);
    if (got == 0) break;
    if (got < 0 && errno != EINTR) _exit(1);
  }
  say_farewell(farewell);
  _exit(0);
}

unsigned descriptor_limit() {
  rlimit limit{};
  constexpr rlim_t kMost = 65536;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return kMost;
  return static_cast<unsigned>(std::min(limit.rlim_cur, kMost));
}

}  // namespace

Result<UnloadGuard, Error> UnloadGuard::arm(int connection, std::span<const ReleasePacket> packets) {
  if (packets.empty()) return fail(Error{"unload guard: no packet to release the trainer with"});
  Farewell farewell{.connection = connection, .descriptor_limit = descriptor_limit()};
  std::uint8_t sequence = 0xF0;
  for (const ReleasePacket& packet : packets) {
    farewell.frames.push_back(encode(Request{Write{packet.characteristic, octets_of(packet.packet)}}, sequence++));
  }
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(Error{fmt::format("unload guard: {}", std::strerror(errno))});
  farewell.pipe = ends[0];

  // Between fork and its first line the child must not run a handler of ours.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[1]);
    run_child(farewell);
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

}  // namespace tonus::sensors::dircon
