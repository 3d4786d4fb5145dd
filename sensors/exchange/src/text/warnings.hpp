#pragma once
// Warnings of a reader, few of a kind: a damaged file of a million lines must not become a million messages.

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace tonus::exchange {

class Warnings {
 public:
  explicit Warnings(std::vector<std::string>& target) : target_(target) {}
  Warnings(const Warnings&) = delete;
  Warnings& operator=(const Warnings&) = delete;
  ~Warnings() {
    if (hidden_ > 0) target_.push_back(fmt::format("and {} more warnings of this file", hidden_));
  }

  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    if (target_.size() >= kMost) {
      ++hidden_;
    } else {
      target_.push_back(fmt::format(format, std::forward<Args>(args)...));
    }
  }

  [[nodiscard]] bool empty() const noexcept { return target_.empty(); }
  /// There must be one.
  [[nodiscard]] const std::string& first() const { return target_.front(); }

 private:
  static constexpr std::size_t kMost = 12;
  std::vector<std::string>& target_;
  std::size_t hidden_ = 0;
};

}  // namespace tonus::exchange
