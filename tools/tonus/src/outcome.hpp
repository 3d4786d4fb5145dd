#pragma once
// What a session leaves: summary, report, and a line or a document on stdout.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <scenarios/journal/summary.hpp>
#include <scenarios/session/session.hpp>
#include <sensors/source/sensor_source.hpp>

#include "device_log.hpp"
#include "ledger_keeper.hpp"
#include "runner.hpp"
#include "statistics.hpp"

namespace tonus::tool {

struct Outcome {
  session::SessionDefinition definition;
  sensors::SourceInfo source;
  session::CoachView view;  ///< after the last tick
  Statistics statistics;
  std::int64_t ticks = 0;
  std::uint64_t hash = 0;
  LedgerKeeper::Kept ledger;
  sensors::DeviceBoard devices;                 ///< live ones, as they were at the end
  std::vector<DeviceLog::Entry> device_events;  ///< in order
  std::uint64_t lost_device_events = 0;         ///< beyond those
  std::vector<std::string> pictures;            ///< file names in the folder
  std::optional<std::filesystem::path> folder;  ///< none: nothing is kept
  std::vector<std::string> troubles;            ///< one line each: what could not be written
  bool was_interrupted = false;
};

/// Writes summary.json and report.html where there is a folder; adds to `troubles` what could not be written.
[[nodiscard]] journal::SessionSummary write_outcome(Outcome& outcome);
/// For people, or the summary as one JSON document.
void print_outcome(const Outcome& outcome, const journal::SessionSummary& summary, bool json);

}  // namespace tonus::tool
