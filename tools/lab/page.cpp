#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <scenarios/journal/html.hpp>

#include "measures.hpp"
#include "plot.hpp"
#include "report.hpp"

namespace tonus::lab {
namespace {

using journal::escaped;

constexpr std::array kOwn{LawId::Ours, LawId::Replica, LawId::ZoneStep, LawId::Fixed};

// Colours after Okabe and Ito, told apart without hue by dashes and shapes.
constexpr std::string_view kStyle = R"css(
:root {
  color-scheme: light dark;
  --page: #f3f5f7; --card: #ffffff; --ink: #1a2129; --soft: #56616d; --rule: #dde2e8;
  --ours: #0b5fa5; --replica: #b3490a; --zone: #12805c; --fixed: #8a4b86; --lqg: #6b7580; --good: #14684a; --bad: #a1480a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1419; --card: #171d25; --ink: #e7ecf2; --soft: #9eabb9; --rule: #2b3541;
    --ours: #6cb6f5; --replica: #f0a066; --zone: #57c99d; --fixed: #d79bd2; --lqg: #9aa5b1; --good: #57c99d; --bad: #f3b266;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 40px 24px 64px; background: var(--page); color: var(--ink);
  font: 18px/1.55 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 1128px; margin: 0 auto; display: grid; gap: 24px; grid-template-columns: minmax(0, 1fr); }
h1 { font-size: 40px; line-height: 1.15; letter-spacing: -0.02em; margin: 0; font-weight: 650; }
h2 { font-size: 24px; line-height: 1.25; margin: 0 0 6px; font-weight: 620; letter-spacing: -0.01em; }
h3 { font-size: 19px; margin: 26px 0 0; font-weight: 600; }
header p, .lead { margin: 6px 0 0; color: var(--soft); }
section { background: var(--card); border: 1px solid var(--rule); border-radius: 16px; padding: 26px 28px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 16px; margin: 0; }
.tiles div { background: var(--card); border: 1px solid var(--rule); border-radius: 16px; padding: 18px 22px; }
.tiles dt { color: var(--soft); font-size: 17px; }
.tiles dd { margin: 2px 0 0; font-size: 31px; line-height: 1.25; font-weight: 640; font-variant-numeric: tabular-nums; }
.tiles dd small { display: block; font-size: 17px; font-weight: 420; line-height: 1.4; color: var(--soft); margin-top: 4px; }
.scroll { overflow-x: auto; }
svg { display: block; width: 100%; min-width: 720px; height: auto; font: inherit; margin-top: 14px; }
svg text { fill: var(--ink); font-variant-numeric: tabular-nums; }
svg .title { font-size: 17px; font-weight: 600; }
svg .tick { font-size: 16px; fill: var(--soft); }
svg .label { font-size: 16px; paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
svg .soft { fill: var(--soft); }
svg .grid { stroke: var(--rule); }
svg .notch { stroke: var(--soft); }
svg .band { fill: var(--zone); fill-opacity: 0.14; }
svg .published { fill: none; stroke: var(--ink); stroke-width: 2; }
svg .ours { fill: var(--ours); stroke: var(--ours); }
svg .replica { fill: var(--replica); stroke: var(--replica); }
svg .zone { fill: var(--zone); stroke: var(--zone); }
svg .fixed { fill: var(--fixed); stroke: var(--fixed); }
svg .lqg { fill: var(--lqg); stroke: var(--lqg); }
svg .line { fill: none; stroke-width: 2.25; stroke-linejoin: round; }
svg .line.ours { stroke-width: 3.25; }
svg .line.replica { stroke-dasharray: 10 5; }
svg .line.zone { stroke-dasharray: 3 4; }
svg .line.fixed { stroke-dasharray: 12 4 2 4; }
svg .line.lqg { stroke-width: 2.5; stroke-dasharray: 2 3; }
svg .line.target { stroke: var(--soft); stroke-width: 1.5; }
.key { display: flex; flex-wrap: wrap; gap: 8px 26px; list-style: none; margin: 16px 0 0; padding: 0; color: var(--soft); font-size: 17px; }
.key svg { display: inline-block; width: 44px; min-width: 0; height: 20px; margin: 0 9px 0 0; vertical-align: -4px; }
table { width: 100%; min-width: 900px; border-collapse: collapse; margin-top: 12px; font-size: 17px; }
th { text-align: left; font-weight: 600; color: var(--soft); padding: 8px 14px 8px 0; border-bottom: 1.5px solid var(--rule); }
td { padding: 8px 14px 8px 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td small { display: block; color: var(--soft); font-size: 15px; }
tbody tr:last-child td { border-bottom: 0; }
.met { color: var(--good); font-weight: 600; white-space: nowrap; }
.unmet { color: var(--bad); font-weight: 600; white-space: nowrap; }
ul.notes { margin: 8px 0 0; padding-left: 22px; }
ul.notes li { margin: 6px 0; }
footer { color: var(--soft); font-size: 16px; }
@media (max-width: 640px) { body { padding: 24px 12px 48px; } h1 { font-size: 32px; } section { padding: 20px 16px; } }
@media print {
  :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #000; --soft: #3d4650; --rule: #b9c0c8;
    --ours: #0b5fa5; --replica: #9c3f08; --zone: #0f6b4d; --fixed: #743e70; --lqg: #59626c; --good: #14684a; --bad: #8a3b05; }
  body { padding: 0; font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  section { break-inside: avoid; }
  svg, table { min-width: 0; }
}
)css";

const Part* find_part(const Report& report, std::string_view protocol, athlete::Work work) {
  const auto& parts = report.results.parts;
  const auto found =
      std::ranges::find_if(parts, [&](const Part& p) { return p.protocol->name == protocol && p.work == work; });
  return found == parts.end() ? nullptr : &*found;
}

std::vector<double> sorted(std::vector<double> values) {
  std::erase_if(values, [](double x) { return std::isnan(x); });
  std::ranges::sort(values);
  return values;
}

// ---- trade-off
// -------------------------------------------------------------------------------------------------------

struct Published {
  athlete::Work work;
  double power, rmse;
  std::string_view words;
};
/// Real people, with noise of their own: for the eye alone (facts e.1, rows 2 and 5).
constexpr std::array kPublished{Published{athlete::Work::Cycle, 1.59, 3.10, "published, n = 25"},
                                Published{athlete::Work::Treadmill, 1.6, 1.98, "published, n = 23"}};

std::string trade_off(const Part& part) {
  std::vector<double> rmse(kLaws), power(kLaws);
  double low = 1e9, high = 0.0;
  for (std::size_t i = 0; i < kLaws; ++i) {
    const auto law = static_cast<LawId>(i);
    rmse[i] = figure(Statistic::Mean, part.values(law, Measure::Rmse));
    power[i] = figure(Statistic::Mean, part.values(law, Measure::MovePower));
    if (law == LawId::Fixed || std::isnan(rmse[i])) continue;
    low = std::min(low, rmse[i]);
    high = std::max(high, rmse[i]);
  }
  if (high <= 0.0) return "";
  Axis x{.title = "move power, bpm² (less is smoother)",
         .low = 0.003,
         .high = 10.0,
         .is_log = true,
         .ticks = {0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0}};
  const double margin = 0.12 * (high - low) + 0.05;
  Axis y{.title = "RMSE, bpm (less is nearer)", .low = low - margin, .high = high + margin};
  y.ticks = ticks_between(y.low, y.high, 6);
  Plot plot(x, y, fmt::format("RMSE against move power on the {}", machine(part.work).name));
  const std::size_t first = index(LawId::Lqg0);
  plot.line(LawId::Lqg0, std::span(power).subspan(first), std::span(rmse).subspan(first));
  for (std::size_t i = first; i < kLaws; ++i) plot.mark(static_cast<LawId>(i), power[i], rmse[i], "");
  for (const Published& p : kPublished) {
    if (p.work == part.work) plot.cross(p.power, p.rmse, p.words);
  }
  for (const LawId law : {LawId::ZoneStep, LawId::Replica, LawId::Ours}) {
    const std::size_t i = index(law);
    plot.mark(law, power[i], rmse[i],
              fmt::format("{} {} at {}", label(law), figure_text(rmse[i]), figure_text(power[i])),
              law == LawId::ZoneStep ? 12.0 : -14.0, law == LawId::Replica ? 28.0 : -12.0);
  }
  return fmt::format("<h3>{}</h3>\n{}<p class=\"lead\">A fixed load moves nothing: power 0 at an RMSE of {} bpm.</p>\n",
                     part.work == athlete::Work::Cycle ? "Cycle" : "Treadmill", plot.svg(),
                     figure_text(rmse[index(LawId::Fixed)]));
}

std::string trade_off_section(const Report& report) {
  std::string drawings;
  for (const athlete::Work work : {athlete::Work::Cycle, athlete::Work::Treadmill}) {
    if (const Part* const part = find_part(report, "steady", work)) drawings += trade_off(*part);
  }
  if (drawings.empty()) return "";
  return "<section>\n<h2>Trade-off</h2>\n<p class=\"lead\">How near the heart stays to its target, and how much the "
         "load has to "
         "move for it. Mean over all athletes whose target is in reach; left and down is better.</p>\n" +
         drawings + key(std::array{LawId::Ours, LawId::Replica, LawId::ZoneStep, LawId::Lqg0}, true) + "</section>\n";
}

// ---- shares of athletes
// ----------------------------------------------------------------------------------------------

/// Share of athletes at or below each value, as a staircase.
void stairs(Plot& plot, LawId law, const std::vector<double>& values, double low, double high) {
  std::vector<double> x{low}, y{0.0};
  const double n = static_cast<double>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] > high) break;
    const double here = std::max(values[i], low);
    x.insert(x.end(), {here, here});
    y.insert(y.end(), {100.0 * static_cast<double>(i) / n, 100.0 * static_cast<double>(i + 1) / n});
  }
  x.push_back(high);
  y.push_back(y.back());
  plot.line(law, x, y);
}

std::string shares(const Part& part, Measure measure, std::string title, double low, double high) {
  Axis x{.title = std::move(title), .low = low, .high = high, .ticks = ticks_between(low, high, 10)};
  Axis y{.title = "athletes, %", .low = 0.0, .high = 100.0, .ticks = {0.0, 25.0, 50.0, 75.0, 100.0}};
  Plot plot(x, y, fmt::format("Share of athletes at or below each value, {}", machine(part.work).name));
  for (const LawId law : {kLqgOfTable, LawId::Fixed, LawId::ZoneStep, LawId::Replica, LawId::Ours}) {
    const std::vector<double> values = sorted(part.values(law, measure));
    if (!values.empty()) stairs(plot, law, values, low, high);
  }
  return fmt::format("<h3>{}</h3>\n{}", part.work == athlete::Work::Cycle ? "Cycle" : "Treadmill", plot.svg());
}

std::string shares_section(const Report& report, std::string_view title, std::string_view lead, Measure measure,
                           std::string_view axis, double low, double high) {
  std::string drawings;
  for (const athlete::Work work : {athlete::Work::Cycle, athlete::Work::Treadmill}) {
    if (const Part* const part = find_part(report, "steady", work)) {
      drawings += shares(*part, measure, std::string(axis), low, high);
    }
  }
  if (drawings.empty()) return "";
  return fmt::format("<section>\n<h2>{}</h2>\n<p class=\"lead\">{}</p>\n{}{}</section>\n", title, lead, drawings,
                     key(kTableLaws, false));
}

// ---- one athlete
// -----------------------------------------------------------------------------------------------------

std::string example_section(const Report& report) {
  if (!report.example) return "";
  const Example& example = *report.example;
  const double target = example.subject.brief.target_bpm;
  const auto draw = [&](std::string title, double low, double high, auto&& value, bool has_band) {
    Axis x{.title = "minutes", .low = 0.0, .high = 40.0, .ticks = ticks_between(0.0, 40.0, 8)};
    Axis y{.title = std::move(title), .low = low, .high = high, .ticks = ticks_between(low, high, 5)};
    Plot plot(x, y, y.title);
    if (has_band) plot.band(target - 5.0, target + 5.0);
    for (const LawId law : {LawId::Fixed, LawId::ZoneStep, LawId::Replica, LawId::Ours}) {
      std::vector<double> t, v;
      const auto& session = example.of[index(law)];
      for (std::size_t i = 0; i < session.size(); i += 5) {
        t.push_back(static_cast<double>(i) / 60.0);
        v.push_back(value(session, i));
      }
      plot.line(law, t, v);
    }
    return plot.svg();
  };
  double most_load = 0.0, most_bpm = target + 15.0;
  for (const LawId law : kOwn) {
    for (const Second& s : example.of[index(law)]) {
      most_load = std::max(most_load, s.command);
      most_bpm = std::max(most_bpm, s.bpm + 3.0);
    }
  }
  const double least_bpm = std::floor((example.subject.person.rest_bpm - 5.0) / 10.0) * 10.0;
  const athlete::Parameters& p = example.subject.person;
  return fmt::format(
             "<section>\n<h2>One athlete on the cycle</h2>\n<p class=\"lead\">Seed {}: {} years, rest {:.0f} bpm, "
             "{:.2f} bpm "
             "a watt, slow phase {:.0f} s, delay {:.0f} s, target {:.0f} bpm. Shaded: ±5 bpm.</p>\n",
             example.subject.seed, std::lround(p.age_years), p.rest_bpm, p.gain, p.rise_tau_s,
             p.body_delay_s + p.actuator_delay_s, target) +
         draw(
             "true heart rate, mean of 15 s, bpm", least_bpm, most_bpm,
             [](const std::vector<Second>& session, std::size_t i) { return smooth_bpm(session, i); }, true) +
         draw(
             "load, W", 0.0, 1.08 * most_load,
             [](const std::vector<Second>& session, std::size_t i) { return session[i].command; }, false) +
         key(kOwn, false) + "</section>\n";
}

// ---- tables
// ----------------------------------------------------------------------------------------------------------

std::string verdict(const Finding& f) {
  if (!f.is_met) return "";
  return *f.is_met ? "<span class=\"met\">✓ met</span>" : "<span class=\"unmet\">✗ not met</span>";
}

std::string findings_section(const Report& report, const Part& part) {
  std::string out = fmt::format(
      "<section>\n<h2>{} on the {}</h2>\n<p class=\"lead\">{}</p>\n<div "
      "class=\"scroll\"><table>\n<thead><tr><th>measure</th>",
      escaped(part.protocol->name), machine(part.work).name, escaped(part.protocol->what));
  for (const LawId law : kTableLaws) {
    if (part.has(law)) out += fmt::format("<th class=\"n\">{}</th>", is_lqg(law) ? "LQG bound" : label(law));
  }
  out += "<th>goal</th></tr></thead>\n<tbody>\n";
  for (const Finding& f : report.findings) {
    if (f.work != part.work || f.row->protocol != part.protocol->name) continue;
    out += fmt::format("<tr><td>{}", escaped(row_text(*f.row)));
    if (!f.row->published.empty()) out += fmt::format("<small>published: {}</small>", escaped(f.row->published));
    out += "</td>";
    for (const LawId law : kTableLaws) {
      if (!part.has(law)) continue;
      const auto& x = f.of[index(law)];
      out += "<td class=\"n\">";
      if (x) {
        out += figure_text(x->value);
        if (law == LawId::Ours && !std::isnan(x->value)) {
          out += fmt::format("<small>{} to {}</small>", figure_text(x->low), figure_text(x->high));
        }
      }
      out += "</td>";
    }
    out += fmt::format("<td>{} {}</td></tr>\n", escaped(goal_text(*f.row)), verdict(f));
  }
  return out + "</tbody></table></div>\n</section>\n";
}

std::string personas_section(const Report& report) {
  if (report.personas.empty()) return "";
  std::string out =
      "<section>\n<h2>Kinds of people</h2>\n<p class=\"lead\">Steady sessions, means of ours and of the "
      "replica.</p>\n<div "
      "class=\"scroll\"><table>\n<thead><tr><th>persona</th><th>machine</th><th class=\"n\">people</th><th "
      "class=\"n\">RMSE, "
      "ours</th><th class=\"n\">replica</th><th class=\"n\">move power, ours</th><th "
      "class=\"n\">replica</th></tr></thead>\n<tbody>\n";
  for (const PersonaFinding& p : report.personas) {
    out += fmt::format("<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td>", escaped(athlete::label(p.persona)),
                       machine(p.work).name, p.people);
    for (const double x : {p.ours_rmse_bpm, p.replica_rmse_bpm, p.ours_power_bpm2, p.replica_power_bpm2}) {
      out += fmt::format("<td class=\"n\">{}</td>", figure_text(x));
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n</section>\n";
}

std::string margins_section(const Report& report) {
  if (report.margins.empty()) return "";
  std::string out =
      "<section>\n<h2>Margins</h2>\n<p class=\"lead\">Frequency response of the law, measured with learning frozen, "
      "with "
      "the two-phase plant; and the closed loop without variability. Goal: phase margin at least 60°, no limit "
      "cycle.</p>\n";
  for (const MarginFindings& m : report.margins) {
    out += fmt::format(
        "<h3>{} on the {}: {}</h3>\n<div class=\"scroll\"><table>\n<thead><tr><th class=\"n\">gain</th><th "
        "class=\"n\">delay, "
        "s</th><th class=\"n\">phase margin, °</th><th class=\"n\">crossing, rad/s</th><th class=\"n\">peak "
        "sensitivity</th><th class=\"n\">swing, bpm</th><th>limit cycle</th></tr></thead>\n<tbody>\n",
        label(m.law), machine(m.work).name, is_robust(m) ? "goal met" : "goal not met");
    for (const Corner& c : m.corners) {
      const bool crosses = std::isfinite(c.margin.degrees);
      out += fmt::format(
          "<tr><td class=\"n\">{} x</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
          "class=\"n\">{:.2f}</td><td class=\"n\">{:.2f}</td><td>{}</td></tr>\n",
          c.gain_factor, c.delay_s, crosses ? fmt::format("{:.0f}", c.margin.degrees) : "no crossing",
          crosses ? fmt::format("{:.4f}", c.margin.crossing_rad_per_s) : "–", c.margin.peak_sensitivity, c.swing_bpm,
          c.is_limit_cycle ? "yes" : "no");
    }
    out += "</tbody></table></div>\n";
  }
  return out + "</section>\n";
}

std::string tiles(const Report& report) {
  const Results& r = report.results;
  const auto judged = std::ranges::count_if(report.findings, [](const Finding& f) { return f.is_met.has_value(); });
  const auto met = std::ranges::count_if(report.findings, [](const Finding& f) { return f.is_met.value_or(false); });
  return fmt::format(
      "<dl class=\"tiles\">\n<div><dt>Athletes</dt><dd>{}<small>seeds from {} on; tuned on 1 to {}</small></dd></div>\n"
      "<div><dt>Goals met</dt><dd>{} of {}<small>by the worse end of the 95 % interval</small></dd></div>\n"
      "<div><dt>Out of reach</dt><dd>{} and {}<small>cycle and treadmill: the machine cannot hold their "
      "target</small></dd>"
      "</div>\n<div><dt>Speed</dt><dd>{:.0f} k<small>athlete-seconds per core-second, law "
      "included</small></dd></div>\n</dl>\n",
      r.options.athletes, r.options.first_seed, kTuningSeeds, met, judged, report.unreachable[0], report.unreachable[1],
      1e-3 * r.athlete_seconds_per_core_second());
}

}  // namespace

std::string as_page(const Report& report) {
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Tonus lab</title>\n"
      "<style>{}</style>\n</head>\n<body>\n<main>\n<header>\n<h1>Control laws on simulated people</h1>\n<p>{} plant. "
      "Ours "
      "beside frozen reference laws on the same people, the same days and the same devices.</p>\n</header>\n",
      kStyle, report.results.options.plant == athlete::Plant::TwoPhase ? "Two-phase" : "Nonlinear");
  out += tiles(report);
  out += trade_off_section(report);
  out += shares_section(report, "Time to band",
                        "From rest to within 5 bpm of the target, mean of 15 s. Up and left is better.",
                        Measure::TimeToBand, "seconds", 0.0, 900.0);
  out += shares_section(report, "Tails",
                        "Time within 5 bpm once there, of each athlete; true rate, second by second. Down and right is "
                        "better: few athletes with little of it.",
                        Measure::InBand, "time in band, %", 60.0, 100.0);
  out += example_section(report);
  for (const Part& part : report.results.parts) out += findings_section(report, part);
  out += personas_section(report);
  out += margins_section(report);
  out +=
      "<section>\n<h2>Good to know</h2>\n<ul class=\"notes\">\n"
      "<li>Simulation proves the software, not the benefit; people differ from these in ways nobody has "
      "modelled.</li>\n"
      "<li>The LQG bound is given each person's true plant and noise. No law can have that.</li>\n"
      "<li>Published figures are of other people with other noise: for the eye, not for a verdict.</li>\n"
      "</ul>\n</section>\n";
  out += fmt::format("<footer>Tonus {} · {} athletes from seed {}</footer>\n", escaped(report.build),
                     report.results.options.athletes, report.results.options.first_seed);
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace tonus::lab
