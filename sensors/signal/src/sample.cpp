#include <sensors/signal/sample.hpp>

namespace tonus::sensors {

std::string_view name(SampleKind kind) {
  switch (kind) {
    case SampleKind::HeartRate: return "heart_rate";
    case SampleKind::RrInterval: return "rr";
    case SampleKind::Power: return "power";
    case SampleKind::Cadence: return "cadence";
    case SampleKind::Speed: return "speed";
    case SampleKind::Contact: return "contact";
    case SampleKind::OxygenSaturation: return "oxygen_saturation";
  }
  return "unknown";
}

std::string_view unit(SampleKind kind) {
  switch (kind) {
    case SampleKind::HeartRate: return "bpm";
    case SampleKind::RrInterval: return "ms";
    case SampleKind::Power: return "W";
    case SampleKind::Cadence: return "rpm";
    case SampleKind::Speed: return "m/s";
    case SampleKind::Contact: return "";
    case SampleKind::OxygenSaturation: return "%";
  }
  return "";
}

}  // namespace tonus::sensors
