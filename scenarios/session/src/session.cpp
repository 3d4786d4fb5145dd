#include <scenarios/session/session.hpp>

#include <limits>
#include <utility>

#include <engine/core/math.hpp>

#include <scenarios/session/conductor.hpp>
#include <scenarios/session/play_space.hpp>

#include "room_scene.hpp"

namespace tonus::session {
namespace {

/// A step behind the person and a little down, so that both fists and what they work on are in the picture.
const Pose kDesktopEye{axis_angle({1.0F, 0.0F, 0.0F}, -0.16F), {0.0F, 1.68F, 0.5F}};

Pose eye_at(double height_m) noexcept {
  Pose eye = kDesktopEye;
  eye.position.y += static_cast<float>(height_m);
  return eye;
}

/// Trace of the whole session in a fixed number of points: when it is full, every second point goes and the pace
/// halves.
class Trace {
 public:
  bool is_due(std::int64_t tick) const noexcept { return tick >= next_tick_; }
  void add(std::int64_t tick, CoachView& view) noexcept {
    if (view.trace_count == kTracePoints) {
      for (std::size_t i = 0; i < kTracePoints / 2; ++i) view.trace[i] = view.trace[2 * i];
      view.trace_count = kTracePoints / 2;
      spacing_ *= 2;
    }
    const bool shown = view.heart.is_known && !view.heart.is_stale;
    view.trace[view.trace_count++] = {
        .t_s = static_cast<float>(seconds(view.at)),
        .bpm = shown ? static_cast<float>(view.heart.value.value) : std::numeric_limits<float>::quiet_NaN(),
        .low_bpm = static_cast<float>(view.band_low_bpm),
        .high_bpm = static_cast<float>(view.band_high_bpm),
        .intensity = static_cast<float>(view.intensity),
        .quality = static_cast<float>(view.heart.quality.value)};
    next_tick_ = tick + spacing_;
  }

 private:
  std::int64_t spacing_ = kTicksPerSecond;
  std::int64_t next_tick_ = 0;
};

/// A quantity apart from the heart: its newest value while it is fresh.
class Newest {
 public:
  explicit Newest(sensors::SampleKind kind) noexcept : kind_(kind) {}
  void observe(const sensors::Sample& sample) noexcept {
    if (sample.kind != kind_ || !(sample.value - sample.value == 0.0)) return;
    value_ = sample.value;
    at_ = sample.at;
  }
  [[nodiscard]] double value(Instant now) const noexcept {
    return now - at_ <= kFresh ? value_ : std::numeric_limits<double>::quiet_NaN();
  }

 private:
  static constexpr Duration kFresh = std::chrono::seconds(3);
  sensors::SampleKind kind_;
  double value_ = std::numeric_limits<double>::quiet_NaN();
  Instant at_{};
};

}  // namespace

struct Session::Impl {
  Impl(const SessionDefinition& definition, std::unique_ptr<Scenario> made, std::vector<physics::Call>* call_log)
      : space(definition),
        conductor(definition, made->actuators()),
        source_reacts(definition.source_reacts),
        full_gain(definition.limits.max - definition.limits.rest),
        trainer_most_w(definition.trainer_most_w),
        world(physics::World::create({.step_s = static_cast<float>(kTick_s), .call_log = call_log})),
        scenario(std::move(made)) {
    scenario->set_up(*world, definition.seed);
    if (space.room() != nullptr) furniture.set_up(*space.room(), space.world_from_stage(), *world);
  }

  std::uint64_t hash_state() const noexcept {
    StateHash hash(static_cast<std::uint64_t>(tick));
    heart.mix_into(hash);
    conductor.mix_into(hash);
    hash.mix(scenario_out.demand);
    hash.mix(scenario_out.at_boundary);
    hash.mix(scenario_out.score.targets);
    hash.mix(scenario_out.score.hits);
    hash.mix(scenario_out.score.clean);
    hash.mix(scenario_out.score.left_alone);
    hash.mix(scenario_out.score.struck_in_error);
    hash.mix(scenario_out.score.right_hand);
    hash.mix(scenario_out.score.wrong_hand);
    scenario->mix_into(hash);
    world->mix_into(hash);
    space.mix_into(hash);
    return hash.value();
  }

  /// The load that goes with the intensity; none while nothing may be asked.
  sensors::TrainerCommand trainer() const noexcept {
    if (trainer_most_w <= 0.0) return {};
    if (conductor.phase() == Phase::Over || conductor.is_paused() || conductor.is_stopping()) {
      return {sensors::TrainerMode::Release, 0.0F};
    }
    return {sensors::TrainerMode::Erg, static_cast<float>(conductor.intensity() * trainer_most_w)};
  }

