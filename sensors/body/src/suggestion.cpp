#include <sensors/body/suggestion.hpp>

#include <algorithm>
#include <cmath>

#include <engine/core/math.hpp>

namespace tonus::body {
namespace {

constexpr double kFever_c = 38.0;
constexpr double kEasyScale = 0.75;
constexpr double kEasyMinutes = 45.0;
constexpr double kStep = 0.1;  // of Easier and Harder
constexpr double kLeastScale = 0.6;
constexpr double kMostScale = 1.05;
constexpr double kLowPoints = 42.5;  // half a spread below usual: the smallest worthwhile change
constexpr double kHighPoints = 57.5;
constexpr double kWideSd = 0.8;

void add(Suggestion& s, Reason reason) { s.reasons.try_push(reason); }

void add_health(Suggestion& s, const IllnessSigns& signs, const Day& today) {
  const bool is_hot = today.body_temperature_c && *today.body_temperature_c >= kFever_c;
  if (is_hot || (today.check_in && today.check_in->has_fever)) add(s, Reason::Fever);
  if (today.check_in && today.check_in->has_symptoms) add(s, Reason::Symptoms);
  if (signs.is_pattern) add(s, Reason::IllnessPattern);
}

/// ACSM 2007, bands of WBGT for people who are and are not used to heat.
void add_heat(Suggestion& s, double wbgt_c, bool is_acclimatised) {
  if (wbgt_c > 32.2 || (wbgt_c >= 30.1 && !is_acclimatised)) {
    add(s, Reason::HeatStop);
  } else if (wbgt_c >= (is_acclimatised ? 30.1 : 27.9)) {
    add(s, Reason::HeatEasy);
  } else if (wbgt_c >= 25.6 && !is_acclimatised) {
    add(s, Reason::HeatCaution);
  }
}

void add_air(Suggestion& s, double aqi) {
  if (aqi > 200.0) {
    add(s, Reason::AirStop);
  } else if (aqi > 150.0) {
    add(s, Reason::AirEasy);
  } else if (aqi > 100.0) {
    add(s, Reason::AirReduced);
  }
}

/// Share of a time shift that is still to be made up, 0…1.
double shift_left(const Circumstances& c) {
  if (!c.zones_crossed || std::abs(*c.zones_crossed) < 3.0) return 0.0;
  const double days = std::abs(*c.zones_crossed) * (*c.zones_crossed > 0.0 ? 1.0 : 0.7);
  return math::clamp(1.0 - c.days_since_travel.value_or(0.0) / days, 0.0, 1.0);
}

void add_circumstances(Suggestion& s, const Circumstances& c) {
  if (c.wbgt_c && std::isfinite(*c.wbgt_c)) add_heat(s, *c.wbgt_c, c.is_acclimatised);
  if (c.aqi && std::isfinite(*c.aqi)) add_air(s, *c.aqi);
  if (shift_left(c) > 0.0) add(s, Reason::TimeZones);
  if (c.has_worked_night) add(s, Reason::NightShift);
}

void add_readiness(Suggestion& s, const Readiness& r) {
  if (!r.is_known) {
    add(s, Reason::ThinBaseline);
    return;
  }
  if (r.score < kLowPoints) add(s, Reason::LowReadiness);
  if (r.score > kHighPoints && r.scale > 1.0) add(s, Reason::HighReadiness);
  if (r.sd > kWideSd) add(s, Reason::WideInterval);
}

bool has(const Suggestion& s, Reason reason) {
  return std::find(s.reasons.begin(), s.reasons.end(), reason) != s.reasons.end();
}

/// What circumstances leave of the scale, beside readiness.
double circumstance_limit(const Suggestion& s, const Circumstances& c) {
  double limit = kMostScale;
  if (has(s, Reason::AirReduced)) limit = std::min(limit, 0.85);
  if (has(s, Reason::HeatCaution)) limit = std::min(limit, 0.95);
  if (has(s, Reason::NightShift)) limit = std::min(limit, 0.9);
  if (has(s, Reason::TimeZones)) limit = std::min(limit, 1.0 - 0.1 * shift_left(c));
  return limit;
}

Advice advice_for(double scale) {
  if (scale < 0.97) return Advice::Easier;
  if (scale > 1.01) return Advice::ALittleMore;
  return Advice::AsPlanned;
}

}  // namespace

const char* name(Reason reason) {
  switch (reason) {
    case Reason::Fever: return "fever";
    case Reason::Symptoms: return "symptoms";
    case Reason::IllnessPattern: return "illness_pattern";
    case Reason::HeatStop: return "heat_stop";
    case Reason::AirStop: return "air_stop";
    case Reason::HeatEasy: return "heat_easy";
    case Reason::AirEasy: return "air_easy";
    case Reason::AirReduced: return "air_reduced";
    case Reason::HeatCaution: return "heat_caution";
    case Reason::TimeZones: return "time_zones";
    case Reason::NightShift: return "night_shift";
    case Reason::LowReadiness: return "low_readiness";
    case Reason::HighReadiness: return "high_readiness";
    case Reason::WideInterval: return "wide_interval";
    case Reason::ThinBaseline: return "thin_baseline";
    case Reason::ShortTime: return "short_time";
  }
  return "";
}

const char* name(Advice advice) {
  switch (advice) {
    case Advice::NotToday: return "not_today";
    case Advice::EasyOnly: return "easy_only";
    case Advice::Easier: return "easier";
    case Advice::AsPlanned: return "as_planned";
    case Advice::ALittleMore: return "a_little_more";
  }
  return "";
}

Suggestion suggest(const Readiness& readiness, const IllnessSigns& signs, const Day& today,
                   const Circumstances& circumstances) {
  Suggestion out;
  add_health(out, signs, today);
  add_circumstances(out, circumstances);
  add_readiness(out, readiness);
  if (circumstances.minutes) {
    out.most_minutes = circumstances.minutes;
    add(out, Reason::ShortTime);
  }
  std::stable_sort(out.reasons.begin(), out.reasons.end());

  const bool is_off =
      has(out, Reason::Fever) || has(out, Reason::Symptoms) || has(out, Reason::HeatStop) || has(out, Reason::AirStop);
  const bool is_easy = has(out, Reason::IllnessPattern) || has(out, Reason::HeatEasy) || has(out, Reason::AirEasy);
  if (is_off) {
    out.advice = Advice::NotToday;
    out.scale = out.scale_easier = out.scale_harder = 0.0;
    out.most_minutes.reset();
    return out;
  }
  const double free = readiness.is_known ? readiness.scale : 1.0;
  out.scale = std::min({free, circumstance_limit(out, circumstances), is_easy ? kEasyScale : kMostScale});
  out.scale_easier = std::max(kLeastScale, out.scale - kStep);
  out.scale_harder = is_easy ? out.scale : std::min(kMostScale, out.scale + kStep);
  out.advice = is_easy ? Advice::EasyOnly : advice_for(out.scale);
  if (is_easy) out.most_minutes = std::min(out.most_minutes.value_or(kEasyMinutes), kEasyMinutes);
  return out;
}

double scale_after(const Suggestion& s, SuggestionAnswer answer) {
  switch (answer) {
    case SuggestionAnswer::None:
    case SuggestionAnswer::Accept: return s.scale;
    case SuggestionAnswer::Easier: return s.scale_easier;
    case SuggestionAnswer::Harder: return s.scale_harder;
    case SuggestionAnswer::Skip: return s.advice == Advice::NotToday || s.advice == Advice::EasyOnly ? s.scale : 1.0;
  }
  return s.scale;
}

}  // namespace tonus::body
