#include <scenarios/journal/preferences.hpp>

#include <initializer_list>
#include <limits>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include <engine/core/file.hpp>
#include <scenarios/journal/write_file.hpp>
#include <sensors/body/profile.hpp>

#include "profile_json.hpp"
#include "user_folder.hpp"

namespace tonus::journal {
namespace {

constexpr int kVersion = 1;
constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 20;

struct Number {
  const char* name;
  double* to;
  double least = std::numeric_limits<double>::lowest(), most = std::numeric_limits<double>::max();
};

/// Reads them all; false where one is absent, no number, or out of its range.
bool has_numbers(const Json& entry, std::initializer_list<Number> numbers) {
  for (const Number& number : numbers) {
    const auto found = entry.find(number.name);
    if (found == entry.end() || !found->is_number()) return false;
    *number.to = found->get<double>();
    if (!(*number.to >= number.least && *number.to <= number.most)) return false;
  }
  return true;
}

std::optional<CivilDay> day_of(const Json& entry) {
  const auto text = entry.find("day");
  return text != entry.end() && text->is_string() ? parse_date(text->get<std::string>()) : std::nullopt;
}

/// None where it is no answer that a heart could give.
std::optional<LearnedAnswer> answer_from(const Json& entry) {
  if (!entry.is_object()) return {};
  LearnedAnswer out;
  auto& p = out.prior;
  if (!has_numbers(entry, {{"gain_bpm", &p.gain_bpm},
                           {"gain_spread_bpm", &p.gain_spread_bpm},
                           {"tau_s", &p.tau_s},
                           {"tau_spread_s", &p.tau_spread_s},
                           {"delay_s", &p.delay_s},
                           {"delay_spread_s", &p.delay_spread_s},
                           {"full_w", &out.full_w}}))
    return {};
  const auto day = day_of(entry);
  if (!day || !adaptation::is_plausible(p) || !(out.full_w == 0.0 || (out.full_w >= 50.0 && out.full_w <= 600.0)))
    return {};
  out.day = *day;
  return out;
}

/// None where it is nothing that motion could cost.
std::optional<LearnedMotion> motion_from(const Json& entry) {
  if (!entry.is_object()) return {};
  LearnedMotion out;
  auto& a = out.answer;
  if (!has_numbers(entry, {{"path_bpm_per_m_s", &a.path_bpm_per_m_s},
                           {"path_spread_bpm_per_m_s", &a.path_spread_bpm_per_m_s},
                           {"strike_bpm_s", &a.strike_bpm_s},
                           {"strike_spread_bpm_s", &a.strike_spread_bpm_s},
                           {"correlation", &a.correlation}}))
    return {};
  const auto day = day_of(entry);
  if (!day || !adaptation::is_plausible(a)) return {};
  out.day = *day;
  a.is_known = true;
  return out;
}

Json to_json(const LearnedMotion& motion) {
  const auto& a = motion.answer;
  return {{"day", date_text(motion.day)},
          {"path_bpm_per_m_s", a.path_bpm_per_m_s},
          {"path_spread_bpm_per_m_s", a.path_spread_bpm_per_m_s},
          {"strike_bpm_s", a.strike_bpm_s},
          {"strike_spread_bpm_s", a.strike_spread_bpm_s},
          {"correlation", a.correlation}};
}

/// The entries of a member by name; what cannot be believed is left out with a line.
template <class Kept>
std::optional<Error> read_entries(const Json& json, const char* member, std::optional<Kept> (*from)(const Json&),
                                  std::string_view what, const HandWritten& source,
                                  std::map<std::string, Kept, std::less<>>& to, std::vector<std::string>& left_out) {
  const auto entries = json.find(member);
  if (entries == json.end() || entries->is_null()) return {};
  if (!entries->is_object()) return source.at_member(member, fmt::format("\"{}\" should be an object or null", member));
  for (const auto& [name, entry] : entries->items()) {
    if (const auto kept = from(entry)) {
      to.emplace(name, *kept);
    } else {
      left_out.push_back(source.at_member(name, fmt::format("\"{}\" is {}; it is left out", name, what)).message);
    }
  }
  return {};
}

/// None where it is nothing that readiness could have said.
std::optional<ReadinessAnswer> readiness_from(const Json& entry) {
  if (!entry.is_object()) return {};
  ReadinessAnswer out;
  if (!has_numbers(entry, {{"score", &out.score, 0.0, 100.0},
                           {"low", &out.low, 0.0, 100.0},
                           {"high", &out.high, 0.0, 100.0},
                           {"scale", &out.scale, 0.5, 1.05}}))
    return {};
  const auto known = entry.find("is_known"), at = entry.find("as_of_unix_s");
  if (known == entry.end() || !known->is_boolean() || at == entry.end() || !at->is_number_integer()) return {};
  out.is_known = known->get<bool>();
  out.as_of_unix_s = at->get<std::int64_t>();
  constexpr std::int64_t kEndOfCenturies = 32503680000;  // the year 3000
  return out.as_of_unix_s > 0 && out.as_of_unix_s < kEndOfCenturies ? std::optional(out) : std::nullopt;
}

Json to_json(const ReadinessAnswer& r) {
  return {{"is_known", r.is_known}, {"score", r.score}, {"low", r.low},
          {"high", r.high},         {"scale", r.scale}, {"as_of_unix_s", r.as_of_unix_s}};
}

Json to_json(const LearnedAnswer& answer) {
  const auto& p = answer.prior;
  return {{"day", date_text(answer.day)},         {"gain_bpm", p.gain_bpm},
          {"gain_spread_bpm", p.gain_spread_bpm}, {"tau_s", p.tau_s},
          {"tau_spread_s", p.tau_spread_s},       {"delay_s", p.delay_s},
          {"delay_spread_s", p.delay_spread_s},   {"full_w", answer.full_w}};
}

}  // namespace

std::filesystem::path preferences_path() { return user_file("XDG_CONFIG_HOME", ".config", "preferences.json"); }
std::filesystem::path sessions_folder() { return user_file("XDG_DATA_HOME", ".local/share", "sessions"); }

Result<Preferences, Error> preferences_from_json(std::string_view text, std::string_view name) {
  const HandWritten source(text, name);
  const auto json = source.parse();
  if (!json) return fail(json.error());
  if (auto unknown = source.unknown_member(
          *json, {"version", "keep_sessions", "uses_cycle", "profile", "answers", "motions", "readiness", "reach_m"}))
    return fail(*unknown);
  const auto version = json->find("version");
  if (version == json->end() || *version != kVersion) {
    return fail(source.at_member("version", fmt::format("\"version\" should be {}", kVersion)));
  }
  Preferences out;
  if (const auto keep = json->find("keep_sessions"); keep != json->end() && !keep->is_null()) {
    if (!keep->is_boolean())
      return fail(source.at_member("keep_sessions", "\"keep_sessions\" should be true, false or null"));
    out.keep_sessions = keep->get<bool>();
  }
  if (const auto cycle = json->find("uses_cycle"); cycle != json->end() && !cycle->is_null()) {
    if (!cycle->is_boolean())
      return fail(source.at_member("uses_cycle", "\"uses_cycle\" should be true, false or null"));
    out.uses_cycle = cycle->get<bool>();
  }
  if (const auto profile = json->find("profile"); profile != json->end() && !profile->is_null()) {
    if (!profile->is_object()) return fail(source.at_member("profile", "\"profile\" should be an object or null"));
    auto read = profile_from(*profile, source);
    if (!read) return fail(read.error());
    out.profile = *read;
  }
  for (const auto& fault : {read_entries(*json, "answers", answer_from, "no answer that a heart could give", source,
                                         out.answers, out.left_out),
                            read_entries(*json, "motions", motion_from, "nothing that motion could cost", source,
                                         out.motions, out.left_out)}) {
    if (fault) return fail(*fault);
  }
  if (const auto entry = json->find("readiness"); entry != json->end() && !entry->is_null()) {
    out.readiness = readiness_from(*entry);
    if (!out.readiness) {
      out.left_out.push_back(
          source.at_member("readiness", "\"readiness\" is nothing that readiness could have said; it is left out")
              .message);
    }
  }
  if (const auto reach = json->find("reach_m"); reach != json->end() && !reach->is_null()) {
    const double m = reach->is_number() ? reach->get<double>() : 0.0;
    if (m >= body::kLeastReach_m && m <= body::kMostReach_m) {
      out.reach_m = m;
    } else {
      out.left_out.push_back(
          source.at_member("reach_m", "\"reach_m\" is nothing that people reach; it is left out").message);
    }
  }
  return out;
}

Result<Preferences, Error> load_preferences(const std::filesystem::path& path) {
  std::error_code problem;
  if (std::filesystem::status(path, problem).type() == std::filesystem::file_type::not_found) return Preferences{};
  const auto text = read_file(path, kMostBytes);
  if (!text) return fail(text.error());
  return preferences_from_json(*text, path.string());
}

Result<void, Error> save_preferences(const std::filesystem::path& path, const Preferences& preferences) {
  if (path.empty()) return fail(Error{"no folder for preferences: neither XDG_CONFIG_HOME nor HOME names one"});
  if (const auto old = load_preferences(path); !old) {
    return fail(Error{fmt::format("{}; preferences were not saved: mend or move the file first", old.error().message)});
  }
  Json out;
  out["version"] = kVersion;
  out["keep_sessions"] = preferences.keep_sessions ? Json(*preferences.keep_sessions) : Json(nullptr);
  if (preferences.uses_cycle) out["uses_cycle"] = true;
  out["profile"] = to_json(preferences.profile);
  for (const auto& [actuator, answer] : preferences.answers) out["answers"][actuator] = to_json(answer);
  for (const auto& [scenario, motion] : preferences.motions) out["motions"][scenario] = to_json(motion);
  if (preferences.readiness) out["readiness"] = to_json(*preferences.readiness);
  if (preferences.reach_m) out["reach_m"] = *preferences.reach_m;
  const std::string text = text_of(out, 2) + "\n";
  // What could not be read again must not be written: a value out of range would lock the person out of every later
  // save.
  if (const auto again = preferences_from_json(text, "preferences"); !again) {
    return fail(again.error());
  } else if (!again->left_out.empty()) {
    return fail(Error{again->left_out.front()});
  }
  return write_file(path, text, Privacy::Private);
}

}  // namespace tonus::journal
