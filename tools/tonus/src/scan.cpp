#include "scan.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <engine/core/timeline.hpp>
#include <sensors/dircon/discovery.hpp>

#include "commands.hpp"
#include "interrupt.hpp"
#include "json_fields.hpp"
#include "paired.hpp"
#include "scan_ble.hpp"

namespace tonus::tool {
namespace {

constexpr Duration kStep = std::chrono::milliseconds(100);  // so soon an interrupt is noticed

std::vector<std::string> labels(const std::vector<sensors::Uuid>& services) {
  std::vector<std::string> names;
  for (const sensors::Uuid& service : services) {
    const auto assigned = service.assigned();
    names.push_back(assigned ? fmt::format("{:04x}", *assigned) : to_string(service));
  }
  return names;
}

bool is_remembered(const sensors::FoundDevice& device, const std::vector<journal::PairedDevice>& remembered) {
  return std::ranges::any_of(remembered, [&](const journal::PairedDevice& known) {
    return known.transport == device.transport && (known.id == device.id || known.address == device.address);
  });
}

void print_json(const std::vector<sensors::FoundDevice>& devices) {
  const auto remembered = known_devices();
  auto document = nlohmann::ordered_json::array();
  for (const sensors::FoundDevice& device : devices) {
    document.push_back({{"id", device.id},
                        {"name", device.name},
                        {"transport", device.transport},
                        {"address", device.address},
                        {"services", labels(device.services)},
                        {"rssi", or_null(device.rssi_dbm)},
                        {"battery", or_null(device.battery_percent)},
                        {"remembered", is_remembered(device, remembered)}});
  }
  // Names come from outside: octets that are no UTF-8 are replaced.
  fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

/// Control characters of a name that came over the network would reach the terminal.
std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return text;
}

void print_table(const std::vector<sensors::FoundDevice>& devices) {
  if (devices.empty()) {
    fmt::print("no device found; is the trainer awake and in this network?\n");
    return;
  }
  const auto remembered = known_devices();
  fmt::print("{:<20} {:<28} {:<24} {}\n", "id", "name", "address", "services");
  for (const sensors::FoundDevice& device : devices) {
    const bool is_silent = device.transport == "ble" && !device.rssi_dbm;
    fmt::print("{:<20} {:<28} {:<24} {}{}{}\n", printable(device.id), printable(device.name),
               fmt::format("{}:{}", device.transport, device.address), fmt::join(labels(device.services), " "),
               is_remembered(device, remembered) ? "  (remembered)" : "",
               is_silent ? "  (known to BlueZ, not heard)" : "");
  }
}

Result<std::vector<sensors::FoundDevice>, Error> scan_dircon(double length_s) {
  const SteadyTimeline timeline;
  const auto browser = sensors::dircon::Browser::create();
  if (!browser) return fail(browser.error());
  while (!was_interrupted() && seconds(timeline.now()) < length_s) {
    if (const auto ran = (*browser)->run_once(kStep); !ran) return fail(ran.error());
  }
  return (*browser)->found();
}

}  // namespace

int scan(const ScanOptions& options) {
  if (!options.forget.empty()) return forget_devices(options.forget);
  const auto wants = [&](std::string_view one) { return options.source.empty() || options.source == one; };
  std::vector<sensors::FoundDevice> devices;
  std::vector<std::string> problems;
  const auto take = [&](Result<std::vector<sensors::FoundDevice>, Error> found) {
    if (found) {
      devices.insert(devices.end(), found->begin(), found->end());
    } else {
      problems.push_back(found.error().message);
    }
  };
  // Both at once: nobody waits twice.
  std::optional<Result<std::vector<sensors::FoundDevice>, Error>> heard;
  std::atomic<bool> is_done{!wants("ble")};
  std::jthread radio;
  if (wants("ble")) {
    radio = std::jthread([&](const std::stop_token& stop) {
      heard = scan_ble(from_seconds(options.seconds), stop);
      is_done.store(true, std::memory_order_release);
    });
  }
  if (wants("dircon")) take(scan_dircon(options.seconds));
  while (!is_done.load(std::memory_order_acquire)) {
    if (was_interrupted()) radio.request_stop();
    std::this_thread::sleep_for(kStep);
  }
  if (heard) take(std::move(*heard));
  for (const std::string& problem : problems) complain(kFailed, problem);
  if (problems.size() == (options.source.empty() ? 2U : 1U)) return kFailed;
  if (options.json) {
    print_json(devices);
  } else {
    print_table(devices);
  }
  return was_interrupted() ? kInterrupted : kDone;
}

}  // namespace tonus::tool
