#pragma once
// What decides in every session and a simulated athlete, a step a second and without a world: hours in seconds.

#include <vector>

#include <scenarios/session/conductor.hpp>
#include <sensors/athlete/athlete.hpp>
#include <sensors/body/heart_estimator.hpp>

namespace tonus::session {

class SteeredAthlete {
 public:
  SteeredAthlete(const SessionDefinition& definition, const athlete::Parameters& person,
                 const athlete::Circumstances& circumstances, std::uint64_t seed)
      : conductor_(definition),
        person_(person, circumstances, seed),
        full_gain_(definition.limits.max - definition.limits.rest) {}

  /// The profile of `person` as they would give it, and a session of this length.
  static SessionDefinition definition_for(const athlete::Parameters& person, double length_s) {
    SessionDefinition d;
    d.length_s = length_s;
    d.limits = body::heart_limits({.age_years = person.age_years,
                                   .rest = BeatsPerMinute{person.rest_bpm},
                                   .max = BeatsPerMinute{person.max_bpm},
                                   .beta_blocker = person.is_beta_blocked});
    d.response = default_response(d.limits, 0.0);
    return d;
  }

  /// One second, after this press.
  void second(Action action = Action::None) {
    const std::int64_t tick = seconds_ * kTicksPerSecond;
    const InputEvent event{tick_start(tick), action};
    made_.clear();
    conductor_.tick(tick, heart_.estimate(person_.now()), signs_, std::span(&event, action == Action::None ? 0U : 1U),
                    true, made_);
    rows.insert(rows.end(), made_.begin(), made_.end());
    heart_.observe_demand(person_.now(), {intensity()}, full_gain_);
    for (int step = 0; step < 10; ++step) {
      person_.step(conductor_.is_paused() ? 0.0 : intensity());
      for (const sensors::Sample& sample : person_.samples()) heart_.observe(sample);
    }
    ++seconds_;
  }
  void run(int length_s) {
    for (int s = 0; s < length_s && !has_ended(); ++s) second();
  }
  [[nodiscard]] double intensity() const { return conductor_.intensity(); }
  [[nodiscard]] bool has_ended() const { return conductor_.phase() == Phase::Over; }
  [[nodiscard]] const Conductor& conductor() const { return conductor_; }
  [[nodiscard]] CoachView view() const {
    CoachView view;
    conductor_.describe(view);
    return view;
  }

  std::vector<adaptation::Decision> rows;

 private:
  Conductor conductor_;
  athlete::Athlete person_;
  body::HeartEstimator heart_;
  BodySigns signs_;
  BeatsPerMinute full_gain_;
  Conductor::Rows made_;
  std::int64_t seconds_ = 0;
};

}  // namespace tonus::session
