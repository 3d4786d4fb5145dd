#include "scene.hpp"

#include <algorithm>

namespace tonus::lab {
namespace {

using sensors::Sample;
using sensors::SampleKind;

bool is_of_heart(SampleKind kind) {
  return kind == SampleKind::HeartRate || kind == SampleKind::RrInterval || kind == SampleKind::Contact;
}

/// Follows the plan as time goes on.
class Plan {
 public:
  explicit Plan(const Scene& scene) : scene_(scene) {}
  void describe(double t_s, LawInputs& in) {
    while (at_ + 1 < scene_.plan.size() && scene_.plan[at_ + 1].from_s <= t_s) ++at_;
    in.target_bpm = scene_.plan[at_].target_bpm;
    const bool has_next = at_ + 1 < scene_.plan.size();
    in.next_target_bpm = has_next ? scene_.plan[at_ + 1].target_bpm : in.target_bpm;
    in.next_in_s = has_next ? scene_.plan[at_ + 1].from_s - t_s : 1e9;
  }

 private:
  const Scene& scene_;
  std::size_t at_ = 0;
};

}  // namespace

void play(const Scene& scene, const Brief& brief, Law& law, bool estimates, std::vector<Second>& out) {
  constexpr int kStepsPerSecond = 10;
  athlete::Athlete person(scene.person, scene.circumstances, scene.seed);
  body::HeartEstimator estimator;
  auto* const oracle = dynamic_cast<Oracle*>(&law);
  estimates = estimates || law.needs_estimate();
  const Machine& machine = *brief.machine;
  const BeatsPerMinute full_gain{machine.nominal_gain * machine.most};
  Plan plan(scene);
  LawInputs in;
  bool is_muted = false;
  const auto hear = [&](const Sample& sample) {
    if (is_muted && is_of_heart(sample.kind)) return;
    switch (sample.kind) {
      case SampleKind::HeartRate: in.device_bpm = sample.value; break;
      case SampleKind::Power: in.power_w = sample.value; break;
      case SampleKind::Speed: in.speed_m_per_s = sample.value; break;
      case SampleKind::Cadence: in.cadence_rpm = sample.value; break;
      default: break;
    }
    if (estimates) estimator.observe(sample);
  };
  const auto length = static_cast<std::size_t>(scene.length_s);
  out.resize(length);
  for (std::size_t second = 0; second < length; ++second) {
    in.t_s = static_cast<double>(second);
    plan.describe(in.t_s, in);
    if (estimates) in.heart = estimator.estimate(person.now());
    if (oracle != nullptr) oracle->see(person.truth());
    const double command = law.command(in);
    if (estimates && machine.work != athlete::Work::Cycle) {
      estimator.observe_demand(person.now(), Intensity{command / machine.most}, full_gain);
    }
    const athlete::Truth& truth = person.truth();
    is_muted =
        std::ranges::any_of(scene.silences, [&](const Silence& s) { return in.t_s >= s.from_s && in.t_s < s.to_s; });
    out[second] = {.bpm = truth.bpm,
                   .state_bpm = truth.state_bpm,
                   .command = command,
                   .target_bpm = in.target_bpm,
                   .device_bpm = in.device_bpm,
                   .quality = in.heart.quality.value,
                   .is_known = in.heart.is_known,
                   .is_stale = in.heart.is_stale,
                   .is_silent = truth.is_silent || is_muted,
                   .is_locked = truth.is_locked,
                   .is_in_svt = truth.is_in_svt,
                   .flags = law.flags()};
    in.device_bpm = in.power_w = in.speed_m_per_s = in.cadence_rpm = kAbsent;
    for (int step = 0; step < kStepsPerSecond; ++step) {
      person.step(command);
      for (const Sample& sample : person.samples()) hear(sample);
    }
  }
}

}  // namespace tonus::lab
