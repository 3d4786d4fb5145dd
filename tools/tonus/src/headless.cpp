#include "headless.hpp"

#include <algorithm>
#include <cstdio>
#include <thread>

#include <fmt/format.h>

#include <engine/core/timeline.hpp>
#include <xr/headless/scripted_player.hpp>

#include "device_log.hpp"
#include "interrupt.hpp"
#include "painter.hpp"
#include "performance.hpp"
#include "progress.hpp"

namespace tonus::tool {
namespace {

constexpr std::int64_t kDrawEvery = kTicksPerSecond / 30;  // in real time
constexpr Duration kLate = tick_start(kDrawEvery).time_since_epoch();
constexpr int kMostShots = 1000;

/// Draws what is due and writes the shots, evenly spaced over the session as planned.
class Pictures {
 public:
  Pictures(std::unique_ptr<Painter> painter, std::optional<std::filesystem::path> folder, int shots, double length_s,
           bool is_live)
      : painter_(std::move(painter)),
        folder_(std::move(folder)),
        shots_(shots),
        length_s_(length_s),
        is_live_(is_live) {}

  /// False when drawing failed; `trouble` says why. A session that runs late is drawn less often; its shots are all
  /// taken.
  bool after(std::int64_t tick, const session::TickOutputs& out, const sensors::DeviceBoard& devices, bool is_late,
             std::string& trouble) {
    const bool shot_due = taken_ < shots_ && static_cast<double>(tick) * kTick_s >= length_s_ * (taken_ + 0.5) / shots_;
    if (painter_ == nullptr || (!shot_due && !(is_live_ && !is_late && tick % kDrawEvery == 0))) return true;
    auto drawn = painter_->draw(out.frame, out.view, devices);
    if (drawn && shot_due) drawn = write_shot();
    if (!drawn) trouble = drawn.error().message;
    return drawn.has_value();
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::vector<std::string> validation_messages() const {
    return painter_ ? painter_->validation_messages() : std::vector<std::string>{};
  }

 private:
  Result<void, Error> write_shot() {
    auto picture = painter_->picture();
    if (!picture) return fail(picture.error());
    const std::string name = fmt::format("shot-{:02}.png", ++taken_);
    auto written = render::write_png(*folder_ / name, *picture);
    if (!written) return fail(Error{written.error().message});
    names_.push_back(name);
    return {};
  }

  std::unique_ptr<Painter> painter_;
  std::optional<std::filesystem::path> folder_;
  int shots_ = 0;
  double length_s_ = 0.0;
  bool is_live_ = false;
  int taken_ = 0;
  std::vector<std::string> names_;
};

}  // namespace

int play_headless(const PlayOptions& options, const Choices& choices) {
  if (options.shots < 0 || options.shots > kMostShots)
    return complain(kBadInput, fmt::format("--shots takes 0 to {}", kMostShots));
  const bool is_live = !options.at_max_speed;
  // Before any file is made: without a device there is nothing to draw with.
  std::unique_ptr<Painter> painter;
  if (is_live || options.shots > 0) {
    auto made = Painter::create(options.validation);
    if (!made) return complain(kFailed, made.error().message);
    painter = std::move(*made);
  }
  const SteadyTimeline wall;
  SessionTimeline time(wall);
  auto source = open_sources(options, choices, &time);
  if (!source) return complain(source.error().status, source.error().message);
  auto performance = Performance::create(options, choices, std::move(*source));
  if (!performance) return complain(performance.error().status, performance.error().message);
  Performance& p = **performance;
  if (options.shots > 0 && !p.folder()) {
    return complain(kBadInput, "--shots needs a place for the pictures: use --out DIR, or let sessions be kept");
  }
  Pictures pictures(std::move(painter), p.folder(), options.shots, p.definition().length_s, is_live);
  xr::ScriptedPlayer player({.seed = options.seed});
  Progress progress(!options.json);
  BodyPoses poses = player.step({});
  auto view = std::make_unique<session::CoachView>();
  std::string trouble;
  time.begin();
  for (std::int64_t tick = 0;; ++tick) {
    const Duration early = is_live ? tick_start(tick) - time.now() : Duration::zero();
    if (early > Duration::zero()) std::this_thread::sleep_for(early);
    const bool must_end = was_interrupted() || !trouble.empty();
    const session::TickOutputs out = p.step(poses, {}, must_end);
    poses = player.step(out.frame);
    pictures.after(tick, out, p.source().devices(), -early > kLate, trouble);
    for (const auto& [event, device] : p.device_news()) {
      if (!options.json)
        fmt::print(stderr, "{:6.1f} s  {}\n", std::max(0.0, seconds(event.at)), sentence(event, device));
    }
    progress.show(out.view);
    if (out.has_ended) {
      *view = out.view;
      break;
    }
  }
  Outcome outcome = p.finish(*view, pictures.names(), was_interrupted());
  if (!trouble.empty()) outcome.troubles.push_back(trouble);
  for (const auto& message : pictures.validation_messages()) outcome.troubles.push_back("validation: " + message);
  return report_outcome(outcome, options.json);
}

}  // namespace tonus::tool
