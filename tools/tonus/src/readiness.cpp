#include "readiness.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <scenarios/adaptation/readiness_sentence.hpp>
#include <scenarios/journal/diary.hpp>
#include <sensors/body/suggestion.hpp>

#include "commands.hpp"
#include "history.hpp"
#include "known_profile.hpp"
#include "today.hpp"
#include "training.hpp"

namespace tonus::tool {
namespace {

using body::ReadinessInput;
using Json = nlohmann::ordered_json;

Result<body::CheckIn, Error> parse_check_in(std::string_view text) {
  body::CheckIn out;
  const std::array<std::pair<std::string_view, std::optional<int>*>, 4> answers{
      {{"sleep", &out.sleep}, {"energy", &out.energy}, {"muscles", &out.muscles}, {"calm", &out.calm}}};
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part == "fever") {
      out.has_fever = true;
      continue;
    }
    if (part == "symptoms") {
      out.has_symptoms = true;
      continue;
    }
    const auto is_named = [&](const auto& a) {
      return part.size() == a.first.size() + 2 && part.starts_with(a.first) && part[a.first.size()] == '=' &&
             part.back() >= '1' && part.back() <= '7';
    };
    const auto found = std::find_if(answers.begin(), answers.end(), is_named);
    if (found == answers.end()) {
      return fail(
          Error{fmt::format("--check-in: cannot read \"{}\"; expected sleep=, energy=, muscles= or calm= with 1 "
                            "(worst) to 7 (best), fever "
                            "or symptoms, with commas between",
                            part)});
    }
    *found->second = part.back() - '0';
  }
  return out;
}

/// Everything that is printed.
struct Assessed {
  CivilDay day = 0;
  body::Readiness readiness;
  body::IllnessSigns signs;
  body::Suggestion suggestion;
  History history;
  Training training;
};

Json contribution(const char* input, double points) { return {{"input", input}, {"points", points}}; }

/// Adds up to the score, to the last bit but rounding: the usual day, the days before, every input.
Json contributions_of(const body::Readiness& r) {
  auto list = Json::array();
  double sum = 50.0 + r.carried_points;
  list.push_back(contribution("usual_day", 50.0));
  list.push_back(contribution("days_before", r.carried_points));
  for (std::size_t j = 0; j < body::kReadinessInputs; ++j) {
    const auto& c = r.inputs[j];
    if (!c.is_known) continue;
    Json entry = contribution(body::name(static_cast<ReadinessInput>(j)), c.points);
    entry["value"] = c.value;
    entry["usual"] = c.usual;
    entry["z"] = c.z;
    list.push_back(std::move(entry));
    sum += c.points;
  }
  if (std::abs(sum - r.score) > 1e-9) list.push_back(contribution("end_of_scale", r.score - sum));
  return list;
}

Json json_of(const Assessed& a) {
  const body::Readiness& r = a.readiness;
  const auto when_known = [&](double value) { return r.is_known ? Json(value) : Json(nullptr); };
  Json out{{"date", date_text(a.day)},   {"score", when_known(r.score)},  {"low", when_known(r.low)},
           {"high", when_known(r.high)}, {"level", body::kIntervalLevel}, {"days_known", r.days_known}};
  out["reason"] = r.is_known ? Json(nullptr) : Json(adaptation::standing(r));
  out["contributions"] = r.is_known ? contributions_of(r) : Json::array();
  out["missing"] = Json::array();
  for (std::size_t j = 0; j < body::kReadinessInputs; ++j) {
    if (!r.inputs[j].is_known) out["missing"].push_back(body::name(static_cast<ReadinessInput>(j)));
  }
  out["flags"] = Json::array();
  auto reasons = Json::array();
  for (const body::Reason reason : a.suggestion.reasons) {
    if (body::is_hard(reason)) out["flags"].push_back(body::name(reason));
    reasons.push_back({{"code", body::name(reason)}, {"sentence", adaptation::sentence(reason)}});
  }
  out["suggestion"] = {{"advice", body::name(a.suggestion.advice)},
                       {"sentence", adaptation::advice_line(a.suggestion)},
                       {"scale", a.suggestion.scale},
                       {"scale_easier", a.suggestion.scale_easier},
                       {"scale_harder", a.suggestion.scale_harder},
                       {"minutes", a.suggestion.most_minutes ? Json(*a.suggestion.most_minutes) : Json(nullptr)},
                       {"reasons", std::move(reasons)}};
  out["load"] = training_json(a.training);
  out["notes"] = a.history.notes;
  out["warnings"] = a.history.warnings;
  return out;
}

constexpr int kBarWidth = 36;

