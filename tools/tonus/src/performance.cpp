#include "performance.hpp"

#include <fmt/format.h>

#include <engine/core/log.hpp>
#include <engine/scene/body.hpp>
#include <xr/motion/motion_player.hpp>

namespace tonus::tool {

struct Performance::Impl {
  /// What the session takes for the person's body.
  BodyPoses body(const BodyPoses& shown) const noexcept {
    if (motion) return taken_into(inverse(stage.definition.place.world_from_stage), motion->at(runner->ticks()));
    return is_tracked_in_stage ? shown : taken_into(inverse(world_from_stage), shown);
  }

  Stage stage;
  std::optional<std::filesystem::path> folder;
  std::unique_ptr<record::Writer> writer;
  std::unique_ptr<LedgerKeeper> keeper;
  DeviceLog log;
  std::optional<Runner> runner;
  std::optional<xr::MotionPlayer> motion;  ///< plays in place of whoever is there
  bool is_tracked_in_stage = false;
  Pose world_from_stage;  ///< after the newest tick
  InlineVector<InputEvent, session::kMaxEventsPerTick> events;
};

Performance::Performance(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Performance::~Performance() = default;

Result<std::unique_ptr<Performance>, Refusal> Performance::create(const PlayOptions& options, const Choices& choices,
                                                                  std::unique_ptr<sensors::SensorSource> source) {
  auto stage = make_stage(options, choices, std::move(source));
  if (!stage) return fail(stage.error());
  auto folder = make_output_folder(options, choices);
  if (!folder) return fail(folder.error());
  for (const std::string& note : stage->source->info().notes) log::warning(note);
  auto impl = std::make_unique<Impl>();
  impl->stage = std::move(*stage);
  impl->folder = *folder;
  std::optional<std::filesystem::path> ledger;
  if (impl->folder) {
    auto writer = record::Writer::create(*impl->folder / "session.tonus", session::encode(impl->stage.definition));
    if (!writer) return fail(Refusal{kFailed, writer.error().message});
    impl->writer = std::move(*writer);
    ledger = *impl->folder / "ledger.jsonl";
  }
  auto keeper = LedgerKeeper::create(ledger);
  if (!keeper) return fail(Refusal{kFailed, keeper.error().message});
  impl->keeper = std::move(*keeper);
  if (choices.motion != nullptr) impl->motion.emplace(choices.motion);
  impl->is_tracked_in_stage = tracks_stage(choices.display);
  impl->world_from_stage = impl->stage.definition.place.world_from_stage;
  impl->runner.emplace(RunnerParts{.session = impl->stage.session.get(),
                                   .source = impl->stage.source.get(),
                                   .writer = impl->writer.get(),
                                   .rows = impl->keeper.get(),
                                   .devices = &impl->log,
                                   .may_wait = choices.at_max_speed});
  return std::unique_ptr<Performance>(new Performance(std::move(impl)));
}

session::TickOutputs Performance::step(const BodyPoses& poses, std::span<const InputEvent> events,
                                       bool must_end) noexcept {
  impl_->events.clear();
  for (const InputEvent& event : events) impl_->events.try_push(event);
  if (must_end || impl_->runner->source_has_ended()) {
    const InputEvent stop{tick_start(impl_->runner->ticks()), Action::Stop};
    impl_->events.clear();
    impl_->events.try_push(stop);
    impl_->events.try_push(stop);
  }
  const session::TickOutputs out =
      impl_->runner->step(impl_->body(poses), {impl_->events.begin(), impl_->events.size()});
  impl_->world_from_stage = out.frame.world_from_stage;
  return out;
}

const session::SessionDefinition& Performance::definition() const noexcept { return impl_->stage.definition; }
const std::optional<std::filesystem::path>& Performance::folder() const noexcept { return impl_->folder; }

sensors::SensorSource& Performance::source() noexcept { return *impl_->stage.source; }

std::span<const DeviceLog::Entry> Performance::device_news() { return impl_->log.update(); }

Outcome Performance::finish(const session::CoachView& view, std::vector<std::string> pictures, bool was_interrupted) {
  Outcome o;
  o.definition = impl_->stage.definition;
  o.source = impl_->stage.source->info();
  o.devices = impl_->stage.source->devices();
  impl_->log.update();
  o.device_events = impl_->log.all();
  o.lost_device_events = impl_->log.lost();
  impl_->stage.source.reset();
  o.view = view;
  o.statistics = impl_->runner->statistics();
  o.ticks = impl_->runner->ticks();
  o.hash = impl_->runner->hash();
  o.ledger = impl_->keeper->finish();
  o.pictures = std::move(pictures);
  o.folder = impl_->folder;
  o.was_interrupted = was_interrupted;
  if (impl_->writer) {
    auto ok = impl_->writer->finish({.ticks = o.ticks, .state_hash = o.hash, .ledger_hash = o.ledger.head});
    if (!ok) o.troubles.push_back(ok.error().message + "; what was recorded up to then replays");
  }
  if (o.ledger.failure) o.troubles.push_back(o.ledger.failure->message);
  return o;
}

int report_outcome(Outcome& o, bool json) {
  const journal::SessionSummary summary = write_outcome(o);
  print_outcome(o, summary, json);
  // One line, whatever else failed after the first: a full disk fails everything that follows.
  if (!o.troubles.empty()) complain(kFailed, o.troubles.front());
  if (o.was_interrupted) return kInterrupted;
  return o.troubles.empty() ? kDone : kFailed;
}

}  // namespace tonus::tool
