#include <scenarios/journal/summary.hpp>

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "json.hpp"

namespace tonus::journal {
namespace {

Json number(std::optional<double> x) { return x && std::isfinite(*x) ? Json(*x) : Json(nullptr); }

Json device_json(const SessionSummary::Device& d) {
  Json out;
  out["name"] = d.name;
  out["id"] = d.id;
  out["transport"] = d.transport;
  out["packets"] = d.packets;
  out["bad_packets"] = d.bad_packets;
  out["dropped"] = d.dropped;
  out["lost_beats"] = d.lost_beats;
  out["reconnects"] = d.reconnects;
  out["latency_ms"] = number(d.latency_ms);
  out["latency_p99_ms"] = number(d.latency_p99_ms);
  out["gaps"] = Json::array();
  for (const auto& gap : d.gaps) out["gaps"].push_back({{"from", number(gap.from_s)}, {"to", number(gap.to_s)}});
  return out;
}

}  // namespace

std::string answer_sentence(const std::optional<SessionSummary::Answer>& answer) {
  if (!answer) return "How your heart answers the load is not known yet.";
  const std::string by = answer->bpm_per_w ? fmt::format("{:.2f} bpm a watt", *answer->bpm_per_w)
                                           : fmt::format("{:.0f} bpm from rest to full intensity", answer->gain_bpm);
  return fmt::format("Your heart answers by {}, half of it within {:.0f} s.", by, answer->half_within_s);
}

std::string decisions_text(const SessionSummary::Score& s) {
  std::string out;
  if (const auto all = s.left_alone + s.struck_in_error; all > 0)
    out = fmt::format("{} of {} left alone as they should be", s.left_alone, all);
  if (const auto all = s.right_hand + s.wrong_hand; all > 0)
    out += fmt::format("{}{} of {} with the right hand", out.empty() ? "" : ", ", s.right_hand, all);
  return out;
}

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
  Json intensity;
  if (s.intensity) {
    intensity["mean"] = number(s.intensity->mean);
    intensity["min"] = number(s.intensity->min);
    intensity["max"] = number(s.intensity->max);
  }
  out["intensity"] = std::move(intensity);
  Json heart;
  if (s.heart_rate) {
    heart["mean_bpm"] = number(s.heart_rate->mean_bpm);
    heart["max_bpm"] = number(s.heart_rate->max_bpm);
    heart["coverage"] = number(s.heart_rate->coverage);
  }
  out["heart_rate"] = std::move(heart);
  Json target;
  target["bpm"] = number(s.target.bpm);
  target["low_bpm"] = number(s.target.low_bpm);
  target["high_bpm"] = number(s.target.high_bpm);
  target["ceiling_bpm"] = number(s.target.ceiling_bpm);
  out["target"] = std::move(target);
  out["in_band_percent"] = number(s.in_band_percent);
  Json readiness(nullptr);
  if (s.readiness) {
    readiness = {{"score", s.readiness->score},
                 {"low", s.readiness->low},
                 {"high", s.readiness->high},
                 {"scale", s.readiness_scale}};
  }
  out["readiness"] = std::move(readiness);

  Json answer;
  if (s.answer) {
    answer["gain_bpm"] = number(s.answer->gain_bpm);
    answer["gain_spread_bpm"] = number(s.answer->gain_spread_bpm);
    answer["bpm_per_w"] = number(s.answer->bpm_per_w);
    answer["half_within_s"] = number(s.answer->half_within_s);
  }
  out["answer"] = std::move(answer);
  Json cost;
  if (s.strike_cost) {
    cost["strike_percent"] = number(s.strike_cost->strike_percent);
    cost["spread_percent"] = number(s.strike_cost->spread_percent);
  }
  out["strike_cost"] = std::move(cost);
  Json score;
  score["targets"] = s.score.targets;
  score["hits"] = s.score.hits;
  score["clean"] = s.score.clean;
  score["left_alone"] = s.score.left_alone;
  score["struck_in_error"] = s.score.struck_in_error;
  score["right_hand"] = s.score.right_hand;
  score["wrong_hand"] = s.score.wrong_hand;
  out["score"] = std::move(score);
  Json fit;
  if (s.fit) {
    fit["seated"] = s.fit->is_seated;
    fit["hands"] = s.fit->hands.empty() ? Json(nullptr) : Json(s.fit->hands);
    fit["follows_head"] = s.fit->follows_head;
    fit["height_cm"] = number(s.fit->height_cm);
    fit["reach_m"] = number(s.fit->reach_m);
  }
  out["fit"] = std::move(fit);
  Json room;
  if (s.room) {
    room["name"] = s.room->name;
    room["things"] = s.room->things;
    room["usual_percent"] = number(s.room->usual_percent);
    room["moved_closer"] = s.room->moved_closer;
    room["left_out"] = s.room->left_out;
  }
  out["room"] = std::move(room);
  out["motion"] = s.motion.empty() ? Json(nullptr) : Json(s.motion);
  out["changes"] = s.changes;
  out["events"] = Json::array();
  for (const auto& event : s.events) {
    Json entry{{"t", number(event.t_s)}, {"event", event.event}};
    if (!event.device.empty()) entry["device"] = event.device;
    if (!event.text.empty()) entry["text"] = event.text;
    out["events"].push_back(std::move(entry));
  }
  for (const auto& device : s.devices) out["devices"].push_back(device_json(device));
  out["files"] = s.files;
  out["build"] = s.build;
  return text_of(out, 2) + "\n";
}

}  // namespace tonus::journal
