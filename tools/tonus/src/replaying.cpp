#include "replaying.hpp"

#include <fmt/format.h>

#include <engine/record/recording.hpp>
#include <scenarios/catalogue/catalogue.hpp>
#include <scenarios/journal/ledger.hpp>
#include <scenarios/session/session.hpp>

#include "runner.hpp"

namespace tonus::tool {
namespace {

void diverge(ReplayReport& report, std::int64_t tick, std::string what) {
  report.diverged_tick = tick;
  report.divergence = std::move(what);
}

void check_ending(ReplayReport& report, const record::Ending& ending) {
  if (ending.ticks != report.ticks) {
    diverge(report, report.ticks,
            fmt::format("the ending counts {} ticks, the recording holds {}", ending.ticks, report.ticks));
  } else if (ending.state_hash != report.hash) {
    diverge(report, report.ticks, "the ending's hash is another one");
  } else if (ending.ledger_hash != report.ledger_hash) {
    diverge(report, report.ticks, "the ledger comes out differently");
  }
}

}  // namespace

Result<ReplayReport, Error> replay_recording(const std::filesystem::path& path) {
  auto reader = record::Reader::open(path);
  if (!reader) return fail(reader.error());
  auto definition = session::decode_definition(reader->header());
  if (!definition) return fail(Error{path.string() + ": " + definition.error().message});
  auto scenario = catalogue::make(definition->scenario, definition->parameters);
  if (!scenario) return fail(Error{path.string() + ": " + scenario.error().message});
  auto session = session::Session::create(*definition, std::move(*scenario));
  if (!session) return fail(Error{path.string() + ": " + session.error().message});

  ReplayReport report;
  report.definition = *definition;
  journal::LedgerChain chain;
  session::TickInputs inputs;
  while (true) {
    const record::Item item = reader->next();
    if (item == record::Item::Tick) {
      if (!session::decode(reader->payload(), inputs)) {
        diverge(report, reader->tick(), fmt::format("its inputs cannot be read (offset {})", reader->offset()));
        break;
      }
      report.device_events.insert(report.device_events.end(), inputs.device_events.begin(), inputs.device_events.end());
      const session::TickOutputs out = (*session)->tick(inputs);
      for (const auto& row : out.rows) {
        static_cast<void>(chain.append(row));
        report.rows.push_back(row);
      }
      report.hash = chain_hash(report.hash, out.state_hash);
      ++report.ticks;
      if (out.state_hash != reader->state_hash()) {
        diverge(report, reader->tick(),
                fmt::format("state hash {}, recorded {}", hash_text(out.state_hash), hash_text(reader->state_hash())));
        break;
      }
      continue;
    }
    report.ledger_hash = chain.head();
    switch (item) {
      case record::Item::Ending: check_ending(report, reader->ending()); break;
      case record::Item::Truncated:
        report.shortfall = fmt::format("the recording is cut short after tick {}", report.ticks - 1);
        break;
      case record::Item::Gap:
        report.shortfall = fmt::format("ticks were lost after tick {}: not replayable further", report.ticks - 1);
        break;
      case record::Item::Damaged:
        diverge(report, report.ticks,
                fmt::format("damaged bytes at offset {}: a checksum does not match", reader->offset()));
        break;
      case record::Item::Tick: break;
    }
    break;
  }
  report.ledger_hash = chain.head();
  return report;
}

}  // namespace tonus::tool
