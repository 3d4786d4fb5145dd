#pragma once
// Where samples come from. Recorded and simulated sources run in lockstep with the sim loop; live ones own a thread and
// a ring.

#include <optional>
#include <string>
#include <vector>

#include <engine/core/time.hpp>
#include <engine/core/units.hpp>
#include <sensors/signal/device_status.hpp>
#include <sensors/signal/sample.hpp>
#include <sensors/signal/trainer_command.hpp>

namespace tonus::sensors {

/// What the world asked of the person during the previous tick: all that a simulated athlete may feel of the session.
struct SourceFeedback {
  Intensity demand{};      ///< effort really asked for now, 0…1 (rest between phrases counts as what it is)
  bool is_paused = false;  ///< no effort at all
  TrainerCommand trainer;  ///< for the trainer of a live source
  /// Bit i: device i of this source is only another transport of one that is heard; its trainer is not asked for
  /// anything.
  std::uint32_t standby = 0;
};

struct SourceInfo {
  std::string name = {};                ///< as it was asked for: "simulated:healthy", "file:ride.fit"
  std::string description = {};         ///< for people: "simulated athlete, healthy, 40 years"
  bool reacts = false;                  ///< false: a recording, which cannot react to the scenario
  bool is_live = false;                 ///< real devices: they keep real time, whatever the session does
  std::optional<Duration> length = {};  ///< of a recording
  std::vector<std::string> notes = {};  ///< what a person should be told: damage of the recording, a line each
};

/// Lifecycle: made by a factory (which does all I/O), polled once a tick with rising times by the sim thread,
/// destroyed. Equal seeds, files and feedback give equal samples, whatever the wall clock does (live devices excepted).
inline constexpr std::size_t kMostDevices = 32;
using DeviceBoard = InlineVector<DeviceStatus, kMostDevices>;

class SensorSource {
 public:
  virtual ~SensorSource() = default;
  [[nodiscard]] virtual const SourceInfo& info() const noexcept = 0;
  /// Appends the samples with at <= until that were not given before, in order. Does not block, allocate or do I/O.
  /// What does not fit into the batch stays for the next poll.
  virtual void poll(Instant until, const SourceFeedback& previous, SampleBatch& out) noexcept = 0;
  /// True when nothing will ever come again (end of a recording).
  [[nodiscard]] virtual bool has_ended() const noexcept = 0;
  /// Samples lost because nobody fetched them in time; only live sources can lose any.
  [[nodiscard]] virtual std::uint64_t lost_samples() const noexcept { return 0; }

  /// What happened to devices, oldest first; false when there is nothing new. Sim thread: it becomes part of the tick's
  /// inputs.
  virtual bool next_event(DeviceEvent&) noexcept { return false; }
  /// How the devices fare now; one thread, not necessarily the sim's. The reference holds until the next call.
  [[nodiscard]] virtual const DeviceBoard& devices() noexcept;
};

}  // namespace tonus::sensors
