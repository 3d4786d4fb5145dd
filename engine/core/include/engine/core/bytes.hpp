#pragma once
// Field-by-field little-endian encoding into and out of borrowed memory. Neither allocates; both remember the first
// failure, so that a caller may write a whole record and ask once at its end.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

namespace tonus {

template <class T>
concept Field = std::is_arithmetic_v<T> || std::is_enum_v<T>;

class ByteWriter {
 public:
  explicit ByteWriter(std::span<std::byte> target) noexcept : target_(target) {}

  template <Field T>
  void put(T value) noexcept {
    static_assert(std::endian::native == std::endian::little);
    put_bytes(std::as_bytes(std::span{&value, 1}));
  }
  void put_bytes(std::span<const std::byte> bytes) noexcept {
    if (target_.size() - used_ < bytes.size()) {
      overflowed_ = true;
      return;
    }
    if (!bytes.empty()) std::memcpy(target_.data() + used_, bytes.data(), bytes.size());
    used_ += bytes.size();
  }
  /// u16 length, then the characters; longer text is cut at 65535.
  void put_text(std::string_view text) noexcept {
    const auto n = text.size() > 0xFFFF ? std::size_t{0xFFFF} : text.size();
    put(static_cast<std::uint16_t>(n));
    put_bytes(std::as_bytes(std::span{text.data(), n}));
  }
  [[nodiscard]] std::span<const std::byte> written() const noexcept { return target_.first(used_); }
  [[nodiscard]] bool has_overflowed() const noexcept { return overflowed_; }

 private:
  std::span<std::byte> target_;
  std::size_t used_ = 0;
  bool overflowed_ = false;
};

class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> source) noexcept : source_(source) {}

  /// The value, or a zero once the bytes have run out (then has_failed() is true and stays so).
  template <Field T>
  [[nodiscard]] T get() noexcept {
    T value{};
    const auto bytes = get_bytes(sizeof(T));
    if (bytes.size() == sizeof(T)) std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
  }
  [[nodiscard]] std::span<const std::byte> get_bytes(std::size_t n) noexcept {
    if (failed_ || source_.size() - used_ < n) {
      failed_ = true;
      return {};
    }
    used_ += n;
    return source_.subspan(used_ - n, n);
  }
  [[nodiscard]] std::string_view get_text() noexcept {
    const auto n = get<std::uint16_t>();
    const auto bytes = get_bytes(n);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  [[nodiscard]] std::size_t remaining() const noexcept { return failed_ ? 0 : source_.size() - used_; }
  [[nodiscard]] std::size_t position() const noexcept { return used_; }
  [[nodiscard]] bool has_failed() const noexcept { return failed_; }

 private:
  std::span<const std::byte> source_;
  std::size_t used_ = 0;
  bool failed_ = false;
};

}  // namespace tonus
