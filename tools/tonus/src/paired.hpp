#pragma once
// Devices that are remembered between sessions: read before, kept after, forgotten when told to. Nothing is kept
// without the person's yes.

#include <string>
#include <vector>

#include <scenarios/journal/paired_devices.hpp>
#include <scenarios/journal/preferences.hpp>
#include <sensors/gatt/link.hpp>
#include <sensors/source/sensor_source.hpp>

namespace tonus::tool {

/// None, with a warning, where the file cannot be read.
[[nodiscard]] std::vector<journal::PairedDevice> known_devices();
/// Those on Bluetooth, for sensors::SourceContext.
[[nodiscard]] std::vector<sensors::RememberedDevice> bluetooth_devices(
    const std::vector<journal::PairedDevice>& devices);

/// Keeps the devices that measured something in this session, where `preferences` say yes; a warning where it fails.
void remember_devices(const sensors::DeviceBoard& board, const journal::Preferences& preferences);

/// `tonus scan --forget WORDS`: exit status, one line for people.
[[nodiscard]] int forget_devices(const std::string& words);

}  // namespace tonus::tool
