#pragma once
// "Every": one producer thread, one consumer thread, nothing blocks, what does not fit is counted.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace tonus {

inline constexpr std::size_t kCacheLine = 64;

/// Wait-free ring of N-1 usable slots. try_push: producer thread only. try_pop: consumer thread only. dropped(): any.
template <class T, std::size_t N>
class SpscRing {
  static_assert(std::is_trivially_copyable_v<T>, "only trivially copyable values cross threads");
  static_assert(N >= 2);

 public:
  bool try_push(const T& value) noexcept {
    const std::size_t head = head_.load(std::memory_order_relaxed);
    const std::size_t next = (head + 1) % N;
    if (next == tail_.load(std::memory_order_acquire)) {
      dropped_.fetch_add(1, std::memory_order_relaxed);
      return false;
    }
    slots_[head] = value;
    head_.store(next, std::memory_order_release);
    return true;
  }
  bool try_pop(T& value) noexcept {
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    if (tail == head_.load(std::memory_order_acquire)) return false;
    value = slots_[tail];
    tail_.store((tail + 1) % N, std::memory_order_release);
    return true;
  }
  [[nodiscard]] bool is_empty() const noexcept {
    return tail_.load(std::memory_order_acquire) == head_.load(std::memory_order_acquire);
  }
  /// How many values were refused because the consumer was late; raise N if it is not zero.
  [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_.load(std::memory_order_relaxed); }

 private:
  alignas(kCacheLine) std::atomic<std::size_t> head_{0};
  alignas(kCacheLine) std::atomic<std::size_t> tail_{0};
  alignas(kCacheLine) std::atomic<std::uint64_t> dropped_{0};
  std::array<T, N> slots_{};
};

}  // namespace tonus
