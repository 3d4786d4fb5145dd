#include <sensors/signal/device_status.hpp>

namespace tonus::sensors {

std::string_view name(DeviceState state) {
  switch (state) {
    case DeviceState::Searching: return "searching";
    case DeviceState::Preparing: return "preparing";
    case DeviceState::Live: return "live";
    case DeviceState::Stale: return "stale";
    case DeviceState::Absent: return "absent";
  }
  return "";
}

std::string_view name(TrainerState state) {
  switch (state) {
    case TrainerState::None: return "none";
    case TrainerState::Asking: return "asking";
    case TrainerState::Controlled: return "controlled";
    case TrainerState::Easing: return "easing";
    case TrainerState::Refused: return "refused";
  }
  return "";
}

std::string_view name(DeviceEventKind kind) {
  switch (kind) {
    case DeviceEventKind::Connected: return "connected";
    case DeviceEventKind::Lost: return "lost";
    case DeviceEventKind::Stale: return "stale";
    case DeviceEventKind::Absent: return "absent";
    case DeviceEventKind::Back: return "back";
    case DeviceEventKind::Battery: return "battery";
    case DeviceEventKind::BadPacket: return "bad-packet";
    case DeviceEventKind::Trainer: return "trainer";
    case DeviceEventKind::Chosen: return "chosen";
    case DeviceEventKind::Disagree: return "disagree";
    case DeviceEventKind::Identified: return "identified";
  }
  return "";
}

}  // namespace tonus::sensors
