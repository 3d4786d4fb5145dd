#pragma once
// Activity files into plain data. The parsers are pure: bytes in, Activity out, no I/O, any thread. A damaged file
// gives what can be read and a warning for each damage; an Error means that nothing could be read, and is one line with
// the place (byte offset or line), what was wrong and what was expected.

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

#include <engine/core/result.hpp>
#include <sensors/exchange/activity.hpp>

namespace tonus::exchange {

/// FIT container: 12- and 14-byte headers, both byte orders, developer fields, compressed timestamps, redefined local
/// types, chained files, a data size of 0. Reads `record` (heart rate, power, cadence, speed), `hrv` (78, RR in 1/1000
/// s), `hr` (132, the log a swim strap keeps) and `session` or `sport`; skips every other message. RR intervals carry
/// no time in the file: beats run on from each other and are set anew to the record clock where they differ from it by
/// more than 3 s (a pause, or lost beats).
[[nodiscard]] Result<Activity, Error> parse_fit(std::span<const std::byte> bytes);

/// A header row, then values; comma, semicolon or tab (with the latter two a decimal comma is understood). Columns by
/// name, any case, units in brackets ignored: t, time, seconds, elapsed, timestamp (seconds, h:mm:ss or ISO 8601) · hr,
/// heart_rate, bpm · power, watts · cadence, rpm · speed (m/s) · rr, rri, rr_ms, rr_interval (ms; several in a cell
/// separated by spaces). Other columns are ignored. Without a time column, or with one that is neither, an RR column
/// alone makes the time axis.
[[nodiscard]] Result<Activity, Error> parse_csv(std::string_view text);

/// One JSON object a line: {"t":…,"hr_bpm":…,"rr_ms":[…],"power_w":…,"cadence_rpm":…,"speed_m_s":…} as `tonus steer`
/// takes them, or
/// {"t":…,"kind":"heart_rate"|"rr"|"power"|"cadence"|"speed","value":…} as `tonus listen` prints them. Other lines are
/// skipped.
[[nodiscard]] Result<Activity, Error> parse_jsonl(std::string_view text);

/// One RR interval a line in ms (or in s, when the median is below 10), or two columns: time of the beat in s,
/// interval. Lines that begin with # are comments.
[[nodiscard]] Result<Activity, Error> parse_rr_text(std::string_view text);

/// Training Center XML: heart rate, cadence and, from Garmin's activity extension, power, speed and running cadence of
/// every track point. Activities more than an hour apart are joined end to end, with a warning. A file cut short gives
/// the points before.
[[nodiscard]] Result<Activity, Error> parse_tcx(std::string_view bytes);

/// GPS exchange: time, heart rate, cadence and power of every track point, in Garmin's, Cluetrust's or plain
/// extensions. Positions are not read.
[[nodiscard]] Result<Activity, Error> parse_gpx(std::string_view bytes);

/// Peaksware XML: samples by time offset.
[[nodiscard]] Result<Activity, Error> parse_pwx(std::string_view bytes);

/// Polar's HRM text: heart rate at an interval with speed, cadence and power as SMode says, or (interval 238) RR
/// intervals.
[[nodiscard]] Result<Activity, Error> parse_polar_hrm(std::string_view text);

/// One JSON object of parallel lists, as Strava gives them: time, heartrate, watts, cadence, velocity_smooth, …; plain,
/// or each in an object under "data".
[[nodiscard]] Result<Activity, Error> parse_streams_json(std::string_view text);

/// Reads a whole file (at most 256 MiB) and tells its format by its content first, by its extension second. The
/// messages of errors begin with the file's name. A file that holds days instead is an error that says so; import_file
/// reads those.
[[nodiscard]] Result<Activity, Error> read_activity(const std::filesystem::path& path);

}  // namespace tonus::exchange
