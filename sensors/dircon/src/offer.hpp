#pragma once
// What the simulated trainer offers: one visible table of services and characteristics. The control point indicates;
// trainers on TCP say "notify" of it, and clients look for that.

#include <array>
#include <cstdint>
#include <string_view>

#include <sensors/gatt/link.hpp>
#include <sensors/signal/uuid.hpp>

namespace tonus::sensors::dircon {

inline constexpr std::uint8_t kAsked = kCanWrite | kCanNotify | kCanIndicate;

// clang-format off
inline constexpr std::array kOffer{
    Characteristic{uuid::kDeviceInformationService, uuid::kMaker,                   kCanRead},
    Characteristic{uuid::kDeviceInformationService, uuid::kModelNumber,             kCanRead},
    Characteristic{uuid::kDeviceInformationService, uuid::kSerialNumber,            kCanRead},
    Characteristic{uuid::kHeartRateService,         uuid::kHeartRateMeasurement,    kCanNotify},
    Characteristic{uuid::kHeartRateService,         uuid::kBodySensorLocation,      kCanRead},
    Characteristic{uuid::kBatteryService,           uuid::kBatteryLevel,            kCanRead | kCanNotify},
    Characteristic{uuid::kCyclingPowerService,      uuid::kCyclingPowerMeasurement, kCanNotify},
    Characteristic{uuid::kCyclingPowerService,      uuid::kCyclingPowerFeature,     kCanRead},
    Characteristic{uuid::kCyclingPowerService,      uuid::kSensorLocation,          kCanRead},
    Characteristic{uuid::kFitnessMachineService,    uuid::kMachineFeature,          kCanRead},
    Characteristic{uuid::kFitnessMachineService,    uuid::kIndoorBikeData,          kCanNotify},
    Characteristic{uuid::kFitnessMachineService,    uuid::kResistanceRange,         kCanRead},
    Characteristic{uuid::kFitnessMachineService,    uuid::kPowerRange,              kCanRead},
    Characteristic{uuid::kFitnessMachineService,    uuid::kMachineControlPoint,     kAsked},
    Characteristic{uuid::kFitnessMachineService,    uuid::kMachineStatus,           kCanNotify},
};
// clang-format on

}  // namespace tonus::sensors::dircon
