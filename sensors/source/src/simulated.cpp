#include <sensors/source/simulated.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <engine/core/math.hpp>
#include <engine/core/random.hpp>

#include "athlete.hpp"
#include "personas.hpp"

namespace tonus::sensors {
namespace {

constexpr double kStrapUnit_ms = 1000.0 / 1024.0;  // resolution of RR intervals on the air
constexpr std::size_t kStrapAverage = 4;           // beats behind the strap's own heart rate
constexpr double kWristTau_s = 6.0;
constexpr double kWristNoise_bpm = 1.0;
constexpr double kDropoutsPerHour = 4.0;
constexpr double kLocksPerHour = 3.0;
constexpr Duration kStep = Duration{std::chrono::seconds{1}} / athlete::kStepsPerSecond;

/// What the device makes of the heart.
class Device {
 public:
  Device(bool is_wrist, std::uint64_t seed) noexcept : random_(seed), is_wrist_(is_wrist) {}

  [[nodiscard]] bool sends_beats() const noexcept { return !is_wrist_; }
  void hear_beat(double rr_ms) noexcept {
    recent_ms_[heard_ % kStrapAverage] = rr_ms;
    ++heard_;
  }
  /// Once a second: the value to send, or nothing.
  [[nodiscard]] std::optional<double> heart_rate(double true_bpm, double demand) noexcept {
    return is_wrist_ ? wrist_rate(true_bpm, demand) : strap_rate();
  }

 private:
  [[nodiscard]] std::optional<double> strap_rate() const noexcept {
    if (heard_ < kStrapAverage) return std::nullopt;
    double sum_ms = 0.0;
    for (const double rr_ms : recent_ms_) sum_ms += rr_ms;
    return whole(60000.0 * double{kStrapAverage} / sum_ms);
  }

  [[nodiscard]] std::optional<double> wrist_rate(double true_bpm, double demand) noexcept {
    if (smooth_bpm_ == 0.0) smooth_bpm_ = true_bpm;
    smooth_bpm_ += (true_bpm - smooth_bpm_) * (1.0 - math::exp(-1.0 / kWristTau_s));
    // Each second draws the same numbers whatever state the device is in, so that one fault does not shift the next.
    const double dropout_draw = random_.uniform();
    const double dropout_s = random_.uniform(3.0, 120.0);
    const double lock_draw = random_.uniform();
    const double lock_s = random_.uniform(20.0, 120.0);
    const double wobble = random_.uniform(-2.0, 2.0);
    const double noise_bpm = kWristNoise_bpm * random_.normal();
    dropout_left_s_ =
        dropout_left_s_ > 0.0 ? dropout_left_s_ - 1.0 : (dropout_draw < kDropoutsPerHour / 3600.0 ? dropout_s : 0.0);
    lock_left_s_ = lock_left_s_ > 0.0 ? lock_left_s_ - 1.0 : (lock_draw < kLocksPerHour / 3600.0 ? lock_s : 0.0);
    if (dropout_left_s_ > 0.0) return std::nullopt;
    if (lock_left_s_ > 0.0) return whole(70.0 + 50.0 * demand + wobble);
    return whole(smooth_bpm_ + noise_bpm);
  }

  [[nodiscard]] static double whole(double x) noexcept { return static_cast<double>(math::floor_to_int(x + 0.5)); }

  Random random_;
  std::array<double, kStrapAverage> recent_ms_{};
  std::size_t heard_ = 0;
  double smooth_bpm_ = 0.0;
  double dropout_left_s_ = 0.0, lock_left_s_ = 0.0;
  bool is_wrist_;
};

std::optional<Error> complaint(const SimulatedDefinition& d) {
  const auto is_outside = [](const auto& value, double least, double most) {
    return value && !(*value >= least && *value <= most);
  };
  const auto bpm = [](const std::optional<BeatsPerMinute>& q) {
    return q ? std::optional<double>(q->value) : std::nullopt;
  };
  if (is_outside(d.age_years, 10.0, 100.0)) return Error{"simulated athlete: age must be 10 to 100 years"};
  if (is_outside(bpm(d.rest), 30.0, 110.0)) return Error{"simulated athlete: resting heart rate must be 30 to 110 bpm"};
  if (is_outside(bpm(d.max), 100.0, 230.0))
    return Error{"simulated athlete: maximal heart rate must be 100 to 230 bpm"};
  return std::nullopt;
}

}  // namespace

struct SimulatedAthlete::Impl {
  Impl(const Persona& persona, const AthleteParameters& parameters, const SimulatedDefinition& definition)
      : info{.name = fmt::format("simulated:{}", persona.name),
             .description = fmt::format("simulated athlete, {}, {:.0f} years", persona.label, parameters.age_years),
             .reacts = true},
        seeds(definition.seed),
        heart(parameters, seeds.next()),
        device(persona.is_wrist, seeds.next()) {}

