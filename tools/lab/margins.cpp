#include "margins.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include <engine/core/math.hpp>
#include <engine/core/random.hpp>

#include "measures.hpp"

namespace tonus::lab {
namespace {

constexpr double kSwing_bpm = 2.0;
constexpr double kJitter_s = 0.003;  // of a beat (facts d.2)
constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// A heart that beats at a given rate, and what a law hears of it.
class MadeHeart {
 public:
  MadeHeart(const Machine& machine, double begin_s, Feed feed)
      : machine_(machine), feed_(feed), next_beat_s_(begin_s) {}

  /// One second of `bpm`, then what the law may know at its end.
  void hear(double t_s, double bpm, double command, LawInputs& in) {
    while (next_beat_s_ <= t_s) {
      // A heart without any jitter would pass for a device that is stuck.
      const double rr_s = 60.0 / bpm + kJitter_s * random_.normal();
      estimator_.observe({.at = instant_at(next_beat_s_),
                          .value = 1000.0 * rr_s,
                          .sequence = sequence_++,
                          .kind = sensors::SampleKind::RrInterval});
      next_beat_s_ += rr_s;
    }
    in.device_bpm = bpm;
    if (machine_.work == athlete::Work::Cycle) {
      in.power_w = command;
      estimator_.observe(
          {.at = instant_at(t_s), .value = command, .sequence = sequence_++, .kind = sensors::SampleKind::Power});
    } else {
      in.speed_m_per_s = command;
      estimator_.observe_demand(instant_at(t_s), Intensity{command / machine_.most},
                                BeatsPerMinute{machine_.nominal_gain * machine_.most});
    }
    if (feed_ == Feed::Beats) {
      in.heart = estimator_.estimate(instant_at(t_s));
    } else {
      in.heart.is_known = true;
      in.heart.is_stale = false;
      in.heart.value = BeatsPerMinute{bpm};
      in.heart.spread = BeatsPerMinute{0.5};
      in.heart.quality = Quality{1.0};
    }
  }

 private:
  const Machine& machine_;
  Feed feed_;
  body::HeartEstimator estimator_;
  double next_beat_s_;
  Random random_{1};
  std::uint32_t sequence_ = 0;
};

/// Least squares of level, slope, sine and cosine.
class Fit {
 public:
  void add(double x, double angle, double y) {
    const Eigen::Vector4d row{1.0, x, math::cos(angle), math::sin(angle)};
    normal_ += row * row.transpose();
    right_ += row * y;
  }
  /// Of cos(angle) and sin(angle) as re(c e^{i angle}).
  [[nodiscard]] std::complex<double> wave() const {
    const Eigen::Vector4d x = normal_.partialPivLu().solve(right_);
    return {x(2), -x(3)};
  }

