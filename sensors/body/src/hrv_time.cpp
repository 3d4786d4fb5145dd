// Time domain: sums over clean intervals and over their pairs.
#include <cmath>

#include "hrv_parts.hpp"

namespace tonus::body::hrv {
namespace {

/// Two passes: first the mean, then the squares about it.
struct Moments {
  double count = 0.0, mean = 0.0, squares = 0.0;

  [[nodiscard]] double variance() const { return squares / (count - 1.0); }
};

/// visit(f) calls f with each number.
template <class Visit>
Moments moments(Visit visit) {
  Moments m;
  double sum = 0.0;
  visit([&](double x) {
    sum += x;
    m.count += 1.0;
  });
  if (m.count == 0.0) return m;
  m.mean = sum / m.count;
  visit([&](double x) { m.squares += (x - m.mean) * (x - m.mean); });
  return m;
}

}  // namespace

void measure_time_domain(const CleanedRr& s, Hrv& out) {
  const auto intervals = [&](auto take) {
    for (std::size_t i = 0; i < s.rr_ms.size(); ++i) {
      if (s.is_clean[i] != 0) take(s.rr_ms[i]);
    }
  };
  const auto differences = [&](auto take) {
    for (std::size_t i = 1; i < s.rr_ms.size(); ++i) {
      if (s.follows[i] != 0 && s.is_clean[i] != 0 && s.is_clean[i - 1] != 0) take(s.rr_ms[i] - s.rr_ms[i - 1]);
    }
  };
  const Moments nn = moments(intervals);
  const Moments d = moments(differences);
  out.intervals = static_cast<std::size_t>(nn.count);
  out.pairs = static_cast<std::size_t>(d.count);
  if (nn.count >= 1.0) out.mean_nn_ms.value = nn.mean;
  if (nn.count >= 2.0) out.sdnn_ms.value = std::sqrt(nn.variance());
  if (d.count < 1.0) return;

  double squares = 0.0, large = 0.0;
  differences([&](double x) {
    squares += x * x;
    if (std::abs(x) > 50.0) large += 1.0;
  });
  out.rmssd_ms.value = std::sqrt(squares / d.count);
  out.sdsd_ms.value = std::sqrt(d.squares / d.count);
  out.pnn50_percent.value = 100.0 * large / d.count;
  if (d.count < 2.0) return;
  out.sd1_ms.value = std::sqrt(0.5 * d.variance());
  const double along = 2.0 * nn.variance() - 0.5 * d.variance();
  if (along >= 0.0) out.sd2_ms.value = std::sqrt(along);
}

}  // namespace tonus::body::hrv
