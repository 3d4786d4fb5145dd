#include "report_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include <fmt/format.h>

#include <scenarios/adaptation/decision.hpp>
#include <scenarios/journal/html.hpp>

namespace tonus::journal {
namespace {

// The page's coordinates: 1080 wide; x of the plot, then each band from top to bottom.
constexpr double kLeft = 62.0, kRight = 1064.0;
constexpr double kPhaseTop = 6.0, kPhaseBottom = 36.0;
constexpr double kHeartTop = 74.0, kHeartBottom = 334.0;
constexpr double kMarkY = 360.0, kMarkRadius = 13.0;
constexpr double kIntensityTop = 416.0, kIntensityBottom = 506.0;
constexpr double kQualityTop = 546.0, kQualityBottom = 568.0;
constexpr double kDevicesTop = 608.0, kDeviceRow = 24.0;  // where there are devices: a row each
constexpr std::size_t kMostDevices = 6;
constexpr double kBelowLast_axis = 28.0, kBelowLast_end = 64.0;
/// More points than the eye or a printer can tell apart are thinned to the least and most of each column.
constexpr std::size_t kColumns = 900;

struct Scale {
  double low = 0.0, high = 1.0;  ///< in data
  double from = 0.0, to = 1.0;   ///< on the page
  [[nodiscard]] double at(double x) const { return from + (x - low) / (high - low) * (to - from); }
};

struct Frame {
  Scale time, heart, share;
  double bottom = kQualityBottom;  ///< of the last strip
};

double length_of(const ReportInput& in) {
  double longest = std::isfinite(in.summary.duration_s) ? in.summary.duration_s : 0.0;
  for (const auto& p : in.points) longest = std::isfinite(p.t_s) ? std::max(longest, p.t_s) : longest;
  return std::max(longest, 1.0);
}

Scale heart_scale(const ReportInput& in) {
  double low = 250.0, high = 0.0;
  const auto see = [&](double bpm) {
    if (!std::isfinite(bpm) || bpm < 20.0 || bpm > 260.0) return;
    low = std::min(low, bpm);
    high = std::max(high, bpm);
  };
  for (const auto& p : in.points) {
    see(p.bpm);
    see(p.low_bpm);
    see(p.high_bpm);
  }
  if (in.summary.target.ceiling_bpm) see(*in.summary.target.ceiling_bpm);
  if (high <= low) return {60.0, 160.0, kHeartBottom, kHeartTop};
  return {std::floor((low - 4.0) / 10.0) * 10.0, std::ceil((high + 4.0) / 10.0) * 10.0, kHeartBottom, kHeartTop};
}

/// Indices of the points to draw: all of a short session, else the least and most of `value` in each column.
std::vector<std::size_t> thinned(std::span<const ReportPoint> points, double ReportPoint::*value) {
  std::vector<std::size_t> out;
  const std::size_t step = points.size() <= 2 * kColumns ? 1 : (points.size() + kColumns - 1) / kColumns;
  for (std::size_t begin = 0; begin < points.size(); begin += step) {
    const std::size_t end = std::min(begin + step, points.size());
    std::size_t least = begin, most = begin;
    for (std::size_t i = begin; i < end; ++i) {
      if (points[i].*value < points[least].*value) least = i;
      if (points[i].*value > points[most].*value) most = i;
    }
    out.push_back(std::min(least, most));
    if (least != most) out.push_back(std::max(least, most));
  }
  return out;
}

/// Points of an SVG path in pieces: a gap wherever a value is no number.
std::string line_path(const ReportInput& in, const Scale& time, const Scale& scale, double ReportPoint::*value) {
  std::string out;
  bool pen_is_down = false;
  for (const auto i : thinned(in.points, value)) {
    const auto& p = in.points[i];
    const bool is_known = std::isfinite(p.*value) && std::isfinite(p.t_s);
    if (is_known) out += fmt::format("{}{:.1f} {:.1f}", pen_is_down ? "L" : "M", time.at(p.t_s), scale.at(p.*value));
    pen_is_down = is_known;
  }
  return out;
}

/// Closed shapes between a lower and an upper value, one for each stretch where both are numbers.
std::string area_path(const ReportInput& in, const Scale& time, const Scale& scale,
                      const std::function<double(const ReportPoint&)>& low, double ReportPoint::*high) {
  std::string out, back;
  const auto close = [&] {
    if (!back.empty()) out += back + "Z";
    back.clear();
  };
  for (const auto i : thinned(in.points, high)) {
    const auto& p = in.points[i];
    if (!std::isfinite(p.t_s) || !std::isfinite(low(p)) || !std::isfinite(p.*high)) {
      close();
      continue;
    }
    out += fmt::format("{}{:.1f} {:.1f}", back.empty() ? "M" : "L", time.at(p.t_s), scale.at(p.*high));
    back = fmt::format("L{:.1f} {:.1f}", time.at(p.t_s), scale.at(low(p))) + back;
  }
  close();
  return out;
}

std::string text(double x, double y, std::string_view kind, std::string_view anchor, std::string_view words) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\" text-anchor=\"{}\">{}</text>\n", x, y, kind, anchor,
                     escaped(words));
}

