#pragma once
// Re-runs a recording through a fresh session, tick by tick.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <engine/core/result.hpp>
#include <scenarios/adaptation/decision.hpp>
#include <scenarios/session/definition.hpp>
#include <sensors/signal/device_status.hpp>

namespace tonus::tool {

struct ReplayReport {
  session::SessionDefinition definition;
  std::int64_t ticks = 0;  ///< replayed
  std::uint64_t hash = 0;  ///< chained, as Runner::hash()
  std::string ledger_hash;
  std::vector<adaptation::Decision> rows;
  std::vector<sensors::DeviceEvent> device_events;  ///< as they were recorded
  std::optional<std::int64_t> diverged_tick;        ///< first tick that differs from the recording or cannot be read
  std::string divergence;                           ///< what was different there, for people
  std::string shortfall;  ///< why the recording ends before its session did; empty: it is whole
};

/// An Error only where there is nothing to replay (missing file, no recording, damaged header).
[[nodiscard]] Result<ReplayReport, Error> replay_recording(const std::filesystem::path& path);

}  // namespace tonus::tool
