#pragma once
// The subcommands of `tonus`. Each returns the exit status: 0 done, 1 failed or a check did not hold, 2 bad usage or
// input.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <engine/core/result.hpp>
#include <sensors/body/profile.hpp>

namespace tonus::tool {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kBadInput = 2;
inline constexpr int kInterrupted = 130;

/// One line on stderr, then the status.
int complain(int status, const std::string& message);

/// In the place of a room's file: none, not even what a headset knows.
inline constexpr const char* kNoRoom = "none";

struct PlayOptions {
  std::string scenario = "strike";
  std::optional<std::string> display;             ///< "window", "headset", "headless"
  std::vector<std::string> sources{"simulated"};  ///< in the order of their priority
  std::optional<std::string> plan, profile, out;  ///< paths
  std::optional<double> target_bpm;
  std::optional<double> seconds;
  std::optional<std::string> motion, room;  ///< paths; a room may be kNoRoom
  std::optional<std::string> hands;         ///< "left", "right", "both"; none: as the scenario has it
  bool is_seated = false;
  double height_cm = 0.0;
  std::optional<double> reach_m;
  bool measures_reach = false;         ///< anew, in a headset
  body::Restriction clinician, coach;  ///< beside those of the profile
  bool at_max_speed = false;
  std::vector<std::string> blends{"opaque"};  ///< of a headset, in order of preference: "opaque", "additive", "alpha"
  float resolution_scale = 1.0F;              ///< of what a headset recommends; the most that is drawn
  bool has_fixed_resolution = false;          ///< that much throughout
  bool has_mirror = true;                     ///< of a headset, in a window
  float refresh_rate_hz = 0.0F;               ///< of a headset; 0: its own
  std::uint64_t seed = 1;
  int shots = 0;
  bool json = false;
  bool validation = false;
};
int play(const PlayOptions& options);

int list_scenarios(bool json);
int replay(const std::string& file, bool verify, bool json);
int explain(const std::string& file, std::optional<double> at_s, bool json);
int doctor(bool json);
/// Samples and events as they come, until `length_s`, the end of a recording or Ctrl-C.
int listen(const std::vector<std::string>& sources, std::optional<double> length_s, bool json);
/// Heart-rate variability of the beats in a file; `is_raw`: as recorded, nothing corrected.
int hrv(const std::string& file, bool is_raw, bool json);
/// `files`: rides for "predict"; without any, simulated athletes.
int bench(const std::string& name, const std::vector<std::string>& files, bool json);
/// What each file holds. Nothing is kept: there is no journal yet, so a dry run is the only kind.
/// Load is figured with the profile of `profile`, else with the one kept here.
int import_files(const std::vector<std::string>& files, const std::optional<std::string>& profile, bool json);
/// The adaptation core as a filter: a config line, then a step a line from stdin, each with one line in reply.
int steer();

/// From `git describe` at configure time.
[[nodiscard]] std::string build_name();

}  // namespace tonus::tool
