#pragma once
// Where training stands on a day: fitness and fatigue, monotony, the week's minutes, an estimate of oxygen uptake.

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include <sensors/body/load.hpp>
#include <sensors/body/power.hpp>

#include "history.hpp"

namespace tonus::tool {

struct Training {
  std::optional<body::LoadBalance> balance;    ///< before the day's own training; none without a known load
  std::optional<body::Monotony> week;          ///< of the seven days before
  std::optional<body::WeeklyMinutes> minutes;  ///< of the same; none without heart rates
  std::optional<body::OxygenUptake> uptake;
};
[[nodiscard]] Training training_on(const History& history, CivilDay day, const body::Profile& profile);
[[nodiscard]] nlohmann::ordered_json training_json(const Training& training);
/// Lines for people, empty where nothing is known.
[[nodiscard]] std::string training_text(const Training& training);

}  // namespace tonus::tool
