#include <chrono>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <frame_baseline.hpp>
#include <hrv_bench.hpp>
#include <predict_bench.hpp>
#include <sensor_bench.hpp>
#include <sensors/exchange/readers.hpp>
#include <tick_bench.hpp>

#include "commands.hpp"
#include "painter.hpp"
#include "stage.hpp"

#include <xr/headless/scripted_player.hpp>

namespace tonus::tool {
namespace {

using nlohmann::ordered_json;

class Table {
 public:
  void add(const char* bench, const std::string& name, double value, const char* unit, const std::string& remark = "") {
    document_[bench][name] = {{"value", value}, {"unit", unit}};
    if (!remark.empty()) document_[bench][name]["remark"] = remark;
    text_ += fmt::format("{:<8} {:<26} {:>10.3f} {:<8} {}\n", bench, name, value, unit, remark);
  }
  void print(bool json) const {
    if (json) {
      fmt::print("{}\n", document_.dump(2));
    } else {
      fmt::print("{}", text_);
    }
  }

 private:
  ordered_json document_ = ordered_json::object();
  std::string text_;
};

void bench_sensors(Table& table) {
  const bench::SensorFigures f = bench::measure_sensors(20, 20.0, 10.0);
  const std::string load =
      fmt::format("{} straps, {:.0f} packets a second each, {} packets", f.devices, f.rate_hz, f.packets);
  table.add("sensors", "median_ms", f.median_ms, "ms", "arrival to the end of the tick that decided on it; " + load);
  table.add("sensors", "p99_ms", f.p99_ms, "ms", fmt::format("bar {:.2f}, one tick", 1e3 * kTick_s));
  table.add("sensors", "p99_ticks", f.p99_ms / (1e3 * kTick_s), "ticks");
  table.add("sensors", "worst_ms", f.worst_ms, "ms");
  table.add("sensors", "wake_p99_ms", f.wake_p99_ms, "ms", "how late the loop itself was woken, within the above");
  table.add("sensors", "has_priority", f.has_priority ? 1.0 : 0.0, "",
            "1: the system gave the loop a real-time priority, as it does a session");
  table.add("sensors", "lost", static_cast<double>(f.lost), "", "by us");
}

void bench_hrv(Table& table) {
  const bench::HrvFigures f = bench::measure_hrv_cost();
  table.add("hrv", "clean_ms", f.clean_ms, "ms", fmt::format("24 hours, {} beats: artifacts corrected", f.beats));
  table.add("hrv", "measure_ms", f.measure_ms, "ms", "time domain, spectrum, DFA");
  table.add("hrv", "plain_ms", f.plain_ms, "ms", "the plainest way: windows sorted anew, a transform by its sum");
  table.add("hrv", "ratio", f.ratio, "", "plain / ours");
}

void add_prediction(Table& table, const std::string& who, const bench::PredictionFigures& f) {
  table.add("predict", who + " error", f.error_bpm, "bpm",
            fmt::format("mean absolute, 30 s ahead, {} predictions; as now {:.2f}, by trend {:.2f}", f.predictions,
                        f.hold_error_bpm, f.trend_error_bpm));
  table.add("predict", who + " covered", f.coverage_percent, "%",
            fmt::format("by the 90 % interval, ± {:.1f} bpm", f.half_width_bpm));
}

/// Rides with power; without any, the simulated athletes.
Result<void, std::string> bench_prediction(Table& table, const std::vector<std::string>& files) {
  bench::PredictionFigures all;
  for (const std::string& file : files) {
    const auto activity = exchange::read_activity(file);
    if (!activity) return fail(activity.error().message);
    const bench::PredictionFigures one = bench::predict_ride(*activity);
    add_prediction(table, std::filesystem::path(file).filename().string(), one);
    all = bench::together(all, one);
  }
  if (files.empty()) {
    for (const char* persona : {"healthy", "trained", "deconditioned", "older", "beta_blocked", "chronotropic"}) {
      bench::PredictionFigures one;
      // The filter was tuned on seeds 1 to 5.
      for (std::uint64_t seed = 101; seed <= 110; ++seed) {
        one = bench::together(one, bench::predict_athlete(persona, seed, 2400.0));
      }
      add_prediction(table, persona, one);
      all = bench::together(all, one);
    }
  }
  add_prediction(table, files.empty() ? "simulated" : "all", all);
  return {};
}

bool bench_tick(Table& table) {
  constexpr int kBlocks = 24;
  const bench::TickFigures f = bench::measure_ticks(kBlocks);
  table.add("tick", "session_us", f.session_us, "us",
            fmt::format("a tick of strike, {:.0f} bodies awake", f.awake_bodies));
  table.add("tick", "plain_bullet_us", f.bullet_us, "us", "the same calls on plain Bullet");
  table.add("tick", "overhead_us", f.overhead_us, "us", "session minus plain Bullet; bar 10");
  table.add("tick", "physics_ratio", f.world_ratio, "", "our world / plain Bullet; bar 1.05");
  table.add("tick", "ticks_per_s", 1e6 / f.session_us, "1/s",
            fmt::format("{:.0f} x real time", 1e6 / f.session_us / 120.0));
  table.add("tick", "same_scene", f.is_same_scene ? 1.0 : 0.0, "", "plain Bullet ended with the same bits");
  return f.is_same_scene;
}

/// A frame in the middle of a minute of strike, drawn by both loops in turn.
Result<bench::FrameBenchResult, std::string> frame_figures() {
  PlayOptions options;
  options.display = "headless";
  options.seconds = 60;
  const auto choices = choose(options);
  if (!choices) return fail(choices.error().message);
  auto stage = make_stage(options, *choices);
  if (!stage) return fail(stage.error().message);
  xr::ScriptedPlayer player;
  session::TickInputs inputs;
  auto frame = std::make_unique<SceneFrame>();
  for (int i = 0; i < 30 * kTicksPerSecond; ++i) {
    const session::TickOutputs out = stage->session->tick(inputs);
    inputs.poses = player.step(out.frame);
    *frame = out.frame;
  }
  auto figures = bench::measure_frames(*frame);
  if (!figures) return fail(figures.error().message);
  return *figures;
}

/// Everything a headless session opens, up to its first picture in memory.
Result<double, std::string> start_to_picture_s() {
  const auto begin = std::chrono::steady_clock::now();
  auto painter = Painter::create(false);
  if (!painter) return fail(painter.error().message);
  PlayOptions options;
  options.display = "headless";
  const auto choices = choose(options);
  if (!choices) return fail(choices.error().message);
  auto stage = make_stage(options, *choices);
  if (!stage) return fail(stage.error().message);
  session::TickInputs inputs;
  const session::TickOutputs out = stage->session->tick(inputs);
  auto drawn = (*painter)->draw(out.frame, out.view, stage->source->devices());
  if (!drawn) return fail(drawn.error().message);
  const auto picture = (*painter)->picture();
  if (!picture) return fail(picture.error().message);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int bench(const std::string& name, const std::vector<std::string>& files, bool json) {
  Table table;
  bool is_sound = true;
  const auto wants = [&name](const char* one) { return name.empty() || name == one; };
  if (wants("start")) {
    const auto s = start_to_picture_s();
    if (!s) return complain(kFailed, s.error());
    table.add("start", "first_frame_s", *s, "s", "device, session and first picture, cold in this process; bar 1.5");
  }
  if (wants("frame")) {
    const auto f = frame_figures();
    if (!f) return complain(kFailed, f.error());
    table.add("frame", "ours_ms", f->ours_ms, "ms", f->device + ", 1280x720, 4 samples, shadows and post off");
    table.add("frame", "bare_loop_ms", f->baseline_ms, "ms", "a minimal Vulkan loop, the same instances");
    table.add("frame", "ratio", f->ratio, "", "median frame by frame; bar 1.2");
  }
  if (wants("sensors")) bench_sensors(table);
  if (wants("hrv")) bench_hrv(table);
  if (wants("predict")) {
    if (const auto done = bench_prediction(table, files); !done) return complain(kBadInput, done.error());
  }
  if (wants("tick")) is_sound = bench_tick(table) && is_sound;
  table.print(json);
  return is_sound ? kDone : complain(kFailed, "the baseline did not play the same scene: its figures mean nothing");
}

}  // namespace tonus::tool
