#pragma once
// What a person told Tonus once and should not be asked again: whether sessions may be kept, and the profile. Kept on
// this machine alone, readable by this person alone.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/civil_day.hpp>
#include <engine/core/result.hpp>
#include <scenarios/adaptation/motion_model.hpp>
#include <scenarios/adaptation/person_model.hpp>
#include <sensors/body/profile.hpp>

namespace tonus::journal {

/// How the heart answered on one machine, and when that was learned.
struct LearnedAnswer {
  adaptation::ResponsePrior prior;  ///< of intensity 1
  double full_w = 0.0;              ///< what intensity 1 was, of a trainer; 0: no watts
  CivilDay day = 0;
};

/// What motion cost the heart in one scenario, and when that was learned.
struct LearnedMotion {
  adaptation::MotionAnswer answer;  ///< known
  CivilDay day = 0;
};

/// What readiness said, what the person made of it, and of when the newest thing behind it was.
struct ReadinessAnswer {
  bool is_known = false;                      ///< a score was there
  double score = 0.0, low = 0.0, high = 0.0;  ///< 0…100
  double scale = 1.0;                         ///< 0.5…1.05
  std::int64_t as_of_unix_s = 0;              ///< UTC, above 0
};

struct Preferences {
  std::optional<bool> keep_sessions;  ///< none: never asked; without a yes nothing is kept
  bool uses_cycle = false;            ///< the check-in may ask for the phase of the cycle: a yes of its own
  body::Profile profile;              ///< every part may be skipped
  /// By "scenario:NAME" or "trainer".
  std::map<std::string, LearnedAnswer, std::less<>> answers;
  std::map<std::string, LearnedMotion, std::less<>> motions;  ///< by "scenario:NAME"
  std::optional<ReadinessAnswer> readiness;                   ///< the newest one
  std::optional<double> reach_m;                              ///< as it was measured last; see session::Fit
  /// On reading: one line for each answer, of the heart or the person, or measure that could not be believed and was
  /// left out. Not written.
  std::vector<std::string> left_out;
};

/// $XDG_CONFIG_HOME/tonus/preferences.json, else ~/.config/tonus/preferences.json; empty where neither folder is known.
[[nodiscard]] std::filesystem::path preferences_path();
/// $XDG_DATA_HOME/tonus/sessions, else ~/.local/share/tonus/sessions; empty where neither folder is known.
[[nodiscard]] std::filesystem::path sessions_folder();

/// Defaults where there is no file yet. A damaged file is an Error of one line with path, line and column.
[[nodiscard]] Result<Preferences, Error> load_preferences(const std::filesystem::path& path);
/// The same from text; `name` stands in front of messages.
[[nodiscard]] Result<Preferences, Error> preferences_from_json(std::string_view text, std::string_view name);
/// Whole or not at all, mode 0600. Refuses to replace a file that cannot be read as preferences: a person may want to
/// mend it.
[[nodiscard]] Result<void, Error> save_preferences(const std::filesystem::path& path, const Preferences& preferences);

/// A profile as --profile takes it: {"age", "rest_bpm", "max_bpm", "ftp_w", "beta_blocker", "limits": {"ceiling_bpm",
/// "clinician": {"ceiling_bpm", "most_intensity", "dose_trimp"}, "coach": {the same}}}.
/// All may be absent or null. Ranges as in body::Profile; a ceiling 60…230 bpm; resting and maximal rate at least 20
/// bpm apart. The Error is one line "NAME:LINE:COLUMN: …" and says what was expected; unknown members are named.
[[nodiscard]] Result<body::Profile, Error> profile_from_json(std::string_view text, std::string_view name);

}  // namespace tonus::journal
