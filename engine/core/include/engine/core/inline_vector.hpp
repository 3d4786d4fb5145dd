#pragma once
// A vector with its storage inside: trivially copyable when T is, never allocates, refuses what does not fit.

#include <array>
#include <cstddef>

namespace tonus {

template <class T, std::size_t N>
class InlineVector {
 public:
  /// False when full: the caller counts what was lost.
  constexpr bool try_push(const T& value) noexcept {
    if (size_ == N) return false;
    items_[size_++] = value;
    return true;
  }
  constexpr void clear() noexcept { size_ = 0; }
  /// Keeps the first n; n must not exceed size().
  constexpr void shrink(std::size_t n) noexcept { size_ = n < size_ ? n : size_; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
  [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] constexpr bool is_full() const noexcept { return size_ == N; }
  [[nodiscard]] static constexpr std::size_t capacity() noexcept { return N; }
  constexpr T& operator[](std::size_t i) noexcept { return items_[i]; }
  constexpr const T& operator[](std::size_t i) const noexcept { return items_[i]; }
  constexpr T* begin() noexcept { return items_.data(); }
  constexpr T* end() noexcept { return items_.data() + size_; }
  constexpr const T* begin() const noexcept { return items_.data(); }
  constexpr const T* end() const noexcept { return items_.data() + size_; }
  constexpr const T* data() const noexcept { return items_.data(); }
  constexpr T& back() noexcept { return items_[size_ - 1]; }
  constexpr const T& back() const noexcept { return items_[size_ - 1]; }

 private:
  std::array<T, N> items_{};
  std::size_t size_ = 0;
};

}  // namespace tonus
