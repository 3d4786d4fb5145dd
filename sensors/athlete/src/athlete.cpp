#include <sensors/athlete/athlete.hpp>

#include <algorithm>

#include <engine/core/inline_vector.hpp>
#include <engine/core/math.hpp>
#include <engine/core/random.hpp>

#include "day.hpp"
#include "device.hpp"
#include "plant.hpp"
#include "rhythm.hpp"
#include "soft_min.hpp"
#include "variability.hpp"

namespace tonus::athlete {
namespace {

using sensors::Sample;
using sensors::SampleKind;

constexpr std::int64_t kStepsPerSecond = 10;
constexpr Duration kStep = Duration{std::chrono::seconds{1}} / kStepsPerSecond;
constexpr double kSvt_bpm = 50.0, kSvtTau_s = 1.0;
constexpr double kStress_bpm = 8.0, kStressTau_s = 5.0;
constexpr double kLeast_bpm = 30.0, kMost_bpm = 240.0;

/// The most that can be asked: W, m/s, intensity.
constexpr double most_load(Work work) { return work == Work::Cycle ? 2500.0 : work == Work::Treadmill ? 12.0 : 1.0; }

}  // namespace

struct Athlete::Impl {
  Impl(const Parameters& parameters, const Circumstances& circumstances, Random seeds) noexcept
      : p(parameters),
        has_variability(circumstances.has_variability),
        compliance(circumstances.compliance),
        actuator(parameters.actuator_delay_s),
        plant(parameters, circumstances),
        variability(parameters, seeds.next()),
        rhythm(parameters, seeds.next()),
        day(parameters, circumstances, seeds.next()),
        device(parameters, circumstances.has_variability, seeds.next()),
        svt_step(share_of_step(kSvtTau_s)),
        stress_step(share_of_step(kStressTau_s)) {
    truth.bpm = truth.state_bpm = p.rest_bpm;
    truth.is_irregular = p.irregularity > 0.0;
    push({.at = Instant{}, .value = 1.0, .kind = SampleKind::Contact});
  }

  void push(Sample sample) noexcept {
    sample.sequence = sequence++;
    samples.try_push(sample);
  }
  [[nodiscard]] Instant now() const noexcept { return Instant{kStep * steps}; }

  void begin_second() noexcept {
    day.begin_second();
    if (has_variability) variability.begin_second(truth.bpm);
  }

  void beat_at(double command) noexcept;
  void see_faults() noexcept;
  void report_machine() noexcept;

  Parameters p;
  bool has_variability;
  double compliance;
  DelayLine actuator;
  HeartPlant plant;
  Variability variability;
  Rhythm rhythm;
  Day day;
  Device device;
  double svt_step, stress_step;
  double svt_bpm = 0.0, stress_bpm = 0.0;
  Faults faults;
  Truth truth;
  std::int64_t steps = 0;
  std::uint32_t sequence = 0;
  InlineVector<Sample, 16> samples;
};

/// The heart of this step, into truth.
void Athlete::Impl::beat_at(double command) noexcept {
  const double asked = command >= 0.0 ? std::min(command, most_load(p.work)) : 0.0;  // also when not a number
  const double given = actuator.step(asked);
  truth.load = day.pause.is_on() ? 0.0 : compliance * given;
  plant.step(truth.load);
  svt_bpm += ((day.svt.is_on() ? kSvt_bpm : 0.0) - svt_bpm) * svt_step;
  stress_bpm += ((day.stress.is_on() ? kStress_bpm : 0.0) - stress_bpm) * stress_step;

  // A little room above max, for what varies around it.
  const auto limited = [this](double sinus_bpm) { return soft_min(sinus_bpm, p.max_bpm + 2.0, 2.0); };
  const double sinus_bpm = plant.bpm() + stress_bpm;
  truth.state_bpm = limited(sinus_bpm) + svt_bpm;
  truth.bpm = has_variability ? limited(sinus_bpm + variability.step()) + svt_bpm : truth.state_bpm;
  truth.bpm = math::clamp(truth.bpm, kLeast_bpm, kMost_bpm);
  truth.is_in_svt = day.svt.is_on();
}

void Athlete::Impl::see_faults() noexcept {
  const double cadence = day.lock.is_on() ? day.cadence_per_min(truth.load) : 0.0;
  faults = {.is_silent = day.dropout.is_on(),
            .is_frozen = day.freeze.is_on(),
            .locked_per_min = cadence > 0.0 ? cadence + day.lock_offset_bpm : 0.0,
            .spike_bpm = day.spike.is_on() ? day.spike_bpm : 0.0};
  truth.is_silent = faults.is_silent;
  truth.is_locked = faults.locked_per_min > 0.0;
  truth.is_frozen = faults.is_frozen;
  truth.is_spiking = day.spike.is_on();
}

void Athlete::Impl::report_machine() noexcept {
  if (p.work == Work::Scenario) return;
  const bool is_bike = p.work == Work::Cycle;
  const auto whole = [](double x) { return static_cast<double>(math::floor_to_int(x + 0.5)); };
  push({.at = now(),
        .value = is_bike ? whole(truth.load) : truth.load,
        .kind = is_bike ? SampleKind::Power : SampleKind::Speed});
  push({.at = now(), .value = whole(day.cadence_per_min(truth.load)), .kind = SampleKind::Cadence});
}

Athlete::Athlete(const Parameters& parameters, const Circumstances& circumstances, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(parameters, circumstances, Random(seed))) {}
Athlete::~Athlete() = default;
Athlete::Athlete(Athlete&&) noexcept = default;
Athlete& Athlete::operator=(Athlete&&) noexcept = default;

void Athlete::step(double command) noexcept {
  Impl& a = *impl_;
  a.samples.clear();
  if (a.steps % kStepsPerSecond == 0) a.begin_second();
  a.beat_at(command);
  a.see_faults();
  const Instant start = a.now();
  for (const Beat& beat : a.rhythm.step(a.truth.bpm)) {
    if (beat.rr_ms > 0.0) a.device.hear_beat(start + from_seconds(beat.offset_s), beat.rr_ms, a.faults);
  }
  ++a.steps;
  const bool ends_second = a.steps % kStepsPerSecond == 0;
  if (ends_second) a.device.end_second(a.now(), a.truth.bpm, a.faults);
  while (const auto sample = a.device.arrived(a.now())) a.push(*sample);
  if (ends_second) a.report_machine();
}

Instant Athlete::now() const noexcept { return impl_->now(); }
std::span<const Sample> Athlete::samples() const noexcept { return {impl_->samples.data(), impl_->samples.size()}; }
const Truth& Athlete::truth() const noexcept { return impl_->truth; }
const Parameters& Athlete::parameters() const noexcept { return impl_->p; }

}  // namespace tonus::athlete
