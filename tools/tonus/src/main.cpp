// The `tonus` command. What scripts may rely on stands in docs/architecture.md and in --help.

#include <cstdio>
#include <exception>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <sensors/body/profile.hpp>

#include "commands.hpp"
#include "decode.hpp"
#include "interrupt.hpp"
#include "lab.hpp"
#include "packet_fields.hpp"
#include "readiness.hpp"
#include "scan.hpp"
#include "serve.hpp"

namespace tonus::tool {

namespace {

constexpr const char* kSourceHelp =
    "simulated[:persona], file:PATH (FIT, TCX, CSV, JSONL, RR text), dircon:HOST[:PORT] or ble[:NAME or address, …]; "
    "may be "
    "given again, "
    "best first";

/// What somebody else sets for the person; of a limit that the profile has as well the lower holds.
void add_limits(CLI::App& command, const std::string& who, const std::string& rank, body::Restriction& r) {
  command
      .add_option_function<double>(
          "--" + who + "-ceiling-bpm", [&r](double x) { r.ceiling = BeatsPerMinute{x}; },
          "heart rate set by a " + who + rank)
      ->check(CLI::Range(60.0, 230.0));
  command
      .add_option("--" + who + "-most-intensity", r.most_intensity,
                  "share of full intensity set by a " + who + ", 0.05 to 1" + rank)
      ->check(CLI::Range(0.05, 1.0));
  command
      .add_option("--" + who + "-dose-trimp", r.dose_trimp, "dose after which the session cools down, set by a " + who)
      ->check(CLI::Range(1.0, 1000.0));
}

/// Whose body plays, and where.
void add_body(CLI::App& command, PlayOptions& o) {
  command.add_option(
      "--motion", o.motion,
      "recorded head and hands that play, on any display, again from the start at their end: a BSOR replay "
      "or an A-Frame recording");
  command.add_option("--room", o.room,
                     "captured room (IWER JSON): nothing comes within 20 cm of what stands in it; none: no room; "
                     "default: the one that a headset tells of, if it does");
  command.add_flag("--seated", o.is_seated, "what is asked lies lower, and never in the lap");
  command.add_option("--hands", o.hands, "which hands play; default as the scenario has it")
      ->check(CLI::IsMember({"left", "right", "both"}));
  command.add_option("--height-cm", o.height_cm, "what is asked lies so much higher, -60 to 40")
      ->check(CLI::Range(-60.0, 40.0));
  auto* reach =
      command
          .add_option("--reach-m", o.reach_m,
                      "from the shoulder to the fist, 0.3 to 1.1; default 0.78, in a headset as it was measured")
          ->check(CLI::Range(body::kLeastReach_m, body::kMostReach_m));
  command.add_flag("--measure-reach", o.measures_reach, "headset: measures it again before the session")
      ->excludes(reach);
}

void add_play(CLI::App& app, PlayOptions& o, int& status) {
  auto* play_command = app.add_subcommand("play", "Run a session");
  play_command->add_option("scenario", o.scenario, "name of a scenario, or a scenario file")->capture_default_str();
  play_command
      ->add_option("--display", o.display,
                   "window where there is one, else headless; headset: OpenXR, a window where there is none")
      ->check(CLI::IsMember({"window", "headset", "headless"}));
  play_command->add_option("--blend", o.blends, "headset: opaque, additive or alpha; may be given again, best first")
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"opaque", "additive", "alpha"}));
  play_command->add_option("--resolution-scale", o.resolution_scale, "headset: of the size that it recommends, at most")
      ->check(CLI::Range(0.25F, 2.0F));
  play_command->add_flag("--fixed-resolution", o.has_fixed_resolution,
                         "headset: not smaller than that where frames come late");
  play_command->add_option("--refresh-rate", o.refresh_rate_hz, "headset: Hz, the nearest that it offers")
      ->check(CLI::Range(30.0F, 240.0F));
  play_command->add_flag("--mirror,!--no-mirror", o.has_mirror,
                         "headset: a window shows what the person sees, where there is a display (default)");
  play_command->add_option("--source", o.sources, kSourceHelp)->allow_extra_args(false)->capture_default_str();
  play_command->add_option("--plan", o.plan, "file of targets over time");
  play_command->add_option("--target-bpm", o.target_bpm, "one target throughout; default 60 % of heart-rate reserve")
      ->check(CLI::Range(40.0, 220.0));
  play_command->add_option(
      "--profile", o.profile,
      "JSON: age, rest_bpm, max_bpm, ftp_w, beta_blocker, limits{ceiling_bpm, clinician{ceiling_bpm, "
      "most_intensity, dose_trimp}, coach{the same}}");
  add_limits(*play_command, "clinician", "; above a coach's", o.clinician);
  add_limits(*play_command, "coach", "; above the person's own word", o.coach);
  add_body(*play_command, o);
  play_command->add_option("--seconds", o.seconds, "length; default 600, or that of the recording")
      ->check(CLI::Range(10.0, 43200.0));
  play_command->add_option("--seed", o.seed, "of everything random")->capture_default_str();
  play_command->add_option("--shots", o.shots, "pictures, evenly spaced (headless)");
  play_command->add_option("--out", o.out, "folder for recording, ledger, summary, report and pictures");
  play_command->add_option("--speed", "realtime or max (headless only)")
      ->check(CLI::IsMember({"realtime", "max"}))
      ->each([&o](const std::string& word) { o.at_max_speed = word == "max"; });
  play_command->add_flag("--json", o.json, "print the summary as one JSON document");
  play_command->add_flag("--validation", o.validation, "check every Vulkan call (slow)");
  play_command->callback([&] { status = play(o); });
}

