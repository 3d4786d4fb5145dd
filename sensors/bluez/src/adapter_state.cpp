#include "adapter_state.hpp"

#include <fstream>

#include <fmt/format.h>

namespace tonus::sensors::bluez {
namespace {

namespace fs = std::filesystem;

enum class Block { None, Soft, Hard };

std::string first_word(const fs::path& file) {
  std::ifstream in(file);
  std::string word;
  in >> word;
  return word;
}

/// As linux/Documentation/ABI/stable/sysfs-class-rfkill has it.
Block bluetooth_block(const fs::path& folder) {
  Block block = Block::None;
  std::error_code problem;
  for (fs::directory_iterator it(folder, problem), end; !problem && it != end; it.increment(problem)) {
    if (first_word(it->path() / "type") != "bluetooth") continue;
    if (first_word(it->path() / "hard") == "1") return Block::Hard;
    if (first_word(it->path() / "soft") == "1") block = Block::Soft;
  }
  return block;
}

}  // namespace

AdapterReport no_bus(const std::string& why) {
  return {AdapterState::NoBus, fmt::format("no D-Bus system bus: {}", why),
          "start it (systemctl start dbus); in a container, share /run/dbus/system_bus_socket"};
}

AdapterReport no_daemon() {
  return {AdapterState::NoDaemon, "bluetoothd does not run",
          "install and start it: apt-get install bluez; systemctl start bluetooth"};
}

AdapterReport refused(const CallError& error) {
  switch (classify(error)) {
    case Trouble::NotPermitted:
      return {AdapterState::NotPermitted, fmt::format("D-Bus refuses to pass calls to bluetoothd: {}", error.message),
              "add yourself to the group bluetooth (usermod -aG bluetooth NAME), then log in again"};
    case Trouble::NoDaemon: return no_daemon();
    default:
      return {AdapterState::NoDaemon, fmt::format("bluetoothd does not answer: {}", describe(error)),
              "look into its log and start it again: systemctl restart bluetooth"};
  }
}

std::string choose_adapter(const Tree& tree) {
  for (const auto& [path, adapter] : tree.adapters()) {
    if (adapter.is_powered) return path;
  }
  return tree.adapters().empty() ? std::string() : tree.adapters().begin()->first;
}

AdapterReport judge_adapter(const Tree& tree, const fs::path& rfkill_folder) {
  const std::string path = choose_adapter(tree);
  if (path.empty()) {
    return {AdapterState::Missing, "bluetoothd knows no Bluetooth adapter",
            "plug one in that can do Low Energy (Bluetooth 4.0 or later)"};
  }
  const std::string name = path.substr(path.rfind('/') + 1);
  const AdapterObject& adapter = tree.adapters().at(path);
  if (adapter.is_powered) return {AdapterState::Ready, fmt::format("{} is on", name), ""};
  const Block block = bluetooth_block(rfkill_folder);
  if (block == Block::Hard) {
    return {AdapterState::Blocked, fmt::format("{} is blocked by a switch or key of this machine", name),
            "release that switch (flight mode)"};
  }
  if (block == Block::Soft || adapter.power_state == "off-blocked")
    return {AdapterState::Blocked, fmt::format("{} is blocked by rfkill", name), "rfkill unblock bluetooth"};
  return {AdapterState::Off, fmt::format("{} is off", name), "switch it on: bluetoothctl power on"};
}

}  // namespace tonus::sensors::bluez
