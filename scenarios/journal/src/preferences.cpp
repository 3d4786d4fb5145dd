#include <scenarios/journal/preferences.hpp>

#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include <engine/core/file.hpp>
#include <scenarios/journal/write_file.hpp>

#include "profile_json.hpp"
#include "user_folder.hpp"

namespace tonus::journal {
namespace {

constexpr int kVersion = 1;
constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 20;

/// None where it is no answer that a heart could give.
std::optional<LearnedAnswer> answer_from(const Json& entry) {
  if (!entry.is_object()) return {};
  LearnedAnswer out;
  auto& p = out.prior;
  const std::pair<const char*, double*> kNumbers[]{{"gain_bpm", &p.gain_bpm}, {"gain_spread_bpm", &p.gain_spread_bpm},
                                                   {"tau_s", &p.tau_s},       {"tau_spread_s", &p.tau_spread_s},
                                                   {"delay_s", &p.delay_s},   {"delay_spread_s", &p.delay_spread_s},
                                                   {"full_w", &out.full_w}};
  for (const auto& [name, to] : kNumbers) {
    const auto found = entry.find(name);
    if (found == entry.end() || !found->is_number()) return {};
    *to = found->get<double>();
  }
  const auto text = entry.find("day");
  const auto day = text != entry.end() && text->is_string() ? parse_date(text->get<std::string>()) : std::nullopt;
  if (!day || !adaptation::is_plausible(p) || !(out.full_w == 0.0 || (out.full_w >= 50.0 && out.full_w <= 600.0)))
    return {};
  out.day = *day;
  return out;
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
  if (auto unknown = source.unknown_member(*json, {"version", "keep_sessions", "uses_cycle", "profile", "answers"}))
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
  if (const auto answers = json->find("answers"); answers != json->end() && !answers->is_null()) {
    if (!answers->is_object()) return fail(source.at_member("answers", "\"answers\" should be an object or null"));
    for (const auto& [actuator, entry] : answers->items()) {
      if (const auto answer = answer_from(entry)) {
        out.answers.emplace(actuator, *answer);
      } else {
        out.left_out.push_back(source
                                   .at_member(actuator, fmt::format("\"{}\" is no answer that a heart could give; "
                                                                    "it is left out",
                                                                    actuator))
                                   .message);
      }
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
