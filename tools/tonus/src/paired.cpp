#include "paired.hpp"

#include <fmt/format.h>

#include <engine/core/log.hpp>

#include "commands.hpp"

namespace tonus::tool {

std::vector<journal::PairedDevice> known_devices() {
  const auto path = journal::paired_devices_path();
  if (path.empty()) return {};
  auto devices = journal::load_paired_devices(path);
  if (devices) return std::move(*devices);
  log::warning(devices.error().message + "; going on without remembered devices");
  return {};
}

std::vector<sensors::RememberedDevice> bluetooth_devices(const std::vector<journal::PairedDevice>& devices) {
  std::vector<sensors::RememberedDevice> remembered;
  for (const auto& device : devices) {
    if (device.transport == "ble") remembered.push_back({device.name, device.address});
  }
  return remembered;
}

void remember_devices(const sensors::DeviceBoard& board, const journal::Preferences& preferences) {
  const auto path = journal::paired_devices_path();
  if (!preferences.keep_sessions.value_or(false) || path.empty()) return;
  auto devices = known_devices();
  const auto before = devices;
  for (const sensors::DeviceStatus& d : board) {
    const bool is_ble = d.carrier.view() == "ble";
    const auto address = is_ble ? d.mac.view() : d.address.view();
    if (d.packets == 0 || address.empty()) continue;
    journal::remember(devices, {.id = std::string(d.id.view().empty() ? address : d.id.view()),
                                .name = std::string(d.name.view()),
                                .transport = std::string(d.carrier.view()),
                                .address = std::string(address)});
  }
  if (devices == before) return;
  if (const auto saved = journal::save_paired_devices(path, devices); !saved) log::warning(saved.error().message);
}

int forget_devices(const std::string& words) {
  const auto path = journal::paired_devices_path();
  auto devices = journal::load_paired_devices(path);
  if (!devices) return complain(kFailed, devices.error().message);
  const std::size_t forgotten = journal::forget(*devices, words);
  if (forgotten == 0 && words != "all") {
    std::string known;
    for (const auto& device : *devices) known += (known.empty() ? "" : ", ") + device.name;
    return complain(kFailed, fmt::format("no device called \"{}\" is remembered; {}", words,
                                         known.empty() ? "none is" : "there are " + known));
  }
  if (const auto saved = journal::save_paired_devices(path, *devices); !saved)
    return complain(kFailed, saved.error().message);
  fmt::print("{} device{} forgotten\n", forgotten, forgotten == 1 ? "" : "s");
  return kDone;
}

}  // namespace tonus::tool
