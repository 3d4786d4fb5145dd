#pragma once
// The framing both sides share.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tonus::record {

inline constexpr std::string_view kMagic = "TONUSREC";
enum class ChunkKind : std::uint8_t { Header = 1, Tick = 2, Gap = 3, Ending = 4 };
inline constexpr std::size_t kChunkHead = 1 + 4;
inline constexpr std::size_t kChunkTail = 8;

}  // namespace tonus::record
