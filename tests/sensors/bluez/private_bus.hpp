#pragma once
// A D-Bus of the test's own: dbus-daemon with its own configuration and socket in a new folder, gone with this object.

#include <filesystem>
#include <memory>
#include <string>

#include <sys/types.h>

namespace tonus::test {

class PrivateBus {
 public:
  struct Definition {
    bool refuses_bluez = false;  ///< a policy that passes nothing to org.bluez
  };
  /// Null when no dbus-daemon can be started.
  [[nodiscard]] static std::unique_ptr<PrivateBus> start(const Definition& definition);
  [[nodiscard]] static std::unique_ptr<PrivateBus> start() { return start({}); }
  ~PrivateBus();
  PrivateBus(const PrivateBus&) = delete;
  PrivateBus& operator=(const PrivateBus&) = delete;

  [[nodiscard]] const std::string& address() const noexcept { return address_; }
  /// Ends the daemon, as a crash would; once.
  void kill();
  /// Starts another one at the same address.
  [[nodiscard]] bool start_again();

 private:
  PrivateBus(std::filesystem::path folder) : folder_(std::move(folder)) {}
  [[nodiscard]] bool spawn();

  std::filesystem::path folder_;
  std::string address_;
  pid_t pid_ = -1;
};

}  // namespace tonus::test
