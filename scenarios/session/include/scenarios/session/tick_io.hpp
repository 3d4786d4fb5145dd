#pragma once
// What goes into a tick and what comes out: the whole boundary of the deterministic heart.

#include <cstdint>
#include <span>

#include <engine/core/inline_vector.hpp>
#include <engine/record/recording.hpp>
#include <engine/scene/input.hpp>
#include <engine/scene/scene_frame.hpp>
#include <scenarios/adaptation/decision.hpp>
#include <scenarios/session/coach_view.hpp>
#include <sensors/signal/sample.hpp>
#include <sensors/source/sensor_source.hpp>

namespace tonus::session {

inline constexpr std::size_t kMaxEventsPerTick = 16;
inline constexpr std::size_t kMaxDeviceEventsPerTick = 4;  ///< further ones come with the next ticks

struct TickInputs {
  sensors::SampleBatch samples;  ///< sorted; those with at <= start of this tick
  BodyPoses poses;               ///< in the space that is tracked in (stage); the session takes them into its world
  InlineVector<InputEvent, kMaxEventsPerTick> events;
  std::uint32_t lost_samples = 0;  ///< by live sources since the previous tick
  /// What happened to devices, for whoever looks back: recorded and replayed, decides nothing. Their time may lie
  /// before this tick.
  InlineVector<sensors::DeviceEvent, kMaxDeviceEventsPerTick> device_events;
};

/// Views into the session, valid until its next tick.
struct TickOutputs {
  const SceneFrame& frame;
  const CoachView& view;
  std::span<const adaptation::Decision> rows;  ///< new rows of the ledger
  std::span<const HapticPulse> haptics;        ///< to be felt now; every one of them
  sensors::SourceFeedback feedback;
  std::uint64_t state_hash = 0;
  bool has_ended = false;
};

/// Joints as a recording holds them, to half a millimetre; the session plays these, so that a replay is the same.
[[nodiscard]] HandJoints on_grid(const HandJoints& joints) noexcept;

/// Writes the inputs of one tick into a record. Poses are written when they differ from `previous` (the tick before, or
/// default).
void encode(const TickInputs& inputs, const TickInputs& previous, record::TickRecord& record) noexcept;
/// The reverse; `inputs` must hold the previous tick's on entry. False on bytes no encoder makes.
[[nodiscard]] bool decode(std::span<const std::byte> bytes, TickInputs& inputs) noexcept;

}  // namespace tonus::session