std::string phases(const ReportInput& in, const Frame& f) {
  std::string out;
  int i = 0;
  for (const auto& phase : in.phases) {
    const double from = f.time.at(std::clamp(phase.from_s, f.time.low, f.time.high));
    const double to = f.time.at(std::clamp(phase.to_s, f.time.low, f.time.high));
    if (!(to - from > 1.0)) continue;
    const bool is_work = ++i % 2 == 0;
    out += fmt::format("<rect x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\" rx=\"6\" class=\"phase{}\"/>\n",
                       from + 1.0, kPhaseTop, to - from - 2.0, kPhaseBottom - kPhaseTop, is_work ? " work" : "");
    // About 9 units a letter: a name that does not fit stays in the description.
    if (to - from > 9.0 * static_cast<double>(phase.name.size()) + 10.0) {
      out += text((from + to) / 2.0, kPhaseBottom - 9.0, "label", "middle", phase.name);
    }
    if (from > kLeft + 1.0) {
      out += fmt::format("<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\" class=\"seam\"/>\n", from,
                         kPhaseBottom, f.bottom);
    }
  }
  return out;
}

std::string grid(const Frame& f) {
  std::string out;
  const double span = f.heart.high - f.heart.low;
  const double step = span > 160.0 ? 40.0 : span > 70.0 ? 20.0 : 10.0;
  for (double bpm = std::ceil(f.heart.low / step) * step; bpm <= f.heart.high; bpm += step) {
    const double y = f.heart.at(bpm);
    out += fmt::format("<line x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\" class=\"grid\"/>\n", kLeft, kRight, y, y);
    out += text(kLeft - 10.0, y + 5.0, "tick", "end", whole_text(bpm));
  }
  for (const double share : {0.0, 0.5, 1.0}) {
    const double y = f.share.at(share);
    out += fmt::format("<line x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\" class=\"grid\"/>\n", kLeft, kRight, y, y);
    out += text(kLeft - 10.0, y + 5.0, "tick", "end", whole_text(100.0 * share));
  }
  static constexpr std::array<double, 15> kSteps_s{1,   5,   10,   15,   30,   60,   120,  300,
                                                   600, 900, 1200, 1800, 3600, 7200, 14400};
  const auto wide = std::find_if(kSteps_s.begin(), kSteps_s.end(), [&](double s) { return f.time.high / s <= 10.0; });
  const double every_s = wide == kSteps_s.end() ? f.time.high / 8.0 : *wide;
  for (double t = 0.0; t <= f.time.high + 1e-6; t += every_s) {
    const double x = f.time.at(t);
    out += fmt::format("<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\" class=\"notch\"/>\n", x, f.bottom,
                       f.bottom + 7.0);
    out += text(x, f.bottom + kBelowLast_axis, "tick",
                t == 0.0            ? "start"
                : x > kRight - 24.0 ? "end"
                                    : "middle",
                clock_text(t));
  }
  out += text((kLeft + kRight) / 2.0, f.bottom + kBelowLast_axis + 26.0, "tick", "middle",
              f.time.high < 3600.0 ? "minutes : seconds" : "hours : minutes : seconds");
  return out;
}