  PlaySpace space;
  Furniture furniture;
  Conductor conductor;
  bool source_reacts;
  BeatsPerMinute full_gain;
  double trainer_most_w;
  body::HeartEstimator heart;
  std::unique_ptr<physics::World> world;
  std::unique_ptr<Scenario> scenario;
  ScenarioOutputs scenario_out;
  SceneFrame frame;
  CoachView view;
  Newest power{sensors::SampleKind::Power}, cadence{sensors::SampleKind::Cadence},
      oxygen{sensors::SampleKind::OxygenSaturation};
  Trace trace;
  Conductor::Rows rows;
  std::uint64_t state_hash = 0;
  std::int64_t tick = 0;
};

Pose opening_eye(const Fit& fit) noexcept { return eye_at(opening_height_m(fit)); }

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Session::~Session() = default;

Result<std::unique_ptr<Session>, Error> Session::create(const SessionDefinition& definition,
                                                        std::unique_ptr<Scenario> scenario,
                                                        std::vector<physics::Call>* call_log) {
  if (auto ok = check(definition); !ok) return fail(ok.error());
  scenario->fit_to(definition.fit, !definition.place.name.empty());
  return std::unique_ptr<Session>(new Session(std::make_unique<Impl>(definition, std::move(scenario), call_log)));
}

std::int64_t Session::ticks() const noexcept { return impl_->tick; }

TickOutputs Session::tick(const TickInputs& in) noexcept {
  Impl& s = *impl_;
  s.rows.clear();
  const bool was_over = s.conductor.phase() == Phase::Over;
  if (!was_over) {
    const Instant now = tick_start(s.tick);
    for (const sensors::Sample& sample : in.samples) {
      s.heart.observe(sample);
      s.power.observe(sample);
      s.cadence.observe(sample);
      s.oxygen.observe(sample);
    }
    // Without a power meter, what is asked is the load that the heart answers to; a recorded heart answers to nothing.
    if (s.source_reacts && s.tick % kTicksPerSecond == 0) {
      s.heart.observe_demand(now, {s.conductor.is_paused() ? 0.0 : s.conductor.intensity()}, s.full_gain);
    }
    s.space.tick(in.poses, {in.events.begin(), in.events.size()});
    s.conductor.note_decisions(s.scenario_out.score);
    s.conductor.note_tracking(s.space.is_lost(), s.space.is_steady());
    const BodySigns signs{s.power.value(now), s.cadence.value(now), s.oxygen.value(now), s.space.stage(),
                          s.space.world_from_stage().rotation};
    s.conductor.tick(s.tick, s.heart.estimate(now), signs, {in.events.begin(), in.events.size()},
                     s.scenario_out.at_boundary, s.rows);

    const ScenarioInputs scenario_in{.tick = s.tick,
                                     .intensity = {s.conductor.intensity()},
                                     .phase = s.conductor.phase(),
                                     .allocation = s.conductor.allocation(),
                                     .is_paused = s.conductor.is_paused(),
                                     .is_stopping = s.conductor.is_stopping(),
                                     .poses = &s.space.world(),
                                     .height_m = s.space.height_m(),
                                     .room = s.space.room(),
                                     .world_from_stage = s.space.world_from_stage(),
                                     .has_moved = s.space.has_moved()};
    if (s.space.has_moved() && s.space.room() != nullptr) s.furniture.move(s.space.world_from_stage(), *s.world);
    s.scenario_out.haptics.clear();
    s.scenario->before_step(scenario_in, *s.world);
    if (!s.conductor.is_paused()) s.world->step();
    s.scenario->after_step(scenario_in, *s.world, s.scenario_out);

    s.frame.tick = s.tick;
    s.frame.instances.clear();
    s.frame.dropped_instances = 0;
    s.frame.desktop_eye = eye_at(s.space.height_m());
    s.frame.world_from_stage = s.space.world_from_stage();
    s.frame.passthrough = s.space.passthrough();
    s.frame.vignette = s.space.vignette();
    s.scenario->draw(*s.world, s.frame);
    if (s.space.room() != nullptr) s.furniture.draw(s.space.passthrough(), *s.world, s.frame);

    s.conductor.describe(s.view);
    s.view.score = s.scenario_out.score;
    s.view.is_cramped = s.scenario_out.is_cramped;
    s.view.nearness = s.space.is_lost() ? 0.0F : s.space.passthrough();
    s.view.power_w = s.power.value(now);
    s.view.cadence_rpm = s.cadence.value(now);
    const sensors::TrainerCommand load = s.trainer();
    s.view.asked_w = load.mode == sensors::TrainerMode::Erg ? static_cast<double>(load.value)
                                                            : std::numeric_limits<double>::quiet_NaN();
    s.view.lost_samples += in.lost_samples;
    if (s.trace.is_due(s.tick)) s.trace.add(s.tick, s.view);
    s.state_hash = s.hash_state();
    ++s.tick;
  }
  return {.frame = s.frame,
          .view = s.view,
          .rows = {s.rows.begin(), s.rows.size()},
          .haptics = {s.scenario_out.haptics.begin(), was_over ? 0 : s.scenario_out.haptics.size()},
          .feedback = {.demand = {s.scenario_out.demand}, .is_paused = s.conductor.is_paused(), .trainer = s.trainer()},
          .state_hash = s.state_hash,
          .has_ended = s.conductor.phase() == Phase::Over};
}

}  // namespace tonus::session
