#include "device_news.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

namespace tonus::tool {

using sensors::DeviceEventKind;

std::string sentence(const sensors::DeviceEvent& event, const sensors::DeviceBoard& devices) {
  const auto* device = std::find_if(devices.begin(), devices.end(),
                                    [&](const sensors::DeviceStatus& d) { return d.source == event.source; });
  const std::string who =
      device == devices.end() ? fmt::format("device {}", event.source + 1) : std::string(device->name.view());
  const auto text = event.text.view();
  switch (event.kind) {
    case DeviceEventKind::Connected: return who + ": connected";
    case DeviceEventKind::Lost: return fmt::format("{}: lost: {}", who, text);
    case DeviceEventKind::Stale: return fmt::format("{}: silent for {:.0f} s", who, event.value);
    case DeviceEventKind::Absent: return fmt::format("{}: silent for {:.0f} s, taken as absent", who, event.value);
    case DeviceEventKind::Back: return fmt::format("{}: speaks again after {:.1f} s", who, event.value);
    case DeviceEventKind::Battery: return fmt::format("{}: battery {:.0f} %", who, event.value);
    case DeviceEventKind::BadPacket: return fmt::format("{}: a packet that cannot be read: {}", who, text);
    case DeviceEventKind::Trainer: return fmt::format("{}: {}", who, text);
    case DeviceEventKind::Chosen:
    case DeviceEventKind::Disagree: return std::string(text);
  }
  return std::string(text);
}

void DeviceNews::show(sensors::SensorSource& source) const {
  for (sensors::DeviceEvent event; source.next_event(event);) {
    if (is_wanted_)
      fmt::print(stderr, "{:6.1f} s  {}\n", std::max(0.0, seconds(event.at)), sentence(event, source.devices()));
  }
}

}  // namespace tonus::tool
