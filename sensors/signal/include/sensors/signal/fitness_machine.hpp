#pragma once
// What a fitness machine measures: Indoor Bike (2AD2), Treadmill (2ACD), Cross Trainer (2ACE) and Rower Data (2AD1);
// the ranges it takes (2AD4…2AD8) and its training status (2AD3). Source: FTMS 1.0, GATT Specification Supplement
// 2024-11 and the older characteristic XML where machines follow that. What it is told is in fitness_control.hpp.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>

namespace tonus::sensors {

enum class MachineKind : std::uint8_t { IndoorBike, Treadmill, CrossTrainer, Rower };

/// One record; each kind of machine fills its part of it. Absent: not sent, cut off, or said to be not available.
struct MachineData {
  std::optional<double> speed_kmh, average_speed_kmh;  ///< resolution 0.01
  std::optional<double> cadence_rpm, average_cadence_rpm;
  std::optional<double> distance_m;
  std::optional<double> inclination_percent, ramp_angle_deg;
  std::optional<double> elevation_gain_m, elevation_loss_m;
  std::optional<double> pace_s_per_500m, average_pace_s_per_500m;
  std::optional<double> pace_km_per_min, average_pace_km_per_min;  ///< treadmills of the older format
  std::optional<double> steps_per_min, average_steps_per_min, step_count;
  std::optional<double> stride_count;
  std::optional<double> stroke_rate_per_min, average_stroke_rate_per_min, stroke_count;
  std::optional<double> resistance_raw;  ///< unscaled: makers differ by a factor of 10
  std::optional<double> power_w, average_power_w;
  std::optional<double> energy_total_kcal, energy_per_hour_kcal, energy_per_min_kcal;
  std::optional<double> heart_rate_bpm;  ///< as sent: 0 means that there is none
  std::optional<double> met;
  std::optional<double> elapsed_s, remaining_s;
  std::optional<double> belt_force_n;
  bool moves_backward = false;  ///< cross trainers
  bool more_data = false;       ///< a part of a record; the rest follows
  bool truncated = false;       ///< flags announce more than came
};

/// Thread: one, the device's; no allocation, errors excepted.
class MachineDataDecoder {
 public:
  explicit MachineDataDecoder(MachineKind kind) noexcept : kind_(kind) {}

  /// The record as far as it has come: a machine may split it over several packets, the last of which has more_data
  /// false. A part that brings again what is there, or comes after more than 3 s, begins a new record. Trailing octets
  /// are padding. Error: less than the flags.
  Result<MachineData, Error> decode(std::span<const std::byte> packet, Instant arrival);
  /// Of the newest packet alone.
  [[nodiscard]] const MachineData& last_part() const noexcept { return part_; }
  /// After a reconnect: half a record is dropped. The field width once found stays, it is the device's.
  void restart() noexcept { present_ = 0; }

 private:
  [[nodiscard]] std::optional<bool> is_wide(std::size_t size, std::uint32_t present) noexcept;

  MachineKind kind_;
  /// Resistance is 16 bits in the older format and 8 in the newer, treadmill pace the other way round. The first packet
  /// whose length fits 16 bits alone decides for them. One that fits 8 alone may as well be one of 16 that lost its
  /// last octet: only three in a row decide, and until then such a field and all behind it are withheld. Three in a row
  /// that fit the other width decide anew. A packet of 20 octets, where short notifications are cut, decides nothing.
  std::optional<bool> is_wide_;
  int contrary_ = 0;  ///< packets in a row that fit the other width alone
  MachineData part_, record_;
  std::uint32_t present_ = 0;  ///< bits of the fields of an unfinished record
  Instant part_arrival_{};
};

/// Least, most and step. 2AD4 km/h, 2AD5 percent, 2AD6 unscaled, 2AD7 bpm, 2AD8 W.
struct MachineRange {
  double least = 0.0, most = 0.0, step = 0.0;
};
/// Error: too short, or `assigned` is not one of the five.
[[nodiscard]] Result<MachineRange, Error> decode_machine_range(std::uint16_t assigned,
                                                               std::span<const std::byte> value);

struct TrainingStatus {
  std::uint8_t flags = 0, status = 0;
  std::string text;  ///< what the machine wants said, as sent; often empty
};
[[nodiscard]] Result<TrainingStatus, Error> decode_training_status(std::span<const std::byte> packet);
/// "idle", "warm_up", …; "reserved" beyond.
[[nodiscard]] std::string_view training_status_name(std::uint8_t status) noexcept;

}  // namespace tonus::sensors
