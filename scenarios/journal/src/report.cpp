#include <scenarios/journal/html.hpp>
#include <scenarios/journal/report.hpp>

#include <cmath>

#include <fmt/format.h>

#include "report_chart.hpp"
#include "report_devices.hpp"
#include "report_runs.hpp"
#include "report_style.hpp"
#include "report_table.hpp"

namespace tonus::journal {
namespace {

std::string tile(std::string_view name, std::string_view value, std::string_view below) {
  return fmt::format("<div><dt>{}</dt><dd>{}{}</dd></div>\n", escaped(name), escaped(value),
                     below.empty() ? "" : fmt::format("<small>{}</small>", escaped(below)));
}

std::string tiles(const ReportInput& in) {
  const auto& s = in.summary;
  std::string out = "<dl class=\"tiles\">\n" +
                    tile("Time", clock_text(s.duration_s), fmt::format("{} decisions", in.decisions.size()));
  if (s.heart_rate) {
    out += tile("Heart rate", fmt::format("{} bpm", whole_text(s.heart_rate->mean_bpm)),
                fmt::format("mean; {} at most, known {} of the time", whole_text(s.heart_rate->max_bpm),
                            percent_text(s.heart_rate->coverage)));
  } else {
    out += tile("Heart rate", "–", "not known in this session");
  }
  const std::string band = s.target.low_bpm && s.target.high_bpm
                               ? fmt::format("of the work phase within {}–{} bpm", whole_text(s.target.low_bpm),
                                             whole_text(s.target.high_bpm))
                               : "of the work phase";
  out += tile("In the target band", s.in_band_percent ? whole_text(s.in_band_percent) + " %" : "–",
              s.in_band_percent ? band : "not known");
  if (s.intensity) {
    out += tile("Intensity", percent_text(s.intensity->mean),
                fmt::format("mean; {} to {}, {} changes", percent_text(s.intensity->min),
                            percent_text(s.intensity->max), s.changes));
  }
  if (s.score.targets > 0) {
    const double share = static_cast<double>(s.score.hits) / static_cast<double>(s.score.targets);
    out += tile("Targets hit", percent_text(share),
                fmt::format("{} of {}, {} of them clean", s.score.hits, s.score.targets, s.score.clean));
  }
  return out + "</dl>\n";
}

constexpr std::string_view kKey = R"(<ul class="key" aria-label="Key">
<li><svg viewBox="0 0 34 16" aria-hidden="true"><path d="M1 8H33" class="heart"/></svg>
heart rate; a gap is a time without one</li>
<li><svg viewBox="0 0 34 16" aria-hidden="true"><rect width="34" height="16" class="band"/>
<path d="M0 1H34M0 15H34" class="edge"/></svg>target band</li>
<li><svg viewBox="0 0 34 16" aria-hidden="true"><rect width="34" height="16" class="q3"/></svg>signal trusted</li>
<li><svg viewBox="0 0 34 16" aria-hidden="true"><rect y="5" width="34" height="11" class="q2"/></svg>fair</li>
<li><svg viewBox="0 0 34 16" aria-hidden="true"><rect y="9" width="34" height="7" class="q1"/></svg>poor</li>
<li><svg viewBox="0 0 34 16" aria-hidden="true"><rect x="0.5" y="0.5" width="33" height="15" class="none"/></svg>
none</li>
<li><svg viewBox="0 0 34 16" aria-hidden="true"><rect width="34" height="16" class="gap"/></svg>
a device gave nothing</li>
<li><span class="mark">1</span> a decision, explained below</li>
</ul>
)";

std::string notes(const ReportInput& in) {
  std::vector<std::string> lines;
  if (!in.source_reacts) {
    lines.emplace_back(
        "The heart rate is a recording. It could not react to what the scenario asked; intensity followed it, not the "
        "other way round.");
  }
  if (in.max_bpm > 0.0 && std::isfinite(in.max_bpm)) {
    lines.push_back(
        in.max_is_measured
            ? fmt::format("Maximal heart rate {} bpm, as measured and entered.", whole_text(in.max_bpm))
            : fmt::format(
                  "Maximal heart rate {} bpm is estimated from age. For one person in three the true value lies more "
                  "than 11 bpm away; a measured one makes the target fit better.",
                  whole_text(in.max_bpm)));
  }
  if (const auto ceiling = in.summary.target.ceiling_bpm) {
    lines.push_back(
        fmt::format("Ceiling {} bpm: intensity is taken back before heart rate gets there.", whole_text(ceiling)));
  }
  if (const auto& r = in.summary.readiness) {
    lines.push_back(
        fmt::format("Readiness before the session: {:.0f}, four times in five {:.0f} to {:.0f}; 50 is the usual day.",
                    r->score, r->low, r->high));
  }
  if (in.summary.readiness_scale != 1.0) {
    lines.push_back(fmt::format("Targets were set to {:.0f} % of the planned share of heart-rate reserve, as answered.",
                                100.0 * in.summary.readiness_scale));
  }
  if (in.source_reacts) lines.push_back(answer_sentence(in.summary.answer));
  if (const auto& cost = in.summary.strike_cost) {
    lines.push_back(
        fmt::format("Of what strikes cost your heart, about {:.0f} % (± {:.0f}) comes with each strike and the rest "
                    "with how far it "
                    "goes.",
                    cost->strike_percent, cost->spread_percent));
  }
  if (const std::string decided = decisions_text(in.summary.score); !decided.empty())
    lines.push_back("Targets: " + decided + ".");
  lines.emplace_back("A signal below 70 % quality never raises intensity.");
  lines.insert(lines.end(), in.notes.begin(), in.notes.end());
  lines.emplace_back(
      "Tonus supports training. It is no medical device, and nothing here is medical advice or a diagnosis.");
  std::string out =
      "<section class=\"notes\" aria-labelledby=\"notes\">\n<h2 id=\"notes\">Good to know</h2>\n<ul class=\"notes\">\n";
  for (const auto& line : lines) out += fmt::format("<li>{}</li>\n", escaped(line));
  return out + "</ul>\n</section>\n";
}

std::string header(const ReportInput& in) {
  std::string below = in.started;
  for (const std::string& part : {in.summary.source.empty() ? "" : "heart from " + in.summary.source, in.ending}) {
    if (part.empty()) continue;
    below += below.empty() ? part : " · " + part;
  }
  return fmt::format("<header>\n<h1>{}</h1>\n<p>{}</p>\n</header>\n", escaped(in.title), escaped(below));
}

std::string footer(const SessionSummary& s) {
  return fmt::format("<footer>Tonus {} · seed {} · {} ticks · state {} · ledger {}</footer>\n", escaped(s.build),
                     s.seed, s.ticks, escaped(s.hash), escaped(s.ledger_hash.substr(0, 16)));
}

}  // namespace

std::string report_html(const ReportInput& in) {
  const auto runs = runs_of(in.decisions);
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{} – Tonus session report</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n",
      escaped(in.title), kReportStyle);
  out += header(in);
  out += tiles(in);
  out +=
      "<section class=\"chart\" aria-labelledby=\"course\">\n<h2 id=\"course\">The course of the session</h2>\n<div "
      "class=\"scroll\">\n";
  out += chart_svg(in, runs);
  out += "</div>\n";
  out += kKey;
  out += "</section>\n";
  out += decisions_section(runs, in.decisions);
  out += devices_section(in);
  out += notes(in);
  out += footer(in.summary);
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace tonus::journal
