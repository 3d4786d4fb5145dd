#pragma once
// The one table of sources: what a person types after --source.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include <engine/core/result.hpp>
#include <engine/core/units.hpp>
#include <sensors/source/sensor_source.hpp>

namespace tonus::sensors {

/// What a source may need to know of the session. Absent figures of the person leave a simulated athlete its persona's
/// own.
struct SourceContext {
  std::uint64_t seed = 1;
  std::optional<double> age_years = {};
  std::optional<BeatsPerMinute> rest = {};
  std::optional<BeatsPerMinute> max = {};
};

/// "simulated", "simulated:PERSONA", "file:PATH". Error, one line: no such kind (with the choice), one that is not
/// built yet
/// ("ble", "dircon"), an unknown persona, a file that cannot be read.
[[nodiscard]] Result<std::unique_ptr<SensorSource>, Error> make_source(std::string_view spec,
                                                                       const SourceContext& context);

}  // namespace tonus::sensors
