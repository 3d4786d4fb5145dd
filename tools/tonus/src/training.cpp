#include "training.hpp"

#include <vector>

#include <fmt/format.h>

#include "json_fields.hpp"

namespace tonus::tool {
namespace {

constexpr CivilDay kWeek = 7;
}  // namespace

Training training_on(const History& history, CivilDay day, const body::Profile& profile) {
  Training out;
  std::vector<std::optional<double>> loads;  // one a day from the first known one to the day before
  for (const body::Day& d : history.days) {
    if (d.day >= day || (loads.empty() && !d.load)) continue;
    if (loads.empty()) loads.resize(static_cast<std::size_t>(day - d.day));
    loads[loads.size() - static_cast<std::size_t>(day - d.day)] = d.load;
  }
  if (!loads.empty()) out.balance = body::first_balance(loads);
  for (const auto& load : loads) out.balance->add_day(load);
  out.week = body::monotony(loads);
  std::vector<body::HeartStretch> stretches;
  for (auto it = history.stretches.lower_bound(day - kWeek); it != history.stretches.lower_bound(day); ++it) {
    stretches.insert(stretches.end(), it->second.begin(), it->second.end());
  }
  if (!stretches.empty()) out.minutes = body::weekly_minutes(stretches, body::heart_limits(profile));
  out.uptake = body::oxygen_uptake_from_rates(profile);
  return out;
}

nlohmann::ordered_json training_json(const Training& t) {
  const auto balance = [&](double (*part)(const body::LoadBalance&)) {
    return or_null(t.balance ? std::optional(part(*t.balance)) : std::nullopt);
  };
  nlohmann::ordered_json out;
  out["ctl"] = balance([](const body::LoadBalance& b) { return b.ctl; });
  out["atl"] = balance([](const body::LoadBalance& b) { return b.atl; });
  out["tsb"] = balance([](const body::LoadBalance& b) { return b.tsb(); });
  out["monotony"] = or_null(t.week ? std::optional(t.week->monotony) : std::nullopt);
  out["strain"] = or_null(t.week ? std::optional(t.week->strain) : std::nullopt);
  out["week_moderate_min"] = or_null(t.minutes ? std::optional(t.minutes->moderate) : std::nullopt);
  out["week_vigorous_min"] = or_null(t.minutes ? std::optional(t.minutes->vigorous) : std::nullopt);
  out["vo2max"] = nullptr;
  if (t.uptake) {
    out["vo2max"] = {{"ml_per_kg_min", t.uptake->ml_per_kg_min},
                     {"low", t.uptake->low},
                     {"high", t.uptake->high},
                     {"method", t.uptake->method}};
  }
  return out;
}

std::string training_text(const Training& t) {
  std::string text;
  if (t.balance) {
    text += fmt::format("  training: fitness {:.0f}, fatigue {:.0f}, balance {:+.0f}", t.balance->ctl, t.balance->atl,
                        t.balance->tsb());
    if (t.week) text += fmt::format("; monotony {:.1f}, strain {:.0f}", t.week->monotony, t.week->strain);
    text += '\n';
  }
  if (t.minutes) {
    text += fmt::format(
        "  last 7 days: {:.0f} min moderate, {:.0f} vigorous (150 to 300 moderate or half of it vigorous a week)\n",
        t.minutes->moderate, t.minutes->vigorous);
  }
  if (t.uptake) {
    text += fmt::format("  oxygen uptake: {:.0f} ml/kg/min, four times in five {:.0f} to {:.0f} ({})\n",
                        t.uptake->ml_per_kg_min, t.uptake->low, t.uptake->high, t.uptake->method);
  }
  return text;
}

}  // namespace tonus::tool
