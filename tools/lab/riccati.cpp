#include "riccati.hpp"

namespace tonus::lab {

using Eigen::MatrixXd;

MatrixXd riccati(const MatrixXd& a0, const MatrixXd& b, const MatrixXd& q, double r) {
  MatrixXd a = a0, g = b * b.transpose() / r, h = q;
  // Each step doubles the horizon; the slowest modes here pass within 2^16 steps.
  for (int step = 0; step < 40; ++step) {
    const Eigen::PartialPivLU<MatrixXd> w(MatrixXd::Identity(a.rows(), a.cols()) + g * h);
    const MatrixXd wa = w.solve(a);
    const MatrixXd grown = a.transpose() * h * wa;
    g += a * w.solve(g) * a.transpose();
    a *= wa;
    h += grown;
    if (grown.diagonal().cwiseAbs().sum() <= 1e-13 * h.diagonal().cwiseAbs().sum()) break;
  }
  return h;
}

}  // namespace tonus::lab
