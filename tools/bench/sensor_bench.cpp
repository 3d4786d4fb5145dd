#include "sensor_bench.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include <engine/core/pace.hpp>
#include <engine/core/timeline.hpp>
#include <scenarios/catalogue/catalogue.hpp>
#include <scenarios/session/session.hpp>
#include <sensors/gatt/peer.hpp>
#include <sensors/source/threaded.hpp>
#include <xr/headless/scripted_player.hpp>

namespace tonus::bench {
namespace {

using namespace sensors;

/// Peers whose packets come from a timer instead of a radio; everything after that is the product's.
class Straps final : public PeerOutlet {
 public:
  Straps(ThreadedSource::Outlet& outlet, int devices) : outlet_(outlet) {
    for (int i = 0; i < devices; ++i) {
      peers_.push_back(std::make_unique<Peer>(
          PeerDefinition{.name = "strap", .carrier = "bench", .source = static_cast<std::uint8_t>(i)}, *this));
    }
  }
  /// `arrival` is on the session clock, as it was when the packet came.
  void packet(int device, Instant arrival) {
    const std::array octets{std::byte{0x10}, std::byte{75}, std::byte{0x20}, std::byte{0x03}};
    arrival_ = arrival;
    peers_[static_cast<std::size_t>(device)]->on_packet(uuid::kHeartRateMeasurement, octets, arrival);
  }
  void put(Instant, SampleKind kind, double value, Quality quality, std::uint8_t source) noexcept override {
    // One of a packet's samples is timed; all carry the moment of arrival instead of the beat's, which is what is
    // measured.
    if (kind == SampleKind::HeartRate) outlet_.push(arrival_, kind, value, quality, source);
  }
  void tell(const DeviceEvent&) noexcept override {}

 private:
  ThreadedSource::Outlet& outlet_;
  std::vector<std::unique_ptr<Peer>> peers_;
  Instant arrival_{};
};

double at_share(std::vector<double>& values, double share) {
  if (values.empty()) return 0.0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace

SensorFigures measure_sensors(int devices, double rate_hz, double length_s) {
  SensorFigures f{.devices = devices, .rate_hz = rate_hz};
  const SteadyTimeline wall;
  SessionTimeline time(wall);
  time.begin();
  std::atomic<std::uint64_t> packets{0};
  ThreadedSource source({.name = "bench", .is_live = true}, time,
                        [&](const std::stop_token& stop, const Timeline& session, ThreadedSource::Outlet& outlet) {
                          Straps straps(outlet, devices);
                          const Duration between = from_seconds(1.0 / (rate_hz * devices));
                          Instant next = session.now();
                          for (int device = 0; !stop.stop_requested(); device = (device + 1) % devices) {
                            next += between;
                            const Duration early = next - session.now();
                            if (early > Duration::zero()) std::this_thread::sleep_for(early);
                            straps.packet(device, session.now());
                            packets.fetch_add(1, std::memory_order_relaxed);
                          }
                        });

  session::SessionDefinition definition{.source = "bench", .length_s = std::max(10.0, 2.0 * length_s)};
  definition.limits = body::heart_limits({});
  auto scenario = catalogue::make("strike", "");
  auto session = session::Session::create(definition, std::move(*scenario)).value();
  xr::ScriptedPlayer player;
  session::TickInputs inputs;
  std::vector<double> latency_ms, late_ms;
  latency_ms.reserve(static_cast<std::size_t>(2.0 * length_s * rate_hz * devices));
  late_ms.reserve(static_cast<std::size_t>(2.0 * length_s * kTicksPerSecond));
  f.has_priority = ask_for_timely_wakeups();
  for (std::int64_t tick = 0; tick_start(tick) < instant_at(length_s); ++tick) {
    sleep_until(time, tick_start(tick));
    late_ms.push_back(1e3 * seconds(time.now() - tick_start(tick)));
    inputs.samples.clear();
    source.poll(tick_start(tick), {}, inputs.samples);
    const session::TickOutputs out = session->tick(inputs);
    const Instant decided = time.now();
    inputs.poses = player.step(out.frame);
    for (const Sample& sample : inputs.samples) latency_ms.push_back(1e3 * seconds(decided - sample.at));
  }
  f.packets = packets.load();
  f.samples = latency_ms.size();
  f.lost = source.lost_samples();
  f.median_ms = at_share(latency_ms, 0.5);
  f.p99_ms = at_share(latency_ms, 0.99);
  f.worst_ms = at_share(latency_ms, 1.0);
  f.wake_p99_ms = at_share(late_ms, 0.99);
  return f;
}

}  // namespace tonus::bench
