#pragma once

namespace tonus::athlete {

/// x bent smoothly so that it never passes `limit`: limit - knee log(1 + e^((limit - x) / knee)). From a table, because
/// the heart asks thirty times a simulated second; off by less than 2e-7 knees.
[[nodiscard]] double soft_min(double x, double limit, double knee) noexcept;

}  // namespace tonus::athlete
