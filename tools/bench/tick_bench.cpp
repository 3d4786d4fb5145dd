#include "tick_bench.hpp"

#include <time.h>

#include <algorithm>
#include <vector>

#include <engine/core/contract.hpp>
#include <scenarios/catalogue/catalogue.hpp>
#include <scenarios/session/session.hpp>
#include <xr/headless/scripted_player.hpp>

#include "plain_bullet.hpp"

namespace tonus::bench {
namespace {

constexpr std::int64_t kBlock = 5 * kTicksPerSecond;
constexpr std::int64_t kWarmUp = 120 * kTicksPerSecond;

/// Processor time of this thread in microseconds: what a tick costs, not what else the machine was doing.
double cpu_us() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) * 1e-3;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// A session held busy: the heart stays 15 bpm below an 80 % target, so intensity stays near the top.
struct BusySession {
  explicit BusySession(double length_s, std::vector<physics::Call>* log) {
    session::SessionDefinition d;
    d.limits = body::heart_limits({});
    d.length_s = length_s;
    d.plan = {{length_s, body::at_reserve(d.limits, 0.8).value}};
    target_bpm = d.plan[0].target_bpm;
    auto scenario = catalogue::make("strike", "");
    TONUS_EXPECTS(scenario.has_value());
    auto made = session::Session::create(d, std::move(*scenario), log);
    TONUS_EXPECTS(made.has_value());
    session = std::move(*made);
  }
  /// One tick; returns what Session::tick alone cost.
  double tick() {
    const std::int64_t n = session->ticks();
    inputs.samples.clear();
    if (n % kTicksPerSecond == 0) {
      inputs.samples.try_push(
          {.at = tick_start(n), .value = target_bpm - 15.0 + static_cast<double>(n / kTicksPerSecond % 3)});
    }
    const double before = cpu_us();
    const session::TickOutputs out = session->tick(inputs);
    const double us = cpu_us() - before;
    inputs.poses = player.step(out.frame);  // for the next tick
    return us;
  }

  std::unique_ptr<session::Session> session;
  xr::ScriptedPlayer player;
  session::TickInputs inputs;
  double target_bpm = 0.0;
};

/// Plays calls up to and with the n-th step; returns what that cost.
template <class Engine>
double play_steps(Engine& engine, const std::vector<physics::Call>& calls, std::size_t& next, std::int64_t steps) {
  const double before = cpu_us();
  while (steps > 0 && next < calls.size()) {
    const physics::Call& call = calls[next++];
    engine.make(call);
    if (call.kind == physics::Call::Kind::Step) --steps;
  }
  return cpu_us() - before;
}

}  // namespace

TickFigures measure_ticks(int blocks) {
  const std::int64_t ticks = kWarmUp + blocks * kBlock;
  const double length_s = static_cast<double>(ticks) * kTick_s * 1.3;  // never into the cool-down
  std::vector<physics::Call> calls;
  {
    BusySession scout(length_s, &calls);
    for (std::int64_t i = 0; i < ticks; ++i) scout.tick();
  }
  BusySession busy(length_s, nullptr);
  PlainBullet bullet;
  WorldUnderTest world;
  std::size_t next_bullet = 0, next_world = 0;
  for (std::int64_t i = 0; i < kWarmUp; ++i) busy.tick();
  play_steps(bullet, calls, next_bullet, kWarmUp);
  play_steps(world, calls, next_world, kWarmUp);

  std::vector<double> session_us, bullet_us, world_us, overhead_us, world_ratio;
  double awake = 0.0;
  for (int b = 0; b < blocks; ++b) {
    double total = 0.0;
    for (std::int64_t i = 0; i < kBlock; ++i) total += busy.tick();
    const double per_tick = 1.0 / double{kBlock};
    const double s = total * per_tick;
    const double p = play_steps(bullet, calls, next_bullet, kBlock) * per_tick;
    const double w = play_steps(world, calls, next_world, kBlock) * per_tick;
    session_us.push_back(s);
    bullet_us.push_back(p);
    world_us.push_back(w);
    overhead_us.push_back(s - p);
    world_ratio.push_back(w / p);
    awake += world.world().awake_bodies();
  }
  return {.ticks = blocks * kBlock,
          .session_us = median(session_us),
          .bullet_us = median(bullet_us),
          .world_us = median(world_us),
          .overhead_us = median(overhead_us),
          .world_ratio = median(world_ratio),
          .awake_bodies = awake / blocks,
          .is_same_scene = bullet.transforms() == world.transforms()};
}

}  // namespace tonus::bench
