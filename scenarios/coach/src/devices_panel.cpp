#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <scenarios/coach/panels.hpp>

#include "widgets.hpp"

namespace tonus::coach {
namespace {

using sensors::DeviceState;
using sensors::DeviceStatus;

constexpr std::size_t kMostShown = 4;  // more would cover the scene; the worst come first

ImU32 colour_of(const DeviceStatus& device) {
  switch (device.state) {
    case DeviceState::Live: return color::kBandEdge;
    case DeviceState::Searching:
    case DeviceState::Absent: return color::kCeiling;
    default: return color::kIntensity;
  }
}

const char* words_of(DeviceState state) {
  switch (state) {
    case DeviceState::Searching: return "looking for it";
    case DeviceState::Preparing: return "connecting";
    case DeviceState::Live: return "connected";
    case DeviceState::Stale: return "silent for a moment";
    case DeviceState::Absent: return "silent";
  }
  return "";
}

std::string line_of(const DeviceStatus& device) {
  std::string line = words_of(device.state);
  if (device.battery_percent >= 0) line += fmt::format(" · battery {} %", device.battery_percent);
  if (device.rssi_dbm != 0) line += fmt::format(" · {} dBm", device.rssi_dbm);
  if (device.is_standby) line += " · in reserve: heard over its other transport";
  if (!std::isnan(device.asked_w)) line += fmt::format(" · asked {:.0f} W", device.asked_w);
  return line;
}

/// What went wrong so far and how late its samples are; empty while there is nothing to say.
std::string counters_of(const DeviceStatus& device) {
  std::string line;
  const auto add = [&](const std::string& part) { line += (line.empty() ? "" : " · ") + part; };
  if (device.bad_packets > 0) add(fmt::format("{} unreadable", device.bad_packets));
  if (device.dropped > 0) add(fmt::format("{} samples lost here", device.dropped));
  if (device.lost_beats > 0) add(fmt::format("about {} beats missing", device.lost_beats));
  if (device.reconnects > 0) add(fmt::format("{} reconnects", device.reconnects));
  if (!std::isnan(device.latency_p99_ms)) add(fmt::format("delay {:.0f} ms", device.latency_p99_ms));
  return line;
}

void draw_board(const sensors::DeviceBoard& devices, const overlay::Fonts& fonts, float s) {
  std::size_t shown = 0;
  const auto draw = [&](const DeviceStatus& device) {
    if (shown++ >= kMostShown) return;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float size = ImGui::GetFontSize();
    ImGui::GetWindowDrawList()->AddCircleFilled({at.x + 6.0F * s, at.y + 0.55F * size}, 5.0F * s, colour_of(device));
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + 20.0F * s);
    text(fonts.body, color::kText, device.name.text.data());
    wrapped(fonts.body, color::kQuiet, line_of(device).c_str());
    if (const std::string counters = counters_of(device); !counters.empty())
      wrapped(fonts.body, color::kQuiet, counters.c_str());
    if (!device.trouble.view().empty()) wrapped(fonts.body, color::kCeiling, device.trouble.text.data());
  };
  // What needs attention first.
  for (const DeviceStatus& device : devices) {
    if (device.state != DeviceState::Live) draw(device);
  }
  for (const DeviceStatus& device : devices) {
    if (device.state == DeviceState::Live) draw(device);
  }
  if (devices.size() > kMostShown) {
    text(fonts.body, color::kQuiet, fmt::format("and {} more", devices.size() - kMostShown).c_str());
  }
}

}  // namespace

void draw_devices(const sensors::DeviceBoard& devices, float below, const overlay::Fonts& fonts, const Canvas& canvas) {
  if (devices.empty()) return;
  const float s = canvas.scale;
  const Panel panel("devices", {20.0F * s, below * s}, {250.0F * s, 0.0F});
  draw_board(devices, fonts, s);
}

std::optional<std::size_t> draw_pairing(const sensors::DeviceBoard& devices, std::span<const std::string> remembered,
                                        float below, const overlay::Fonts& fonts, const Canvas& canvas) {
  if (devices.empty() && remembered.empty()) return std::nullopt;
  const float s = canvas.scale;
  const Panel panel("devices", {20.0F * s, below * s}, {250.0F * s, 0.0F});
  draw_board(devices, fonts, s);
  std::optional<std::size_t> forgotten;
  if (!remembered.empty()) text(fonts.body, color::kText, "Remembered");
  for (std::size_t i = 0; i < std::min(remembered.size(), kMostShown); ++i) {
    wrapped(fonts.body, color::kQuiet, remembered[i].c_str());
    ImGui::PushID(static_cast<int>(i));
    if (ImGui::SmallButton("Forget")) forgotten = i;
    ImGui::PopID();
  }
  if (remembered.size() > kMostShown) text(fonts.body, color::kQuiet, "tonus scan --forget NAME for others");
  return forgotten;
}

}  // namespace tonus::coach
