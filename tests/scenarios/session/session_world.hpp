#pragma once
// A small closed world for session tests: a first-order heart that feels the demand, and two fists on fixed paths.

#include <cmath>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include <engine/core/hash.hpp>
#include <scenarios/catalogue/catalogue.hpp>
#include <scenarios/session/session.hpp>

namespace tonus::session {

/// Heart rate once a second: rest + 120 bpm x demand through 60 s of lag. May fall silent for a while.
class TestHeart {
 public:
  double silent_from_s = 1e9, silent_until_s = 1e9;
  double offset_bpm = 0.0;

  void fill(std::int64_t tick, double demand, TickInputs& in) {
    x_ += (120.0 * demand - x_) * kTick_s / 60.0;
    in.samples.clear();
    const double t = static_cast<double>(tick) * kTick_s;
    if (tick % kTicksPerSecond != 0 || (t >= silent_from_s && t < silent_until_s)) return;
    const double wobble = 0.6 * std::sin(0.7 * t);  // a frozen signal would not be trusted
    in.samples.try_push({.at = tick_start(tick), .value = 65.0 + x_ + wobble + offset_bpm, .sequence = ++sequence_});
  }
  [[nodiscard]] double bpm() const { return 65.0 + x_; }

 private:
  double x_ = 0.0;
  std::uint32_t sequence_ = 0;
};

/// Both fists punch forward and back, twice a second, out of step.
inline BodyPoses punching(std::int64_t tick) {
  BodyPoses poses;
  for (std::size_t h = 0; h < kHands; ++h) {
    const double phase = static_cast<double>(tick) * kTick_s * 12.0 + (h == 0 ? 0.0 : 3.14);
    const auto reach = static_cast<float>(0.25 + 0.25 * std::sin(phase));
    poses.hands[h].is_tracked = true;
    poses.hands[h].world_from_hand.position = {h == 0 ? -0.3F : 0.3F, 1.35F, -0.2F - reach};
  }
  return poses;
}

inline SessionDefinition definition_of(double length_s) {
  SessionDefinition d;
  d.length_s = length_s;
  d.limits = body::heart_limits({});
  return d;
}

inline std::unique_ptr<Session> make_session(const SessionDefinition& d) {
  auto session = Session::create(d, *catalogue::make("strike", d.parameters));
  EXPECT_TRUE(session);
  return std::move(*session);
}

/// A session under way, with everything it was given and gave.
struct Rehearsal {
  explicit Rehearsal(const SessionDefinition& d) : session(make_session(d)) {}
  virtual ~Rehearsal() = default;

  /// What is tracked in the next tick.
  virtual BodyPoses poses() { return punching(session->ticks()); }
  TickOutputs tick(Action action = Action::None) {
    inputs.poses = poses();
    inputs.events.clear();
    if (action != Action::None) inputs.events.try_push({tick_start(session->ticks()), action});
    heart.fill(session->ticks(), demand, inputs);
    const TickOutputs out = session->tick(inputs);
    demand = out.feedback.demand.value;
    for (const auto& row : out.rows) rows.push_back(row);
    return out;
  }
  TickOutputs run(double s, Action first = Action::None) {
    auto out = tick(first);
    for (int i = 1; i < static_cast<int>(s * 120.0) && !out.has_ended; ++i) {
      TickOutputs next = tick();
      if (next.has_ended) return next;
    }
    return tick();
  }

  std::unique_ptr<Session> session;
  TestHeart heart;
  TickInputs inputs;
  double demand = 0.0;
  std::vector<adaptation::Decision> rows;
};

}  // namespace tonus::session
