#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <scenarios/adaptation/law.hpp>
#include <scenarios/adaptation/sentence.hpp>
#include <scenarios/journal/ledger.hpp>

#include "commands.hpp"
#include "replaying.hpp"
#include "surroundings.hpp"

namespace tonus::tool {
namespace {

struct Rows {
  std::vector<adaptation::Decision> decisions;
  std::vector<std::string> surroundings;  ///< of a recording
  std::string fault;                      ///< the chain does not hold, or the recording differs; empty: all is well
};

/// A ledger is read as it stands; a recording is replayed, and its ledger comes out of that.
Result<Rows, Error> rows_of(const std::filesystem::path& file) {
  if (file.extension() == ".tonus") {
    auto report = replay_recording(file);
    if (!report) return fail(report.error());
    Rows rows{std::move(report->rows), surroundings(report->definition), {}};
    if (report->diverged_tick)
      rows.fault = fmt::format("tick {} differs: {}", *report->diverged_tick, report->divergence);
    return rows;
  }
  auto ledger = journal::read_ledger(file);
  if (!ledger) return fail(ledger.error());
  const journal::ChainReport chain = journal::check_chain(*ledger);
  Rows rows{{}, {}, chain.fault};
  for (auto& row : *ledger) rows.decisions.push_back(row.decision);
  return rows;
}

nlohmann::ordered_json as_json(const adaptation::Decision& d) {
  auto limits = nlohmann::ordered_json::array();
  const std::uint32_t bits = d.verdict.limits | (d.law_ran ? d.step.limits : 0U);
  for (int bit = 0; bit < adaptation::kLimitCount; ++bit) {
    if ((bits >> bit & 1U) != 0) limits.push_back(adaptation::limit_code(bit));
  }
  return {{"t", seconds(d.at)},
          {"tick", d.tick},
          {"state", adaptation::code(d.state)},
          {"reason", adaptation::code(d.reason)},
          {"sentence", adaptation::sentence(d)},
          {"from", d.from},
          {"to", d.to},
          {"quality", d.envelope.quality},
          {"limited_by", limits},
          {"ask", adaptation::code(d.verdict.ask)},
          {"stop", adaptation::code(d.verdict.stop)},
          {"recomputed", adaptation::recomputes(d)}};
}

}  // namespace

int explain(const std::string& file, std::optional<double> at_s, bool json) {
  auto rows = rows_of(file);
  if (!rows) return complain(kBadInput, rows.error().message);
  auto& decisions = rows->decisions;
  if (at_s) {
    // The decision in force at that moment is the newest one not after it.
    const auto after =
        std::find_if(decisions.begin(), decisions.end(), [&](const auto& d) { return seconds(d.at) > *at_s; });
    if (after == decisions.begin())
      return complain(kBadInput, fmt::format("{}: nothing was decided by {} s", file, *at_s));
    decisions = {*(after - 1)};
  }
  if (!json && !at_s) {
    for (const std::string& line : rows->surroundings) fmt::print("{}\n", line);
  }
  bool all_recompute = true;
  auto document = nlohmann::ordered_json::array();
  for (const auto& d : decisions) {
    const bool recomputed = adaptation::recomputes(d);
    all_recompute = all_recompute && recomputed;
    if (json) {
      document.push_back(as_json(d));
    } else {
      fmt::print("{:>7.1f} s  {}{}\n", seconds(d.at), adaptation::sentence(d),
                 recomputed ? "" : "  (does not recompute)");
    }
  }
  if (json) fmt::print("{}\n", document.dump(2));
  if (!rows->fault.empty()) return complain(kFailed, file + ": " + rows->fault);
  if (!all_recompute) return complain(kFailed, file + ": a row does not follow from what it says of itself");
  return kDone;
}

}  // namespace tonus::tool
