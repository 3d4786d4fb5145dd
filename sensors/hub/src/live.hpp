#pragma once
// Live sources: a transport, its peers and a device thread behind the interface every other source has.

#include <memory>
#include <string_view>

#include <engine/core/result.hpp>
#include <engine/core/timeline.hpp>
#include <sensors/source/sensor_source.hpp>

namespace tonus::sensors {

/// `address`: HOST, HOST:PORT or [v6]:PORT. One device. Error: no such address can be.
[[nodiscard]] Result<std::unique_ptr<SensorSource>, Error> make_dircon_source(std::string_view address,
                                                                              const Timeline& session_time);

inline constexpr std::uint8_t kBleDevices = 24;  ///< of one radio, at most

/// `wanted`: names or addresses, separated by commas. Empty: what is in reach, the strongest heart-rate strap and the
/// strongest trainer or power meter after kLookAround of listening, and no third: the straps of strangers are none of
/// our business.
[[nodiscard]] std::unique_ptr<SensorSource> make_ble_source(std::string_view wanted, const Timeline& session_time);

}  // namespace tonus::sensors
