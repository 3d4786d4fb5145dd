#include "live_loop.hpp"

#include <algorithm>

namespace tonus::sensors {
namespace {

using std::chrono::milliseconds;

constexpr Duration kStep = milliseconds(20);
constexpr Duration kPublishEvery = milliseconds(200);
/// A session that does not poll for so long hangs: nobody would hear "too hard".
constexpr Duration kStandsStill = milliseconds(1500);
constexpr Duration kGoodbye = milliseconds(2000);

/// The session's command, as long as the session lives.
class Watchdog {
 public:
  TrainerCommand command(const ThreadedSource::Outlet& outlet, Instant now) noexcept {
    const std::uint64_t polls = outlet.polls();
    if (polls != polls_) {
      polls_ = polls;
      moved_at_ = now;
    }
    const TrainerCommand command = outlet.command();
    const bool is_hung = polls_ > 0 && now - moved_at_ > kStandsStill && command.mode != TrainerMode::None;
    return is_hung ? TrainerCommand{TrainerMode::Release, 0.0F} : command;
  }

 private:
  std::uint64_t polls_ = 0;
  Instant moved_at_{};
};

}  // namespace

void SessionOutlet::put(Instant at, SampleKind kind, double value, Quality quality, std::uint8_t source) noexcept {
  if (session_time_.now() < Instant{}) return;
  outlet_.push(std::max(on_session(at), Instant{}), kind, value, quality, source);
}

void SessionOutlet::tell(const DeviceEvent& event) noexcept {
  DeviceEvent on_clock = event;
  on_clock.at = on_session(event.at);
  outlet_.tell(on_clock);
}

void SessionOutlet::publish(const std::vector<std::unique_ptr<Peer>>& peers) noexcept {
  DeviceBoard board;
  for (const auto& peer : peers) {
    DeviceStatus status = peer->status();
    status.last_packet = on_session(status.last_packet);
    board.try_push(status);
  }
  outlet_.publish(board);
}

void run_peers(const std::stop_token& stop, const Timeline& device_time, ThreadedSource::Outlet& outlet,
               SessionOutlet& session, std::vector<std::unique_ptr<Peer>>& peers,
               const std::function<void(Duration)>& run_once) {
  Watchdog watchdog;
  Instant published{};
  const auto step = [&](const TrainerCommand& command) {
    run_once(kStep);
    const Instant now = device_time.now();
    for (const auto& peer : peers) {
      const bool is_left_alone = command.mode != TrainerMode::Release && outlet.is_standby(peer->status().source);
      peer->set_command(is_left_alone ? TrainerCommand{} : command);
      peer->on_time(now);
    }
    if (now - published >= kPublishEvery) {
      published = now;
      session.publish(peers);
    }
  };
  while (!stop.stop_requested()) step(watchdog.command(outlet, device_time.now()));
  const Instant until = device_time.now() + kGoodbye;
  const auto is_at_rest = [](const auto& peer) { return peer->is_at_rest(); };
  while (!std::ranges::all_of(peers, is_at_rest) && device_time.now() < until) {
    step({TrainerMode::Release, 0.0F});
  }
}

}  // namespace tonus::sensors
