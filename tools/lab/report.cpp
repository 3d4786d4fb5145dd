#include "report.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tonus::lab {
namespace {

using nlohmann::ordered_json;

constexpr std::array kMarginLaws{LawId::Ours, LawId::Replica};
constexpr std::array kWorks{athlete::Work::Cycle, athlete::Work::Treadmill};

// Either of the two trade-offs, RMSE and move power as ratios to the replica.
struct TradeOff {
  double rmse, power;
};
constexpr std::array kTradeOffs{TradeOff{1.00, 0.5}, TradeOff{1.03, 0.2}};

Interval scaled(Interval x, double scale) { return {scale * x.value, scale * x.low, scale * x.high}; }

Interval interval_of(const Row& row, const Part& part, LawId law) {
  const std::vector<double> values = part.values(law, row.measure);
  switch (row.way) {
    case Way::Figure: return bootstrap(row.statistic, values);
    case Way::ToReplica: return bootstrap_ratio(values, part.values(LawId::Replica, row.measure));
    case Way::ToOther: return bootstrap_ratio(values, part.values(law, row.other));
  }
  return {};
}

bool takes_part(const Row& row, const Part& part, LawId law) {
  return part.has(law) && (row.way != Way::ToReplica || part.has(LawId::Replica));
}

/// Goals that say "none" are met by the figure itself: no number of sessions makes an upper end of 0.
std::optional<bool> judge(const Row& row, const Interval& ours) {
  if (std::isnan(ours.value)) return std::nullopt;
  switch (row.goal) {
    case Goal::AtMost: return (row.bound == 0.0 ? ours.value : ours.high) <= row.bound;
    case Goal::AtLeast: return ours.low >= row.bound;
    case Goal::TradeOff:
    case Goal::None: break;
  }
  return std::nullopt;
}

/// Both rows of a trade-off carry its one verdict.
void judge_trade_offs(std::vector<Finding>& findings) {
  for (std::size_t i = 0; i + 1 < findings.size(); ++i) {
    Finding &rmse = findings[i], &power = findings[i + 1];
    if (rmse.row->goal != Goal::TradeOff || rmse.row->measure != Measure::Rmse || power.work != rmse.work) continue;
    const double r = rmse.of[0]->high, p = power.of[0]->high;
    if (std::isnan(r) || std::isnan(p)) continue;
    rmse.is_met = power.is_met =
        std::ranges::any_of(kTradeOffs, [&](const TradeOff& t) { return r <= t.rmse && p <= t.power; });
  }
}

std::optional<Example> make_example(const Results& results) {
  const Protocol* const steady = find_protocol("steady");
  if (std::ranges::none_of(results.parts, [&](const Part& p) { return p.protocol == steady; })) return std::nullopt;
  const auto& people = results.of(athlete::Work::Cycle);
  const auto found = std::ranges::find_if(people, [](const Subject& s) {
    return s.person.persona == "healthy" && is_reachable(s.person, s.brief.target_bpm);
  });
  if (found == people.end()) return std::nullopt;
  Example example{.subject = *found};
  std::vector<Second> buffer;
  for (std::size_t law = 0; law < example.of.size(); ++law) {
    Outcome ignored;
    Trial trial(*found, static_cast<LawId>(law), seed_of(*steady, athlete::Work::Cycle), buffer);
    const auto session = trial.play(trial.scene(2400.0), false, ignored);
    example.of[law].assign(session.begin(), session.end());
  }
  return example;
}

std::vector<PersonaFinding> find_personas(const Results& results) {
  std::vector<PersonaFinding> out;
  for (const Part& part : results.parts) {
    if (part.protocol->name != "steady") continue;
    const auto& people = results.of(part.work);
    for (const std::string_view persona : athlete::personas()) {
      const auto mean = [&](LawId law, Measure measure) {
        std::vector<double> values = part.values(law, measure);
        for (std::size_t i = 0; i < people.size(); ++i) {
          if (people[i].person.persona != persona) values[i] = kAbsent;
        }
        return figure(Statistic::Mean, values);
      };
      PersonaFinding finding{.persona = std::string(persona), .work = part.work};
      for (std::size_t i = 0; i < people.size(); ++i) {
        const bool counts =
            people[i].person.persona == persona && !std::isnan(part.of[index(LawId::Ours)][i][Measure::Rmse]);
        finding.people += counts ? 1 : 0;
      }
      if (finding.people == 0) continue;
      finding.ours_rmse_bpm = mean(LawId::Ours, Measure::Rmse);
      finding.replica_rmse_bpm = mean(LawId::Replica, Measure::Rmse);
      finding.ours_power_bpm2 = mean(LawId::Ours, Measure::MovePower);
      finding.replica_power_bpm2 = mean(LawId::Replica, Measure::MovePower);
      out.push_back(std::move(finding));
    }
  }
  return out;
}

ordered_json number(double x) { return std::isfinite(x) ? ordered_json(x) : ordered_json(nullptr); }

ordered_json json_of(const Interval& x) {
  return {{"value", number(x.value)}, {"low", number(x.low)}, {"high", number(x.high)}};
}

const char* word(Way way) { return way == Way::Figure ? "figure" : way == Way::ToReplica ? "to_replica" : "to_other"; }

ordered_json json_of(const Finding& f) {
  ordered_json laws = ordered_json::object();
  for (std::size_t i = 0; i < kLaws; ++i) {
    if (f.of[i]) laws[std::string(name(static_cast<LawId>(i)))] = json_of(*f.of[i]);
  }
  ordered_json out{{"protocol", f.row->protocol},
                   {"machine", machine(f.work).name},
                   {"measure", facts(f.row->measure).name},
                   {"way", word(f.row->way)},
                   {"statistic", name(f.row->way == Way::Figure ? f.row->statistic : Statistic::Mean)},
                   {"unit", std::string(f.row->unit)},
                   {"laws", std::move(laws)},
                   {"goal", nullptr},
                   {"published", nullptr},
                   {"met", nullptr}};
  if (f.row->way == Way::ToOther) out["other"] = facts(f.row->other).name;
  if (f.row->goal != Goal::None) out["goal"] = goal_text(*f.row);
  if (!f.row->published.empty()) out["published"] = f.row->published;
  if (f.is_met) out["met"] = *f.is_met;
  return out;
}

ordered_json json_of(const MarginFindings& m) {
  ordered_json all = ordered_json::array();
  for (const Corner& c : m.corners) {
    all.push_back({{"gain_factor", c.gain_factor},
                   {"delay_s", c.delay_s},
                   {"phase_margin_deg", number(c.margin.degrees)},
                   {"crossing_rad_per_s", c.margin.crossing_rad_per_s},
                   {"peak_sensitivity", c.margin.peak_sensitivity},
                   {"swing_bpm", c.swing_bpm},
                   {"limit_cycle", c.is_limit_cycle}});
  }
  ordered_json response = ordered_json::array();
  for (const FrequencyPoint& p : m.response) {
    response.push_back(
        {{"rad_per_s", p.rad_per_s}, {"gain_per_bpm", p.gain}, {"phase_deg", p.phase_rad * 180.0 / std::numbers::pi}});
  }
  return {{"law", name(m.law)},
          {"machine", machine(m.work).name},
          {"met", is_robust(m)},
          {"response", std::move(response)},
          {"corners", std::move(all)}};
}

std::map<std::string, int> personas_of(const std::vector<Subject>& people) {
  std::map<std::string, int> count;
  for (const Subject& s : people) ++count[std::string(s.person.persona)];
  return count;
}

/// Mean and standard deviation of what the people are.
ordered_json distributions_of(const std::vector<Subject>& people) {
  ordered_json out = ordered_json::object();
  if (people.empty()) return out;
  for (std::size_t i = 0; i < athlete::kFields; ++i) {
    double sum = 0.0, squares = 0.0;
    for (const Subject& s : people) {
      const double x = athlete::fields(s.person)[i].value;
      sum += x;
      squares += x * x;
    }
    const double n = static_cast<double>(people.size()), mean = sum / n;
    const athlete::Field field = athlete::fields(people.front().person)[i];
    out[std::string(field.name)] = {
        {"mean", mean}, {"sd", std::sqrt(std::max(0.0, squares / n - mean * mean))}, {"unit", std::string(field.unit)}};
  }
  return out;
}

std::string_view plant_name(athlete::Plant plant) {
  return plant == athlete::Plant::TwoPhase ? "two-phase" : "nonlinear";
}

std::string cell_text(const std::optional<Interval>& x, bool has_interval) {
  if (!x) return "";
  if (!has_interval) return figure_text(x->value);
  return fmt::format("{} [{}, {}]", figure_text(x->value), figure_text(x->low), figure_text(x->high));
}

std::string margins_text(const Report& report) {
  std::string out =
      "\nmargins: gain 0.4-2.5 times the average, delay 2-25 s; goal: phase margin >= 60 deg, no limit cycle\n";
  for (const MarginFindings& m : report.margins) {
    const auto least = std::ranges::min_element(m.corners, {}, [](const Corner& c) { return c.margin.degrees; });
    const auto cycles = std::ranges::count_if(m.corners, &Corner::is_limit_cycle);
    const std::string degrees = std::isfinite(least->margin.degrees)
                                    ? fmt::format("least phase margin {:.0f} deg (gain {} x, delay {} s)",
                                                  least->margin.degrees, least->gain_factor, least->delay_s)
                                    : std::string("loop gain never reaches 1");
    out += fmt::format("  {:<16} {:<10} {}; limit cycles at {} of {} corners: {}\n", label(m.law), machine(m.work).name,
                       degrees, cycles, m.corners.size(), is_robust(m) ? "met" : "NOT met");
  }
  return out;
}

std::string personas_text(const std::vector<PersonaFinding>& personas, athlete::Work work) {
  std::string out;
  for (const PersonaFinding& p : personas) {
    if (p.work != work) continue;
    out += fmt::format("    {:<14} {:>4} people   RMSE {} (replica {})   move power {} ({})\n", p.persona, p.people,
                       figure_text(p.ours_rmse_bpm), figure_text(p.replica_rmse_bpm), figure_text(p.ours_power_bpm2),
                       figure_text(p.replica_power_bpm2));
  }
  return out.empty() ? out : "  by kind of people, means of ours and the replica\n" + out;
}

/// Pads by letters, not by octets.
std::string padded(std::string text, std::size_t width) {
  const auto letters = static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  if (letters < width) text.append(width - letters, ' ');
  return text;
}

}  // namespace