struct Words {
  std::string file, name;
  std::vector<std::string> packets, sources, files;
  std::optional<std::string> profile;
  std::optional<double> at_s, length_s;
  bool json = false, verify = false, raw = false, is_dry_run = false;
};

void add_readers(CLI::App& app, Words& w, int& status) {
  auto* list = app.add_subcommand("scenarios", "List scenarios with families, actuators and modes");
  list->add_flag("--json", w.json);
  list->callback([&] { status = list_scenarios(w.json); });

  auto* rerun = app.add_subcommand("replay", "Re-run a recording");
  rerun->add_option("file", w.file, "session.tonus")->required();
  rerun->add_flag("--verify", w.verify, "say whether every tick has the recorded hash; exit 1 when one differs");
  rerun->add_flag("--json", w.json);
  rerun->callback([&] { status = replay(w.file, w.verify, w.json); });

  auto* why = app.add_subcommand("explain", "The ledger in sentences, each row recomputed from itself");
  why->add_option("file", w.file, "ledger.jsonl or session.tonus")->required();
  why->add_option("--at", w.at_s, "only the decision in force at this second");
  why->add_flag("--json", w.json);
  why->callback([&] { status = explain(w.file, w.at_s, w.json); });

  auto* unpack = app.add_subcommand("decode", "What packets of a Bluetooth characteristic say, one line each");
  unpack->add_option("characteristic", w.name, "any case, one of: " + known_labels())->required();
  unpack->add_option("hex", w.packets, "packets in order, 1 s apart, two digits an octet")->required();
  unpack->add_flag("--json", w.json, "one JSON document a line");
  unpack->callback([&] { status = decode(w.name, w.packets, w.json); });

  auto* taken = app.add_subcommand("import", "What files of watches, straps, apps and platforms hold");
  taken
      ->add_option("files", w.files,
                   "FIT, TCX, GPX, PWX, HRM, CSV, JSON, RR text; exports of Apple Health (XML or zip), Garmin, Oura, "
                   "WHOOP, Polar, Fitbit, Samsung, HRV4Training, Elite HRV")
      ->required();
  taken->add_flag("--json", w.json, "one JSON document; of several files an array");
  taken->add_flag("--dry-run", w.is_dry_run, "keep nothing, which is all there is until the journal exists");
  taken->add_option("--profile", w.profile, "JSON as for play: for load from heart rates and power");
  taken->callback([&] { status = import_files(w.files, w.profile, w.json); });

  auto* health = app.add_subcommand("doctor", "Graphics, window, headset, Bluetooth, storage: state and remedy");
  health->add_flag("--json", w.json);
  health->callback([&] { status = doctor(w.json); });

  auto* ear = app.add_subcommand("listen", "Samples and events of devices as they come");
  ear->add_option("--source", w.sources, kSourceHelp)->allow_extra_args(false)->required();
  ear->add_option("--seconds", w.length_s, "how long; default until Ctrl-C")->check(CLI::Range(0.1, 86400.0));
  ear->add_flag("--json", w.json, "one JSON line each");
  ear->callback([&] { status = listen(w.sources, w.length_s, w.json); });

  auto* variability = app.add_subcommand("hrv", "Heart-rate variability of the beats in a file, artifacts corrected");
  variability->add_option("file", w.file, "RR text (ms a line), CSV or FIT")->required();
  variability->add_flag("--raw", w.raw, "as recorded: nothing corrected");
  variability->add_flag("--json", w.json);
  variability->callback([&] { status = hrv(w.file, w.raw, w.json); });

  auto* filter = app.add_subcommand("steer", "Steer an outside simulator: JSON lines on stdin, one flushed reply each");
  filter->add_flag("--json", w.json, "which it is in any case");
  filter->callback([&] { status = steer(); });

  auto* benches = app.add_subcommand("bench", "Benchmarks, as ratios to a baseline measured in the same run");
  benches->add_option("name", w.name, "tick, frame, sensors, hrv, predict or start; all without a name")
      ->check(CLI::IsMember({"tick", "frame", "sensors", "hrv", "predict", "start"}));
  benches->add_option("files", w.files, "of predict: recorded rides with power; simulated athletes without any");
  benches->add_flag("--json", w.json);
  benches->callback([&] { status = bench(w.name, w.files, w.json); });
}

