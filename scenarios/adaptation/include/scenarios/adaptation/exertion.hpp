#pragma once
// How hard it is, as people say it: 0 to 10 on screens, 6 to 20 in commands, recordings and the envelope (Borg's two
// scales, matched by their words).

#include <cstdint>
#include <optional>
#include <string_view>

namespace tonus::adaptation {

inline constexpr int kMostOfTen = 10;
/// What the envelope takes for a reason to stop: kHardRpe.
inline constexpr int kStopsFromOfTen = 7;

/// 6…20 for 0…10; what lies outside counts as the nearer end.
[[nodiscard]] std::uint8_t rpe_of(int of_ten) noexcept;
/// The reverse; none where 0…10 has no such value (7, 8, 10, 14, fractions).
[[nodiscard]] std::optional<int> of_ten(double rpe) noexcept;
/// "nothing at all", "very light", … "the most there is".
[[nodiscard]] std::string_view exertion_words(int of_ten) noexcept;

}  // namespace tonus::adaptation
