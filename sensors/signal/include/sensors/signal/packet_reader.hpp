#pragma once
// From the octets of any characteristic we know to readings in the units of Sample. One reader a device: counters,
// split records and widths once found are kept per characteristic.

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

#include <engine/core/inline_vector.hpp>
#include <engine/core/result.hpp>
#include <engine/core/time.hpp>
#include <sensors/signal/sample.hpp>
#include <sensors/signal/uuid.hpp>

namespace tonus::sensors {

/// One thing a packet says; not yet on the session clock.
struct Reading {
  SampleKind kind = SampleKind::HeartRate;
  double value = 0.0;
  Quality quality{1.0};
  /// For a beat: how long before the newest beat of the same packet it was; zero for everything else. RR intervals come
  /// oldest first; the newest beat is taken to be at the packet's arrival until the beat clock of the hub has anchored
  /// it.
  Duration before_newest{};
};
inline constexpr std::size_t kMostReadings = 32;
using Readings = InlineVector<Reading, kMostReadings>;

/// Thread: the device's. Does not allocate after construction, errors excepted.
class PacketReader {
 public:
  PacketReader();
  ~PacketReader();
  PacketReader(PacketReader&&) noexcept;
  PacketReader& operator=(PacketReader&&) noexcept;

  /// Appends what the packet says, as long as there is room; of beats the newest. Speed from a wheel counter takes the
  /// wheel to be kWheelCircumference_m round; steps or strides as Cadence have quality 0.5. A heart rate of 0 or above
  /// 250 is no reading; neither is a quantity whose field says "not available". Heart rate sent by a fitness machine
  /// has quality 0.8: it comes second hand. Without contact (where the strap can tell) heart rate has quality 0.2 and
  /// Contact is 0. Error, one line with the label of the characteristic and the octets in hex: too short, or not one of
  /// the known ones; what is known of the device stays.
  Result<void, Error> read(const Uuid& characteristic, std::span<const std::byte> packet, Instant arrival,
                           Readings& out);
  /// After a reconnect: counters get a new baseline, half a split record is dropped; widths found stay.
  void restart() noexcept;
  /// Percent 0…100 of the newest battery packet.
  [[nodiscard]] std::optional<int> battery_percent() const noexcept;

  /// True for the characteristics whose notifications read() turns into readings, or into the battery's percentage.
  [[nodiscard]] static bool knows(const Uuid& characteristic) noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::sensors