Report make_report(Results results, std::string build) {
  Report report{.build = std::move(build), .results = std::move(results)};
  for (const Part& part : report.results.parts) {
    for (const Row& row : rows()) {
      if (row.protocol != part.protocol->name) continue;
      Finding finding{.row = &row, .work = part.work};
      for (std::size_t i = 0; i < kLaws; ++i) {
        const auto law = static_cast<LawId>(i);
        if (takes_part(row, part, law)) finding.of[i] = scaled(interval_of(row, part, law), row.scale);
      }
      if (finding.of[0]) finding.is_met = judge(row, *finding.of[0]);
      report.findings.push_back(std::move(finding));
    }
  }
  judge_trade_offs(report.findings);
  for (std::size_t w = 0; w < kWorks.size(); ++w) {
    report.unreachable[w] = static_cast<std::size_t>(std::ranges::count_if(
        report.results.people[w], [](const Subject& s) { return !is_reachable(s.person, s.brief.target_bpm); }));
  }
  report.personas = find_personas(report.results);
  report.example = make_example(report.results);
  if (std::ranges::any_of(report.results.parts, [](const Part& p) { return p.protocol->name == "corners"; })) {
    for (const athlete::Work work : kWorks) {
      for (const LawId law : kMarginLaws) report.margins.push_back(measure_margins(law, work));
    }
  }
  return report;
}

