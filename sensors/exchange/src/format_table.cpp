#include "format_table.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include <sensors/exchange/readers.hpp>

#include "io/table.hpp"
#include "text/text.hpp"

namespace tonus::exchange {
namespace {

constexpr std::string_view kExpected =
    "expected FIT, TCX, GPX, PWX, HRM, CSV, JSON, RR text, or an export of Apple Health, Garmin, Oura, WHOOP, Polar, "
    "Fitbit, Samsung, HRV4Training or Elite HRV";

constexpr std::array kEntries{
    FormatEntry{FileFormat::Fit, "fit", [](std::string_view b) { return parse_fit(std::as_bytes(std::span(b))); }},
    FormatEntry{FileFormat::Tcx, "tcx", parse_tcx},
    FormatEntry{FileFormat::Gpx, "gpx", parse_gpx},
    FormatEntry{FileFormat::Pwx, "pwx", parse_pwx},
    FormatEntry{FileFormat::PolarHrm, "hrm", parse_polar_hrm},
    FormatEntry{FileFormat::StreamsJson, "streams_json", parse_streams_json},
    FormatEntry{FileFormat::Csv, "csv", parse_csv},
    FormatEntry{FileFormat::JsonLines, "jsonl", parse_jsonl},
    FormatEntry{FileFormat::RrText, "rr", parse_rr_text},
    FormatEntry{FileFormat::AppleHealth, "apple_health", nullptr, import_apple_health},
    FormatEntry{FileFormat::GarminJson, "garmin_json", nullptr, import_garmin_json},
    FormatEntry{FileFormat::OuraJson, "oura_json", nullptr, import_oura_json},
    FormatEntry{FileFormat::OuraCsv, "oura_csv", nullptr, import_oura_csv},
    FormatEntry{FileFormat::WhoopCsv, "whoop_csv", nullptr, import_whoop_csv},
    FormatEntry{FileFormat::PolarFlowJson, "polar_flow_json", nullptr, import_polar_flow_json},
    FormatEntry{FileFormat::FitbitJson, "fitbit_json", nullptr, import_fitbit_json},
    FormatEntry{FileFormat::FitbitCsv, "fitbit_csv", nullptr, import_fitbit_csv},
    FormatEntry{FileFormat::SamsungCsv, "samsung_csv", nullptr, import_samsung_csv},
    FormatEntry{FileFormat::Hrv4TrainingCsv, "hrv4training_csv", nullptr, import_hrv4training_csv},
    FormatEntry{FileFormat::EliteHrvCsv, "elite_hrv_csv", nullptr, import_elite_hrv_csv},
    FormatEntry{FileFormat::Zip, "zip"},
};

/// The first byte that no text holds, or nothing.
std::optional<std::size_t> first_binary_byte(std::string_view head) {
  const auto found = std::ranges::find_if(head, [](char c) {
    const auto b = static_cast<unsigned char>(c);
    return b < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v';
  });
  if (found == head.end()) return std::nullopt;
  return static_cast<std::size_t>(found - head.begin());
}

/// True when the first line that says anything begins with a number and holds nothing else.
bool begins_with_numbers(std::string_view content) {
  text::Lines lines(content);
  for (text::Line line; lines.next(line);) {
    const auto words = text::words(line.text);
    if (words.empty() || words.front().starts_with('#')) continue;
    return std::ranges::all_of(words, [](std::string_view word) { return text::number(word).has_value(); });
  }
  return false;
}

bool has(std::string_view head, std::string_view what) { return head.find(what) != std::string_view::npos; }
bool has_key(std::string_view head, std::string_view key) { return has(head, fmt::format("\"{}\"", key)); }
bool has_any_key(std::string_view head, std::initializer_list<std::string_view> keys) {
  return std::ranges::any_of(keys, [&](std::string_view key) { return has_key(head, key); });
}

FileFormat xml_format(std::string_view head) {
  if (has(head, "<HealthData")) return FileFormat::AppleHealth;
  if (has(head, "<gpx") || has(head, ":gpx")) return FileFormat::Gpx;
  if (has(head, "<pwx") || has(head, ":pwx")) return FileFormat::Pwx;
  return FileFormat::Tcx;
}

/// The first key of the document when its value is a list or an object: streams begin so.
std::string_view first_key_of_a_list(std::string_view document) {
  const std::size_t open = document.find('"');
  const std::size_t close = document.find('"', open + 1);
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  if (document.substr(1, open - 1).find_first_not_of(" \t\r\n") != std::string_view::npos) return {};
  const std::size_t value = document.find_first_not_of(" \t\r\n:", close + 1);
  if (value == std::string_view::npos || (document[value] != '[' && document[value] != '{')) return {};
  return document.substr(open + 1, close - open - 1);
}

std::optional<FileFormat> json_format(std::string_view head) {
  if (head.front() == '{') {
    constexpr std::array<std::string_view, 11> kStreams{
        "altitude",        "distance",     "time",   "heartrate", "watts", "cadence",
        "velocity_smooth", "grade_smooth", "latlng", "temp",      "moving"};
    const std::string_view key = first_key_of_a_list(head);
    if (std::ranges::find(kStreams, key) != kStreams.end()) return FileFormat::StreamsJson;
  }
  if (has_any_key(head, {"calendarDate", "dailySleepDTO", "hrvSummaries", "dailyWeightSummaries", "bodyBatteryImpact"}))
    return FileFormat::GarminJson;
  if (has_any_key(head, {"bedtime_start", "summary_date", "contributors", "temperature_deviation", "tag_type_code",
                         "spo2_percentage", "start_datetime"}))
    return FileFormat::OuraJson;
  if (has_any_key(head, {"exportVersion", "sleepResult", "ansStatus", "recoveryIndicator", "ans_charge",
                         "sleepStateChanges", "night"}))
    return FileFormat::PolarFlowJson;
  if (has_any_key(head, {"dateOfSleep", "dateTime"}) ||
      (has_key(head, "logId") && has_any_key(head, {"weight", "activityName"})))
    return FileFormat::FitbitJson;
  return std::nullopt;
}

std::optional<FileFormat> table_format(std::string_view head) {
  const auto stream = open_memory(head);
  TableReader rows(*stream);
  if (!rows.next()) return std::nullopt;
  if (rows.cells().front().starts_with("com.samsung.")) return FileFormat::SamsungCsv;
  const Header header(rows.cells());
  const auto any = [&](std::initializer_list<std::string_view> names) {
    return std::ranges::any_of(names, [&](std::string_view name) { return header.has(name); });
  };
  if (any({"lnrmssd"})) return FileFormat::EliteHrvCsv;
  if (any({"hrv4t_recovery_points"}) || (any({"avnn"}) && any({"rmssd"}))) return FileFormat::Hrv4TrainingCsv;
  if (any({"cycle start time"})) return FileFormat::WhoopCsv;
  if (any({"nremhr", "daily_respiratory_rate", "nightly_temperature", "sleep_log_entry_id"}) ||
      (any({"average_value"}) && any({"lower_bound"})))
    return FileFormat::FitbitCsv;
  if (any({"readiness score", "average hrv", "lowest resting heart rate", "bedtime start", "contributors",
           "temperature deviation"}))
    return FileFormat::OuraCsv;
  return std::nullopt;
}

}  // namespace

std::string_view name(FileFormat format) { return entry_of(format).name; }

const FormatEntry& entry_of(FileFormat format) { return kEntries.at(static_cast<std::size_t>(format)); }

Result<FileFormat, Error> recognise(std::string_view head, std::string_view name) {
  const std::string lower_name = text::lower(name);
  if (head.empty()) return fail(Error{fmt::format("the file is empty, {}", kExpected)});
  if (lower_name.ends_with(".fit") || (head.size() >= 12 && head.substr(8, 4) == ".FIT")) return FileFormat::Fit;
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return FileFormat::Zip;
  if (const auto at = first_binary_byte(head.substr(0, 4096))) {
    return fail(Error{fmt::format("offset {}: byte {:02X} in a file that is neither FIT, zip nor text, {}", *at,
                                  static_cast<unsigned char>(head[*at]), kExpected)});
  }
  const std::string_view trimmed = head.substr(std::min(head.find_first_not_of(" \t\r\n\xEF\xBB\xBF"), head.size()));
  if (trimmed.empty()) return fail(Error{fmt::format("the file holds only blank lines, {}", kExpected)});
  if (trimmed.front() == '<') return xml_format(trimmed);
  if (trimmed.starts_with("[Params]")) return FileFormat::PolarHrm;
  if (trimmed.front() == '{' || trimmed.front() == '[') {
    if (const auto vendor = json_format(trimmed)) return *vendor;
    if (trimmed.front() == '[') return fail(Error{fmt::format("JSON of no export that is known, {}", kExpected)});
    return FileFormat::JsonLines;
  }
  if (lower_name.ends_with(".jsonl")) return FileFormat::JsonLines;
  if (begins_with_numbers(trimmed)) return FileFormat::RrText;
  return table_format(trimmed).value_or(FileFormat::Csv);
}

}  // namespace tonus::exchange
