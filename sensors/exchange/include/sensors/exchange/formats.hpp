#pragma once
// The kinds of file that can be read, as one list. docs/imports.md says what is taken from each.

#include <cstdint>
#include <string_view>

namespace tonus::exchange {

enum class FileFormat : std::uint8_t {
  // One recorded activity.
  Fit,  ///< may hold monitoring, sleep and HRV status as well, or instead
  Tcx,
  Gpx,
  Pwx,
  PolarHrm,
  StreamsJson,
  Csv,
  JsonLines,
  RrText,
  // Days of a life.
  AppleHealth,
  GarminJson,
  OuraJson,
  OuraCsv,
  WhoopCsv,
  PolarFlowJson,
  FitbitJson,
  FitbitCsv,
  SamsungCsv,
  Hrv4TrainingCsv,
  EliteHrvCsv,
  Zip,  ///< of any of these
};

/// "fit", "apple_health", "oura_csv", …
[[nodiscard]] std::string_view name(FileFormat format);
/// Days rather than one activity; a FIT file may be both.
[[nodiscard]] constexpr bool is_wellness(FileFormat format) { return format >= FileFormat::AppleHealth; }

}  // namespace tonus::exchange