void add_serve(CLI::App& app, ServeOptions& o, int& status) {
  auto* serve = app.add_subcommand("serve", "A simulated trainer and strap other programs can connect to");
  serve->require_subcommand(1);
  auto* served = serve->add_subcommand("dircon", "over Wahoo Direct Connect (TCP)");
  served->add_option("--port", o.port, "0 takes a free one")->capture_default_str();
  served->add_option("--host", o.host, "address to listen on; 0.0.0.0 for every network of this computer")
      ->capture_default_str();
  served->add_option("--persona", o.persona, "who rides")->capture_default_str();
  served->add_option("--seed", o.seed, "of everything random")->capture_default_str();
  served->add_option("--fault", o.faults, "NAME@START+LENGTH in seconds, or every:SECONDS:NAME|random; repeatable")
      ->allow_extra_args(false);
  served->add_option("--seconds", o.seconds, "length; until Ctrl-C when left out")->check(CLI::Range(0.1, 1e6));
  served->add_flag("!--no-mdns", o.has_mdns, "do not announce it on the network");
  served->add_flag("--json", o.json, "JSON lines");
  served->callback([&] { status = serve_dircon(o); });
}

void add_scan(CLI::App& app, ScanOptions& o, int& status) {
  auto* command = app.add_subcommand("scan", "Devices in reach: id, name, address, services");
  command->add_option("--source", o.source, "ble or dircon; both without it")->check(CLI::IsMember({"ble", "dircon"}));
  command->add_option("--seconds", o.seconds, "how long to look")->capture_default_str()->check(CLI::Range(0.1, 600.0));
  command->add_option("--forget", o.forget,
                      "look for nothing: forget a remembered device by name, id or address, or all");
  command->add_flag("--json", o.json);
  command->callback([&] { status = scan(o); });
}

