#pragma once
// The newest few numbers in order, for quantiles of a sliding window. No allocation.

#include <algorithm>
#include <array>
#include <cstddef>

namespace tonus::body {

template <class T, std::size_t N>
class SortedWindow {
 public:
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// There must be room, and x must be a number.
  void insert(T x) noexcept {
    T* const end = items_.data() + size_;
    T* const place = std::upper_bound(items_.data(), end, x);
    std::copy_backward(place, end, end + 1);
    *place = x;
    ++size_;
  }
  /// x must be one of those inserted.
  void erase(T x) noexcept {
    T* const end = items_.data() + size_;
    T* const place = std::lower_bound(items_.data(), end, x);
    std::copy(place + 1, end, place);
    --size_;
  }
  /// Linear between the two nearest; 0 of nothing.
  [[nodiscard]] T quantile(T share) const noexcept {
    if (size_ == 0) return T{0};
    const T place = share * static_cast<T>(size_ - 1);
    const auto i = static_cast<std::size_t>(place);
    const std::size_t k = i + 1 < size_ ? i + 1 : i;
    return items_[i] + (place - static_cast<T>(i)) * (items_[k] - items_[i]);
  }
  /// Half the distance of the quartiles.
  [[nodiscard]] T quartile_deviation() const noexcept { return (quantile(T(0.75)) - quantile(T(0.25))) / T(2); }
  void clear() noexcept { size_ = 0; }

 private:
  std::array<T, N> items_{};
  std::size_t size_ = 0;
};

}  // namespace tonus::body