std::string heart(const ReportInput& in, const Frame& f) {
  std::string out = text(kLeft, kHeartTop - 16.0, "title", "start", "Heart rate, beats per minute");
  const auto low = [](const ReportPoint& p) { return p.low_bpm; };
  const std::string band = area_path(in, f.time, f.heart, low, &ReportPoint::high_bpm);
  if (!band.empty()) {
    out += fmt::format("<path d=\"{}\" class=\"band\"><title>Target band</title></path>\n", band);
    out += fmt::format("<path d=\"{}\" class=\"edge\"/>\n", line_path(in, f.time, f.heart, &ReportPoint::low_bpm));
    out += fmt::format("<path d=\"{}\" class=\"edge\"/>\n", line_path(in, f.time, f.heart, &ReportPoint::high_bpm));
  }
  if (const auto ceiling = in.summary.target.ceiling_bpm;
      ceiling && *ceiling >= f.heart.low && *ceiling <= f.heart.high) {
    const double y = f.heart.at(*ceiling);
    out +=
        fmt::format("<line x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\" class=\"ceiling\"/>\n", kLeft, kRight, y, y);
    out += text(kRight - 6.0, y - 7.0, "word over", "end", fmt::format("ceiling {}", whole_text(ceiling)));
  }
  const std::string trace = line_path(in, f.time, f.heart, &ReportPoint::bpm);
  if (trace.empty()) {
    out += text((kLeft + kRight) / 2.0, (kHeartTop + kHeartBottom) / 2.0, "label", "middle",
                "No heart rate was recorded.");
  } else {
    out += fmt::format("<path d=\"{}\" class=\"heart\"/>\n", trace);
  }
  return out;
}

/// Which quarter of quality, from 0 nothing to 3 trusted; the strip differs by height and hatching, not by colour
/// alone.
int grade(double quality) {
  if (!std::isfinite(quality) || quality <= 0.01) return 0;
  return quality >= adaptation::kTrustedQuality ? 3 : quality >= 0.35 ? 2 : 1;
}

std::string quality(const ReportInput& in, const Frame& f) {
  static constexpr std::array<std::string_view, 4> kNames{"no signal", "poor", "fair", "trusted"};
  static constexpr std::array<double, 4> kShares{0.0, 0.4, 0.7, 1.0};
  std::string out = text(kLeft, kQualityTop - 12.0, "title", "start", "Signal quality");
  out += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\" class=\"none\"/>\n", kLeft, kQualityTop,
                     kRight - kLeft, kQualityBottom - kQualityTop);
  for (std::size_t begin = 0; begin < in.points.size();) {
    const int kind = grade(in.points[begin].quality);
    std::size_t end = begin + 1;
    while (end < in.points.size() && grade(in.points[end].quality) == kind) ++end;
    const double from_s = in.points[begin].t_s;
    const double to_s = end < in.points.size() ? in.points[end].t_s : f.time.high;
    if (kind > 0 && std::isfinite(from_s) && std::isfinite(to_s) && to_s > from_s) {
      const double height = kShares[static_cast<std::size_t>(kind)] * (kQualityBottom - kQualityTop);
      out += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" class=\"q{}\"><title>{} "
          "{}–{}</title></rect>\n",
          f.time.at(from_s), kQualityBottom - height, f.time.at(to_s) - f.time.at(from_s), height, kind,
          kNames[static_cast<std::size_t>(kind)], clock_text(from_s), clock_text(to_s));
    }
    begin = end;
  }
  return out;
}

std::string intensity(const ReportInput& in, const Frame& f) {
  const auto floor = [](const ReportPoint&) { return 0.0; };
  return text(kLeft, kIntensityTop - 16.0, "title", "start", "Intensity asked for, %") +
         fmt::format("<path d=\"{}\" class=\"dose\"/>\n<path d=\"{}\" class=\"dose-line\"/>\n",
                     area_path(in, f.time, f.share, floor, &ReportPoint::intensity),
                     line_path(in, f.time, f.share, &ReportPoint::intensity));
}

std::size_t shown_devices(const ReportInput& in) { return std::min(in.summary.devices.size(), kMostDevices); }

/// When which device gave nothing: a row each.
std::string devices(const ReportInput& in, const Frame& f) {
  if (in.summary.devices.empty()) return "";
  std::string out = text(kLeft, kDevicesTop - 12.0, "title", "start", "Devices, and when they gave nothing");
  for (std::size_t i = 0; i < shown_devices(in); ++i) {
    const auto& device = in.summary.devices[i];
    const double y = kDevicesTop + kDeviceRow * static_cast<double>(i);
    out += fmt::format("<rect x=\"{}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" class=\"none\"/>\n", kLeft, y,
                       kRight - kLeft, kDeviceRow - 4.0);
    out += text(kLeft + 8.0, y + 15.0, "tick", "start", device.name);
    for (const auto& gap : device.gaps) {
      if (!std::isfinite(gap.from_s) || !std::isfinite(gap.to_s)) continue;
      const double from = f.time.at(std::clamp(gap.from_s, f.time.low, f.time.high));
      const double to = f.time.at(std::clamp(gap.to_s, f.time.low, f.time.high));
      if (!(to > from)) continue;
      out += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" class=\"gap\"><title>{} gave nothing "
          "{}–{}</title></rect>\n",
          from, y, std::max(to - from, 1.5), kDeviceRow - 4.0, escaped(device.name), clock_text(gap.from_s),
          clock_text(gap.to_s));
    }
  }
  return out;
}

