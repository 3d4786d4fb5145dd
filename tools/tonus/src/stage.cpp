#include "stage.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <engine/core/file.hpp>
#include <engine/core/json_fault.hpp>
#include <engine/core/log.hpp>
#include <engine/core/math.hpp>
#include <engine/core/text_position.hpp>
#include <scenarios/adaptation/limits.hpp>
#include <scenarios/catalogue/catalogue.hpp>
#include <scenarios/session/placing.hpp>
#include <sensors/hub/factory.hpp>
#include <xr/desktop/desktop.hpp>
#include <xr/openxr/openxr.hpp>

#include "learned_answer.hpp"
#include "paired.hpp"
#include "today.hpp"

namespace tonus::tool {
namespace {

constexpr double kDefaultLength_s = 600.0;
constexpr std::uintmax_t kMaxTextFile = 1 << 20;
/// What a trainer holds at intensity 1: what one can hold for some minutes; for who never said, what nearly everybody
/// can.
constexpr double kMostOfFtp = 1.2, kMostWithoutFtp_w = 150.0, kLeastMost_w = 50.0, kMostMost_w = 600.0;

/// {"plan":[{"until_s":600,"target_bpm":120}, …]} or the bare array; ranges are checked with the session's definition.
Result<std::vector<session::PlanStep>, Error> read_plan(const std::string& path) {
  const auto text = read_file(path, kMaxTextFile);
  if (!text) return fail(text.error());
  if (const auto fault = json_fault(*text)) {
    return fail(Error{fmt::format("{}: {}: {}", path, to_string(position_in(*text, fault->offset)), fault->message)});
  }
  const auto document = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  const auto& steps = document.is_object() && document.contains("plan") ? document["plan"] : document;
  if (!steps.is_array() || steps.empty())
    return fail(Error{path + R"(: expected {"plan":[{"until_s":600,"target_bpm":120}, …]})"});
  std::vector<session::PlanStep> plan;
  for (const auto& step : steps) {
    if (!step.is_object() || !step.contains("until_s") || !step["until_s"].is_number() ||
        !step.contains("target_bpm") || !step["target_bpm"].is_number()) {
      return fail(
          Error{fmt::format("{}: plan step {}: expected numbers until_s and target_bpm", path, plan.size() + 1)});
    }
    plan.push_back({step["until_s"].get<double>(), step["target_bpm"].get<double>()});
  }
  return plan;
}

/// Of two limits on one thing the lower holds.
template <class T>
std::optional<T> lower(const std::optional<T>& a, const std::optional<T>& b) {
  return a && b ? std::min(*a, *b) : (a ? a : b);
}
body::Restriction lower(const body::Restriction& a, const body::Restriction& b) {
  return {.ceiling = lower(a.ceiling, b.ceiling),
          .most_intensity = lower(a.most_intensity, b.most_intensity),
          .dose_trimp = lower(a.dose_trimp, b.dose_trimp)};
}

/// What the person answered earlier, while it is fresh enough to count. One from the future says that a clock is wrong.
session::ReadinessNote kept_readiness(const journal::Preferences& kept, std::int64_t now_unix_s) {
  if (!kept.keep_sessions.value_or(false) || !kept.readiness) return {};
  const auto& r = *kept.readiness;
  const double age_h = static_cast<double>(now_unix_s - r.as_of_unix_s) / 3600.0;
  if (age_h < 0.0) log::warning("the readiness that was kept is from the future: it is not used; is the clock right?");
  if (!(age_h >= 0.0 && age_h <= adaptation::kReadinessExpires_h)) return {};
  return {.is_known = r.is_known, .score = r.score, .low = r.low, .high = r.high, .scale = r.scale, .age_h = age_h};
}

Display screen_or_none() { return xr::desktop::has_display() ? Display::Window : Display::Headless; }

Result<Display, Refusal> choose_display(const PlayOptions& options) {
  if (!options.display) return options.at_max_speed ? Display::Headless : screen_or_none();
  if (*options.display == "headless") return Display::Headless;
  if (options.at_max_speed) {
    return fail(Refusal{
        kBadInput,
        fmt::format("a {} plays in real time: leave out --speed max, or use --display headless", *options.display)});
  }
  if (*options.display == "window") return Display::Window;
  const auto report = xr::openxr::probe();
  return report ? Display::Headset : instead_of_headset(Error{report.error().message});
}

/// Words of --blend, which CLI11 has checked.
std::vector<render::BlendMode> blend_modes(const std::vector<std::string>& words) {
  std::vector<render::BlendMode> modes;
  for (const std::string& word : words) {
    modes.push_back(word == "additive" ? render::BlendMode::Additive
                    : word == "alpha"  ? render::BlendMode::AlphaBlend
                                       : render::BlendMode::Opaque);
  }
  return modes;
}

/// Reads what --motion and --room name.
Result<void, Refusal> read_surroundings(const PlayOptions& options, Choices& c) {
  const auto take = [](const std::string& path, std::size_t most, auto&& parse, std::string& name,
                       auto& out) -> Result<void, Refusal> {
    const auto text = read_file(path, most);
    if (!text) return fail(Refusal{kBadInput, text.error().message});
    auto read = parse(*text, path);
    if (!read) return fail(Refusal{kBadInput, read.error().message});
    name = std::filesystem::path(path).filename().string();
    out = std::make_shared<std::remove_cvref_t<decltype(*read)>>(std::move(*read));
    return {};
  };
  const auto plan_in = [](std::string_view text, std::string_view name) -> Result<RoomPlan, Error> {
    auto capture = xr::read_room(text, name);
    if (!capture) return fail(std::move(capture).error());
    return capture->plan;
  };
  if (options.motion) {
    if (auto ok = take(*options.motion, xr::kMaxMotionFile, xr::read_motion, c.motion_name, c.motion); !ok) return ok;
  }
  // A recorded motion gives the same on every display.
  c.takes_headset_room = !options.room && !options.motion;
  if (options.room && *options.room != kNoRoom) {
    if (auto ok = take(*options.room, xr::kMaxRoomFile, plan_in, c.room_name, c.room); !ok) return ok;
  }
  return {};
}

/// A keyboard's hands and a recording's are as long as they are.
bool sees_arms(const Choices& c) { return tracks_stage(c.display) && c.motion == nullptr; }

session::Fit fit_of(const PlayOptions& options, const Choices& c) {
  session::Fit fit;
  fit.is_seated = options.is_seated;
  if (options.hands) {
    fit.hands = *options.hands == "left"    ? session::PlayHands::Left
                : *options.hands == "right" ? session::PlayHands::Right
                                            : session::PlayHands::Both;
  }
  fit.height_m = options.height_cm / 100.0;
  const auto kept = sees_arms(c) && !c.profile_is_from_file ? c.preferences.reach_m : std::nullopt;
  fit.reach_m = options.reach_m.value_or(kept.value_or(0.0));
  fit.follows_head = c.motion != nullptr || tracks_stage(c.display);
  return fit;
}

/// Where in the room there is most space, or that there is too little of it.
Result<session::Place, Refusal> place_in(const Choices& choices, session::Scenario& scenario) {
  session::Place place;
  if (choices.room == nullptr) return place;
  place.name = choices.room_name;
  place.room = *choices.room;
  scenario.fit_to(choices.fit, true);
  const session::Placing found = session::find_place(scenario, place.room, choices.fit);
  place.world_from_stage = found.world_from_stage;
  place.share = found.share;
  if (found.share < session::kLeastShare) {
    return fail(
        Refusal{kBadInput, fmt::format("{}: the room leaves too little space: at its best place {:.0f} % of the "
                                       "targets keep 20 cm from everything, {:.0f} % are needed; clear some "
                                       "floor and capture it again, or play with --room {}",
                                       choices.room_name, 100.0 * found.share, 100.0 * session::kLeastShare, kNoRoom)});
  }
  constexpr double kNearlyAll = 0.9;
  if (found.share < kNearlyAll) {
    log::warning(
        fmt::format("{}: {:.0f} % of the usual targets keep 20 cm from everything; the others come closer in or "
                    "are left out",
                    choices.room_name, 100.0 * found.share));
  }
  return place;
}

}  // namespace

std::string_view name(Display display) {
  switch (display) {
    case Display::Window: return "window";
    case Display::Headset: return "headset";
    case Display::Headless: break;
  }
  return "headless";
}

Display instead_of_headset(const Error& why) {
  const Display instead = screen_or_none();
  fmt::print(stderr, "tonus: {}; playing {} instead\n", why.message,
             instead == Display::Window ? "in a window" : "without a display");
  return instead;
}

Result<Choices, Refusal> choose(const PlayOptions& options) {
  Choices c;
  auto scenario = catalogue::choose(options.scenario);
  if (!scenario) return fail(Refusal{kBadInput, scenario.error().message});
  c.scenario = scenario->name;
  c.parameters = scenario->parameters;
  const auto display = choose_display(options);
  if (!display) return fail(display.error());
  c.display = *display;
  c.headset.blends = blend_modes(options.blends);
  c.headset.resolution_scale = options.resolution_scale;
  c.headset.has_fixed_resolution = options.has_fixed_resolution;
  c.headset.refresh_rate_hz = options.refresh_rate_hz;
  c.at_max_speed = options.at_max_speed;

  c.preferences_path = journal::preferences_path();
  if (!c.preferences_path.empty()) {
    auto preferences = journal::load_preferences(c.preferences_path);
    if (preferences) {
      c.preferences = *preferences;
      for (const std::string& line : preferences->left_out) log::warning(line);
    } else {
      // Somebody may want to mend the file; a session can do without it.
      log::warning(preferences.error().message + "; playing without it, nothing is kept by default");
    }
  }
  c.profile = c.preferences.profile;
  if (options.profile) {
    const auto text = read_file(*options.profile, kMaxTextFile);
    if (!text) return fail(Refusal{kBadInput, text.error().message});
    const auto profile = journal::profile_from_json(*text, *options.profile);
    if (!profile) return fail(Refusal{kBadInput, profile.error().message});
    c.profile = *profile;
    c.profile_is_from_file = true;
  } else {
    c.readiness = kept_readiness(c.preferences, now_unix_s());
  }
  c.clinician = options.clinician;
  c.coach = options.coach;
  if (options.plan && options.target_bpm) return fail(Refusal{kBadInput, "give --plan or --target-bpm, not both"});
  if (options.plan) {
    auto plan = read_plan(*options.plan);
    if (!plan) return fail(Refusal{kBadInput, plan.error().message});
    c.plan = *plan;
  }
  c.target_bpm = options.target_bpm;
  if (auto ok = read_surroundings(options, c); !ok) return fail(ok.error());
  c.fit = fit_of(options, c);
  c.asks_reach = sees_arms(c) && (c.fit.reach_m == 0.0 || options.measures_reach);
  return c;
}

Result<std::optional<std::filesystem::path>, Refusal> make_output_folder(const PlayOptions& options,
                                                                         const Choices& choices) {
  std::filesystem::path folder;
  if (options.out) {
    folder = *options.out;
  } else if (choices.preferences.keep_sessions.value_or(false)) {
    const auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto base = journal::sessions_folder();
    if (base.empty())
      return fail(Refusal{kFailed, "no data folder is known: set HOME or XDG_DATA_HOME, or use --out DIR"});
    folder = base / fmt::format("{:%Y-%m-%dT%H-%M-%SZ}-{}", now, choices.scenario);
  } else {
    return std::optional<std::filesystem::path>{};
  }
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem)
    return fail(
        Refusal{kFailed, fmt::format("{}: cannot make the output folder: {}", folder.string(), problem.message())});
  return std::optional{folder};
}

