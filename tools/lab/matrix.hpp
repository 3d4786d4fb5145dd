#pragma once
// Small dense matrices for the LQG bound: nothing more than its Riccati equations need.

#include <cstddef>
#include <utility>
#include <vector>

namespace tonus::lab {

class Matrix {
 public:
  Matrix(std::size_t rows, std::size_t columns) : rows_(rows), columns_(columns), x_(rows * columns, 0.0) {}
  [[nodiscard]] static Matrix identity(std::size_t n) {
    Matrix m(n, n);
    for (std::size_t i = 0; i < n; ++i) m(i, i) = 1.0;
    return m;
  }
  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
  double& operator()(std::size_t r, std::size_t c) noexcept { return x_[r * columns_ + c]; }
  double operator()(std::size_t r, std::size_t c) const noexcept { return x_[r * columns_ + c]; }
  [[nodiscard]] Matrix transposed() const;

 private:
  std::size_t rows_, columns_;
  std::vector<double> x_;
};

[[nodiscard]] Matrix operator*(const Matrix& a, const Matrix& b);
[[nodiscard]] Matrix operator+(const Matrix& a, const Matrix& b);
/// x of a x = b; a square and regular.
[[nodiscard]] Matrix solve(Matrix a, Matrix b);

/// Stabilising solution P of P = A'PA − A'PB (R + B'PB)⁻¹ B'PA + Q by structure-preserving doubling; R scalar (one
/// input). (A, B) must be stabilisable.
[[nodiscard]] Matrix riccati(const Matrix& a, const Matrix& b, const Matrix& q, double r);

}  // namespace tonus::lab
