#include <scenarios/journal/html.hpp>

#include <cmath>

#include <fmt/format.h>

namespace tonus::journal {
namespace {

/// Keeps a cast to a whole number defined whatever a session wrote.
double bounded(double x) { return x > 1e9 ? 1e9 : x < -1e9 ? -1e9 : x; }

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default:
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7F')
          out += c == '\n' || c == '\t' ? " " : "\xEF\xBF\xBD";
        else
          out += c;
    }
  }
  return out;
}

std::string clock_text(double t_s) {
  if (!std::isfinite(t_s)) return "–";
  const long long whole = std::llround(bounded(t_s < 0.0 ? 0.0 : t_s));
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string percent_text(double share) {
  return std::isfinite(share) ? fmt::format("{} %", std::llround(100.0 * bounded(share))) : "–";
}

std::string whole_text(std::optional<double> x) {
  return x && std::isfinite(*x) ? fmt::format("{}", std::llround(bounded(*x))) : "–";
}

}  // namespace tonus::journal
