#include "bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <engine/core/random.hpp>

namespace tonus::lab {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t kSeed = 0x6C61'62ULL;

/// Reorders `values`; none of them NaN.
double quantile(std::vector<double>& values, double share) {
  const double place = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(below);
  std::nth_element(values.begin(), at, values.end());
  const double low = *at;
  const double part = place - static_cast<double>(below);
  if (part == 0.0 || below + 1 == values.size()) return low;
  const double high = *std::min_element(at + 1, values.end());
  return high == low ? low : low + part * (high - low);
}

double mean(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double x : values) sum += x;
  return sum / static_cast<double>(values.size());
}

double figure_of(Statistic statistic, std::vector<double>& values) {
  switch (statistic) {
    case Statistic::Mean: return mean(values);
    case Statistic::Median: return quantile(values, 0.5);
    case Statistic::P95: return quantile(values, 0.95);
    case Statistic::P05: return quantile(values, 0.05);
    case Statistic::Most: return *std::max_element(values.begin(), values.end());
  }
  return kNaN;
}

std::vector<double> known(std::span<const double> values) {
  std::vector<double> out;
  out.reserve(values.size());
  std::ranges::copy_if(values, std::back_inserter(out), [](double x) { return !std::isnan(x); });
  return out;
}

std::size_t draw(Random& random, std::size_t n) {
  return std::min(n - 1, static_cast<std::size_t>(random.uniform() * static_cast<double>(n)));
}

void close(Interval& interval, std::vector<double>& draws) {
  interval.low = quantile(draws, 0.025);
  interval.high = quantile(draws, 0.975);
}

}  // namespace

const char* name(Statistic statistic) noexcept {
  switch (statistic) {
    case Statistic::Mean: return "mean";
    case Statistic::Median: return "median";
    case Statistic::P95: return "p95";
    case Statistic::P05: return "p5";
    case Statistic::Most: return "most";
  }
  return "";
}

double figure(Statistic statistic, std::span<const double> values) {
  std::vector<double> all = known(values);
  return all.empty() ? kNaN : figure_of(statistic, all);
}

Interval bootstrap(Statistic statistic, std::span<const double> values) {
  std::vector<double> all = known(values);
  if (all.empty()) return {kNaN, kNaN, kNaN};
  std::vector<double> some = all;
  Interval out;
  out.value = out.low = out.high = figure_of(statistic, some);
  if (statistic == Statistic::Most) return out;
  Random random(kSeed);
  std::vector<double> draws(kResamples);
  for (double& one : draws) {
    for (double& x : some) x = all[draw(random, all.size())];
    one = figure_of(statistic, some);
  }
  close(out, draws);
  return out;
}

Interval bootstrap_ratio(std::span<const double> above, std::span<const double> below) {
  std::vector<std::pair<double, double>> all;
  for (std::size_t i = 0; i < std::min(above.size(), below.size()); ++i) {
    if (!std::isnan(above[i]) && !std::isnan(below[i])) all.emplace_back(above[i], below[i]);
  }
  double up = 0.0, down = 0.0;
  for (const auto& [a, b] : all) {
    up += a;
    down += b;
  }
  if (!(down > 0.0)) return {kNaN, kNaN, kNaN};
  Interval out{.value = up / down};
  if (up == 0.0) return {0.0, 0.0, 3.0 / down};
  Random random(kSeed);
  std::vector<double> draws(kResamples);
  for (double& one : draws) {
    double a = 0.0, b = 0.0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& [x, y] = all[draw(random, all.size())];
      a += x;
      b += y;
    }
    one = b > 0.0 ? a / b : out.value;
  }
  close(out, draws);
  return out;
}

}  // namespace tonus::lab
