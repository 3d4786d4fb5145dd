// Detrended fluctuation analysis, short-term exponent.
#include <array>
#include <cmath>

#include <engine/core/math.hpp>

#include "hrv_parts.hpp"

namespace tonus::body::hrv {
namespace {

constexpr std::size_t kLeastBox = 4, kMostBox = 16;

/// Sum of squared distances from the straight line that fits `n` points best.
double squares_about_line(const double* y, std::size_t n) {
  const double count = static_cast<double>(n);
  const double middle = 0.5 * (count - 1.0);
  double sum = 0.0, along = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    const double v = y[i] - y[0];  // near zero, so that little is lost to rounding
    sum += v;
    along += (static_cast<double>(i) - middle) * v;
    squares += v * v;
  }
  const double spread = count * (count * count - 1.0) / 12.0;
  return squares - sum * sum / count - along * along / spread;
}

}  // namespace

std::optional<double> dfa_alpha1(std::span<const Run> runs) {
  double sum_ms = 0.0, count = 0.0;
  for (const Run& run : runs) {
    for (const double ms : run) sum_ms += ms;
    count += static_cast<double>(run.size());
  }
  const double mean_ms = sum_ms / count;

  std::array<double, kMostBox + 1> squares{}, points{};
  std::vector<double> profile;
  for (const Run& run : runs) {
    profile.clear();
    double y = 0.0;
    for (const double ms : run) profile.push_back(y += ms - mean_ms);
    for (std::size_t box = kLeastBox; box <= kMostBox; ++box) {
      for (std::size_t from = 0; from + box <= profile.size(); from += box) {
        squares[box] += squares_about_line(profile.data() + from, box);
        points[box] += static_cast<double>(box);
      }
    }
  }

  constexpr double kBoxes = double{kMostBox - kLeastBox + 1};
  double x_sum = 0.0, y_sum = 0.0, xx = 0.0, xy = 0.0;
  for (std::size_t box = kLeastBox; box <= kMostBox; ++box) {
    if (!(points[box] > 0.0) || !(squares[box] > 0.0)) return std::nullopt;
    const double x = math::log(static_cast<double>(box));
    const double y = 0.5 * math::log(squares[box] / points[box]);
    x_sum += x;
    y_sum += y;
    xx += x * x;
    xy += x * y;
  }
  return (xy - x_sum * y_sum / kBoxes) / (xx - x_sum * x_sum / kBoxes);
}

}  // namespace tonus::body::hrv
