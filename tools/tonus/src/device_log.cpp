#include "device_log.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace tonus::tool {

using sensors::DeviceEvent;
using sensors::DeviceEventKind;

std::string sentence(const DeviceEvent& event, std::string_view device) {
  const std::string who = device.empty() ? fmt::format("device {}", event.source + 1) : std::string(device);
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
    case DeviceEventKind::Identified: return fmt::format("device {} is {}", event.source + 1, who);
    case DeviceEventKind::Chosen:
    case DeviceEventKind::Disagree: return std::string(text);
  }
  return std::string(text);
}

std::string figures(const sensors::DeviceStatus& d) {
  std::string line = fmt::format("{} ({}): {} packets, {} unreadable, {} samples lost by us", d.name.view(),
                                 d.carrier.view(), d.packets, d.bad_packets, d.dropped);
  if (d.lost_beats > 0) line += fmt::format(", about {} beats missing", d.lost_beats);
  line += fmt::format(", {} reconnects", d.reconnects);
  if (!std::isnan(d.latency_ms))
    line += fmt::format(", {:.1f} ms to the session (99 %: {:.1f} ms)", d.latency_ms, d.latency_p99_ms);
  if (d.is_standby) line += ", in reserve: heard over its other transport";
  return line;
}

void DeviceLog::take(const DeviceEvent& event) noexcept { ring_.try_push(event); }

std::span<const DeviceLog::Entry> DeviceLog::update() {
  const std::size_t before = all_.size();
  for (DeviceEvent event; ring_.try_pop(event);) {
    std::string name;
    if (event.source < names_.size()) {
      const bool is_named = event.kind == DeviceEventKind::Connected || event.kind == DeviceEventKind::Identified;
      if (is_named && !event.text.view().empty()) names_[event.source] = event.text.view();
      name = names_[event.source];
    }
    if (all_.size() < kMostKept) {
      all_.push_back({event, std::move(name)});
    } else {
      ++beyond_;
    }
  }
  return std::span(all_).subspan(before);
}

std::vector<DeviceGap> gaps_of(std::span<const DeviceLog::Entry> log, std::uint8_t source, double end_s) {
  std::vector<DeviceGap> gaps;
  bool is_away = false;
  double since_s = 0.0;
  for (const auto& [event, device] : log) {
    if (event.source != source) continue;
    const double at_s = std::max(0.0, seconds(event.at));
    switch (event.kind) {
      case DeviceEventKind::Stale:
      case DeviceEventKind::Absent:
        if (!std::exchange(is_away, true)) since_s = std::max(0.0, at_s - event.value);
        break;
      case DeviceEventKind::Lost:
        if (!std::exchange(is_away, true)) since_s = at_s;
        break;
      case DeviceEventKind::Back:
        if (std::exchange(is_away, false)) gaps.push_back({since_s, at_s});
        break;
      default: break;
    }
  }
  if (is_away && since_s < end_s) gaps.push_back({since_s, end_s});
  return gaps;
}

}  // namespace tonus::tool
