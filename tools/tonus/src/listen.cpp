// What devices say, as it comes: for pairing, for trouble, and for other programs.
#include <cmath>
#include <cstdio>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <engine/core/timeline.hpp>
#include <sensors/hub/factory.hpp>

#include "commands.hpp"
#include "device_log.hpp"
#include "interrupt.hpp"
#include "paired.hpp"

namespace tonus::tool {
namespace {

constexpr Duration kStep = std::chrono::milliseconds(10);

double rounded(double s) { return std::round(s * 1000.0) / 1000.0; }

/// The device a sample is from, as people know it.
std::string device_of(const sensors::DeviceBoard& devices, std::uint8_t source, const std::string& otherwise) {
  for (const sensors::DeviceStatus& device : devices) {
    if (device.source == source) return std::string(device.name.view());
  }
  return otherwise;
}

class Printer {
 public:
  explicit Printer(bool json) : json_(json) {}

  void sample(const sensors::Sample& s, const std::string& device) const {
    if (!json_) {
      fmt::print("{:8.2f} s  {:<11} {:7.1f} {:<4} {}\n", seconds(s.at), name(s.kind), s.value, unit(s.kind), device);
      return;
    }
    const nlohmann::ordered_json line{{"t", rounded(seconds(s.at))}, {"kind", name(s.kind)},       {"value", s.value},
                                      {"unit", unit(s.kind)},        {"quality", s.quality.value}, {"device", device}};
    say(line);
  }
  void event(const sensors::DeviceEvent& e, const std::string& device) const {
    if (!json_) {
      fmt::print("{:8.2f} s  {}\n", seconds(e.at), sentence(e, device));
      return;
    }
    nlohmann::ordered_json line{{"t", rounded(seconds(e.at))}, {"event", name(e.kind)}, {"device", device}};
    line["value"] = e.value == 0.0 ? nlohmann::ordered_json() : nlohmann::ordered_json(e.value);
    line["text"] = e.text.view();
    say(line);
  }

  /// How a device fared, at the end.
  void closing(Instant at, const sensors::DeviceStatus& d) const {
    if (!json_) {
      fmt::print("{}\n", figures(d));
      return;
    }
    const auto known = [](float ms) { return std::isnan(ms) ? nlohmann::ordered_json() : nlohmann::ordered_json(ms); };
    say({{"t", rounded(seconds(at))},
         {"event", "counters"},
         {"device", d.name.view()},
         {"transport", d.carrier.view()},
         {"packets", d.packets},
         {"bad_packets", d.bad_packets},
         {"dropped", d.dropped},
         {"lost_beats", d.lost_beats},
         {"reconnects", d.reconnects},
         {"latency_ms", known(d.latency_ms)},
         {"latency_p99_ms", known(d.latency_p99_ms)}});
  }

 private:
  static void say(const nlohmann::ordered_json& line) {
    fmt::print("{}\n", line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  }
  bool json_;
};

}  // namespace

int listen(const std::vector<std::string>& sources, std::optional<double> length_s, bool json) {
  const SteadyTimeline wall;
  SessionTimeline time(wall);
  auto source =
      sensors::make_sources(sources, {.session_time = &time, .remembered = bluetooth_devices(known_devices())});
  if (!source) return complain(kBadInput, source.error().message);
  sensors::SensorSource& from = **source;
  for (const std::string& note : from.info().notes) complain(kDone, note);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // whoever reads a pipe reads live
  const Printer print(json);
  DeviceLog log;
  time.begin();
  while (!was_interrupted() && !from.has_ended() && !(length_s && seconds(time.now()) >= *length_s)) {
    sensors::SampleBatch batch;
    from.poll(time.now(), {}, batch);
    const auto& devices = from.devices();
    const auto device = [&](std::uint8_t index) { return device_of(devices, index, from.info().name); };
    for (sensors::DeviceEvent event; from.next_event(event);) log.take(event);
    for (const auto& [event, name] : log.update()) print.event(event, name.empty() ? device(event.source) : name);
    for (const sensors::Sample& sample : batch) print.sample(sample, device(sample.source));
    if (!batch.is_full()) std::this_thread::sleep_for(kStep);
  }
  for (const sensors::DeviceStatus& device : from.devices()) print.closing(time.now(), device);
  return was_interrupted() ? kInterrupted : kDone;
}

}  // namespace tonus::tool