  void queue(Instant at, SampleKind kind, double value) noexcept {
    pending.try_push({.at = at, .value = value, .quality = {1.0}, .sequence = sequence++, .kind = kind, .source = 0});
  }

  /// Simulates the 0.1 s that begin at step_start() and queues what the device sends of them.
  void step(const SourceFeedback& feedback) noexcept {
    const double asked = feedback.is_paused ? 0.0 : feedback.demand.value;
    const double demand = asked >= 0.0 ? std::min(asked, 1.0) : 0.0;  // also when not a number
    const Instant start = step_start();
    for (const athlete::BeatEvent& beat : heart.step(demand)) {
      if (beat.rr_ms <= 0.0 || !device.sends_beats()) continue;
      const double sent_ms = kStrapUnit_ms * static_cast<double>(math::floor_to_int(beat.rr_ms / kStrapUnit_ms + 0.5));
      device.hear_beat(sent_ms);
      queue(start + from_seconds(beat.offset_s), SampleKind::RrInterval, sent_ms);
    }
    ++steps;
    if (steps % athlete::kStepsPerSecond != 0) return;
    if (const auto bpm = device.heart_rate(heart.bpm(), demand)) queue(step_start(), SampleKind::HeartRate, *bpm);
  }

  [[nodiscard]] Instant step_start() const noexcept { return Instant{kStep * steps}; }

  SourceInfo info;
  Random seeds;
  athlete::Heart heart;
  Device device;
  std::int64_t steps = 0;
  std::uint32_t sequence = 0;
  InlineVector<Sample, 8> pending;  ///< of the newest step, in time order
  std::size_t given = 0;            ///< of them
};

SimulatedAthlete::SimulatedAthlete(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
SimulatedAthlete::~SimulatedAthlete() = default;

Result<std::unique_ptr<SimulatedAthlete>, Error> SimulatedAthlete::create(const SimulatedDefinition& definition) {
  const Persona* const persona = find_persona(definition.persona);
  if (persona == nullptr) {
    return fail(Error{fmt::format("no simulated athlete is called '{}'; there are {}", definition.persona,
                                  fmt::join(simulated_personas(), ", "))});
  }
  if (auto error = complaint(definition)) return fail(std::move(*error));
  const AthleteParameters parameters = draw_athlete(*persona, definition);
  if (parameters.max_bpm < parameters.rest_bpm + 30.0) {
    return fail(Error{fmt::format("simulated athlete: maximal heart rate {:.0f} must lie at least 30 above rest {:.0f}",
                                  parameters.max_bpm, parameters.rest_bpm)});
  }
  auto impl = std::make_unique<Impl>(*persona, parameters, definition);
  impl->queue(Instant{}, SampleKind::Contact, 1.0);
  return std::unique_ptr<SimulatedAthlete>(new SimulatedAthlete(std::move(impl)));
}

const SourceInfo& SimulatedAthlete::info() const noexcept { return impl_->info; }
BeatsPerMinute SimulatedAthlete::true_bpm() const noexcept { return {impl_->heart.bpm()}; }

void SimulatedAthlete::poll(Instant until, const SourceFeedback& previous, SampleBatch& out) noexcept {
  // A step is simulated when its first instant is reached and its samples wait for their own: so the poll step changes
  // nothing.
  for (;;) {
    for (; impl_->given < impl_->pending.size(); ++impl_->given) {
      const Sample& next = impl_->pending[impl_->given];
      if (next.at > until || !out.try_push(next)) return;
    }
    impl_->pending.clear();
    impl_->given = 0;
    if (impl_->step_start() > until) return;
    impl_->step(previous);
  }
}

Result<std::unique_ptr<SensorSource>, Error> make_simulated(const SimulatedDefinition& definition) {
  return SimulatedAthlete::create(definition).map([](std::unique_ptr<SimulatedAthlete>&& made) {
    return std::unique_ptr<SensorSource>(std::move(made));
  });
}

}  // namespace tonus::sensors
