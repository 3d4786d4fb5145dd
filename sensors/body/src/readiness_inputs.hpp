#pragma once
// The inputs of readiness as one number a day each, from a diary.

#include <array>
#include <span>
#include <vector>

#include <sensors/body/readiness.hpp>

#include "baseline.hpp"

namespace tonus::body {

/// Values of one input, one a day, NaN where absent; and how much of what it is made of was there, 0…1.
struct InputSeries {
  std::vector<double> values;
  std::vector<double> quality;
};

/// What is known of an input beforehand.
struct InputDefinition {
  ReadinessInput input = ReadinessInput::Wellness;
  double sign = 1.0;      ///< +1: more is better
  double coupling = 0.5;  ///< c: correlation with readiness
  BaselineDefinition baseline;
};

/// A single day's ln rMSSD scatters by about 0.2 (coefficient of variation of rMSSD near 20 %).
inline constexpr BaselineDefinition kDailyLnRmssd{.prior_spread = 0.2, .correlation_days = 1.5};

/// In the order of ReadinessInput.
[[nodiscard]] const std::array<InputDefinition, kReadinessInputs>& input_definitions();
[[nodiscard]] std::array<InputSeries, kReadinessInputs> input_series(std::span<const Day> diary);

/// What a cycle phase is expected to shift in an input, in spreads; 0 where nothing is known.
[[nodiscard]] double expected_shift(ReadinessInput input, CyclePhase phase);

}  // namespace tonus::body
