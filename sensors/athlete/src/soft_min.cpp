#include "soft_min.hpp"

#include <array>
#include <cmath>
#include <cstddef>

#include <engine/core/math.hpp>

namespace tonus::athlete {
namespace {

constexpr double kStep = 0.125, kEnd = 16.0;
constexpr std::size_t kCells = 128;

/// One cell of log(1 + e^-d) as the cubic that has value and slope right at both ends.
struct Cubic {
  double c0, c1, c2, c3;
};

std::array<Cubic, kCells> make_table() noexcept {
  std::array<Cubic, kCells> out{};
  for (std::size_t i = 0; i < kCells; ++i) {
    const double d = kStep * static_cast<double>(i);
    const auto value = [](double at) { return math::log(1.0 + math::exp(-at)); };
    const auto rise_of_cell = [](double at) { return -kStep / (1.0 + math::exp(at)); };
    const double v0 = value(d), v1 = value(d + kStep), r0 = rise_of_cell(d), r1 = rise_of_cell(d + kStep);
    out[i] = {v0, r0, 3.0 * (v1 - v0) - 2.0 * r0 - r1, 2.0 * (v0 - v1) + r0 + r1};
  }
  return out;
}

const std::array<Cubic, kCells> kTable = make_table();

}  // namespace

double soft_min(double x, double limit, double knee) noexcept {
  const double distance = std::fabs(limit - x) / knee;
  const double hard = x < limit ? x : limit;
  if (!(distance < kEnd)) return hard;
  const double cells = distance / kStep;
  const auto cell = static_cast<std::size_t>(cells);
  const double t = cells - static_cast<double>(cell);
  const Cubic& c = kTable[cell];
  return hard - knee * (c.c0 + t * (c.c1 + t * (c.c2 + t * c.c3)));
}

}  // namespace tonus::athlete
