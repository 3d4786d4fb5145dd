#pragma once
// The device thread: drives a transport and its peers, hands samples over, and takes the load off a trainer when the
// session stands still, stops or goes away.

#include <memory>
#include <string>

#include <engine/core/result.hpp>
#include <engine/core/timeline.hpp>
#include <sensors/source/sensor_source.hpp>

namespace tonus::sensors {

/// "HOST" or "HOST:PORT" ("[v6]:PORT"); 36866 where none is given.
[[nodiscard]] Result<std::unique_ptr<SensorSource>, Error> make_dircon_source(std::string_view address,
                                                                              const Timeline& session_time);

}  // namespace tonus::sensors
