#pragma once
// A program that runs beside a test and never longer.

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace tonus::test {

class Child {
 public:
  /// `arguments[0]` is looked for in PATH. What it says goes to `log`. An empty value takes a variable away.
  [[nodiscard]] static std::unique_ptr<Child> start(const std::vector<std::string>& arguments,
                                                    const std::vector<std::pair<std::string, std::string>>& environment,
                                                    const std::filesystem::path& log);
  /// Kills it where it still runs.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void signal(int number) const;
  /// The exit status (128 + signal where it was killed); nothing when it still runs after `most`.
  [[nodiscard]] std::optional<int> wait(std::chrono::milliseconds most);
  /// Everything it has said so far.
  [[nodiscard]] std::string said() const;
  /// Whether it says `words` within `most`.
  [[nodiscard]] bool says(const std::string& words, std::chrono::milliseconds most) const;

 private:
  Child(pid_t pid, std::filesystem::path log) : pid_(pid), log_(std::move(log)) {}
  pid_t pid_;
  std::filesystem::path log_;
  std::optional<int> status_;
};

}  // namespace tonus::test
