#pragma once
// A history laid out day by day: one slot a calendar day, implausible values dropped.

#include <array>
#include <span>
#include <vector>

#include <sensors/body/daily.hpp>

namespace tonus::body {

/// Longest look back: 60 days of baseline on top of what fitness, the slowest of the inputs, needs to settle.
inline constexpr CivilDay kDiaryDays = 400;

/// Every day up to and including `to`, oldest first, from kDiaryDays before `from` or where history begins later. Empty
/// when nothing lies within.
[[nodiscard]] std::vector<Day> lay_out(std::span<const Day> history, CivilDay from, CivilDay to);

}  // namespace tonus::body
