#pragma once
// Quantities that cannot be mixed up: 72_bpm + 200_W does not compile.

#include <compare>

namespace tonus {

template <class Tag>
struct Quantity {
  double value = 0.0;

  friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.value + b.value}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.value - b.value}; }
  friend constexpr Quantity operator-(Quantity a) { return {-a.value}; }
  friend constexpr Quantity operator*(Quantity a, double s) { return {a.value * s}; }
  friend constexpr Quantity operator*(double s, Quantity a) { return {a.value * s}; }
  friend constexpr Quantity operator/(Quantity a, double s) { return {a.value / s}; }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value / b.value; }
};

using BeatsPerMinute = Quantity<struct BeatsPerMinuteTag>;
using Watts = Quantity<struct WattsTag>;
using Rpm = Quantity<struct RpmTag>;
/// How hard the person is asked to work: 0 rest … 1 the hardest this person and scenario allow.
using Intensity = Quantity<struct IntensityTag>;
/// Trust in a signal: 0 unusable … 1 clean. Below 0.7 nothing may rise on it.
using Quality = Quantity<struct QualityTag>;

namespace literals {
constexpr BeatsPerMinute operator""_bpm(long double v) { return {static_cast<double>(v)}; }
constexpr BeatsPerMinute operator""_bpm(unsigned long long v) { return {static_cast<double>(v)}; }
constexpr Watts operator""_W(unsigned long long v) { return {static_cast<double>(v)}; }
constexpr Rpm operator""_rpm(unsigned long long v) { return {static_cast<double>(v)}; }
}  // namespace literals

}  // namespace tonus
