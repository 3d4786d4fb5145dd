// An object that breaks the determinism contract on purpose: test_determinism_guard must see it.
#include <cmath>

double calls_libm(volatile double* x) {
  double sum = std::exp(*x);
  sum += std::log(*x);
  sum += std::sin(*x);
  sum += static_cast<double>(std::cos(static_cast<float>(*x)));
  sum += std::pow(*x, *x);
  sum += std::sqrt(*x);
  return sum + std::floor(*x);
}
