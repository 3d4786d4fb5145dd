#pragma once
// State hash: a fast fingerprint of what a tick left behind. XXH3 over a small buffer, chained; not cryptographic.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

namespace tonus {

class StateHash {
 public:
  explicit StateHash(std::uint64_t seed = 0) noexcept : chain_(seed) {}

  void mix_bytes(std::span<const std::byte> bytes) noexcept;
  /// Numbers by their bits, little-endian; enums and bools by value. No structs: padding has no fixed content.
  template <class T>
  requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) void mix(T value) noexcept {
    static_assert(std::endian::native == std::endian::little, "recordings are little-endian");
    if (kBuffer - used_ < sizeof(T)) flush();
    std::memcpy(buffer_.data() + used_, &value, sizeof(T));
    used_ += sizeof(T);
  }
  /// The hash of all that was mixed so far; more may follow.
  [[nodiscard]] std::uint64_t value() noexcept {
    flush();
    return chain_;
  }

 private:
  void flush() noexcept;
  static constexpr std::size_t kBuffer = 2048;
  std::array<std::byte, kBuffer> buffer_;
  std::size_t used_ = 0;
  std::uint64_t chain_;
};

/// One-shot XXH3 of bytes, for checksums of records.
[[nodiscard]] std::uint64_t hash_bytes(std::span<const std::byte> bytes, std::uint64_t seed = 0) noexcept;

}  // namespace tonus
