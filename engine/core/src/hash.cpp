#include <engine/core/hash.hpp>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tonus {

void StateHash::flush() noexcept {
  if (used_ == 0) return;
  chain_ = XXH3_64bits_withSeed(buffer_.data(), used_, chain_);
  used_ = 0;
}

void StateHash::mix_bytes(std::span<const std::byte> bytes) noexcept {
  if (bytes.size() > kBuffer - used_) {
    flush();
    chain_ = XXH3_64bits_withSeed(bytes.data(), bytes.size(), chain_);
    return;
  }
  if (!bytes.empty()) std::memcpy(buffer_.data() + used_, bytes.data(), bytes.size());
  used_ += bytes.size();
}

std::uint64_t hash_bytes(std::span<const std::byte> bytes, std::uint64_t seed) noexcept {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

}  // namespace tonus
