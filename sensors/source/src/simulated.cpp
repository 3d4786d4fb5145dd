#include <sensors/source/simulated.hpp>

#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sensors/athlete/athlete.hpp>

namespace tonus::sensors {
namespace {

// Optical sensors lose the heart to the rhythm of an arm that swings at what flies towards it.
constexpr double kWristLocksPerHour = 3.0;

std::optional<double> bpm(const std::optional<BeatsPerMinute>& q) {
  return q ? std::optional<double>(q->value) : std::nullopt;
}

std::optional<Error> complaint(const SimulatedDefinition& d) {
  const auto is_outside = [](const std::optional<double>& value, double least, double most) {
    return value && !(*value >= least && *value <= most);
  };
  if (is_outside(d.age_years, 10.0, 100.0)) return Error{"simulated athlete: age must be 10 to 100 years"};
  if (is_outside(bpm(d.rest), 30.0, 110.0)) return Error{"simulated athlete: resting heart rate must be 30 to 110 bpm"};
  if (is_outside(bpm(d.max), 100.0, 230.0))
    return Error{"simulated athlete: maximal heart rate must be 100 to 230 bpm"};
  return std::nullopt;
}

}  // namespace

struct SimulatedAthlete::Impl {
  Impl(const athlete::Parameters& parameters, std::uint64_t seed)
      : info{.name = fmt::format("simulated:{}", parameters.persona),
             .description = fmt::format("simulated athlete, {}, {:.0f} years", athlete::label(parameters.persona),
                                        parameters.age_years),
             .reacts = true},
        person(parameters, {.locks_per_hour = parameters.is_wrist ? kWristLocksPerHour : 0.0}, seed) {}

  SourceInfo info;
  athlete::Athlete person;
  std::size_t given = 0;  ///< of the samples of the person's newest step
};

std::span<const std::string_view> simulated_personas() noexcept { return athlete::personas(); }

SimulatedAthlete::SimulatedAthlete(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
SimulatedAthlete::~SimulatedAthlete() = default;

Result<std::unique_ptr<SimulatedAthlete>, Error> SimulatedAthlete::create(const SimulatedDefinition& definition) {
  if (!athlete::is_persona(definition.persona)) {
    return fail(Error{fmt::format("no simulated athlete is called '{}'; there are {}", definition.persona,
                                  fmt::join(simulated_personas(), ", "))});
  }
  if (auto error = complaint(definition)) return fail(std::move(*error));
  const athlete::Parameters parameters = athlete::draw(
      definition.persona, athlete::Work::Scenario, definition.seed,
      {.age_years = definition.age_years, .rest_bpm = bpm(definition.rest), .max_bpm = bpm(definition.max)});
  if (parameters.max_bpm < parameters.rest_bpm + 30.0) {
    return fail(Error{fmt::format("simulated athlete: maximal heart rate {:.0f} must lie at least 30 above rest {:.0f}",
                                  parameters.max_bpm, parameters.rest_bpm)});
  }
  return std::unique_ptr<SimulatedAthlete>(new SimulatedAthlete(std::make_unique<Impl>(parameters, definition.seed)));
}

const SourceInfo& SimulatedAthlete::info() const noexcept { return impl_->info; }
BeatsPerMinute SimulatedAthlete::true_bpm() const noexcept { return {impl_->person.truth().bpm}; }

void SimulatedAthlete::poll(Instant until, const SourceFeedback& previous, SampleBatch& out) noexcept {
  // A step is simulated when its first instant is reached and its samples wait for their own: so the poll step changes
  // nothing.
  athlete::Athlete& person = impl_->person;
  for (;;) {
    const std::span<const Sample> samples = person.samples();
    for (; impl_->given < samples.size(); ++impl_->given) {
      const Sample& next = samples[impl_->given];
      if (next.at > until || !out.try_push(next)) return;
    }
    if (person.now() > until) return;
    person.step(previous.is_paused ? 0.0 : previous.demand.value);
    impl_->given = 0;
  }
}

Result<std::unique_ptr<SensorSource>, Error> make_simulated(const SimulatedDefinition& definition) {
  return SimulatedAthlete::create(definition).map([](std::unique_ptr<SimulatedAthlete>&& made) {
    return std::unique_ptr<SensorSource>(std::move(made));
  });
}

}  // namespace tonus::sensors
