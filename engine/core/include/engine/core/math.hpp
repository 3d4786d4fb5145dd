#pragma once
// exp, log, sin, cos and pow for the tick path. Ours, because libm picks variants by processor (with and without fused
// multiply-add) and a recording must replay to the same bits on all of them. Built from + - * / alone, so every
// IEEE-754 machine agrees. Accuracy is stated and tested against libm; sqrt and floor are exactly rounded and stay the
// library's.

#include <cstdint>

namespace tonus::math {

inline constexpr double kPi = 3.14159265358979323846;

/// e^x; relative error < 4e-16 for |x| <= 700; 0 below -745, infinity above 709.78; NaN stays NaN.
[[nodiscard]] double exp(double x) noexcept;
/// Natural logarithm; relative error < 4e-16 away from 1, absolute < 2e-16 near it; x <= 0 gives -infinity (0) or NaN.
[[nodiscard]] double log(double x) noexcept;
/// sin and cos of radians; absolute error < 3e-16 for |x| <= 1e5, growing with |x| beyond.
[[nodiscard]] double sin(double x_rad) noexcept;
[[nodiscard]] double cos(double x_rad) noexcept;
/// base^exponent for base > 0 (exp(exponent * log(base))); relative error < 1e-14 for results within 1e±20.
[[nodiscard]] double pow(double base, double exponent) noexcept;
/// Largest integer not above x, for |x| < 2^62.
[[nodiscard]] std::int64_t floor_to_int(double x) noexcept;

template <class T>
[[nodiscard]] constexpr T clamp(T x, T low, T high) noexcept {
  return x < low ? low : (high < x ? high : x);
}
[[nodiscard]] constexpr double lerp(double a, double b, double t) noexcept { return a + (b - a) * t; }
/// 0 at or below `low`, 1 at or above `high`, linear between; low < high.
[[nodiscard]] constexpr double ramp(double x, double low, double high) noexcept {
  return clamp((x - low) / (high - low), 0.0, 1.0);
}

}  // namespace tonus::math