std::string figure_text(double x) {
  if (std::isnan(x)) return "–";
  if (std::isinf(x)) return x > 0.0 ? "never" : "–";
  const double size = std::fabs(x);
  if (size == std::floor(size) && size < 1e6) return fmt::format("{:.0f}", x);
  return size >= 100.0  ? fmt::format("{:.0f}", x)
         : size >= 10.0 ? fmt::format("{:.1f}", x)
         : size >= 0.1  ? fmt::format("{:.2f}", x)
                        : fmt::format("{:.3f}", x);
}

std::string goal_text(const Row& row) {
  const std::string unit = row.unit.empty() ? "" : fmt::format(" {}", row.unit);
  switch (row.goal) {
    case Goal::None: return "";
    case Goal::AtMost: return row.bound == 0.0 ? "none" : fmt::format("≤ {}{}", figure_text(row.bound), unit);
    case Goal::AtLeast: return fmt::format("≥ {}{}", figure_text(row.bound), unit);
    case Goal::TradeOff: break;
  }
  return fmt::format("RMSE ≤ {:.2f} x at power ≤ {} x, or ≤ {:.2f} x at ≤ {} x", kTradeOffs[0].rmse,
                     kTradeOffs[0].power, kTradeOffs[1].rmse, kTradeOffs[1].power);
}

std::string row_text(const Row& row) {
  std::string out(facts(row.measure).what);
  if (row.way == Way::Figure) {
    if (row.statistic != Statistic::Mean) out += fmt::format(", {}", name(row.statistic));
  } else if (row.way == Way::ToReplica) {
    out += ", ratio of means to the replica";
  }
  return row.unit.empty() ? out : fmt::format("{} ({})", out, row.unit);
}

