#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <engine/core/json_fault.hpp>
#include <scenarios/journal/preferences.hpp>

#include "profile_json.hpp"

namespace tonus::journal {
namespace {

struct Range {
  double low, high;
  const char* unit;
};
constexpr Range kAge{10, 100, "years"};
constexpr Range kRest{30, 110, "bpm"};
constexpr Range kMax{100, 230, "bpm"};
constexpr Range kFtp{50, 600, "W"};
constexpr Range kCeiling{60, 230, "bpm"};
constexpr Range kMostIntensity{0.05, 1, "of full intensity"};
constexpr Range kDose{1, 1000, "TRIMP"};
constexpr double kLeastReserve_bpm = 20.0;

/// A number within its range, nothing where the member is absent or null; the first complaint goes to `fault`.
std::optional<double> number(const Json& object, const char* member, const Range& range, const HandWritten& source,
                             std::optional<Error>& fault) {
  const auto found = object.find(member);
  if (fault || found == object.end() || found->is_null()) return {};
  if (found->is_number()) {
    const double x = found->get<double>();
    if (x >= range.low && x <= range.high) return x;
  }
  fault = source.at_member(member, fmt::format("\"{}\" should be {}…{} {} or null, is {}", member, range.low,
                                               range.high, range.unit, text_of(*found)));
  return {};
}

template <class Quantity>
std::optional<Quantity> as(std::optional<double> x) {
  return x ? std::optional<Quantity>(Quantity{*x}) : std::nullopt;
}

/// What one person set for another, under their name in "limits".
body::Restriction restriction(const Json& limits, const char* who, const HandWritten& source,
                              std::optional<Error>& fault) {
  body::Restriction out;
  const auto found = limits.find(who);
  if (fault || found == limits.end() || found->is_null()) return out;
  if (!found->is_object()) {
    fault = source.at_member(
        who,
        fmt::format("\"{}\" should be an object {{\"ceiling_bpm\", \"most_intensity\", \"dose_trimp\"}} or null", who));
    return out;
  }
  fault = source.unknown_member(*found, {"ceiling_bpm", "most_intensity", "dose_trimp"});
  out.ceiling = as<BeatsPerMinute>(number(*found, "ceiling_bpm", kCeiling, source, fault));
  out.most_intensity = number(*found, "most_intensity", kMostIntensity, source, fault);
  out.dose_trimp = number(*found, "dose_trimp", kDose, source, fault);
  return out;
}

void add_restriction(Json& limits, const char* who, const body::Restriction& r) {
  if (r.ceiling) limits[who]["ceiling_bpm"] = r.ceiling->value;
  if (r.most_intensity) limits[who]["most_intensity"] = *r.most_intensity;
  if (r.dose_trimp) limits[who]["dose_trimp"] = *r.dose_trimp;
}

}  // namespace

Error HandWritten::at(std::size_t offset, std::string_view message) const {
  const auto before = text_.substr(0, std::min(offset, text_.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  // Columns as an editor counts them: characters, not the bytes they are made of.
  const auto column = 1 + std::count_if(before.begin() + static_cast<std::ptrdiff_t>(start), before.end(),
                                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  std::string one_line(message);
  std::replace_if(
      one_line.begin(), one_line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return {fmt::format("{}:{}:{}: {}", name_, line, column, one_line)};
}

Result<Json, Error> HandWritten::parse() const {
  if (const auto fault = json_fault(text_)) return fail(at(fault->offset, fault->message));
  Json json = parse_json(text_);
  if (!json.is_object()) return fail(at(0, "expected an object {…}"));
  return json;
}

Error HandWritten::at_member(std::string_view member, std::string_view message) const {
  const std::string quoted = fmt::format("\"{}\"", member);
  for (auto found = text_.find(quoted); found != std::string_view::npos; found = text_.find(quoted, found + 1)) {
    const auto next = text_.find_first_not_of(" \t\r\n", found + quoted.size());
    if (next != std::string_view::npos && text_[next] == ':') return at(found, message);
  }
  return at(0, message);
}

std::optional<Error> HandWritten::unknown_member(const Json& object,
                                                 std::initializer_list<std::string_view> known) const {
  for (const auto& [member, value] : object.items()) {
    if (std::find(known.begin(), known.end(), member) != known.end()) continue;
    std::string names;
    for (const auto name : known) names.append(names.empty() ? "" : ", ").append(name);
    return at_member(member, fmt::format("\"{}\" is not known here; known are {}", member, names));
  }
  return {};
}

Result<body::Profile, Error> profile_from(const Json& object, const HandWritten& source) {
  std::optional<Error> fault =
      source.unknown_member(object, {"age", "rest_bpm", "max_bpm", "ftp_w", "beta_blocker", "limits"});
  body::Profile profile;
  profile.age_years = number(object, "age", kAge, source, fault);
  profile.rest = as<BeatsPerMinute>(number(object, "rest_bpm", kRest, source, fault));
  profile.max = as<BeatsPerMinute>(number(object, "max_bpm", kMax, source, fault));
  profile.ftp = as<Watts>(number(object, "ftp_w", kFtp, source, fault));
  if (const auto found = object.find("beta_blocker"); !fault && found != object.end() && !found->is_null()) {
    if (!found->is_boolean())
      return fail(source.at_member("beta_blocker", "\"beta_blocker\" should be true, false or null"));
    profile.beta_blocker = found->get<bool>();
  }
  if (const auto found = object.find("limits"); !fault && found != object.end() && !found->is_null()) {
    if (!found->is_object())
      return fail(source.at_member("limits", "\"limits\" should be an object {\"ceiling_bpm\": …} or null"));
    fault = source.unknown_member(*found, {"ceiling_bpm", "clinician", "coach"});
    profile.ceiling = as<BeatsPerMinute>(number(*found, "ceiling_bpm", kCeiling, source, fault));
    profile.clinician = restriction(*found, "clinician", source, fault);
    profile.coach = restriction(*found, "coach", source, fault);
  }
  if (!fault && profile.rest && profile.max && profile.max->value - profile.rest->value < kLeastReserve_bpm) {
    fault = source.at_member("max_bpm",
                             fmt::format("\"max_bpm\" should be at least {} above \"rest_bpm\"", kLeastReserve_bpm));
  }
  if (fault) return fail(*fault);
  return profile;
}

Json to_json(const body::Profile& profile) {
  const auto rate = [](const std::optional<BeatsPerMinute>& x) { return x ? Json(x->value) : Json(nullptr); };
  Json out;
  out["age"] = profile.age_years ? Json(*profile.age_years) : Json(nullptr);
  out["rest_bpm"] = rate(profile.rest);
  out["max_bpm"] = rate(profile.max);
  out["ftp_w"] = profile.ftp ? Json(profile.ftp->value) : Json(nullptr);
  out["beta_blocker"] = profile.beta_blocker ? Json(*profile.beta_blocker) : Json(nullptr);
  out["limits"]["ceiling_bpm"] = rate(profile.ceiling);
  add_restriction(out["limits"], "clinician", profile.clinician);
  add_restriction(out["limits"], "coach", profile.coach);
  return out;
}

Result<body::Profile, Error> profile_from_json(std::string_view text, std::string_view name) {
  const HandWritten source(text, name);
  const auto json = source.parse();
  if (!json) return fail(json.error());
  return profile_from(*json, source);
}

}  // namespace tonus::journal
