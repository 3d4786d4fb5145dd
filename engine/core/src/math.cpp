#include <engine/core/math.hpp>

#include <array>
#include <bit>
#include <limits>

namespace tonus::math {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// ln 2 and pi/2 split so that a small integer times the high part is exact (Cody & Waite 1980).
constexpr double kLn2High = 0x1.62e42fefa0000p-1;
constexpr double kLn2Low = 0x1.cf79abc9e3b3ap-40;
constexpr double kHalfPiHigh = 0x1.921fb54400000p+0;
constexpr double kHalfPiMiddle = 0x1.0b4611a600000p-34;
constexpr double kHalfPiLow = 0x1.3198a2e037073p-69;

double power_of_two(int exponent) noexcept {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

/// sin on [-pi/4, pi/4]: Taylor to x^17, remainder below 1e-17.
double sin_kernel(double x) noexcept {
  const double z = x * x;
  double p = 1.0 / 355687428096000.0;
  p = p * z - 1.0 / 1307674368000.0;
  p = p * z + 1.0 / 6227020800.0;
  p = p * z - 1.0 / 39916800.0;
  p = p * z + 1.0 / 362880.0;
  p = p * z - 1.0 / 5040.0;
  p = p * z + 1.0 / 120.0;
  p = p * z - 1.0 / 6.0;
  return x + x * z * p;
}

/// cos on [-pi/4, pi/4]: Taylor to x^18.
double cos_kernel(double x) noexcept {
  const double z = x * x;
  double p = -1.0 / 6402373705728000.0;
  p = p * z + 1.0 / 20922789888000.0;
  p = p * z - 1.0 / 87178291200.0;
  p = p * z + 1.0 / 479001600.0;
  p = p * z - 1.0 / 3628800.0;
  p = p * z + 1.0 / 40320.0;
  p = p * z - 1.0 / 720.0;
  p = p * z + 1.0 / 24.0;
  const double half = 0.5 * z;
  const double w = 1.0 - half;
  return w + (((1.0 - w) - half) + z * z * p);
}

struct Quadrant {
  double remainder;
  std::int64_t index;
};

Quadrant reduce(double x) noexcept {
  const std::int64_t n = floor_to_int(x * (2.0 / kPi) + 0.5);
  const double k = static_cast<double>(n);
  return {((x - k * kHalfPiHigh) - k * kHalfPiMiddle) - k * kHalfPiLow, n & 3};
}

double trigonometric(double x, std::int64_t quarter_turns) noexcept {
  if (!(x > -1e15 && x < 1e15)) return kNaN;
  const Quadrant q = reduce(x);
  switch ((q.index + quarter_turns) & 3) {
    case 0: return sin_kernel(q.remainder);
    case 1: return cos_kernel(q.remainder);
    case 2: return -sin_kernel(q.remainder);
    default: return -cos_kernel(q.remainder);
  }
}

}  // namespace

std::int64_t floor_to_int(double x) noexcept {
  const auto truncated = static_cast<std::int64_t>(x);
  return static_cast<double>(truncated) > x ? truncated - 1 : truncated;
}

double exp(double x) noexcept {
  if (x != x) return x;
  if (x > 709.782712893384) return kInfinity;
  if (x < -745.2) return 0.0;
  const std::int64_t n = floor_to_int(x / (kLn2High + kLn2Low) + 0.5);
  const double k = static_cast<double>(n);
  const double high = x - k * kLn2High;
  const double low = k * kLn2Low;
  const double r = high - low;
  // Taylor of e^r - 1 - r on |r| <= 0.3466, to r^14; the rounding error of r is folded back through high and low.
  static constexpr std::array<double, 13> kInverseFactorial{
      1.0 / 2,      1.0 / 6,       1.0 / 24,       1.0 / 120,       1.0 / 720,          1.0 / 5040,         1.0 / 40320,
      1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800.0, 1.0 / 87178291200.0};
  double p = 0.0;
  for (std::size_t i = kInverseFactorial.size(); i-- > 0;) p = p * r + kInverseFactorial[i];
  const double value = 1.0 + (high + (r * r * p - low));
  const int first = static_cast<int>(n / 2);
  return value * power_of_two(first) * power_of_two(static_cast<int>(n) - first);
}

double log(double x) noexcept {
  if (x != x || x < 0.0) return kNaN;
  if (x == 0.0) return -kInfinity;
  if (x == kInfinity) return x;
  int exponent = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    exponent = -54;
  }
  auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(bits >> 52) - 1023;
  bits = (bits & 0x000F'FFFF'FFFF'FFFFull) | 0x3FF0'0000'0000'0000ull;
  double m = std::bit_cast<double>(bits);
  if (m > 1.41421356237309504880) {
    m *= 0.5;
    ++exponent;
  }
  // log(1+f) = f - f²/2 + s(f²/2 + R), s = f/(2+f), R from the atanh series; the arrangement keeps the error below one
  // ulp.
  const double f = m - 1.0;
  const double s = f / (2.0 + f);
  const double z = s * s;
  double r = 2.0 / 23.0;
  for (const double d : {21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0}) r = r * z + 2.0 / d;
  r *= z;
  const double half_square = 0.5 * f * f;
  const double k = static_cast<double>(exponent);
  return k * kLn2High - ((half_square - (s * (half_square + r) + k * kLn2Low)) - f);
}

double sin(double x_rad) noexcept { return trigonometric(x_rad, 0); }
double cos(double x_rad) noexcept { return trigonometric(x_rad, 1); }
double pow(double base, double exponent) noexcept { return exp(exponent * log(base)); }

}  // namespace tonus::math