std::string as_text(const Report& report) {
  const Results& r = report.results;
  std::string out = fmt::format(
      "{} athletes from seed {} on, {} plant; 95 % intervals by bootstrap over athletes ({} resamples)\n"
      "target out of the machine's reach: {} of {} on the cycle, {} on the treadmill (left out where the target must "
      "be "
      "held)\n",
      r.options.athletes, r.options.first_seed, plant_name(r.options.plant), kResamples, report.unreachable[0],
      r.options.athletes, report.unreachable[1]);
  constexpr std::size_t kWhat = 88, kOurs = 26, kOther = 12;
  for (const Part& part : r.parts) {
    out += fmt::format("\n{} on the {}: {}\n", part.protocol->name, machine(part.work).name, part.protocol->what);
    std::string head = padded("  ", kWhat) + padded("ours", kOurs);
    for (std::size_t i = 1; i < kTableLaws.size(); ++i) {
      const std::array<std::string_view, 4> short_names{"replica", "zone step", "fixed", "LQG"};
      if (part.has(kTableLaws[i])) head += padded(std::string(short_names[i - 1]), kOther);
    }
    out += head + "goal\n";
    for (const Finding& f : report.findings) {
      if (f.work != part.work || f.row->protocol != part.protocol->name) continue;
      std::string line = padded("  " + row_text(*f.row), kWhat) + padded(cell_text(f.of[0], true), kOurs);
      for (std::size_t i = 1; i < kTableLaws.size(); ++i) {
        if (part.has(kTableLaws[i])) line += padded(cell_text(f.of[index(kTableLaws[i])], false), kOther);
      }
      line += goal_text(*f.row);
      if (f.is_met) line += *f.is_met ? ": met" : ": NOT met";
      if (!f.row->published.empty())
        line += fmt::format("{}published {}", f.row->goal == Goal::None ? "" : "; ", f.row->published);
      while (!line.empty() && line.back() == ' ') line.pop_back();
      out += line + "\n";
    }
    if (part.protocol->name == "steady") out += personas_text(report.personas, part.work);
  }
  if (!report.margins.empty()) out += margins_text(report);
  const auto judged = std::ranges::count_if(report.findings, [](const Finding& f) { return f.is_met.has_value(); });
  const auto met = std::ranges::count_if(report.findings, [](const Finding& f) { return f.is_met.value_or(false); });
  out +=
      fmt::format("\ngoals met: {} of {}; a goal is met where the worse end of the interval meets it\n", met, judged);
  out += fmt::format("{:.0f} athlete-seconds per core-second (ours, law included); {:.1f} s on {} threads\n",
                     r.athlete_seconds_per_core_second(), r.wall_s, r.threads);
  return out;
}

std::string as_json(const Report& report) {
  const Results& r = report.results;
  ordered_json out{{"build", report.build},
                   {"plant", plant_name(r.options.plant)},
                   {"seeds",
                    {{"first", r.options.first_seed},
                     {"count", r.options.athletes},
                     {"tuning", {1, kTuningSeeds}},
                     {"held_out_from", kHeldOutSeed}}},
                   {"interval", {{"level", 0.95}, {"resamples", kResamples}, {"over", "athletes"}}}};
  ordered_json population = ordered_json::object();
  for (std::size_t w = 0; w < kWorks.size(); ++w) {
    population[std::string(machine(kWorks[w]).name)] = {{"personas", personas_of(r.people[w])},
                                                        {"unreachable", report.unreachable[w]},
                                                        {"distributions", distributions_of(r.people[w])}};
  }
  out["population"] = std::move(population);
  ordered_json protocols = ordered_json::array();
  for (const Protocol* protocol : r.options.protocols) {
    protocols.push_back(
        {{"name", protocol->name}, {"what", protocol->what}, {"sessions_per_athlete_and_machine", protocol->sessions}});
  }
  out["protocols"] = std::move(protocols);
  ordered_json laws = ordered_json::array();
  for (std::size_t i = 0; i < kLaws; ++i) {
    laws.push_back({{"name", name(static_cast<LawId>(i))}, {"label", label(static_cast<LawId>(i))}});
  }
  out["laws"] = std::move(laws);
  out["rows"] = ordered_json::array();
  for (const Finding& f : report.findings) out["rows"].push_back(json_of(f));
  out["by_persona"] = ordered_json::array();
  for (const PersonaFinding& p : report.personas) {
    out["by_persona"].push_back(
        {{"persona", p.persona},
         {"machine", machine(p.work).name},
         {"people", p.people},
         {"ours", {{"rmse_bpm", number(p.ours_rmse_bpm)}, {"move_power_bpm2", number(p.ours_power_bpm2)}}},
         {"hunt_c1_replica",
          {{"rmse_bpm", number(p.replica_rmse_bpm)}, {"move_power_bpm2", number(p.replica_power_bpm2)}}}});
  }
  out["margins"] = ordered_json::array();
  for (const MarginFindings& m : report.margins) out["margins"].push_back(json_of(m));
  out["throughput"] = {{"athlete_seconds_per_core_second", r.athlete_seconds_per_core_second()},
                       {"wall_s", r.wall_s},
                       {"threads", r.threads}};
  return out.dump(2) + "\n";
}

}  // namespace tonus::lab