 private:
  Eigen::Matrix4d normal_ = Eigen::Matrix4d::Zero();
  Eigen::Vector4d right_ = Eigen::Vector4d::Zero();
};

athlete::Parameters average_person(athlete::Work work, double gain_factor, double delay_s) {
  const Machine& m = machine(work);
  athlete::Parameters person;
  person.work = work;
  person.gain = gain_factor * m.nominal_gain;
  person.rise_tau_s = person.fall_tau_s = m.nominal_tau_s;
  person.threshold_load = m.most;
  person.asymmetry = 0.0;
  person.actuator_delay_s = 0.5 * std::min(delay_s, 6.0);
  person.body_delay_s = delay_s - person.actuator_delay_s;
  return person;
}

Scene quiet_scene(const Subject& subject, double length_s) {
  Scene scene{.person = subject.person, .length_s = length_s};
  scene.circumstances.has_variability = false;
  scene.circumstances.drift_bpm_per_min = 0.0;
  scene.plan.push_back({0.0, subject.brief.target_bpm});
  return scene;
}

}  // namespace

std::complex<double> LinearPlant::response(double w) const {
  using namespace std::complex_literals;
  const std::complex<double> s = 1i * w;
  const std::complex<double> phases = fast_share / (1.0 + s * fast_tau_s) + (1.0 - fast_share) / (1.0 + s * slow_tau_s);
  return gain * phases * std::polar(1.0, -w * delay_s);
}

std::vector<FrequencyPoint> measure_response(const SettledLaw& settled, const Brief& brief, double begin_s,
                                             std::span<const double> rad_per_s, Feed feed) {
  constexpr double kLeastSettling_s = 300.0, kLeastMeasuring_s = 900.0, kLeastPeriods = 4.0;
  std::vector<FrequencyPoint> out;
  for (const double w : rad_per_s) {
    const auto law = settled();
    MadeHeart heart(*brief.machine, begin_s, feed);
    LawInputs in{.t_s = begin_s, .target_bpm = brief.target_bpm, .next_target_bpm = brief.target_bpm};
    const double period_s = 2.0 * math::kPi / w;
    const double settling = std::ceil(kLeastSettling_s / period_s);
    const double end = settling + std::max(kLeastPeriods, std::ceil(kLeastMeasuring_s / period_s));
    double command = brief.machine->least, t_s = 0.0;
    std::complex<double> sum = 0.0;
    int periods = 0;
    for (double period = 0.0; period < end; period += 1.0) {
      Fit fit;
      bool counts = period >= settling;
      for (; t_s < (period + 1.0) * period_s; t_s += 1.0) {
        in.t_s += 1.0;
        heart.hear(in.t_s, brief.target_bpm + kSwing_bpm * math::cos(w * t_s), command, in);
        command = law->command(in);
        counts = counts && !law->flags().is_overruled;
        fit.add(t_s / period_s - period, w * t_s, command);
      }
      if (!counts) continue;
      sum += fit.wave();
      ++periods;
    }
    if (periods == 0) continue;
    // The error is the target minus the heart.
    const std::complex<double> ratio = -sum / (kSwing_bpm * periods);
    double phase = std::arg(ratio);
    if (!out.empty()) phase += 2.0 * math::kPi * std::round((out.back().phase_rad - phase) / (2.0 * math::kPi));
    out.push_back({.rad_per_s = w, .gain = std::abs(ratio), .phase_rad = phase});
  }
  return out;
}

Margin phase_margin(std::span<const FrequencyPoint> law, const LinearPlant& plant) {
  constexpr double kHold_s = 0.5;
  struct Point {
    double log_w, log_gain, phase_rad;
  };
  std::vector<Point> loop;
  Margin margin{.degrees = kInfinite};
  for (const FrequencyPoint& point : law) {
    const double w = point.rad_per_s;
    const std::complex<double> p = plant.response(w);
    // The phases alone stay within a quarter turn; the delay's share is added unwrapped.
    const double phase = std::arg(p * std::polar(1.0, w * plant.delay_s)) - w * (plant.delay_s + kHold_s);
    const double gain = point.gain * std::abs(p);
    loop.push_back({std::log(w), std::log(std::max(gain, 1e-12)), point.phase_rad + phase});
    const std::complex<double> l = std::polar(gain, point.phase_rad + phase);
    margin.peak_sensitivity = std::max(margin.peak_sensitivity, 1.0 / std::abs(1.0 + l));
  }
  for (std::size_t i = 1; i < loop.size(); ++i) {
    const Point &a = loop[i - 1], &b = loop[i];
    if ((a.log_gain > 0.0) == (b.log_gain > 0.0)) continue;
    const double part = a.log_gain / (a.log_gain - b.log_gain);
    const double degrees = 180.0 + 180.0 / math::kPi * math::lerp(a.phase_rad, b.phase_rad, part);
    if (degrees < margin.degrees) {
      margin.degrees = degrees;
      margin.crossing_rad_per_s = std::exp(math::lerp(a.log_w, b.log_w, part));
    }
  }
  return margin;
}

bool is_robust(const MarginFindings& findings) noexcept {
  return std::ranges::all_of(findings.corners, [](const Corner& corner) {
    return corner.margin.degrees >= kLeastMargin_deg && !corner.is_limit_cycle;
  });
}

MarginFindings measure_margins(LawId id, athlete::Work work) {
  constexpr double kSettling_s = 1200.0, kAverageDelay_s = 8.0, kLength_s = 2400.0, kTail_s = 600.0;
  constexpr double kLeast_rad_per_s = 0.002, kMost_rad_per_s = 0.15;
  constexpr std::size_t kFrequencies = 20;
  std::array<double, kFrequencies> frequencies{};
  for (std::size_t i = 0; i < kFrequencies; ++i) {
    frequencies[i] = kLeast_rad_per_s *
                     math::pow(kMost_rad_per_s / kLeast_rad_per_s, static_cast<double>(i) / double{kFrequencies - 1});
  }
  std::vector<Second> session;
  const Subject average = make_subject(average_person(work, 1.0, kAverageDelay_s), 1);
  const auto settled = [&] {
    auto law = make_law(id, average.brief, average.person, 1);
    play(quiet_scene(average, kSettling_s), average.brief, *law, false, session);
    law->freeze();
    return law;
  };
  MarginFindings out{.law = id, .work = work};
  out.response = measure_response(settled, average.brief, kSettling_s, frequencies, Feed::Beats);

  for (const double factor : kGainFactors) {
    for (const double delay_s : kDelays_s) {
      Corner corner{.gain_factor = factor, .delay_s = delay_s};
      const athlete::Parameters person = average_person(work, factor, delay_s);
      corner.margin = phase_margin(out.response, {.gain = person.gain,
                                                  .fast_share = person.fast_share,
                                                  .fast_tau_s = person.fast_tau_s,
                                                  .slow_tau_s = person.rise_tau_s,
                                                  .delay_s = delay_s});
      const Subject subject = make_subject(person, 1);
      const auto law = make_law(id, subject.brief, person, 1);
      play(quiet_scene(subject, kLength_s), subject.brief, *law, false, session);
      const Swing swing = swing_of(std::span(session).last(static_cast<std::size_t>(kTail_s)));
      corner.swing_bpm = swing.width_bpm;
      corner.is_limit_cycle = is_limit_cycle(swing);
      out.corners.push_back(corner);
    }
  }
  return out;
}

}  // namespace tonus::lab
