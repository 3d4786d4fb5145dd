#pragma once
// Drives a session tick by tick: source, poses and events in; recording, ledger rows and statistics out.
// The same for a window, headless play, benchmarks and tests; only who calls step(), and how often, differs.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <engine/record/recording.hpp>
#include <scenarios/session/session.hpp>
#include <sensors/source/sensor_source.hpp>

#include "statistics.hpp"

namespace tonus::tool {

/// Where ledger rows go. Called between ticks, on the sim thread; must not block in real time.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual void take(const adaptation::Decision& row) noexcept = 0;
};

/// Where news of devices goes; like RowSink.
class DeviceSink {
 public:
  virtual ~DeviceSink() = default;
  virtual void take(const sensors::DeviceEvent& event) noexcept = 0;
};

struct RunnerParts {
  session::Session* session = nullptr;
  sensors::SensorSource* source = nullptr;
  record::Writer* writer = nullptr;  ///< null: nothing is recorded
  RowSink* rows = nullptr;           ///< null: rows are dropped
  DeviceSink* devices = nullptr;     ///< null: news of devices is recorded alone
  bool may_wait = true;              ///< lockstep: wait for the recorder; real time: lose the tick instead
};

/// One thread. step() adds no allocation, lock or I/O of its own.
class Runner {
 public:
  explicit Runner(const RunnerParts& parts) : parts_(parts) {}

  /// One tick. Views in the result stay valid until the next step.
  session::TickOutputs step(const BodyPoses& poses, std::span<const InputEvent> events) noexcept;

  /// Fingerprint of all ticks so far: each tick's state hash chained onto those before.
  [[nodiscard]] std::uint64_t hash() const noexcept { return hash_; }
  [[nodiscard]] std::int64_t ticks() const noexcept { return tick_; }
  [[nodiscard]] const Statistics& statistics() const noexcept { return statistics_; }
  /// A recording that has ended: whoever steps ends the session.
  [[nodiscard]] bool source_has_ended() const noexcept { return parts_.source->has_ended(); }

 private:
  RunnerParts parts_;
  session::TickInputs inputs_, previous_;
  record::TickRecord record_;
  sensors::SourceFeedback feedback_;
  std::uint64_t lost_ = 0;
  std::uint64_t hash_ = 0;
  std::int64_t tick_ = 0;
  Statistics statistics_;
};

/// hash' = XXH3(hash, state_hash): how a run's fingerprint grows.
[[nodiscard]] std::uint64_t chain_hash(std::uint64_t hash, std::uint64_t state_hash) noexcept;
/// Sixteen hexadecimal digits, as in summary.json.
[[nodiscard]] std::string hash_text(std::uint64_t hash);

}  // namespace tonus::tool
