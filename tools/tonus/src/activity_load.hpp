#pragma once
// What a recorded activity cost, in the usual figures; each named with its variant, absent where its input is.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <sensors/body/load.hpp>
#include <sensors/body/power.hpp>
#include <sensors/exchange/activity.hpp>

namespace tonus::tool {

struct ActivityLoad {
  /// Both published variants: nobody has to say which they are.
  std::optional<double> banister_men, banister_women, edwards;
  std::array<double, 6> zone_minutes{};  ///< of %HRR, 1…5; [0] without a usable rate
  std::optional<Watts> normalised;
  std::optional<body::RideStress> stress;  ///< where an FTP is known
  std::optional<double> least_w_prime_j;   ///< of 20 kJ, critical power taken as FTP
};

/// Heart rates as they were recorded: minutes from record to record, a pause of more than 15 s left out.
[[nodiscard]] std::vector<body::HeartStretch> stretches_of(const exchange::Activity& activity);
[[nodiscard]] ActivityLoad load_of(const exchange::Activity& activity, const body::Profile& profile);
[[nodiscard]] nlohmann::ordered_json load_json(const ActivityLoad& load);
/// One line, empty where nothing is known.
[[nodiscard]] std::string load_text(const ActivityLoad& load);

}  // namespace tonus::tool
