#pragma once
// An X server without a screen, for as long as a test runs.

#include <filesystem>
#include <memory>
#include <string>

#include <sys/types.h>

namespace tonus::test {

class VirtualDisplay {
 public:
  /// Null when Xvfb is not installed or does not come up within ten seconds. With a folder, the picture
  /// lies in its Xvfb_screen0 at any time, as an XWD dump.
  [[nodiscard]] static std::unique_ptr<VirtualDisplay> start(const std::filesystem::path& pictures = {},
                                                             const std::string& size = "1600x900");
  ~VirtualDisplay();
  VirtualDisplay(const VirtualDisplay&) = delete;
  VirtualDisplay& operator=(const VirtualDisplay&) = delete;

  /// As in the environment variable DISPLAY.
  [[nodiscard]] const std::string& name() const { return name_; }
  /// Puts it into our environment, and nothing that would be preferred to it.
  void enter() const;

 private:
  VirtualDisplay(pid_t pid, std::string name) : pid_(pid), name_(std::move(name)) {}
  pid_t pid_;
  std::string name_;
};

}  // namespace tonus::test