void add_readiness(CLI::App& app, ReadinessOptions& o, int& status) {
  auto* command = app.add_subcommand("readiness", "How today compares with the last 60 days, and what that suggests");
  command->add_option("--history", o.history,
                      "exports of watches and apps, activities, diaries (JSON lines); default: the diary kept here");
  command->add_option("--date", o.date, "YYYY-MM-DD; default: the last day of the files, or today");
  command->add_option("--profile", o.profile, "JSON as for play: for training load from heart rates");
  command->add_option("--check-in", o.check_in,
                      "sleep=5,energy=4,muscles=5,calm=6 (1 worst, 7 best), fever, symptoms; each may be left out");
  command->add_option("--wbgt", o.wbgt_c, "wet-bulb globe temperature, °C")->check(CLI::Range(-20.0, 60.0));
  command->add_flag("--acclimatised", o.is_acclimatised, "used to heat");
  command->add_option("--aqi", o.aqi, "US air-quality index")->check(CLI::Range(0.0, 1000.0));
  command->add_option("--zones", o.zones, "time zones crossed, eastward positive")->check(CLI::Range(-12.0, 12.0));
  command->add_option("--days-since-travel", o.days_since_travel)->check(CLI::Range(0.0, 365.0));
  command->add_flag("--night-shift", o.has_worked_night, "a night shift ended today");
  command->add_option("--minutes", o.minutes, "time there is")->check(CLI::Range(5.0, 600.0));
  command->add_flag("--json", o.json);
  command->callback([&] { status = readiness(o); });
}

void add_lab(CLI::App& app, LabOptions& o, int& status) {
  auto* command =
      app.add_subcommand("lab", "Simulated people under our law and reference laws, with confidence intervals");
  command->add_option("--athletes", o.athletes, "how many on each machine")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command->add_option("--seed", o.seed, "of the first athlete; 1 to 3000 were used for tuning")->capture_default_str();
  command
      ->add_option(
          "--protocol", o.protocol,
          "all, steady, everyday, overshoot, intervals, faults, gaps, corners, ceiling, svt, stops or detection")
      ->capture_default_str();
  command->add_option("--threads", o.threads, "0: one a core; the figures are the same for any number")
      ->check(CLI::Range(0, 256));
  command->add_option("--plant", o.plant, "how hearts answer; nothing was tuned on the nonlinear one")
      ->check(CLI::IsMember({"two-phase", "nonlinear"}))
      ->capture_default_str();
  command->add_option("--out", o.out, "page with drawings: one HTML file");
  command->add_flag("--json", o.json, "everything as one JSON document");
  command->callback([&] { status = lab(o); });
}

/// Commands whose parts are still to be built: they say so instead of doing something else.
void add_missing(CLI::App& app, int& status) {
  for (const char* name : {"movement", "sessions", "export", "consent", "erase"}) {
    auto* command = app.add_subcommand(name, "not built yet")->allow_extras();
    command->callback(
        [&status, name] { status = complain(kBadInput, fmt::format("`tonus {}` is not built yet", name)); });
  }
}

int run(int argc, char** argv) {
  CLI::App app{"Tonus: training that follows your heart. It supports training; it is no medical device."};
  app.set_version_flag("--version", build_name());
  app.require_subcommand(1);
  int status = kDone;
  PlayOptions play_options;
  Words words;
  add_play(app, play_options, status);
  add_readers(app, words, status);
  ServeOptions serve_options;
  ScanOptions scan_options;
  add_serve(app, serve_options, status);
  add_scan(app, scan_options, status);
  ReadinessOptions readiness_options;
  add_readiness(app, readiness_options, status);
  LabOptions lab_options;
  add_lab(app, lab_options, status);
  add_missing(app, status);
  const auto is_asked_for = [&](const CLI::App* command) { return command->get_name() == argv[1]; };
  if (argc > 1 && argv[1][0] != '-' && std::as_const(app).get_subcommands(is_asked_for).empty()) {
    return complain(kBadInput, fmt::format("unknown command \"{}\" (see tonus --help)", argv[1]));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& e) {
    return app.exit(e);
  } catch (const CLI::CallForAllHelp& e) {
    return app.exit(e);
  } catch (const CLI::CallForVersion& e) {
    return app.exit(e);
  } catch (const CLI::ParseError& e) {
    return complain(kBadInput, std::string(e.what()) + " (see tonus --help)");
  }
  return status;
}

}  // namespace
}  // namespace tonus::tool

int main(int argc, char** argv) {
  tonus::tool::catch_interrupts();
  try {
    return tonus::tool::run(argc, argv);
  } catch (const std::exception& e) {
    return tonus::tool::complain(tonus::tool::kFailed, e.what());
  }
}
