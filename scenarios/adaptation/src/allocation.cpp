#include <scenarios/adaptation/allocation.hpp>

#include <cmath>

#include <engine/core/math.hpp>

namespace tonus::adaptation {
namespace {

constexpr double kGuard_m = 0.30;  // from the guard to a target that asks for no reach
// A choice and its strike take about half a second under load (facts g: choice reactions).
constexpr double kDecisions_per_s = 1.8;
// Weighted up-down (Kaernbach 1991): a wrong decision takes away three times what a right one adds, so that three in
// four come out right.
constexpr double kSkillUp = 0.02, kSkillDown = 0.06;
constexpr double kLeastShare = 0.05, kMostShare = 0.95;

/// Cost of motion as a share of what full motion costs this person.
class Cost {
 public:
  Cost(const Actuators& a, double strike_share) noexcept
      : a_(a), strike_(math::clamp(strike_share, kLeastShare, kMostShare)), full_path_m_(path_m(1.0)) {}

  [[nodiscard]] double of(double rate, double reach) const noexcept { return rate_share(rate) * of_strike(reach); }
  /// Along the line on which rate and reach rise together.
  [[nodiscard]] double along(double x) const noexcept { return of(x, x); }
  /// The place on that line that costs so much.
  [[nodiscard]] double line_for(double cost) const noexcept {
    // (r0 + dr x)(c0 + dc x) = cost
    const double r0 = rate_share(0.0), dr = rate_share(1.0) - r0, c0 = of_strike(0.0), dc = of_strike(1.0) - c0;
    const double a = dr * dc, b = r0 * dc + dr * c0, c = r0 * c0 - cost;
    if (!(b > 0.0)) return 0.0;
    const double root = std::sqrt(std::fmax(b * b - 4.0 * a * c, 0.0));
    return math::clamp(-2.0 * c / (b + root), 0.0, 1.0);
  }
  [[nodiscard]] double rate_for(double cost, double reach) const noexcept {
    return share_between(cost / of_strike(reach), rate_share(0.0), rate_share(1.0));
  }
  [[nodiscard]] double reach_for(double cost, double rate) const noexcept {
    const double strikes = rate_share(rate);
    return strikes > 0.0 ? share_between(cost / strikes, of_strike(0.0), of_strike(1.0)) : 0.0;
  }

 private:
  static double share_between(double x, double low, double high) noexcept {
    return high > low ? math::clamp((x - low) / (high - low), 0.0, 1.0) : 0.0;
  }
  [[nodiscard]] double path_m(double reach) const noexcept {
    return path_per_strike_m(math::lerp(a_.reach_least_m, a_.reach_most_m, reach));
  }
  [[nodiscard]] double rate_share(double rate) const noexcept {
    return a_.rate_most_per_s > 0.0 ? math::lerp(a_.rate_least_per_s, a_.rate_most_per_s, rate) / a_.rate_most_per_s
                                    : 0.0;
  }
  [[nodiscard]] double of_strike(double reach) const noexcept {
    return strike_ + (1.0 - strike_) * path_m(reach) / full_path_m_;
  }

  const Actuators& a_;
  double strike_, full_path_m_;
};

/// What is known of this person counts once it is more than what is believed of anybody (its variance has halved).
double trust_in(const StrikeCost& cost) noexcept {
  const double doubt = cost.share_spread / kUsualShareSpread;
  return math::ramp(1.0 - doubt * doubt, 0.5, 1.0);
}

/// The highest rate, as a share of its range, at which there is still time to decide.
double most_rate(const Actuators& a, const Allocation& out) noexcept {
  if (!a.has_choices()) return 1.0;
  const double targets_per_s = math::lerp(a.room_per_s, std::fmin(kDecisions_per_s, a.room_per_s), out.load);
  const double strikes_per_s = targets_per_s * (1.0 - out.leave_share);
  const double range = a.rate_most_per_s - a.rate_least_per_s;
  return range > 0.0 ? math::clamp((strikes_per_s - a.rate_least_per_s) / range, 0.0, 1.0) : 1.0;
}

}  // namespace

double path_per_strike_m(double reach_m) noexcept { return 2.0 * (kGuard_m + reach_m); }

Allocation allocate(const AllocationInputs& in) noexcept {
  const Actuators& a = in.actuators;
  Allocation out;
  const double u = in.intensity > 0.0 ? std::fmin(in.intensity, 1.0) : 0.0;
  // Rests take part of the phrases; the others ask so much more that the mean is the intensity.
  out.rest_share = a.rest_most * (1.0 - u);
  out.effort = math::clamp((u - out.rest_share * kRestEffort) / (1.0 - out.rest_share), 0.0, 1.0);

  out.skill = math::clamp(in.skill + kSkillUp * in.right - kSkillDown * in.wrong, 0.0, 1.0);
  if (a.has_choices()) {
    out.load = std::fmin(u, out.skill);
    out.leave_share = math::lerp(a.leave_least, a.leave_most, out.load);
    out.choice_share = math::lerp(a.choice_least, a.choice_most, out.load);
  }

  const double trust = trust_in(in.cost);
  const Cost cost(a, in.cost.share);
  out.rate = out.reach = out.effort;
  double wanted = cost.along(out.effort);
  if (trust > 0.0) {
    // For a person whose costs are known, so many percent of intensity are so many percent of the way from the least to
    // the most motion, in what it costs them.
    wanted += trust * (math::lerp(cost.along(0.0), cost.along(1.0), out.effort) - wanted);
    out.rate = out.reach = cost.line_for(wanted);
  }
  const double most = most_rate(a, out);
  const double leant = math::clamp(out.rate + in.lean, 0.0, 1.0);
  out.is_rate_held = leant > most;
  if (in.lean != 0.0 || out.is_rate_held) {
    out.rate = std::fmin(leant, most);
    out.reach = cost.reach_for(wanted, out.rate);
    // Where reach has come to an end of its range, the rate makes up for it as far as it may.
    out.rate = std::fmin(cost.rate_for(wanted, out.reach), most);
  }
  const double made = cost.of(out.rate, out.reach);
  out.given = made < wanted ? out.effort * (made / wanted) : out.effort;
  return out;
}

double strikes_per_phrase(const Actuators& a, const Allocation& x) noexcept {
  return math::lerp(a.rate_least_per_s, a.rate_most_per_s, x.rate) * a.phrase_s;
}

double reach_m(const Actuators& a, const Allocation& x) noexcept {
  return math::lerp(a.reach_least_m, a.reach_most_m, x.reach);
}

bool differ_noticeably(const Actuators& actuators, const Allocation& a, const Allocation& b) noexcept {
  constexpr double kStrike = 1.0, kReach_m = 0.03, kShare = 0.05;
  const auto apart = [](double x, double y) { return std::fabs(x - y); };
  return apart(strikes_per_phrase(actuators, a), strikes_per_phrase(actuators, b)) >= kStrike ||
         apart(reach_m(actuators, a), reach_m(actuators, b)) >= kReach_m ||
         apart(a.rest_share, b.rest_share) >= kShare || apart(a.leave_share, b.leave_share) >= kShare ||
         apart(a.choice_share, b.choice_share) >= kShare || a.is_rate_held != b.is_rate_held;
}

}  // namespace tonus::adaptation
