#include "outcome.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

#include <scenarios/adaptation/sentence.hpp>
#include <scenarios/journal/report.hpp>
#include <scenarios/journal/write_file.hpp>

#include "surroundings.hpp"

namespace tonus::tool {
namespace {

using adaptation::Reason;

/// A heart needs minutes to settle: below this a share of time in the band would say nothing about the control.
constexpr double kShortestJudged_s = 300.0;

/// Rows that are events for somebody who looks back, not routine changes.
bool is_event(Reason reason) {
  switch (reason) {
    case Reason::Opening:
    case Reason::OnTarget:
    case Reason::Raise:
    case Reason::Ease:
    case Reason::HysteresisHold:
    case Reason::SlewLimited:
    case Reason::ActuatorLimit:
    case Reason::StillSo:
    case Reason::UserLimit:
    case Reason::CoachLimit:
    case Reason::Allocated:
    case Reason::Count: return false;
    default: return true;
  }
}

std::string ending_of(const Outcome& o) {
  if (o.was_interrupted) return "Interrupted; what was recorded up to then is whole.";
  if (o.ledger.rows.empty()) return "Ended before it began.";
  const double at_s = static_cast<double>(o.ticks) * kTick_s;
  for (auto row = o.ledger.rows.rbegin(); row != o.ledger.rows.rend(); ++row) {
    if (row->reason == Reason::StopNow)
      return fmt::format("Stopped at once by the person after {:.0f} s.", seconds(row->at));
    if (row->reason == Reason::Stop)
      return fmt::format("Stopped by the person after {:.0f} s, with a cool-down.", seconds(row->at));
    if (row->reason == Reason::SignalLost) return "Ended early: no heart rate could be had.";
    if (row->reason == Reason::RhythmCooldown) return "Ended early: the heartbeat looked irregular for minutes.";
    if (row->reason == Reason::DoubtfulRate) return "Ended early: the heart rate could not be believed.";
    if (row->reason == Reason::DoseReached) return "Ended early: it was enough for one session.";
    if (row->verdict.stop != adaptation::StopCause::None && row->verdict.stop != row->envelope_before.stopped)
      return fmt::format("Stopped for safety after {:.0f} s. {}", seconds(row->at), adaptation::sentence(*row));
  }
  return fmt::format("Finished as planned after {:.0f} s.", at_s);
}

std::vector<journal::ReportPhase> phases_of(const Outcome& o) {
  const auto times = session::phase_times(o.definition);
  const double end_s = static_cast<double>(o.ticks) * kTick_s;
  double cooldown_s = times.cooldown_begins_s;
  for (const auto& row : o.ledger.rows) {
    const bool is_cooling = row.state == adaptation::State::Cooldown || row.state == adaptation::State::Ended;
    if (is_cooling) {
      cooldown_s = seconds(row.at);
      break;
    }
  }
  std::vector<journal::ReportPhase> phases;
  const auto add = [&](const char* name, double from_s, double to_s) {
    if (to_s > from_s) phases.push_back({name, from_s, to_s});
  };
  const double warm_s = std::min({times.warmup_s, cooldown_s, end_s});
  add("Warm-up", 0.0, warm_s);
  add("Work", warm_s, std::min(cooldown_s, end_s));
  add("Cool-down", std::min(cooldown_s, end_s), end_s);
  return phases;
}

journal::SessionSummary::Device device_of(const sensors::DeviceStatus& status, const Outcome& o) {
  const auto known = [](float ms) {
    return std::isnan(ms) ? std::nullopt : std::optional<double>(static_cast<double>(ms));
  };
  journal::SessionSummary::Device d;
  d.name = status.name.view();
  d.id = status.id.view();
  d.transport = status.carrier.view();
  d.packets = status.packets;
  d.bad_packets = status.bad_packets;
  d.dropped = status.dropped;
  d.lost_beats = status.lost_beats;
  d.reconnects = status.reconnects;
  d.latency_ms = known(status.latency_ms);
  d.latency_p99_ms = known(status.latency_p99_ms);
  for (const DeviceGap& gap : gaps_of(o.device_events, status.source, static_cast<double>(o.ticks) * kTick_s))
    d.gaps.push_back({gap.from_s, gap.to_s});
  return d;
}

/// From this session, or from before it.
bool is_answer_known(const Outcome& o) {
  const auto unknown = session::default_response(o.definition.limits, o.definition.trainer_most_w);
  const auto& before = o.definition.response;
  const double doubt = before.gain_spread_bpm / before.gain_bpm,
               of_anybody = unknown.gain_spread_bpm / unknown.gain_bpm;
  return o.source.reacts && (o.view.is_answer_known || doubt < 0.99 * of_anybody);
}

journal::SessionSummary summarize(const Outcome& o) {
  journal::SessionSummary s;
  s.scenario = o.definition.scenario;
  s.source = o.definition.source;
  const session::ReadinessNote& note = o.definition.readiness;
  if (note.is_known) s.readiness = {note.score, note.low, note.high};
  s.readiness_scale = note.scale;
  s.display = o.definition.display;
  s.seed = o.definition.seed;
  s.duration_s = static_cast<double>(o.ticks) * kTick_s;
  s.ticks = o.ticks;
  s.hash = hash_text(o.hash);
  s.ledger_hash = o.ledger.head;
  if (o.ticks > 0)
    s.intensity = {o.statistics.intensity_mean(), o.statistics.intensity_min(), o.statistics.intensity_max()};
  if (o.statistics.mean_bpm())
    s.heart_rate = {*o.statistics.mean_bpm(), *o.statistics.max_bpm(), o.statistics.coverage()};
  for (const auto& row : o.ledger.rows) {
    if (row.to != row.from) ++s.changes;
    if (is_event(row.reason)) s.events.push_back({seconds(row.at), std::string(adaptation::code(row.reason))});
    if (row.state == adaptation::State::Track && row.inputs.target_bpm > 0.0) {
      s.target.bpm = row.inputs.target_bpm;
      s.target.low_bpm = row.inputs.target_bpm - 5.0;
      s.target.high_bpm = row.inputs.target_bpm + 5.0;
    }
  }
  for (const auto& [event, device] : o.device_events) {
    s.events.push_back({std::max(0.0, seconds(event.at)), std::string(name(event.kind)),
                        device.empty() ? fmt::format("device {}", event.source + 1) : device, sentence(event, device)});
  }
  std::ranges::stable_sort(s.events, {}, &journal::SessionSummary::Event::t_s);
  for (const sensors::DeviceStatus& d : o.devices) s.devices.push_back(device_of(d, o));
  if (is_answer_known(o)) {
    const auto& known = o.view.answer;
    const double full_w = o.definition.trainer_most_w;
    s.answer = {.gain_bpm = known.gain_bpm,
                .gain_spread_bpm = known.gain_spread_bpm,
                .bpm_per_w = full_w > 0.0 ? std::optional(known.gain_bpm / full_w) : std::nullopt,
                .half_within_s = adaptation::half_answer_s(known.tau_s, known.delay_s)};
  }
  s.target.ceiling_bpm = o.definition.limits.ceiling.value;
  s.in_band_percent = o.statistics.in_band_percent();
  if (o.source.reacts && o.view.motion.is_known)
    s.strike_cost = {100.0 * o.view.strike_cost.share, 100.0 * o.view.strike_cost.share_spread};
  const session::Score& score = o.view.score;
  s.score = {score.targets,         score.hits,       score.clean,     score.left_alone,
             score.struck_in_error, score.right_hand, score.wrong_hand};
  s.build = o.definition.build;
  const session::Fit& fit = o.definition.fit;
  if (!(fit == session::Fit{})) {
    constexpr const char* kHandsInPlay[] = {"", "left", "right", "both"};
    s.fit = {.is_seated = fit.is_seated,
             .hands = kHandsInPlay[static_cast<std::size_t>(fit.hands)],
             .follows_head = fit.follows_head,
             .height_cm = 100.0 * fit.height_m,
             .reach_m = fit.reach_m > 0.0 ? std::optional(fit.reach_m) : std::nullopt};
  }
  const session::Place& place = o.definition.place;
  if (!place.name.empty())
    s.room = {place.name, place.room.boxes.size(), 100.0 * place.share, score.moved_closer, score.left_out};
  s.motion = o.definition.recorded_motion;
  return s;
}

/// Whose body and where, and what that took from the targets.
std::vector<std::string> surroundings_of(const Outcome& o) {
  std::vector<std::string> lines = surroundings(o.definition);
  const session::Score& score = o.view.score;
  if (score.moved_closer > 0 || score.left_out > 0)
    lines.push_back(fmt::format("For want of room {} targets came closer in and {} were left out.", score.moved_closer,
                                score.left_out));
  return lines;
}

/// What others set, a line each.
std::vector<std::string> limits_of(const session::SessionDefinition& d) {
  std::vector<std::string> lines;
  const auto add = [&lines](const char* who, double most_intensity, double dose_trimp) {
    if (most_intensity < 1.0)
      lines.push_back(
          fmt::format("Set by a {}: no more than {:.0f} % of full intensity.", who, 100.0 * most_intensity));
    if (dose_trimp > 0.0) lines.push_back(fmt::format("Set by a {}: cool-down after {:.0f} TRIMP.", who, dose_trimp));
  };
  add("clinician", d.most_intensity, d.dose_cap_trimp);
  add("coach", d.coach_most_intensity, d.coach_dose_trimp);
  return lines;
}

journal::ReportInput report_of(const Outcome& o, const journal::SessionSummary& summary) {
  journal::ReportInput r;
  r.title = "Strike";
  for (std::uint32_t i = 0; i < o.view.trace_count; ++i) {
    const auto& p = o.view.trace[i];
    const auto d = [](float x) { return static_cast<double>(x); };
    r.points.push_back({d(p.t_s), d(p.bpm), d(p.low_bpm), d(p.high_bpm), d(p.intensity), d(p.quality)});
  }
  r.phases = phases_of(o);
  r.decisions = o.ledger.rows;
  r.summary = summary;
  r.ending = ending_of(o);
  r.source_reacts = o.source.reacts;
  r.max_bpm = o.definition.limits.max.value;
  r.max_is_measured = o.definition.limits.max_is_measured;
  for (const auto& [event, device] : o.device_events)
    r.device_events.push_back({std::max(0.0, seconds(event.at)), sentence(event, device)});
  r.notes = limits_of(o.definition);
  const auto around = surroundings_of(o);
  r.notes.insert(r.notes.end(), around.begin(), around.end());
  r.notes.insert(r.notes.end(), o.source.notes.begin(), o.source.notes.end());
  if (o.lost_device_events > 0) {
    r.notes.push_back(fmt::format("{} more things happened to devices than are listed; the recording has them.",
                                  o.lost_device_events));
  }
  r.notes.insert(r.notes.end(), o.troubles.begin(), o.troubles.end());
  return r;
}

}  // namespace

journal::SessionSummary write_outcome(Outcome& o) {
  journal::SessionSummary summary = summarize(o);
  if (!o.folder) return summary;
  summary.files = {"session.tonus", "ledger.jsonl", "summary.json", "report.html"};
  summary.files.insert(summary.files.end(), o.pictures.begin(), o.pictures.end());
  const auto write = [&o](const char* name, const std::string& text) {
    auto ok = journal::write_file(*o.folder / name, text, journal::Privacy::Private);
    if (!ok) o.troubles.push_back(ok.error().message);
  };
  write("report.html", journal::report_html(report_of(o, summary)));
  write("summary.json", journal::summary_json(summary));
  return summary;
}

void print_outcome(const Outcome& o, const journal::SessionSummary& s, bool json) {
  if (json) {
    fmt::print("{}", journal::summary_json(s));
    return;
  }
  fmt::print("{} with {}: {:.0f} s, {} ticks, hash {}\n", s.scenario, s.source, s.duration_s, s.ticks, s.hash);
  if (s.heart_rate) {
    fmt::print("heart rate {:.0f} bpm on average, {:.0f} at most, known {:.0f} % of the time", s.heart_rate->mean_bpm,
               s.heart_rate->max_bpm, 100.0 * s.heart_rate->coverage);
    if (s.duration_s < kShortestJudged_s) {
      fmt::print("; too short a session for a heart to settle: nothing is said about its target");
    } else if (s.in_band_percent) {
      fmt::print("; {:.0f} % of the work within ±5 bpm of the target, RMSE {:.1f} bpm", *s.in_band_percent,
                 *o.statistics.work_rmse_bpm());
    }
    fmt::print("\n");
  } else {
    fmt::print("no heart rate was ever known\n");
  }
  fmt::print("intensity {:.0f} % on average, {:.0f} to {:.0f} %, {} changes; {} of {} targets hit\n",
             100.0 * s.intensity->mean, 100.0 * s.intensity->min, 100.0 * s.intensity->max, s.changes, s.score.hits,
             s.score.targets);
  if (const std::string decided = journal::decisions_text(s.score); !decided.empty()) fmt::print("{}\n", decided);
  for (const std::string& line : surroundings_of(o)) fmt::print("{}\n", line);
  if (o.source.reacts) {
    fmt::print("{}\n", journal::answer_sentence(s.answer));
  } else {
    fmt::print("the heart is a recording: it could not react to the scenario\n");
  }
  if (o.folder) {
    fmt::print("kept in {}\n", o.folder->string());
  } else {
    fmt::print("nothing was kept: say yes on the first screen, or use --out DIR\n");
  }
}

}  // namespace tonus::tool
