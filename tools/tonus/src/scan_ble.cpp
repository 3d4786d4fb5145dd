#include "scan_ble.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include <engine/core/timeline.hpp>
#include <sensors/bluez/central.hpp>

namespace tonus::tool {

namespace bluez = sensors::bluez;

namespace {
constexpr Duration kAnswerWithin = std::chrono::seconds(2);
constexpr Duration kStep = std::chrono::milliseconds(100);
}  // namespace

Result<std::vector<sensors::FoundDevice>, Error> scan_ble(Duration duration, std::stop_token stop,
                                                          const std::string& bus_address) {
  const bluez::CentralDefinition definition{.bus_address = bus_address};
  const SteadyTimeline timeline;
  bluez::Central central(timeline, definition);
  central.start_scan(definition.services);
  const Instant end = timeline.now() + duration, answer_by = timeline.now() + kAnswerWithin;
  do {
    central.run_once(std::min(kStep, end - timeline.now()));
    const auto& report = central.adapter();
    const bool is_asking = report.state == bluez::AdapterState::Asking;
    if (is_asking && timeline.now() >= answer_by)
      return fail(Error{"bluetoothd does not answer; start it again: systemctl restart bluetooth"});
    if (!is_asking && report.state != bluez::AdapterState::Ready)
      return fail(Error{fmt::format("{}; {}", report.detail, report.remedy)});
  } while (timeline.now() < end && !stop.stop_requested());
  return central.found();
}

}  // namespace tonus::tool
