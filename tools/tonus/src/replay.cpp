#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "replaying.hpp"
#include "runner.hpp"
#include "surroundings.hpp"

namespace tonus::tool {

int replay(const std::string& file, bool verify, bool json) {
  const auto report = replay_recording(file);
  if (!report) return complain(kBadInput, report.error().message);
  if (json) {
    nlohmann::ordered_json document{
        {"ticks", report->ticks},
        {"hash", hash_text(report->hash)},
        {"ledger_hash", report->ledger_hash},
        {"diverged_tick",
         report->diverged_tick ? nlohmann::ordered_json(*report->diverged_tick) : nlohmann::ordered_json(nullptr)},
        {"complete", report->shortfall.empty() && !report->diverged_tick}};
    for (const std::string& line : surroundings(report->definition)) document["surroundings"].push_back(line);
    for (const sensors::DeviceEvent& event : report->device_events) {
      document["device_events"].push_back({{"t", seconds(event.at)},
                                           {"event", name(event.kind)},
                                           {"device", event.source + 1},
                                           {"value", event.value},
                                           {"text", event.text.view()}});
    }
    // Texts come from devices: octets that are no UTF-8 are replaced.
    fmt::print("{}\n", document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  } else {
    fmt::print("{} ticks ({:.1f} s) of {} replayed, hash {}, ledger {}\n", report->ticks,
               static_cast<double>(report->ticks) * kTick_s, report->definition.scenario, hash_text(report->hash),
               report->ledger_hash);
    for (const std::string& line : surroundings(report->definition)) fmt::print("{}\n", line);
    if (!report->device_events.empty())
      fmt::print("{} events of devices in it (--json lists them)\n", report->device_events.size());
    if (!report->diverged_tick) fmt::print("{}\n", verify ? "every tick has the recorded hash" : "no tick differs");
  }
  if (!report->shortfall.empty()) fmt::print(stderr, "tonus: {}: {}\n", file, report->shortfall);
  if (report->diverged_tick) {
    return complain(kFailed, fmt::format("{}: tick {} is the first that differs: {}", file, *report->diverged_tick,
                                         report->divergence));
  }
  return kDone;
}

}  // namespace tonus::tool
