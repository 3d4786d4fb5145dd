#pragma once
// Live sources: a transport, its peers and a device thread behind the interface every other source has.

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/core/timeline.hpp>
#include <sensors/gatt/link.hpp>
#include <sensors/source/sensor_source.hpp>

namespace tonus::sensors {

/// `address`: HOST, HOST:PORT or [v6]:PORT. One device. Error: no such address can be.
[[nodiscard]] Result<std::unique_ptr<SensorSource>, Error> make_dircon_source(std::string_view address,
                                                                              const Timeline& session_time);

inline constexpr std::uint8_t kBleDevices = 24;  ///< of one radio, at most

/// `wanted`: names or addresses, separated by commas. Empty: what is in reach after five seconds of listening, a
/// heart-rate strap and a trainer or power meter and no third: the straps of strangers are none of our business. Who is
/// among `remembered`, by address, comes first, then who is heard best; a name may be a remembered one.
[[nodiscard]] std::unique_ptr<SensorSource> make_ble_source(std::string_view wanted,
                                                            const std::vector<RememberedDevice>& remembered,
                                                            const Timeline& session_time);

/// The one to take: offers one of the services and was heard; remembered before strange, then the strongest. Of those
/// that were not heard and only BlueZ knows, one that is remembered here, when there is nobody else.
[[nodiscard]] std::optional<FoundDevice> most_likely_own(const std::vector<FoundDevice>& found,
                                                         std::initializer_list<Uuid> services,
                                                         const std::vector<RememberedDevice>& remembered);

}  // namespace tonus::sensors
