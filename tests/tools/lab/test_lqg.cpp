#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <lqg.hpp>
#include <measures.hpp>
#include <riccati.hpp>

namespace tonus::lab {
namespace {

using Eigen::MatrixXd;

TEST(Riccati, ScalarHasItsClosedForm) {
  MatrixXd a(1, 1), b(1, 1), q(1, 1);
  a(0, 0) = 0.9;
  b(0, 0) = 0.5;
  q(0, 0) = 2.0;
  const double r = 3.0;
  // p = a²p - a²b²p²/(r + b²p) + q, the positive root.
  const double b2 = 0.25, a2 = 0.81;
  const double half = 0.5 * (r * (1.0 - a2) - q(0, 0) * b2) / b2;
  const double p = -half + std::sqrt(half * half + q(0, 0) * r / b2);
  EXPECT_NEAR(riccati(a, b, q, r)(0, 0), p, 1e-10);
}

TEST(Riccati, SolvesItsEquation) {
  MatrixXd a = MatrixXd::Zero(2, 2), b = MatrixXd::Zero(2, 1), q = a;
  a(0, 0) = 1.0;
  a(0, 1) = 0.1;
  a(1, 1) = 0.95;
  b(1, 0) = 0.1;
  q(0, 0) = 1.0;
  const double r = 0.5;
  const MatrixXd p = riccati(a, b, q, r);
  const MatrixXd bp = b.transpose() * p;
  const double s = (bp * b)(0, 0) + r;
  const MatrixXd k = bp * a;
  const MatrixXd apa = a.transpose() * p * a;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) EXPECT_NEAR(p(i, j), apa(i, j) - k(0, i) * k(0, j) / s + q(i, j), 1e-8);
}

/// The plant of the facts' table: first order, 0.392 bpm/W, 68.7 s, 10 s of delay, cycling noise, nothing else.
athlete::Parameters plain_person() {
  athlete::Parameters person;
  person.rest_bpm = 65.0;
  person.max_bpm = 215.0;
  person.gain = 0.392;
  person.threshold_load = 400.0;
  person.fast_share = 1.0;
  person.fast_tau_s = person.rise_tau_s = person.fall_tau_s = 68.7;
  person.actuator_delay_s = 3.0;
  person.body_delay_s = 7.0;
  person.asymmetry = 0.0;
  person.drift_bpm_per_min = 0.0;
  person.breathing_scale = 0.0;
  return person;
}

struct Point {
  double power = 0.0, rmse = 0.0;
};

/// Over many sessions: root of the mean square, mean power.
Point measure(LawId id) {
  constexpr int kSessions = 100;
  const athlete::Parameters person = plain_person();
  const Subject subject = make_subject(person, 1);
  std::vector<Second> session;
  Point mean;
  for (int i = 0; i < kSessions; ++i) {
    Scene scene{.person = person, .seed = 1000 + static_cast<std::uint64_t>(i)};
    scene.plan.push_back({0.0, subject.brief.target_bpm});
    const auto law = make_law(id, subject.brief, person, scene.seed);
    play(scene, subject.brief, *law, false, session);
    const double rmse = rmse_bpm(session);
    mean.rmse += rmse * rmse / kSessions;
    mean.power += move_power_bpm2(session, person.gain) / kSessions;
  }
  mean.rmse = std::sqrt(mean.rmse);
  return mean;
}

std::vector<Point> curve() {
  std::vector<Point> points;
  for (std::size_t i = 0; i < kLqgPrices; ++i) points.push_back(measure(static_cast<LawId>(index(LawId::Lqg0) + i)));
  return points;
}

/// RMSE at a power, linear in its logarithm; powers fall along the curve.
double rmse_at(const std::vector<Point>& points, double power) {
  for (std::size_t i = 1; i < points.size(); ++i) {
    const Point &a = points[i - 1], &b = points[i];
    if (power > a.power || power < b.power) continue;
    const double part = std::log(power / a.power) / std::log(b.power / a.power);
    return a.rmse + part * (b.rmse - a.rmse);
  }
  return std::nan("");
}

TEST(LqgBound, LiesWhereTheFactsHaveItAndBelowTheReplica) {
  const std::vector<Point> points = curve();
  for (std::size_t i = 1; i < points.size(); ++i) {
    EXPECT_LT(points[i].power, points[i - 1].power) << i;
    EXPECT_GT(points[i].rmse, points[i - 1].rmse) << i;
  }
  // Facts e.2, CE-like, delay 10 s: 2.52 bpm at 0.66 bpm².
  EXPECT_NEAR(rmse_at(points, 0.66), 2.52, 0.03 * 2.52);
  const Point replica = measure(LawId::Replica);
  EXPECT_LE(rmse_at(points, replica.power), replica.rmse);
}

TEST(LqgBound, EqualSeedsGiveEqualSessions) {
  const athlete::Parameters person = plain_person();
  const Subject subject = make_subject(person, 1);
  Scene scene{.person = person, .seed = 5, .length_s = 300.0};
  scene.plan.push_back({0.0, subject.brief.target_bpm});
  std::vector<Second> first, second;
  play(scene, subject.brief, *make_law(LawId::Lqg0, subject.brief, person, 5), false, first);
  play(scene, subject.brief, *make_law(LawId::Lqg0, subject.brief, person, 5), false, second);
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(first[i].command, second[i].command);
}

TEST(LqgBound, KnowsNothingOfTheHeartWhileTheDeviceIsSilent) {
  const athlete::Parameters person = plain_person();
  const Subject subject = make_subject(person, 1);
  const double target_bpm = subject.brief.target_bpm;
  const LawInputs in{.target_bpm = target_bpm};
  LqgBound calm(subject.brief, person, kMovePrices[1], 5), stirred(subject.brief, person, kMovePrices[1], 5);
  const auto load = [&](LqgBound& bound, double bpm, bool is_silent) {
    bound.see({.bpm = bpm, .is_silent = is_silent});
    return bound.command(in);
  };
  for (int s = 0; s < 60; ++s) EXPECT_EQ(load(calm, target_bpm, false), load(stirred, target_bpm, false)) << s;
  for (int s = 0; s < 20; ++s) EXPECT_EQ(load(calm, target_bpm, true), load(stirred, target_bpm + 20.0, true)) << s;
  double lower = 0.0;
  for (int s = 0; s < 20; ++s) lower = load(calm, target_bpm, false) - load(stirred, target_bpm + 20.0, false);
  EXPECT_GT(lower, 1.0);
}

}  // namespace
}  // namespace tonus::lab
