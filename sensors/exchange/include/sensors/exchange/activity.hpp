#pragma once
// What a recorded activity comes to, whatever file it lay in: plain records and beats on one time axis.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <sensors/exchange/formats.hpp>

namespace tonus::exchange {

/// One line of the recorder's log. An absent value is absent: a field the file marks invalid, or a heart rate of 0.
struct ActivityRecord {
  double t_s = 0.0;
  std::optional<double> hr_bpm = {};
  std::optional<double> power_w = {};
  std::optional<double> cadence_rpm = {};
  std::optional<double> speed_m_s = {};
};

struct ActivityBeat {
  double t_s = 0.0;    ///< of the later beat
  double rr_ms = 0.0;  ///< as recorded, artifacts included
};

struct Activity {
  FileFormat format = FileFormat::Fit;
  std::string sport = {};                         ///< "cycling", "running", …; empty when the file does not say
  std::optional<std::int64_t> start_unix_s = {};  ///< of t = 0, where the file knows the date
  /// In file order. t = 0 is the first thing recorded, or the zero of a text file's own time column if that begins
  /// within a minute of it. Time may step back where the recorder's clock did; then a warning says so.
  std::vector<ActivityRecord> records = {};
  std::vector<ActivityBeat> beats = {};    ///< t never falls
  std::size_t zero_heart_rates = 0;        ///< records that said 0 bpm, taken as absent
  std::size_t strap_heart_rates = 0;       ///< records whose rate came afterwards, from the log of a swim strap
  std::vector<std::string> warnings = {};  ///< what was damaged or left out, one line each, with offset or line number
};

/// From t = 0 to the last record or beat, in s; 0 for an empty activity.
[[nodiscard]] double duration_s(const Activity& activity);

}  // namespace tonus::exchange
