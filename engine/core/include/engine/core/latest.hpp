#pragma once
// "Latest": a triple buffer. The writer never waits, the reader always sees a whole value, old ones are skipped.

#include <array>
#include <atomic>
#include <cstdint>
#include <type_traits>

namespace tonus {

/// Writer thread: back(), publish(). Reader thread: try_update(), front().
template <class T>
class Latest {
  static_assert(std::is_trivially_copyable_v<T>, "only trivially copyable values cross threads");

 public:
  /// The buffer to fill next; holds an older value, so write all of it.
  T& back() noexcept { return buffers_[back_]; }
  void publish() noexcept {
    const std::uint32_t previous = middle_.exchange(back_ | kFresh, std::memory_order_acq_rel);
    back_ = previous & kIndex;
  }
  /// True when front() now shows a newer value than before.
  bool try_update() noexcept {
    if ((middle_.load(std::memory_order_relaxed) & kFresh) == 0) return false;
    front_ = middle_.exchange(front_, std::memory_order_acq_rel) & kIndex;
    return true;
  }
  [[nodiscard]] const T& front() const noexcept { return buffers_[front_]; }

 private:
  static constexpr std::uint32_t kFresh = 4;
  static constexpr std::uint32_t kIndex = 3;
  std::array<T, 3> buffers_{};
  std::uint32_t back_ = 0;
  std::atomic<std::uint32_t> middle_{1};
  std::uint32_t front_ = 2;
};

}  // namespace tonus