/// A line of the picture: where the sum stood and where it stands, on a scale that shows all of it.
std::string bar(double from, double to, double low, double high) {
  const auto column = [&](double points) {
    return std::clamp(static_cast<int>(std::lround((points - low) / (high - low) * (kBarWidth - 1))), 0, kBarWidth - 1);
  };
  const int a = column(std::min(from, to)), b = column(std::max(from, to)), usual = column(50.0);
  std::string line;
  for (int i = 0; i < kBarWidth; ++i) line += i >= a && i <= b && from != to ? "█" : (i == usual ? "│" : " ");
  return line;
}

void print_parts(const body::Readiness& r) {
  double low = r.low, high = r.high, at = 50.0 + r.carried_points;
  for (const auto& c : r.inputs) {
    at += c.points;
    low = std::min(low, at);
    high = std::max(high, at);
  }
  low = std::min(low, 48.0);
  high = std::max(high, 52.0);
  at = 50.0;
  const auto line = [&](const char* words, double points, const std::string& value) {
    fmt::print("  {:<23}{:>+6.1f} {} {}\n", words, points, bar(at, at + points, low, high), value);
    at += points;
  };
  line("from the days before", r.carried_points, "");
  for (std::size_t j = 0; j < body::kReadinessInputs; ++j) {
    const auto input = static_cast<ReadinessInput>(j);
    if (r.inputs[j].is_known)
      line(adaptation::label(input), r.inputs[j].points, adaptation::value_line(input, r.inputs[j]));
  }
}

void print(const Assessed& a) {
  const body::Readiness& r = a.readiness;
  if (r.is_known) {
    fmt::print("{}: readiness {:.0f}, four times in five {:.0f} to {:.0f}: {}\n", date_text(a.day), r.score, r.low,
               r.high, adaptation::standing(r));
    print_parts(r);
    std::string missing;
    for (std::size_t j = 0; j < body::kReadinessInputs; ++j) {
      if (r.inputs[j].is_known) continue;
      missing += (missing.empty() ? "" : ", ") + std::string(adaptation::label(static_cast<ReadinessInput>(j)));
    }
    if (!missing.empty()) fmt::print("  not known, so the interval is wider: {}\n", missing);
  } else {
    fmt::print("{}: readiness is {}\n", date_text(a.day), adaptation::standing(r));
  }
  fmt::print("Suggestion: {}\n", adaptation::advice_line(a.suggestion));
  for (const body::Reason reason : a.suggestion.reasons) fmt::print("  {}\n", adaptation::sentence(reason));
  fmt::print("A suggestion, never an order. 50 is your usual day, 15 points one standard deviation of your days.\n");
  fmt::print("{}", training_text(a.training));
  for (const auto& note : a.history.notes) fmt::print("  note: {}\n", note);
}

}  // namespace

int readiness(const ReadinessOptions& options) {
  const auto profile = known_profile(options.profile);
  if (!profile) return complain(kBadInput, profile.error().message);
  std::vector<std::string> files = options.history;
  const bool is_kept_diary = files.empty();
  if (is_kept_diary) {
    const auto kept = journal::diary_path();
    std::error_code problem;
    if (!kept.empty() && std::filesystem::exists(kept, problem)) files.push_back(kept.string());
  }
  auto history = load_history(files, *profile);
  if (!history) return complain(kBadInput, history.error().message);

  Assessed a;
  a.history = std::move(*history);
  if (options.date) {
    const auto day = parse_date(*options.date);
    if (!day) return complain(kBadInput, fmt::format("--date: \"{}\" is no day; expected YYYY-MM-DD", *options.date));
    a.day = *day;
  } else {
    a.day = is_kept_diary || a.history.days.empty() ? today() : a.history.days.back().day;
  }
  if (options.check_in) {
    const auto said = parse_check_in(*options.check_in);
    if (!said) return complain(kBadInput, said.error().message);
    body::Day day{.day = a.day};
    day.check_in = *said;
    journal::add_days(a.history.days, {day});
  }
  const auto& days = a.history.days;
  a.readiness = body::assess_readiness(days, a.day);
  a.signs = body::illness_signs(days, a.day);
  a.training = training_on(a.history, a.day, *profile);
  const auto found = std::find_if(days.begin(), days.end(), [&](const body::Day& d) { return d.day == a.day; });
  a.suggestion = body::suggest(a.readiness, a.signs, found == days.end() ? body::Day{.day = a.day} : *found,
                               {.wbgt_c = options.wbgt_c,
                                .is_acclimatised = options.is_acclimatised,
                                .aqi = options.aqi,
                                .zones_crossed = options.zones,
                                .days_since_travel = options.days_since_travel,
                                .has_worked_night = options.has_worked_night,
                                .minutes = options.minutes});
  if (options.json) {
    fmt::print("{}\n", json_of(a).dump(2, ' ', false, Json::error_handler_t::replace));
  } else {
    print(a);
    for (const auto& warning : a.history.warnings) fmt::print(stderr, "{}\n", warning);
  }
  return kDone;
}

}  // namespace tonus::tool
