#include "baseline.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <sensors/body/readiness.hpp>

namespace tonus::body {
namespace {

constexpr double kPriorDays = 6.0;    // how many own days outweigh the population's spread
constexpr double kWildSpreads = 2.5;  // a value further out counts as if it lay here
constexpr double kMadToSd = 1.4826;

double middle(std::span<double> values) {
  const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), half, values.end());
  return *half;
}

}  // namespace

std::optional<Baseline> find_baseline(std::span<const double> values, const BaselineDefinition& definition) {
  std::array<double, kBaselineDays> known{};
  std::array<double, kBaselineDays> scratch{};
  std::size_t count = 0;
  for (const double value : values.last(std::min(values.size(), known.size()))) {
    if (!std::isnan(value)) known[count++] = value;
  }
  if (count < static_cast<std::size_t>(kLeastDays)) return std::nullopt;
  const std::span<double> used(known.data(), count);
  const std::span<double> copy(scratch.data(), count);
  std::copy(used.begin(), used.end(), copy.begin());
  const double median = middle(copy);
  for (std::size_t i = 0; i < count; ++i) copy[i] = std::abs(used[i] - median);
  const double typical = std::max(kMadToSd * middle(copy), 0.5 * definition.prior_spread);
  double sum = 0.0;
  for (double& value : used) {
    value = std::clamp(value, median - kWildSpreads * typical, median + kWildSpreads * typical);
    sum += value;
  }
  const double n = static_cast<double>(count);
  const double mean = sum / n;
  double squares = 0.0;
  for (const double value : used) squares += (value - mean) * (value - mean);
  // Days that share their news say less about the spread: their own scatter is too small by the share of the mean's.
  const double news = std::max(1.0, n / definition.correlation_days);
  const double own = news > 1.0 ? squares / n * news / (news - 1.0) : definition.prior_spread * definition.prior_spread;
  const double prior = definition.prior_spread * definition.prior_spread;
  const double spread = std::sqrt((kPriorDays * prior + news * own) / (kPriorDays + news));
  return Baseline{.mean = mean, .spread = spread, .news = news};
}

}  // namespace tonus::body
