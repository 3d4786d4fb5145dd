#include "sim_thread.hpp"

#include <engine/core/math.hpp>
#include <engine/core/pace.hpp>

namespace tonus::tool {

namespace {
// Further behind than this, the session slows down instead of racing to catch up.
constexpr Duration kMostBehind = std::chrono::milliseconds(250);
}  // namespace

SimThread::SimThread(Performance& performance, SessionTimeline& time, const BodyPoses& first)
    : performance_(performance), time_(time) {
  // What is seen before the first tick is seen from where that will see it.
  const session::SessionDefinition& definition = performance.definition();
  frame_.back().desktop_eye = session::opening_eye(definition.fit);
  frame_.back().world_from_stage = definition.place.world_from_stage;
  frame_.publish();
  frame_.try_update();
  time_.begin();
  thread_ = std::jthread([this, first] { run(first); });
}

SimThread::~SimThread() { end(); }

float SimThread::alpha() const noexcept {
  const double since_s = seconds(now() - tick_start(frame_.front().tick));
  return static_cast<float>(math::clamp(since_s / kTick_s, 0.0, 1.0));
}

void SimThread::run(const BodyPoses& first) noexcept {
  ask_for_timely_wakeups();
  TimedPoses newest{.poses = first};
  TimedPoses next;
  bool has_next = false;
  for (std::int64_t tick = 0;; ++tick) {
    const Duration late = now() - tick_start(tick);
    if (late > kMostBehind) time_.slip(late);
    sleep_until(time_, tick_start(tick));
    // The newest poses that are not ahead of this tick; later ones wait for theirs.
    while (has_next || poses_.try_pop(next)) {
      has_next = next.tick > tick;
      if (has_next) break;
      newest = next;
    }
    InlineVector<InputEvent, session::kMaxEventsPerTick> events;
    InputEvent event;
    while (!events.is_full() && events_.try_pop(event)) events.try_push(event);
    const session::TickOutputs out =
        performance_.step(newest.poses, {events.begin(), events.size()}, must_end_.load(std::memory_order_relaxed));
    for (const HapticPulse& pulse : out.haptics) pulses_.try_push(pulse);  // nobody asks: the oldest were enough
    frame_.back() = out.frame;
    frame_.publish();
    view_.back() = out.view;
    view_.publish();
    if (out.has_ended) break;
  }
  has_ended_.store(true, std::memory_order_release);
}

}  // namespace tonus::tool
