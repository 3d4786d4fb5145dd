#pragma once
// Everything a session needs, checked and opened before its first tick: what can go wrong goes wrong here, in one line.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <engine/core/timeline.hpp>
#include <scenarios/journal/preferences.hpp>
#include <scenarios/session/readiness_note.hpp>
#include <scenarios/session/session.hpp>
#include <sensors/source/sensor_source.hpp>
#include <xr/headset/headset.hpp>
#include <xr/motion/recording.hpp>
#include <xr/rooms/room_capture.hpp>

#include "commands.hpp"

namespace tonus::tool {

/// An error with the exit status it leads to.
struct Refusal {
  int status = kBadInput;
  std::string message;
};

enum class Display { Window, Headset, Headless };
/// As in `--display NAME` and in recordings.
[[nodiscard]] std::string_view name(Display display);
/// What is played on where there is no headset after all; says so, and why, in one line.
[[nodiscard]] Display instead_of_headset(const Error& why);
/// Its poses come in the space a headset tracks in; those of others are meant in the world that is seen.
[[nodiscard]] constexpr bool tracks_stage(Display display) noexcept { return display == Display::Headset; }

/// What was chosen; the person may still change the profile on the first screen.
struct Choices {
  std::string scenario, parameters;
  Display display = Display::Headless;
  xr::HeadsetDefinition headset{};  ///< what `--display headset` was asked for; its timeline is set by whoever makes it
  bool at_max_speed = false;
  journal::Preferences preferences;
  std::filesystem::path preferences_path;
  body::Profile profile;
  bool profile_is_from_file = false;
  body::Restriction clinician, coach;  ///< of the command line, beside those of the profile
  std::vector<session::PlanStep> plan;
  std::optional<double> target_bpm;
  session::ReadinessNote readiness;    ///< scales the plan
  std::optional<double> most_minutes;  ///< there are
  session::Fit fit;
  bool asks_reach = false;  ///< before the session: a headset sees the arms, and nobody knows how long they are
  std::string motion_name, room_name;  ///< of the files, without folders; empty: none
  bool takes_headset_room = false;     ///< no word was said about a room: what a headset knows of its own holds
  std::shared_ptr<const xr::MotionRecording> motion;
  std::shared_ptr<const RoomPlan> room;
};
[[nodiscard]] Result<Choices, Refusal> choose(const PlayOptions& options);

/// Where the session's files go; empty where nothing is to be kept.
/// --out wins; else a new folder under the user's data folder if sessions may be kept. The folder is made here.
[[nodiscard]] Result<std::optional<std::filesystem::path>, Refusal> make_output_folder(const PlayOptions& options,
                                                                                       const Choices& choices);

/// The profile with whatever the command line lowers.
[[nodiscard]] body::Profile restricted_profile(const Choices& choices);

/// The sources and the session of a choice.
struct Stage {
  session::SessionDefinition definition;
  std::unique_ptr<sensors::SensorSource> source;
  std::unique_ptr<session::Session> session;
};
/// `source`: one that was opened before; null opens what --source says, live devices excepted.
[[nodiscard]] Result<Stage, Refusal> make_stage(const PlayOptions& options, const Choices& choices,
                                                std::unique_ptr<sensors::SensorSource> source = nullptr);
/// What --source says. Live sources stamp with `session_time`, which outlives them; null refuses them.
[[nodiscard]] Result<std::unique_ptr<sensors::SensorSource>, Refusal> open_sources(const PlayOptions& options,
                                                                                   const Choices& choices,
                                                                                   const Timeline* session_time);

}  // namespace tonus::tool