/// Numbered markers; those that would overlap share one, "4–6".
std::string markers(std::span<const Run> runs, const Frame& f) {
  std::string out;
  struct Group {
    double x;
    int first, last;
    std::string title;
  };
  std::vector<Group> groups;
  for (const auto& run : runs) {
    if (run.number == 0) continue;
    const double x = std::clamp(f.time.at(seconds(run.first->at)), kLeft, kRight);
    const std::string title =
        fmt::format("{}: {} {}", run.number, clock_text(seconds(run.first->at)), headline(run.first->reason));
    // A shared marker is wider, so it needs more room to the next.
    const double room = groups.empty()                              ? 0.0
                        : groups.back().first == groups.back().last ? 2.0 * kMarkRadius + 2.0
                                                                    : 3.0 * kMarkRadius + 12.0;
    if (!groups.empty() && x - groups.back().x < room) {
      groups.back().last = run.number;
      groups.back().title += "; " + title;
    } else {
      groups.push_back({x, run.number, run.number, title});
    }
  }
  for (const auto& g : groups) {
    const bool is_one = g.first == g.last;
    const double half = is_one ? kMarkRadius : kMarkRadius + 14.0;
    const double x = std::clamp(g.x, kLeft + half, kRight - half);
    out += fmt::format("<g><title>{}</title>\n", escaped(g.title));
    out += fmt::format("<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\" class=\"stem\"/>\n", g.x, kHeartTop,
                       kMarkY - kMarkRadius);
    out += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"{:.1f}\" class=\"pin\"/>\n", x - half,
        kMarkY - kMarkRadius, 2.0 * half, 2.0 * kMarkRadius, kMarkRadius);
    out += text(x, kMarkY + 5.5, "pin-text", "middle",
                is_one ? fmt::format("{}", g.first) : fmt::format("{}–{}", g.first, g.last));
    out += "</g>\n";
  }
  return out;
}

std::string description(const ReportInput& in) {
  const auto& s = in.summary;
  std::string out = fmt::format("{} long.", clock_text(s.duration_s));
  if (s.heart_rate) {
    out += fmt::format(" Heart rate {} on average, {} at most, known for {} of the time.",
                       whole_text(s.heart_rate->mean_bpm), whole_text(s.heart_rate->max_bpm),
                       percent_text(s.heart_rate->coverage));
  }
  if (s.in_band_percent)
    out += fmt::format(" {} % of the work phase in the target band.", whole_text(s.in_band_percent));
  for (const auto& device : in.summary.devices) {
    if (!device.gaps.empty()) out += fmt::format(" {} gave nothing {} times.", device.name, device.gaps.size());
  }
  for (const auto& phase : in.phases)
    out += fmt::format(" {} from {} to {}.", phase.name, clock_text(phase.from_s), clock_text(phase.to_s));
  return out;
}

constexpr std::string_view kPatterns = R"svg(<defs>
<pattern id="hatch1" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="2" height="7" class="ink1"/></pattern>
<pattern id="hatch2" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="3" height="5" class="ink2"/></pattern>
</defs>
)svg";

}  // namespace

std::string chart_svg(const ReportInput& in, std::span<const Run> runs) {
  Frame frame{{0.0, length_of(in), kLeft, kRight}, heart_scale(in), {0.0, 1.0, kIntensityBottom, kIntensityTop}};
  if (shown_devices(in) > 0) frame.bottom = kDevicesTop + kDeviceRow * static_cast<double>(shown_devices(in));
  std::string out = fmt::format(
      "<svg viewBox=\"0 0 1080 {}\" role=\"img\" aria-labelledby=\"chart-title chart-text\">\n"
      "<title id=\"chart-title\">Heart rate, intensity and signal quality over the session</title>\n"
      "<desc id=\"chart-text\">{}</desc>\n",
      frame.bottom + kBelowLast_end, escaped(description(in)));
  out += kPatterns;
  out += grid(frame);
  out += phases(in, frame);
  out += heart(in, frame);
  out += markers(runs, frame);
  out += intensity(in, frame);
  out += quality(in, frame);
  out += devices(in, frame);
  return out + "</svg>\n";
}

}  // namespace tonus::journal
