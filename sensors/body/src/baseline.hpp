#pragma once
// What is usual for a person: mean and spread of up to 60 days, robust against single wild values, and honest about how
// little a few days say.

#include <cstddef>
#include <optional>
#include <span>

namespace tonus::body {

struct BaselineDefinition {
  double prior_spread = 1.0;      ///< between days of one person, from populations; fades as own days come in
  double correlation_days = 1.0;  ///< how many days share one piece of news; 1 where days are independent
};

struct Baseline {
  double mean = 0.0;
  double spread = 1.0;
  double news = 0.0;  ///< independent days behind it, >= 1
};

/// Values of the days before, NaN where absent. None below 4 of them.
[[nodiscard]] std::optional<Baseline> find_baseline(std::span<const double> values,
                                                    const BaselineDefinition& definition);

}  // namespace tonus::body
