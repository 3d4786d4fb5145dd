#include "headless.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>

#include <fmt/format.h>

#include <engine/core/latest.hpp>
#include <engine/core/pace.hpp>
#include <engine/core/timeline.hpp>
#include <xr/headless/scripted_player.hpp>

#include "device_log.hpp"
#include "interrupt.hpp"
#include "learned_answer.hpp"
#include "painter.hpp"
#include "paired.hpp"
#include "performance.hpp"
#include "progress.hpp"
#include "today.hpp"

namespace tonus::tool {
namespace {

constexpr std::int64_t kDrawEvery = kTicksPerSecond / 30;  // in real time
constexpr int kMostShots = 1000;

/// What is drawn of a tick.
struct Moment {
  std::int64_t tick = 0;
  SceneFrame frame;
  session::CoachView view;
  sensors::DeviceBoard devices;
};

/// Draws what is due and writes the shots, evenly spaced over the session as planned.
class Pictures {
 public:
  Pictures(std::unique_ptr<Painter> painter, std::optional<std::filesystem::path> folder, int shots, double length_s)
      : painter_(std::move(painter)), folder_(std::move(folder)), shots_(shots), length_s_(length_s) {}

  [[nodiscard]] bool is_shot_due(std::int64_t tick) const noexcept {
    return painter_ != nullptr && taken_ < shots_ &&
           static_cast<double>(tick) * kTick_s >= length_s_ * (taken_ + 0.5) / shots_;
  }
  /// False when drawing failed; `trouble` says why.
  bool draw(std::int64_t tick, const SceneFrame& frame, const session::CoachView& view,
            const sensors::DeviceBoard& devices, std::string& trouble) {
    auto drawn = painter_->draw(frame, view, devices);
    if (drawn && is_shot_due(tick)) drawn = write_shot();
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
  int taken_ = 0;
  std::vector<std::string> names_;
};

/// Draws in real time on a thread of its own, so that no sample waits for a picture; a machine that is too slow for
/// every picture draws fewer.
class Gallery {
 public:
  explicit Gallery(Pictures& pictures)
      : pictures_(pictures), thread_([this](const std::stop_token& stop) { run(stop); }) {}

  /// Sim thread.
  void show(std::int64_t tick, const session::TickOutputs& out, const sensors::DeviceBoard& devices) {
    if (tick % kDrawEvery != 0) return;
    newest_.back() = {tick, out.frame, out.view, devices};
    newest_.publish();
  }
  [[nodiscard]] bool has_failed() const noexcept { return has_failed_.load(std::memory_order_acquire); }
  /// Draws the last and ends; what went wrong, or empty.
  std::string finish() {
    thread_.request_stop();
    thread_.join();
    return trouble_;
  }

 private:
  void run(const std::stop_token& stop) {
    constexpr Duration kIdle = std::chrono::milliseconds(2);
    while (true) {
      const bool is_last = stop.stop_requested();
      if (newest_.try_update()) {
        const Moment& m = newest_.front();
        if (!pictures_.draw(m.tick, m.frame, m.view, m.devices, trouble_)) break;
      } else if (is_last) {
        return;
      } else {
        std::this_thread::sleep_for(kIdle);
      }
    }
    has_failed_.store(true, std::memory_order_release);
  }

  Pictures& pictures_;
  Latest<Moment> newest_;
  std::string trouble_;
  std::atomic<bool> has_failed_{false};
  std::jthread thread_;
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
  Pictures pictures(std::move(painter), p.folder(), options.shots, p.definition().length_s);
  const std::unique_ptr<Gallery> gallery = is_live ? std::make_unique<Gallery>(pictures) : nullptr;
  const session::Fit& fit = p.definition().fit;
  const double share = fit.reach_m > 0.0 ? fit.reach_m / session::kUsualReach_m : 1.0;
  xr::ScriptedPlayerDefinition whoever{.seed = options.seed};
  whoever.strike_plane_z_m *= static_cast<float>(share);
  whoever.reach_m *= static_cast<float>(share);
  whoever.height_m = static_cast<float>(fit.height_m - (fit.is_seated ? session::kSeatedDrop_m : 0.0));
  xr::ScriptedPlayer player(whoever);
  Progress progress(!options.json);
  BodyPoses poses = player.step({});
  auto view = std::make_unique<session::CoachView>();
  std::string trouble;
  if (is_live) ask_for_timely_wakeups();
  time.begin();
  for (std::int64_t tick = 0;; ++tick) {
    if (is_live) sleep_until(time, tick_start(tick));
    const bool must_end = was_interrupted() || !trouble.empty() || (gallery && gallery->has_failed());
    const session::TickOutputs out = p.step(poses, {}, must_end);
    poses = player.step(out.frame);
    const sensors::DeviceBoard& devices = p.source().devices();
    if (gallery) {
      gallery->show(tick, out, devices);
    } else if (pictures.is_shot_due(tick)) {
      pictures.draw(tick, out.frame, out.view, devices, trouble);
    }
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
  if (gallery) trouble = gallery->finish();
  remember_devices(p.source().devices(), choices.preferences);
  Outcome outcome = p.finish(*view, pictures.names(), was_interrupted());
  keep_answer(outcome, choices, today());
  if (!trouble.empty()) outcome.troubles.push_back(trouble);
  for (const auto& message : pictures.validation_messages()) outcome.troubles.push_back("validation: " + message);
  return report_outcome(outcome, options.json);
}

}  // namespace tonus::tool
