#pragma once
// From readiness and circumstances to what is suggested for today, with every reason. Decision support: the person
// answers with Accept, Easier, Harder or Skip, and only hard flags take Harder away.

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include <engine/core/inline_vector.hpp>
#include <sensors/body/illness.hpp>
#include <sensors/body/readiness.hpp>

namespace tonus::body {

/// Circumstances of today's session; each may be unknown.
struct Circumstances {
  std::optional<double> wbgt_c = {};             ///< wet-bulb globe temperature, −20…60
  bool is_acclimatised = false;                  ///< to heat, by about two weeks in it
  std::optional<double> aqi = {};                ///< US air-quality index, 0…1000
  std::optional<double> zones_crossed = {};      ///< −12…12 time zones, eastward positive
  std::optional<double> days_since_travel = {};  ///< >= 0
  bool has_worked_night = false;                 ///< a night shift ended today
  std::optional<double> minutes = {};            ///< time there is, 5…600
};
/// Indoors and without sun: 0.7 wet bulb + 0.3 air, °C.
[[nodiscard]] constexpr double indoor_wbgt_c(double wet_bulb_c, double air_c) { return 0.7 * wet_bulb_c + 0.3 * air_c; }

/// Why a suggestion is what it is. The first ones are hard: they override readiness and are never averaged into it.
enum class Reason : std::uint8_t {
  Fever,           ///< said, or measured from 38.0 °C: no training
  Symptoms,        ///< below the neck: no training
  IllnessPattern,  ///< no intensity
  HeatStop,        ///< WBGT > 32.2, or from 30.1 without acclimatisation
  AirStop,         ///< AQI > 200
  HeatEasy,        ///< WBGT from 27.9, or from 30.1 when acclimatised: easy, as long pauses as work
  AirEasy,         ///< AQI > 150: easy, or indoors
  AirReduced,      ///< AQI > 100: less
  HeatCaution,     ///< WBGT 25.6–27.8 and not acclimatised: longer pauses
  TimeZones,       ///< not arrived yet: a day a zone eastward, 0.7 westward
  NightShift,
  LowReadiness,
  HighReadiness,
  WideInterval,  ///< little is known: a little less
  ThinBaseline,  ///< fewer than 4 days: no score, no change
  ShortTime,     ///< plan cut to the minutes there are
};
inline constexpr Reason kLastHardReason = Reason::AirEasy;
[[nodiscard]] constexpr bool is_hard(Reason reason) { return reason <= kLastHardReason; }
/// "fever", "symptoms", "illness_pattern", "heat_stop", …
[[nodiscard]] const char* name(Reason reason);

enum class Advice : std::uint8_t {
  NotToday,  ///< no training
  EasyOnly,  ///< below 40 % of reserve, at most 45 min
  Easier,
  AsPlanned,
  ALittleMore,  ///< at most 5 %
};
/// "not_today", "easy_only", "easier", "as_planned", "a_little_more".
[[nodiscard]] const char* name(Advice advice);

struct Suggestion {
  Advice advice = Advice::AsPlanned;
  double scale = 1.0;         ///< on what a session asks; 0 with NotToday
  double scale_easier = 0.9;  ///< what Easier and Harder would make of it; equal to `scale` where not offered
  double scale_harder = 1.05;
  std::optional<double> most_minutes = {};  ///< none: as long as planned
  InlineVector<Reason, 16> reasons;         ///< most serious first
};

/// Answers a person can give. Skip leaves the plan as it was, without a judgement.
enum class SuggestionAnswer : std::uint8_t { None, Accept, Easier, Harder, Skip };

/// `today` as said and measured, for fever and symptoms. Pure; any thread.
[[nodiscard]] Suggestion suggest(const Readiness& readiness, const IllnessSigns& signs, const Day& today,
                                 const Circumstances& circumstances);
/// The factor that holds after an answer: Skip gives 1 except under a hard flag, whose scale stays.
[[nodiscard]] double scale_after(const Suggestion& suggestion, SuggestionAnswer answer);

}  // namespace tonus::body
