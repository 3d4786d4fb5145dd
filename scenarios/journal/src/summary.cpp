#include <scenarios/journal/summary.hpp>

#include <cmath>

#include "json.hpp"

namespace tonus::journal {
namespace {

Json number(std::optional<double> x) { return x && std::isfinite(*x) ? Json(*x) : Json(nullptr); }

}  // namespace

std::string summary_json(const SessionSummary& s) {
  Json out;
  out["scenario"] = s.scenario;
  out["source"] = s.source;
  out["display"] = s.display;
  out["seed"] = s.seed;
  out["duration_s"] = number(s.duration_s);
  out["ticks"] = s.ticks;
  out["hash"] = s.hash;
  out["ledger_hash"] = s.ledger_hash;
  out["intensity"] = nullptr;
  if (s.intensity) {
    out["intensity"] = {{"mean", number(s.intensity->mean)}, {"min", number(s.intensity->min)}, {"max", number(s.intensity->max)}};
  }
  out["heart_rate"] = nullptr;
  if (s.heart_rate) {
    out["heart_rate"] = {{"mean_bpm", number(s.heart_rate->mean_bpm)},
                         {"max_bpm", number(s.heart_rate->max_bpm)},
                         {"coverage", number(s.heart_rate->coverage)}};
  }
  out["target"] = {{"bpm", number(s.target.bpm)},
                   {"low_bpm", number(s.target.low_bpm)},
                   {"high_bpm", number(s.target.high_bpm)},
                   {"ceiling_bpm", number(s.target.ceiling_bpm)}};
  out["in_band_percent"] = number(s.in_band_percent);
  out["score"] = {{"targets", s.score.targets}, {"hits", s.score.hits}, {"clean", s.score.clean}};
  out["changes"] = s.changes;
  out["events"] = Json::array();
  for (const auto& event : s.events) out["events"].push_back({{"t", number(event.t_s)}, {"event", event.event}});
  out["files"] = s.files;
  out["build"] = s.build;
  return text_of(out, 2) + "\n";
}

}  // namespace tonus::journal
