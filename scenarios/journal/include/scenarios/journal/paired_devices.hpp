#pragma once
// Devices a person has trained with, so that they are preferred to a stranger's the next time. Kept on this machine
// alone, readable by this person alone, only where the person said yes to keeping, and forgotten when told to.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>

namespace tonus::journal {

struct PairedDevice {
  std::string id;         ///< serial number, else MAC address; never empty
  std::string name;       ///< as it calls itself
  std::string transport;  ///< "ble" or "dircon"
  std::string address;    ///< what connects to it: "AA:BB:…" or "host:port"

  friend bool operator==(const PairedDevice&, const PairedDevice&) = default;
};
inline constexpr std::size_t kMostPaired = 64;  ///< the oldest go first

/// $XDG_CONFIG_HOME/tonus/devices.json, else ~/.config/tonus/devices.json; empty where neither folder is known.
[[nodiscard]] std::filesystem::path paired_devices_path();

/// None where there is no file yet. A damaged file is an Error of one line with path, line and column.
[[nodiscard]] Result<std::vector<PairedDevice>, Error> load_paired_devices(const std::filesystem::path& path);
/// The same from text; `name` stands in front of messages.
[[nodiscard]] Result<std::vector<PairedDevice>, Error> paired_devices_from_json(std::string_view text,
                                                                                std::string_view name);
/// Whole or not at all, mode 0600; without devices the file is removed. Refuses to replace a file that cannot be read:
/// a person may want to mend it.
[[nodiscard]] Result<void, Error> save_paired_devices(const std::filesystem::path& path,
                                                      const std::vector<PairedDevice>& devices);

/// The newest comes last; one that is known over the same transport, by id or address, is brought up to date.
void remember(std::vector<PairedDevice>& devices, PairedDevice device);
/// Those with this id, name or address, letter case aside; all for "all". How many were forgotten.
std::size_t forget(std::vector<PairedDevice>& devices, std::string_view words);

}  // namespace tonus::journal
