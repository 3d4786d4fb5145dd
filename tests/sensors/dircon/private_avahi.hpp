#pragma once
// A real Avahi daemon on a D-Bus of its own, in a network of its own that has nothing but a loopback.

#include <filesystem>
#include <string>

#include <sys/types.h>

namespace tonus::sensors::dircon {

/// One a process: libdbus reads the address of the system bus once.
class PrivateAvahi {
 public:
  /// Empty `why_not()` when both daemons answer and DBUS_SYSTEM_BUS_ADDRESS leads to them.
  PrivateAvahi();
  ~PrivateAvahi();
  PrivateAvahi(const PrivateAvahi&) = delete;
  PrivateAvahi& operator=(const PrivateAvahi&) = delete;

  [[nodiscard]] const std::string& why_not() const { return why_not_; }
  /// As if the daemon had crashed.
  void kill_daemon();
  /// Waits until it answers.
  void start_daemon();

 private:
  void start_bus();

  std::filesystem::path folder_;
  pid_t bus_ = 0, daemon_ = 0;
  std::string why_not_;
};

}  // namespace tonus::sensors::dircon