body::Profile restricted_profile(const Choices& choices) {
  body::Profile profile = choices.profile;
  profile.clinician = lower(profile.clinician, choices.clinician);
  profile.coach = lower(profile.coach, choices.coach);
  return profile;
}

Result<std::unique_ptr<sensors::SensorSource>, Refusal> open_sources(const PlayOptions& options, const Choices& choices,
                                                                     const Timeline* session_time) {
  auto source = sensors::make_sources(options.sources, {.seed = options.seed,
                                                        .age_years = choices.profile.age_years,
                                                        .rest = choices.profile.rest,
                                                        .max = choices.profile.max,
                                                        .session_time = session_time,
                                                        .remembered = bluetooth_devices(known_devices())});
  if (!source) return fail(Refusal{kBadInput, source.error().message});
  if ((*source)->info().is_live && options.at_max_speed) {
    return fail(Refusal{kBadInput, "live devices keep real time: leave out --speed max"});
  }
  return std::move(*source);
}

Result<Stage, Refusal> make_stage(const PlayOptions& options, const Choices& choices,
                                  std::unique_ptr<sensors::SensorSource> source) {
  Stage stage;
  if (source == nullptr) {
    auto opened = open_sources(options, choices, nullptr);
    if (!opened) return fail(opened.error());
    source = std::move(*opened);
  }
  stage.source = std::move(source);
  const sensors::SourceInfo& info = stage.source->info();

  auto& d = stage.definition;
  d.scenario = choices.scenario;
  d.parameters = choices.parameters;
  d.source = fmt::format("{}", fmt::join(options.sources, "+"));
  d.source_reacts = info.reacts;
  d.display = name(choices.display);
  d.build = build_name();
  d.seed = options.seed;
  const body::Profile profile = restricted_profile(choices);
  d.limits = body::heart_limits(profile);
  d.most_intensity = profile.clinician.most_intensity.value_or(1.0);
  d.dose_cap_trimp = profile.clinician.dose_trimp.value_or(0.0);
  d.coach_most_intensity = profile.coach.most_intensity.value_or(1.0);
  d.coach_dose_trimp = profile.coach.dose_trimp.value_or(0.0);
  if (info.is_live) {
    const auto& ftp = choices.profile.ftp;
    d.trainer_most_w = math::clamp(ftp ? kMostOfFtp * ftp->value : kMostWithoutFtp_w, kLeastMost_w, kMostMost_w);
  }
  d.length_s = options.seconds.value_or(info.length ? seconds(*info.length) : kDefaultLength_s);
  // A recording that ends, ends the session: plan the cool-down into what there is of it.
  if (info.length && d.length_s > seconds(*info.length)) d.length_s = seconds(*info.length);
  if (choices.most_minutes) d.length_s = std::min(d.length_s, 60.0 * *choices.most_minutes);
  d.plan = choices.plan;
  if (choices.target_bpm) d.plan = {{d.length_s, *choices.target_bpm}};
  d.readiness = choices.readiness;
  d.response = starting_response(d, choices, today());
  d.motion = starting_motion(d, choices, today());
  session::scale_plan(d);

  d.fit = choices.fit;
  d.recorded_motion = choices.motion_name;

  auto scenario = catalogue::make(d.scenario, d.parameters);
  if (!scenario) return fail(Refusal{kBadInput, scenario.error().message});
  if (choices.room != nullptr) {
    // One made anew for the session: it is fitted once.
    auto place = place_in(choices, **scenario);
    if (!place) return fail(place.error());
    d.place = std::move(*place);
    scenario = catalogue::make(d.scenario, d.parameters);
    if (!scenario) return fail(Refusal{kBadInput, scenario.error().message});
  }
  auto session = session::Session::create(d, std::move(*scenario));
  if (!session) return fail(Refusal{kBadInput, session.error().message});
  stage.session = std::move(*session);
  return stage;
}

}  // namespace tonus::tool
