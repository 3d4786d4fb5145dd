#pragma once
// The one table of sources: what a person types after --source.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/core/timeline.hpp>
#include <engine/core/units.hpp>
#include <sensors/gatt/link.hpp>
#include <sensors/source/sensor_source.hpp>

namespace tonus::sensors {

/// What a source may need to know of the session. Absent figures of the person leave a simulated athlete its persona's
/// own.
struct SourceContext {
  std::uint64_t seed = 1;
  std::optional<double> age_years = {};
  std::optional<BeatsPerMinute> rest = {};
  std::optional<BeatsPerMinute> max = {};
  /// Session time for live sources, negative before the session begins; must outlive the source. Null: live sources are
  /// refused.
  const Timeline* session_time = nullptr;
  /// Bluetooth devices that "ble" without a name prefers to strangers, and "ble:NAME" still finds when BlueZ calls them
  /// something else by now.
  std::vector<RememberedDevice> remembered = {};
};

/// "simulated", "simulated:PERSONA", "file:PATH", "dircon:HOST[:PORT]", "ble[:NAME or address]". Error, one line: no
/// such kind (with the choice), an unknown persona, a file that cannot be read. A live device that is not there is no
/// error: the source goes on looking for it, and devices() says so.
[[nodiscard]] Result<std::unique_ptr<SensorSource>, Error> make_source(std::string_view spec,
                                                                       const SourceContext& context);
/// Several, joined in a SensorHub in the order of their priority; one that is not live comes as it is.
[[nodiscard]] Result<std::unique_ptr<SensorSource>, Error> make_sources(std::span<const std::string> specs,
                                                                        const SourceContext& context);

}  // namespace tonus::sensors
