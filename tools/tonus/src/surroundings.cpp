#include "surroundings.hpp"

#include <cmath>

#include <fmt/format.h>

namespace tonus::tool {

std::vector<std::string> surroundings(const session::SessionDefinition& d) {
  std::vector<std::string> lines;
  if (!d.recorded_motion.empty())
    lines.push_back(
        fmt::format("Head and hands were a recording, {}: nobody answered to what came.", d.recorded_motion));
  if (!d.place.name.empty()) {
    lines.push_back(
        fmt::format("In a room, {}, with {} things in it; {:.0f} % of what is usually asked keeps 20 cm clear "
                    "of them there.",
                    d.place.name, d.place.room.boxes.size(), 100.0 * d.place.share));
  }
  const session::Fit& fit = d.fit;
  std::string body;
  const auto say = [&body](const std::string& what) { body += (body.empty() ? "" : ", ") + what; };
  if (fit.is_seated) say("seated");
  switch (fit.hands) {
    case session::PlayHands::AsAuthored: break;
    case session::PlayHands::Left: say("left hand alone"); break;
    case session::PlayHands::Right: say("right hand alone"); break;
    case session::PlayHands::Both: say("both hands"); break;
  }
  if (fit.height_m != 0.0)
    say(fmt::format("{:.0f} cm {}", 100.0 * std::abs(fit.height_m), fit.height_m < 0.0 ? "lower" : "higher"));
  if (fit.reach_m != 0.0) say(fmt::format("a reach of {:.0f} cm", 100.0 * fit.reach_m));
  if (fit.follows_head) say("at the height of the head");
  if (!body.empty()) lines.push_back("Fitted: " + body + ".");
  return lines;
}

}  // namespace tonus::tool
