#include "subject.hpp"

#include <algorithm>

#include <engine/core/math.hpp>
#include <engine/core/random.hpp>

namespace tonus::lab {
namespace {

constexpr Machine kCycle{.work = athlete::Work::Cycle,
                         .name = "cycle",
                         .unit = "W",
                         .least = 20.0,
                         .most = 400.0,
                         .opening = 20.0,
                         .nominal_gain = 0.392,
                         .nominal_tau_s = 68.7,
                         .target_reserve = 0.60};
constexpr Machine kTreadmill{.work = athlete::Work::Treadmill,
                             .name = "treadmill",
                             .unit = "m/s",
                             .least = 0.5,
                             .most = 6.0,
                             .opening = 1.1,  // 4 km/h: a walk
                             .nominal_gain = 25.2,
                             .nominal_tau_s = 62.5,
                             .target_reserve = 0.70};
constexpr double kRestError_bpm = 2.0;
constexpr double kKnee_bpm = 6.0;

}  // namespace

const Machine& machine(athlete::Work work) noexcept { return work == athlete::Work::Treadmill ? kTreadmill : kCycle; }

Subject make_subject(const athlete::Parameters& person, std::uint64_t seed, double rest_error_bpm) {
  Subject subject{.seed = seed, .person = person};
  Brief& brief = subject.brief;
  brief.machine = &machine(person.work);
  brief.profile.age_years = person.age_years;
  brief.profile.rest = BeatsPerMinute{person.rest_bpm + rest_error_bpm};
  brief.profile.beta_blocker = person.is_beta_blocked;
  brief.limits = body::heart_limits(brief.profile);
  brief.target_bpm = std::min(body::at_reserve(brief.limits, brief.machine->target_reserve).value,
                              brief.limits.ceiling.value - kCeilingMargin_bpm);
  return subject;
}

Subject draw_subject(athlete::Work work, athlete::Plant plant, std::uint64_t seed) {
  athlete::Parameters person = athlete::draw_from_population(work, seed);
  person.plant = plant;
  Random random(seed ^ 0x7265'7374ULL);
  return make_subject(person, seed, kRestError_bpm * random.normal());
}

double steady_bpm(const athlete::Parameters& p, double load) noexcept {
  const double asked = p.gain * (load - p.flattening * std::max(0.0, load - p.threshold_load));
  const double room = (p.max_bpm - p.rest_bpm - asked) / kKnee_bpm;
  const double bent = room > 12.0 ? asked : p.max_bpm - p.rest_bpm - kKnee_bpm * math::log(1.0 + math::exp(room));
  return p.rest_bpm + bent;
}

double steady_load(const athlete::Parameters& p, double bpm) noexcept {
  double low = machine(p.work).least, high = machine(p.work).most;
  for (int i = 0; i < 50; ++i) {
    const double middle = 0.5 * (low + high);
    (steady_bpm(p, middle) < bpm ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

bool is_reachable(const athlete::Parameters& p, double target_bpm) noexcept {
  return steady_bpm(p, machine(p.work).most) > target_bpm - 1.0 &&
         steady_bpm(p, machine(p.work).least) < target_bpm + 1.0;
}

}  // namespace tonus::lab
