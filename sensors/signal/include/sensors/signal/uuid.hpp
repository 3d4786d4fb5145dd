#pragma once
// What services and characteristics are called, whichever transport carries them.

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tonus::sensors {

/// 128 bits in the order in which they are written: 0000180d-0000-1000-8000-00805f9b34fb begins with octets 00 00 18
/// 0d.
struct Uuid {
  std::array<std::uint8_t, 16> octets{};

  /// The Bluetooth base UUID with `assigned` in it.
  [[nodiscard]] static constexpr Uuid of(std::uint16_t assigned) noexcept {
    return {{0, 0, static_cast<std::uint8_t>(assigned >> 8), static_cast<std::uint8_t>(assigned & 0xFF), 0, 0, 0x10, 0,
             0x80, 0, 0, 0x80, 0x5F, 0x9B, 0x34, 0xFB}};
  }
  /// "2a37", "0x2A37" or the full form with or without dashes, any case; nothing else.
  [[nodiscard]] static std::optional<Uuid> parse(std::string_view text) noexcept;
  /// The 16-bit number when it lies on the Bluetooth base.
  [[nodiscard]] std::optional<std::uint16_t> assigned() const noexcept;

  friend constexpr auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// Lower case, full form with dashes, as BlueZ writes it.
[[nodiscard]] std::string to_string(const Uuid& uuid);

namespace uuid {
inline constexpr Uuid kHeartRateService = Uuid::of(0x180D), kBatteryService = Uuid::of(0x180F);
inline constexpr Uuid kDeviceInformationService = Uuid::of(0x180A), kFitnessMachineService = Uuid::of(0x1826);
inline constexpr Uuid kCyclingPowerService = Uuid::of(0x1818), kCyclingSpeedCadenceService = Uuid::of(0x1816);
inline constexpr Uuid kRunningSpeedCadenceService = Uuid::of(0x1814), kPulseOximeterService = Uuid::of(0x1822);
inline constexpr Uuid kHeartRateMeasurement = Uuid::of(0x2A37), kBodySensorLocation = Uuid::of(0x2A38);
inline constexpr Uuid kBatteryLevel = Uuid::of(0x2A19), kDeviceName = Uuid::of(0x2A00);
inline constexpr Uuid kModelNumber = Uuid::of(0x2A24), kSerialNumber = Uuid::of(0x2A25), kMaker = Uuid::of(0x2A29);
inline constexpr Uuid kIndoorBikeData = Uuid::of(0x2AD2), kTreadmillData = Uuid::of(0x2ACD);
inline constexpr Uuid kCrossTrainerData = Uuid::of(0x2ACE), kRowerData = Uuid::of(0x2AD1);
inline constexpr Uuid kMachineFeature = Uuid::of(0x2ACC), kTrainingStatus = Uuid::of(0x2AD3);
inline constexpr Uuid kSpeedRange = Uuid::of(0x2AD4), kInclinationRange = Uuid::of(0x2AD5);
inline constexpr Uuid kResistanceRange = Uuid::of(0x2AD6), kHeartRateRange = Uuid::of(0x2AD7);
inline constexpr Uuid kPowerRange = Uuid::of(0x2AD8);
inline constexpr Uuid kMachineControlPoint = Uuid::of(0x2AD9), kMachineStatus = Uuid::of(0x2ADA);
inline constexpr Uuid kCyclingPowerMeasurement = Uuid::of(0x2A63), kCyclingPowerFeature = Uuid::of(0x2A65);
inline constexpr Uuid kCscMeasurement = Uuid::of(0x2A5B), kCscFeature = Uuid::of(0x2A5C);
inline constexpr Uuid kSensorLocation = Uuid::of(0x2A5D), kRscMeasurement = Uuid::of(0x2A53);
inline constexpr Uuid kPulseOximeterContinuous = Uuid::of(0x2A5F);
/// FB005C80-…: Polar measurement data; control point and data follow.
inline constexpr Uuid kPolarService{
    {0xFB, 0x00, 0x5C, 0x80, 0x02, 0xE7, 0xF3, 0x87, 0x1C, 0xAD, 0x8A, 0xCD, 0x2D, 0x8D, 0xF0, 0xC8}};
inline constexpr Uuid kPolarControl{
    {0xFB, 0x00, 0x5C, 0x81, 0x02, 0xE7, 0xF3, 0x87, 0x1C, 0xAD, 0x8A, 0xCD, 0x2D, 0x8D, 0xF0, 0xC8}};
inline constexpr Uuid kPolarData{
    {0xFB, 0x00, 0x5C, 0x82, 0x02, 0xE7, 0xF3, 0x87, 0x1C, 0xAD, 0x8A, 0xCD, 0x2D, 0x8D, 0xF0, 0xC8}};
/// A026E005-…: the control point of Wahoo trainers before FTMS, on the cycling power service.
inline constexpr Uuid kWahooControl{
    {0xA0, 0x26, 0xE0, 0x05, 0x0A, 0x7D, 0x4A, 0xB3, 0x97, 0xFA, 0xF1, 0x50, 0x0F, 0x9F, 0xEB, 0x8B}};
/// 6E40FEC1…3: Tacx FE-C over BLE: service, frames from the trainer, frames to it.
inline constexpr Uuid kTacxService{
    {0x6E, 0x40, 0xFE, 0xC1, 0xB5, 0xA3, 0xF3, 0x93, 0xE0, 0xA9, 0xE5, 0x0E, 0x24, 0xDC, 0xCA, 0x9E}};
inline constexpr Uuid kTacxFromTrainer{
    {0x6E, 0x40, 0xFE, 0xC2, 0xB5, 0xA3, 0xF3, 0x93, 0xE0, 0xA9, 0xE5, 0x0E, 0x24, 0xDC, 0xCA, 0x9E}};
inline constexpr Uuid kTacxToTrainer{
    {0x6E, 0x40, 0xFE, 0xC3, 0xB5, 0xA3, 0xF3, 0x93, 0xE0, 0xA9, 0xE5, 0x0E, 0x24, 0xDC, 0xCA, 0x9E}};
}  // namespace uuid

}  // namespace tonus::sensors
