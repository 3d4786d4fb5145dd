#pragma once
// What happens to live devices, a line each on stderr, for whoever watches a session without a window.

#include <sensors/source/sensor_source.hpp>

namespace tonus::tool {

/// "  73.2 s  KICKR: silent for 3 s".
[[nodiscard]] std::string sentence(const sensors::DeviceEvent& event, const sensors::DeviceBoard& devices);

class DeviceNews {
 public:
  explicit DeviceNews(bool is_wanted) : is_wanted_(is_wanted) {}
  /// Takes the events since the last call.
  void show(sensors::SensorSource& source) const;

 private:
  bool is_wanted_;
};

}  // namespace tonus::tool
