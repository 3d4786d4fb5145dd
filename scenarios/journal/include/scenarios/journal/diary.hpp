#pragma once
// What a person said and measured, day by day, as one JSON object a line: the check-ins Tonus keeps with a yes, and
// histories others write by hand or program.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>
#include <sensors/body/daily.hpp>

namespace tonus::journal {

struct Diary {
  std::vector<body::Day> days = {};        ///< rising, each once; a later line adds to an earlier one of its day
  std::vector<std::string> warnings = {};  ///< lines left out, "NAME:LINE: …", at most a dozen and their number
};

/// {"date":"2026-11-26","rmssd_ms":…,"rest_bpm":…,"sleep_h":…,"breaths_per_min":…,"temperature_dev_c":…,
/// "body_temperature_c":…,"load":…,"check_in":{"sleep":1…7,"energy":…,"muscles":…,"calm":…,"fever":false,
/// "symptoms":false},"cycle":"menstruation"|"follicular"|"luteal"}; every member but the date may be absent or null,
/// others are ignored. A line that cannot be read is left out with a warning; an Error when no line could be.
/// Never throws; any thread.
[[nodiscard]] Result<Diary, Error> diary_from_lines(std::string_view text, std::string_view name);
/// Empty where there is no file yet; at most 64 MiB.
[[nodiscard]] Result<Diary, Error> load_diary(const std::filesystem::path& path);
/// One line, without its end.
[[nodiscard]] std::string line_of(const body::Day& day);
/// Appends a line to a file only this person may read; makes it and its folder. Does I/O.
[[nodiscard]] Result<void, Error> append_day(const std::filesystem::path& path, const body::Day& day);

/// $XDG_DATA_HOME/tonus/diary.jsonl, else ~/.local/share/tonus/diary.jsonl; empty where neither folder is known.
[[nodiscard]] std::filesystem::path diary_path();

/// Puts `more` into `days` day by day: what a later source says wins, what it does not say stays.
void add_days(std::vector<body::Day>& days, const std::vector<body::Day>& more);

}  // namespace tonus::journal
