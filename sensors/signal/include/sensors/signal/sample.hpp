#pragma once
// The one sample type of all sensors: what, when, how much, how far to be trusted, from whom. Knows no transport.

#include <cstdint>
#include <string_view>

#include <engine/core/inline_vector.hpp>
#include <engine/core/time.hpp>
#include <engine/core/units.hpp>

namespace tonus::sensors {

enum class SampleKind : std::uint8_t {
  HeartRate,         ///< bpm, as the device computed it
  RrInterval,        ///< ms between two beats; `at` is the later beat
  Power,             ///< W
  Cadence,           ///< rpm
  Speed,             ///< m/s
  Contact,           ///< 1 electrode or skin contact present, 0 absent
  OxygenSaturation,  ///< % of haemoglobin
};
/// Recordings hold the number of a kind: new ones come last, and this with them.
inline constexpr SampleKind kLastSampleKind = SampleKind::OxygenSaturation;

/// "heart_rate", "rr", … as in the command line's JSON.
[[nodiscard]] std::string_view name(SampleKind kind);
/// "bpm", "ms", "W", "rpm", "m/s", "", "%".
[[nodiscard]] std::string_view unit(SampleKind kind);

/// Sorted by (at, source, sequence) wherever several sources meet.
struct Sample {
  Instant at;                  ///< session time of the measurement, not of its arrival
  double value = 0.0;          ///< in the unit of its kind; a missing value is no sample, never a zero
  Quality quality{1.0};        ///< what the device or recording says of it, 0…1
  std::uint32_t sequence = 0;  ///< rises by one with each sample of a source
  SampleKind kind = SampleKind::HeartRate;
  std::uint8_t source = 0;  ///< index of the source in the session, 0…7

  [[nodiscard]] friend constexpr bool comes_before(const Sample& a, const Sample& b) {
    if (a.at != b.at) return a.at < b.at;
    if (a.source != b.source) return a.source < b.source;
    return a.sequence < b.sequence;
  }
};

/// Most samples one tick may bring; surplus is counted as lost.
inline constexpr std::size_t kMaxSamplesPerTick = 32;
using SampleBatch = InlineVector<Sample, kMaxSamplesPerTick>;

}  // namespace tonus::sensors
