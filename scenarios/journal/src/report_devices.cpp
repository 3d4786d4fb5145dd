#include <scenarios/journal/html.hpp>

#include "report_devices.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace tonus::journal {
namespace {

constexpr std::size_t kMostShown = 200;  ///< events; the recording and the summary have all

std::string milliseconds_text(std::optional<double> ms) {
  return ms && std::isfinite(*ms) ? fmt::format("{:.1f} ms", *ms) : "–";
}

std::string device_row(const SessionSummary::Device& d) {
  double away_s = 0.0;
  for (const auto& gap : d.gaps) away_s += gap.to_s - gap.from_s;
  return fmt::format("<tr><td>{}</td><td>{}</td><td>{}{}</td><td>{}</td><td>{}</td><td>{}</td><td>{} / {}</td></tr>\n",
                     escaped(d.name), escaped(d.transport), d.packets,
                     d.bad_packets > 0 ? fmt::format(", {} unreadable", d.bad_packets) : "",
                     d.gaps.empty() ? "none" : fmt::format("{}, together {}", d.gaps.size(), clock_text(away_s)),
                     d.lost_beats > 0 ? fmt::format("about {}", d.lost_beats) : "none", d.dropped,
                     milliseconds_text(d.latency_ms), milliseconds_text(d.latency_p99_ms));
}

}  // namespace

std::string devices_section(const ReportInput& in) {
  if (in.summary.devices.empty() && in.device_events.empty()) return "";
  std::string out =
      "<section aria-labelledby=\"devices\">\n<h2 id=\"devices\">Devices</h2>\n<div class=\"scroll\"><table>\n"
      "<thead><tr><th scope=\"col\">Device</th><th scope=\"col\">Over</th><th scope=\"col\">Packets</th>"
      "<th scope=\"col\">Gaps</th><th scope=\"col\">Beats missing</th><th scope=\"col\">Lost by Tonus</th>"
      "<th scope=\"col\">Delay, median / 99 %</th></tr></thead>\n<tbody>\n";
  for (const auto& device : in.summary.devices) out += device_row(device);
  out += "</tbody></table></div>\n";
  if (!in.device_events.empty()) {
    out += fmt::format(
        "<details open><summary>What happened to them ({})</summary>\n<div class=\"scroll\"><table class=\"all\">\n"
        "<thead><tr><th scope=\"col\">Time</th><th scope=\"col\">What</th></tr></thead>\n<tbody>\n",
        in.device_events.size());
    for (std::size_t i = 0; i < std::min(in.device_events.size(), kMostShown); ++i) {
      const auto& event = in.device_events[i];
      out +=
          fmt::format("<tr><td class=\"t\">{}</td><td>{}</td></tr>\n", clock_text(event.t_s), escaped(event.sentence));
    }
    out += "</tbody></table></div>\n";
    if (in.device_events.size() > kMostShown)
      out += fmt::format("<p>and {} more, in summary.json</p>\n", in.device_events.size() - kMostShown);
    out += "</details>\n";
  }
  return out + "</section>\n";
}

}  // namespace tonus::journal
