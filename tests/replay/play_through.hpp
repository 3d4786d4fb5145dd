#pragma once
// A whole session with the simulated athlete and the scripted player, as `tonus play --speed max` runs it.

#include <filesystem>
#include <memory>

#include <gtest/gtest.h>

#include <performance.hpp>
#include <xr/headless/scripted_player.hpp>

namespace tonus::tool {

struct Played {
  Outcome outcome;
  journal::SessionSummary summary;
};

inline Played play_through(double length_s, std::uint64_t seed, const std::optional<std::filesystem::path>& folder,
                           const std::string& source = "simulated") {
  PlayOptions options;
  options.seconds = length_s;
  options.seed = seed;
  options.sources = {source};
  options.at_max_speed = true;
  options.display = "headless";
  if (folder) options.out = folder->string();
  Choices choices;
  choices.scenario = "strike";
  choices.at_max_speed = true;
  auto performance = Performance::create(options, choices);
  if (!performance) {
    ADD_FAILURE() << performance.error().message;
    return {};
  }
  xr::ScriptedPlayer player({.seed = seed});
  BodyPoses poses = player.step({});
  session::CoachView view;
  while (true) {
    const auto out = (*performance)->step(poses, {});
    poses = player.step(out.frame);
    if (!out.has_ended) continue;
    view = out.view;
    break;
  }
  Played played{(*performance)->finish(view, {}, false), {}};
  played.summary = write_outcome(played.outcome);
  return played;
}

}  // namespace tonus::tool
