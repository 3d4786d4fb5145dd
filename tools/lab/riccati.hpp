#pragma once
// The one equation of control that Eigen does not solve.

#include <Eigen/Dense>

namespace tonus::lab {

/// Stabilising solution P of P = A'PA − A'PB (R + B'PB)⁻¹ B'PA + Q by structure-preserving doubling; R scalar (one
/// input). (A, B) must be stabilisable.
[[nodiscard]] Eigen::MatrixXd riccati(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, const Eigen::MatrixXd& q,
                                      double r);

}  // namespace tonus::lab
