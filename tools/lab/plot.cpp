#include "plot.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <scenarios/journal/html.hpp>

namespace tonus::lab {
namespace {

using journal::escaped;

constexpr double kLeft = 78.0, kRight = 1060.0, kTop = 26.0, kBottom = 350.0;
constexpr double kWidth = 1080.0, kHeight = 420.0;

/// Class of the style sheet; the bound's points share one.
std::string_view look(LawId law) {
  switch (law) {
    case LawId::Ours: return "ours";
    case LawId::Replica: return "replica";
    case LawId::ZoneStep: return "zone";
    case LawId::Fixed: return "fixed";
    default: return "lqg";
  }
}

/// A shape around (x, y): told apart without colour.
std::string shape(LawId law, double x, double y) {
  const std::string_view kind = look(law);
  switch (law) {
    case LawId::Ours: return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"7\" class=\"{}\"/>", x, y, kind);
    case LawId::Replica:
      return fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"12.5\" height=\"12.5\" class=\"{}\"/>", x - 6.25,
                         y - 6.25, kind);
    case LawId::ZoneStep:
      return fmt::format("<path d=\"M{0:.1f} {1:.1f}l8 14h-16Z\" class=\"{2}\"/>", x, y - 8.5, kind);
    case LawId::Fixed:
      return fmt::format("<path d=\"M{0:.1f} {1:.1f}l8 8-8 8-8-8Z\" class=\"{2}\"/>", x, y - 8.0, kind);
    default: return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\" class=\"{}\"/>", x, y, kind);
  }
}

std::string tick_text(double x) {
  if (std::fabs(x) < 1e-9) return "0";
  const double size = std::fabs(x);
  if (size >= 10.0 || x == std::floor(x)) return fmt::format("{:.0f}", x);
  return fmt::format("{:g}", std::round(x * 1e4) / 1e4);
}

}  // namespace

std::vector<double> ticks_between(double low, double high, int count) {
  const double raw = (high - low) / count;
  const double decade = std::pow(10.0, std::floor(std::log10(raw)));
  const double part = raw / decade;
  const double step = decade * (part > 5.0 ? 10.0 : part > 2.0 ? 5.0 : part > 1.0 ? 2.0 : 1.0);
  std::vector<double> out;
  for (double x = std::ceil(low / step - 1e-9) * step; x <= high + 1e-9 * step; x += step) out.push_back(x);
  return out;
}

Plot::Plot(Axis x, Axis y, std::string_view description)
    : x_(std::move(x)), y_(std::move(y)), description_(description) {
  for (const double tick : y_.ticks) {
    const double place = at_y(tick);
    body_ += fmt::format("<line x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\" class=\"grid\"/>\n", kLeft, kRight,
                         place, place);
    body_ += fmt::format("<text x=\"{}\" y=\"{:.1f}\" class=\"tick\" text-anchor=\"end\">{}</text>\n", kLeft - 10.0,
                         place + 5.0, tick_text(tick));
  }
  for (const double tick : x_.ticks) {
    const double place = at_x(tick);
    body_ += fmt::format("<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\" class=\"notch\"/>\n", place,
                         kBottom, kBottom + 7.0);
    body_ += fmt::format("<text x=\"{:.1f}\" y=\"{}\" class=\"tick\" text-anchor=\"middle\">{}</text>\n", place,
                         kBottom + 27.0, tick_text(tick));
  }
  body_ +=
      fmt::format("<line x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\" class=\"notch\"/>\n", kLeft, kRight, kBottom, kBottom);
  body_ += fmt::format("<text x=\"{}\" y=\"{}\" class=\"title\">{}</text>\n", kLeft, kTop - 10.0, escaped(y_.title));
  body_ += fmt::format("<text x=\"{}\" y=\"{}\" class=\"title\" text-anchor=\"end\">{}</text>\n", kRight,
                       kBottom + 56.0, escaped(x_.title));
}

double Plot::at_x(double x) const {
  const double part = x_.is_log ? std::log(x / x_.low) / std::log(x_.high / x_.low) : (x - x_.low) / (x_.high - x_.low);
  return kLeft + part * (kRight - kLeft);
}

double Plot::at_y(double y) const { return kBottom - (y - y_.low) / (y_.high - y_.low) * (kBottom - kTop - 14.0); }

std::string Plot::path(std::span<const double> x, std::span<const double> y) const {
  std::string out;
  bool is_down = false;
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    const bool is_known = std::isfinite(x[i]) && std::isfinite(y[i]) && (!x_.is_log || x[i] > 0.0);
    if (is_known) {
      const double bounded_y = std::clamp(y[i], y_.low, y_.high), bounded_x = std::clamp(x[i], x_.low, x_.high);
      out += fmt::format("{}{:.1f} {:.1f}", is_down ? "L" : "M", at_x(bounded_x), at_y(bounded_y));
    }
    is_down = is_known;
  }
  return out;
}

void Plot::line(LawId law, std::span<const double> x, std::span<const double> y) { line(look(law), x, y); }

void Plot::line(std::string_view kind, std::span<const double> x, std::span<const double> y) {
  body_ += fmt::format("<path d=\"{}\" class=\"line {}\"/>\n", path(x, y), kind);
}

void Plot::band(double low_y, double high_y) {
  body_ += fmt::format("<rect x=\"{}\" y=\"{:.1f}\" width=\"{}\" height=\"{:.1f}\" class=\"band\"/>\n", kLeft,
                       at_y(high_y), kRight - kLeft, at_y(low_y) - at_y(high_y));
}

void Plot::mark(LawId law, double x, double y, std::string_view text, double dx, double dy) {
  if (!std::isfinite(x) || !std::isfinite(y) || x < x_.low || x > x_.high || y < y_.low || y > y_.high) return;
  body_ += shape(law, at_x(x), at_y(y)) + "\n";
  if (text.empty()) return;
  body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"label\"{}>{}</text>\n", at_x(x) + dx, at_y(y) + dy,
                       dx < 0.0 ? " text-anchor=\"end\"" : "", escaped(text));
}

void Plot::cross(double x, double y, std::string_view text) {
  if (x < x_.low || x > x_.high || y < y_.low || y > y_.high) return;
  body_ += fmt::format("<path d=\"M{0:.1f} {1:.1f}l12 12m0-12l-12 12\" class=\"published\"/>\n", at_x(x) - 6.0,
                       at_y(y) - 6.0);
  body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"label soft\">{}</text>\n", at_x(x) + 12.0,
                       at_y(y) + 5.0, escaped(text));
}

void Plot::words(double x, double y, std::string_view anchor, std::string_view text) {
  body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"label soft\" text-anchor=\"{}\">{}</text>\n", at_x(x),
                       at_y(y), anchor, escaped(text));
}

std::string Plot::svg() const {
  return fmt::format(
      "<div class=\"scroll\"><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n{}</svg></div>\n", kWidth,
      kHeight, escaped(description_), body_);
}

std::string key(std::span<const LawId> laws, bool has_shapes) {
  std::string out = "<ul class=\"key\">\n";
  for (const LawId law : laws) {
    const std::string_view words = is_lqg(law) ? std::string_view("LQG bound: given the true plant") : label(law);
    out += fmt::format(
        "<li><svg viewBox=\"0 0 44 20\" aria-hidden=\"true\"><path d=\"M1 10H43\" class=\"line {}\"/>{}</svg>{}</li>\n",
        look(law), has_shapes ? shape(law, 22.0, 10.0) : "", escaped(words));
  }
  return out + "</ul>\n";
}

}  // namespace tonus::lab
