#include "private_avahi.hpp"

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <utility>

#include <sensors/dircon/discovery.hpp>

namespace tonus::sensors::dircon {
namespace {

constexpr int kNoNamespace = 77;

/// Own network with a loopback that is up, and an own /run for the daemon's files. Needs root.
bool move_to_own_network() {
  if (unshare(CLONE_NEWNET | CLONE_NEWNS) != 0) return false;
  const int any = socket(AF_INET, SOCK_DGRAM, 0);
  ifreq loopback{};
  std::strcpy(loopback.ifr_name, "lo");
  loopback.ifr_flags = IFF_UP | IFF_RUNNING;
  const bool is_up = ioctl(any, SIOCSIFFLAGS, &loopback) == 0;
  close(any);
  return is_up && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount("none", "/run", "tmpfs", 0, nullptr) == 0;
}

template <class Prepare>
pid_t start_process(Prepare prepare, const char* const* arguments) {
  const pid_t child = fork();
  if (child != 0) return child;
  const int nowhere = open("/dev/null", O_RDWR);
  for (const int stream : {0, 1, 2}) dup2(nowhere, stream);
  if (!prepare()) _exit(kNoNamespace);
  execvp(arguments[0], const_cast<char* const*>(arguments));
  _exit(127);
}

void end_process(pid_t& child) {
  if (child <= 0) return;
  kill(child, SIGKILL);
  waitpid(std::exchange(child, 0), nullptr, 0);
}

}  // namespace

PrivateAvahi::PrivateAvahi() {
  std::string pattern = (std::filesystem::temp_directory_path() / "tonus-avahi-XXXXXX").string();
  folder_ = mkdtemp(pattern.data());
  start_bus();
  start_daemon();
}

void PrivateAvahi::start_bus() {
  const std::string bus_address = "unix:path=" + (folder_ / "bus").string();
  std::ofstream(folder_ / "bus.conf")
      << "<busconfig><type>system</type><listen>" << bus_address
      << "</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow send_destination=\"*\" "
         "eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>";
  std::ofstream(folder_ / "avahi.conf") << "[server]\nuse-ipv4=yes\nuse-ipv6=no\nenable-dbus=yes\n";
  setenv("DBUS_SYSTEM_BUS_ADDRESS", bus_address.c_str(), 1);

  const std::string bus_file = "--config-file=" + (folder_ / "bus.conf").string();
  const char* const bus_command[]{"dbus-daemon", bus_file.c_str(), "--nofork", nullptr};
  bus_ = start_process([] { return true; }, bus_command);
}

void PrivateAvahi::start_daemon() {
  const std::string daemon_file = (folder_ / "avahi.conf").string();
  const char* const daemon_command[]{"avahi-daemon", "-f",   daemon_file.c_str(), "--no-drop-root", "--no-chroot",
                                     "--no-rlimits", nullptr};
  daemon_ = start_process(
      [this] {
        for (int i = 0; i < 500 && !std::filesystem::exists(folder_ / "bus"); ++i) usleep(10'000);
        return move_to_own_network() && std::filesystem::create_directory("/run/avahi-daemon");
      },
      daemon_command);

  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(8);
  while (std::chrono::steady_clock::now() < end) {
    for (pid_t* child : {&bus_, &daemon_}) {
      int status = 0;
      if (waitpid(*child, &status, WNOHANG) != *child) continue;
      *child = 0;
      const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
      why_not_ = code == kNoNamespace ? "no network namespace may be made here (that takes root)"
                 : code == 127        ? "avahi-daemon or dbus-daemon is not installed"
                                      : "avahi-daemon or dbus-daemon does not start here";
      return;
    }
    if (Browser::create()) return;
    usleep(20'000);
  }
  why_not_ = "avahi-daemon does not answer within 8 s";
}

void PrivateAvahi::kill_daemon() { end_process(daemon_); }

PrivateAvahi::~PrivateAvahi() {
  end_process(daemon_);
  end_process(bus_);
  unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
  std::filesystem::remove_all(folder_);
}

}  // namespace tonus::sensors::dircon
