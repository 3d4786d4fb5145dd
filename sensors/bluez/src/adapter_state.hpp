#pragma once
// Why Bluetooth cannot be used, told apart, each with what a person can do about it.

#include <filesystem>
#include <string>

#include <sensors/bluez/central.hpp>

#include "errors.hpp"
#include "tree.hpp"

namespace tonus::sensors::bluez {

[[nodiscard]] AdapterReport no_bus(const std::string& why);
[[nodiscard]] AdapterReport no_daemon();
/// The first call of all was refused.
[[nodiscard]] AdapterReport refused(const CallError& error);

/// The adapter that would be used: the first that is powered, else the first; empty when there is none.
[[nodiscard]] std::string choose_adapter(const Tree& tree);
[[nodiscard]] AdapterReport judge_adapter(const Tree& tree, const std::filesystem::path& rfkill_folder);

}  // namespace tonus::sensors::bluez
