#include <scenarios/adaptation/readiness_sentence.hpp>

#include <cmath>

#include <fmt/format.h>

#include <engine/core/math.hpp>

namespace tonus::adaptation {

using body::Advice;
using body::ReadinessInput;
using body::Reason;

const char* label(ReadinessInput input) {
  switch (input) {
    case ReadinessInput::Wellness: return "check-in";
    case ReadinessInput::Hrv: return "heart-rate variability";
    case ReadinessInput::RestingRate: return "resting heart rate";
    case ReadinessInput::SleepDebt: return "sleep";
    case ReadinessInput::LoadBalance: return "training load";
    case ReadinessInput::Respiration: return "breathing";
    case ReadinessInput::Temperature: return "skin temperature";
  }
  return "";
}

std::string value_line(ReadinessInput input, const body::Contribution& c) {
  switch (input) {
    case ReadinessInput::Wellness: return fmt::format("{:.1f} of 7, usually {:.1f}", c.value, c.usual);
    case ReadinessInput::Hrv:
      return fmt::format("{:.0f} ms over 7 days, usually {:.0f}", math::exp(c.value), math::exp(c.usual));
    case ReadinessInput::RestingRate: return fmt::format("{:.0f} bpm, usually {:.0f}", c.value, c.usual);
    case ReadinessInput::SleepDebt: {
      // In hours of debt against 8 h a night; what counts is the difference.
      const double more = c.value - c.usual;
      if (std::abs(more) < 0.5) return "as much as usual over two weeks";
      return fmt::format("{:.0f} h {} than usual over two weeks", std::abs(more), more > 0.0 ? "less" : "more");
    }
    case ReadinessInput::LoadBalance: return fmt::format("balance {:+.0f}, usually {:+.0f}", c.value, c.usual);
    case ReadinessInput::Respiration: return fmt::format("{:.1f} a minute, usually {:.1f}", c.value, c.usual);
    case ReadinessInput::Temperature: return fmt::format("{:+.1f} °C from usual", c.value - c.usual);
  }
  return {};
}

std::string standing(const body::Readiness& r) {
  if (!r.is_known) {
    const int missing = body::kLeastDays - r.days_known;
    return fmt::format("not known yet: {} more day{} of sleep, heart or check-in needed", missing,
                       missing == 1 ? "" : "s");
  }
  // Half a spread is the smallest worthwhile change; a spread and a half is a rare day.
  if (r.score < 27.5) return "well below your usual days";
  if (r.score < 42.5) return "below your usual days";
  if (r.score <= 57.5) return "about your usual day";
  if (r.score <= 72.5) return "above your usual days";
  return "well above your usual days";
}

std::string advice_line(const body::Suggestion& s) {
  const double percent = std::abs(s.scale - 1.0) * 100.0;
  const std::string time = s.most_minutes ? fmt::format(", {:.0f} min at most", *s.most_minutes) : "";
  switch (s.advice) {
    case Advice::NotToday: return "leave training for today";
    case Advice::EasyOnly: return "easy only" + time;
    case Advice::Easier: return fmt::format("take it about {:.0f} % easier", percent) + time;
    case Advice::AsPlanned: return "do as planned" + time;
    case Advice::ALittleMore: return fmt::format("up to {:.0f} % more, if you like", percent) + time;
  }
  return {};
}

const char* sentence(Reason reason) {
  switch (reason) {
    case Reason::Fever: return "With a fever the body needs its strength elsewhere: no training today.";
    case Reason::Symptoms:
      return "With symptoms below the neck: no training today. See somebody if they stay or worry you.";
    case Reason::IllnessPattern: return "Last night looks like nights before people felt ill: nothing intense today.";
    case Reason::HeatStop: return "It is too hot to train safely (WBGT): move it to a cooler hour or place.";
    case Reason::AirStop:
      return "The air is too bad to train in (AQI above 200): indoors with clean air, or another day.";
    case Reason::HeatEasy: return "Hot: easy, with pauses as long as the work.";
    case Reason::AirEasy: return "Bad air (AQI above 150): easy, or indoors.";
    case Reason::AirReduced: return "The air is not good (AQI above 100): a little less.";
    case Reason::HeatCaution: return "Warm, and you are not used to it yet: longer pauses, drink.";
    case Reason::TimeZones: return "Your clock has not arrived yet after the journey: a little less until it has.";
    case Reason::NightShift: return "After a night shift: a little less.";
    case Reason::LowReadiness: return "Today is below your usual days.";
    case Reason::HighReadiness: return "Today is above your usual days.";
    case Reason::WideInterval: return "Little is known of today: the interval is wide.";
    case Reason::ThinBaseline: return "Too few days are known for a score, so nothing changes.";
    case Reason::ShortTime: return "Cut to the time there is.";
  }
  return "";
}

}  // namespace tonus::adaptation
