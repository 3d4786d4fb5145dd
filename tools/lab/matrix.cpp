#include "matrix.hpp"

#include <cmath>

namespace tonus::lab {

Matrix Matrix::transposed() const {
  Matrix out(columns_, rows_);
  for (std::size_t r = 0; r < rows_; ++r)
    for (std::size_t c = 0; c < columns_; ++c) out(c, r) = (*this)(r, c);
  return out;
}

Matrix operator*(const Matrix& a, const Matrix& b) {
  Matrix out(a.rows(), b.columns());
  for (std::size_t r = 0; r < a.rows(); ++r)
    for (std::size_t i = 0; i < a.columns(); ++i) {
      const double x = a(r, i);
      for (std::size_t c = 0; c < b.columns(); ++c) out(r, c) += x * b(i, c);
    }
  return out;
}

Matrix operator+(const Matrix& a, const Matrix& b) {
  Matrix out = a;
  for (std::size_t r = 0; r < a.rows(); ++r)
    for (std::size_t c = 0; c < a.columns(); ++c) out(r, c) += b(r, c);
  return out;
}

Matrix solve(Matrix a, Matrix b) {
  const std::size_t n = a.rows();
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t pivot = i;
    for (std::size_t r = i + 1; r < n; ++r)
      if (std::fabs(a(r, i)) > std::fabs(a(pivot, i))) pivot = r;
    for (std::size_t c = 0; c < n; ++c) std::swap(a(i, c), a(pivot, c));
    for (std::size_t c = 0; c < b.columns(); ++c) std::swap(b(i, c), b(pivot, c));
    for (std::size_t r = 0; r < n; ++r) {
      if (r == i) continue;
      const double factor = a(r, i) / a(i, i);
      if (factor == 0.0) continue;
      for (std::size_t c = i; c < n; ++c) a(r, c) -= factor * a(i, c);
      for (std::size_t c = 0; c < b.columns(); ++c) b(r, c) -= factor * b(i, c);
    }
  }
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t c = 0; c < b.columns(); ++c) b(r, c) /= a(r, r);
  return b;
}

Matrix riccati(const Matrix& a0, const Matrix& b, const Matrix& q, double r) {
  Matrix a = a0, g = b * b.transposed(), h = q;
  for (std::size_t i = 0; i < g.rows(); ++i)
    for (std::size_t j = 0; j < g.columns(); ++j) g(i, j) /= r;
  const Matrix unit = Matrix::identity(a.rows());
  // Each step doubles the horizon; the slowest modes here pass within 2^16 steps.
  for (int step = 0; step < 40; ++step) {
    const Matrix w = unit + g * h;
    const Matrix wa = solve(w, a);
    const Matrix wg = solve(w, g);
    const Matrix grown = a.transposed() * (h * wa);
    g = g + a * (wg * a.transposed());
    a = a * wa;
    h = h + grown;
    double change = 0.0, size = 0.0;
    for (std::size_t i = 0; i < h.rows(); ++i) {
      change += std::fabs(grown(i, i));
      size += std::fabs(h(i, i));
    }
    if (change <= 1e-13 * size) break;
  }
  return h;
}

}  // namespace tonus::lab
