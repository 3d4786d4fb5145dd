#include "private_bus.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tonus::test {

namespace fs = std::filesystem;

std::unique_ptr<PrivateBus> PrivateBus::start(const Definition& definition) {
  std::string name = (fs::temp_directory_path() / "tonus-bus-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) return nullptr;
  std::unique_ptr<PrivateBus> bus{new PrivateBus(name)};
  std::ofstream(bus->folder_ / "bus.conf")
      << R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN")"
      << " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n<busconfig><type>system</"
         "type><listen>unix:path="
      << (bus->folder_ / "socket").string()
      << "</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow user=\"*\"/><allow own=\"*\"/>"
         "<allow send_destination=\"*\"/><allow receive_sender=\"*\"/>"
      << (definition.refuses_bluez ? "<deny send_destination=\"org.bluez\"/>" : "") << "</policy></busconfig>\n";
  if (!bus->spawn()) return nullptr;
  return bus;
}

bool PrivateBus::spawn() {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return false;
  const std::string config = "--config-file=" + (folder_ / "bus.conf").string();
  const std::string report = "--print-address=" + std::to_string(ends[1]);
  pid_ = fork();
  if (pid_ == 0) {
    close(ends[0]);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    const int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execlp("dbus-daemon", "dbus-daemon", config.c_str(), "--nofork", "--nopidfile", report.c_str(),
           static_cast<char*>(nullptr));
    _exit(127);
  }
  close(ends[1]);
  std::string line;
  pollfd wait{ends[0], POLLIN, 0};
  while (pid_ > 0 && line.find('\n') == std::string::npos && poll(&wait, 1, 10'000) > 0) {
    std::array<char, 256> chunk{};
    const auto n = read(ends[0], chunk.data(), chunk.size());
    if (n <= 0) break;
    line.append(chunk.data(), static_cast<std::size_t>(n));
  }
  close(ends[0]);
  if (line.find('\n') == std::string::npos) {
    kill();
    return false;
  }
  address_ = "unix:path=" + (folder_ / "socket").string();
  return true;
}

void PrivateBus::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

bool PrivateBus::start_again() {
  std::error_code gone_already;
  fs::remove(folder_ / "socket", gone_already);
  return spawn();
}

PrivateBus::~PrivateBus() {
  kill();
  std::error_code nothing_to_do_about_it;
  fs::remove_all(folder_, nothing_to_do_about_it);
}

}  // namespace tonus::test
