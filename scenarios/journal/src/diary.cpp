#include <scenarios/journal/diary.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <engine/core/file.hpp>
#include <engine/core/json_fault.hpp>
#include <scenarios/journal/preferences.hpp>

#include "json.hpp"

namespace tonus::journal {
namespace {

using body::CheckIn;
using body::CyclePhase;
using body::Day;

constexpr std::uintmax_t kMostBytes = std::uintmax_t{64} << 20;
constexpr std::size_t kMostWarnings = 12;

constexpr std::array<std::pair<const char*, std::optional<double> Day::*>, 7> kValues{{
    {"rmssd_ms", &Day::rmssd_ms},
    {"rest_bpm", &Day::rest_bpm},
    {"sleep_h", &Day::sleep_h},
    {"breaths_per_min", &Day::breaths_per_min},
    {"temperature_dev_c", &Day::temperature_dev_c},
    {"body_temperature_c", &Day::body_temperature_c},
    {"load", &Day::load},
}};
constexpr std::array<std::pair<const char*, std::optional<int> CheckIn::*>, 4> kAnswers{{
    {"sleep", &CheckIn::sleep},
    {"energy", &CheckIn::energy},
    {"muscles", &CheckIn::muscles},
    {"calm", &CheckIn::calm},
}};
constexpr std::array<std::pair<const char*, CyclePhase>, 3> kPhases{{
    {"menstruation", CyclePhase::Menstruation},
    {"follicular", CyclePhase::Follicular},
    {"luteal", CyclePhase::Luteal},
}};

const Json* member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

bool is_true(const Json& object, const char* name) {
  const Json* found = member(object, name);
  return found != nullptr && found->is_boolean() && found->get<bool>();
}

/// The complaint, without its place; nothing when all is well.
std::optional<std::string> read_check_in(const Json& json, CheckIn& out) {
  if (!json.is_object()) return R"("check_in" should be an object)";
  for (const auto& [name, answer] : kAnswers) {
    const Json* found = member(json, name);
    if (found == nullptr) continue;
    if (!found->is_number_integer() || *found < body::kWorstAnswer || *found > body::kBestAnswer) {
      return fmt::format("\"{}\" should be a whole number, 1 (worst) to 7 (best)", name);
    }
    out.*answer = found->get<int>();
  }
  out.has_fever = is_true(json, "fever");
  out.has_symptoms = is_true(json, "symptoms");
  return std::nullopt;
}

std::optional<std::string> read_day(const Json& json, Day& out) {
  if (!json.is_object()) return "expected a JSON object";
  const Json* date = member(json, "date");
  const auto day = date != nullptr && date->is_string() ? parse_date(date->get<std::string>()) : std::nullopt;
  if (!day) return R"(expected "date":"YYYY-MM-DD")";
  out.day = *day;
  for (const auto& [name, value] : kValues) {
    const Json* found = member(json, name);
    if (found == nullptr) continue;
    if (!found->is_number()) return fmt::format("\"{}\" should be a number or null", name);
    out.*value = found->get<double>();
  }
  if (const Json* said = member(json, "check_in")) {
    CheckIn answers;
    if (auto complaint = read_check_in(*said, answers)) return complaint;
    out.check_in = answers;
  }
  if (const Json* cycle = member(json, "cycle")) {
    const auto known = std::find_if(kPhases.begin(), kPhases.end(), [&](const auto& p) { return *cycle == p.first; });
    if (known == kPhases.end()) return R"("cycle" should be "menstruation", "follicular" or "luteal")";
    out.phase = known->second;
  }
  return std::nullopt;
}

/// What `more` says wins; what it does not say stays.
void add_to(Day& day, const Day& more) {
  for (const auto& [name, value] : kValues) {
    if (more.*value) day.*value = more.*value;
  }
  if (more.check_in) day.check_in = more.check_in;
  if (more.phase != CyclePhase::Unknown) day.phase = more.phase;
}

std::string_view next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }

}  // namespace

void add_days(std::vector<Day>& days, const std::vector<Day>& more) {
  std::map<CivilDay, Day> all;
  for (const auto* part : {&std::as_const(days), &more}) {
    for (const Day& day : *part) {
      const auto [place, is_new] = all.try_emplace(day.day, day);
      if (!is_new) add_to(place->second, day);
    }
  }
  days.clear();
  for (const auto& [number, day] : all) days.push_back(day);
}

Result<Diary, Error> diary_from_lines(std::string_view text, std::string_view name) {
  Diary out;
  std::vector<Day> days;
  std::size_t number = 0, left_out = 0;
  std::string first_fault;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = next_line(rest);
    ++number;
    if (is_blank(line)) continue;
    Day day;
    std::optional<std::string> complaint;
    if (const auto fault = json_fault(line)) {
      complaint = fault->message;
    } else {
      complaint = read_day(parse_json(line), day);
    }
    if (!complaint) {
      days.push_back(day);
      continue;
    }
    std::string warning = fmt::format("{}:{}: {}; the line was left out", name, number, *complaint);
    std::replace_if(
        warning.begin(), warning.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    if (left_out++ == 0) first_fault = warning;
    if (left_out <= kMostWarnings) out.warnings.push_back(std::move(warning));
  }
  if (days.empty() && left_out > 0) return fail(Error{first_fault});
  if (left_out > kMostWarnings) {
    out.warnings.push_back(fmt::format("{}: {} lines were left out in all", name, left_out));
  }
  add_days(out.days, days);
  return out;
}

Result<Diary, Error> load_diary(const std::filesystem::path& path) {
  std::error_code problem;
  if (std::filesystem::status(path, problem).type() == std::filesystem::file_type::not_found) return Diary{};
  const auto text = read_file(path, kMostBytes);
  if (!text) return fail(text.error());
  return diary_from_lines(*text, path.string());
}

std::string line_of(const Day& day) {
  Json json;
  json["date"] = date_text(day.day);
  for (const auto& [name, value] : kValues) {
    if (day.*value) json[name] = *(day.*value);
  }
  if (day.check_in) {
    Json said = Json::object();
    for (const auto& [name, answer] : kAnswers) {
      if ((*day.check_in).*answer) said[name] = *((*day.check_in).*answer);
    }
    if (day.check_in->has_fever) said["fever"] = true;
    if (day.check_in->has_symptoms) said["symptoms"] = true;
    json["check_in"] = std::move(said);
  }
  for (const auto& [name, phase] : kPhases) {
    if (day.phase == phase) json["cycle"] = name;
  }
  return text_of(json);
}

Result<void, Error> append_day(const std::filesystem::path& path, const Day& day) {
  if (path.empty()) return fail(Error{"no folder for the diary: neither XDG_DATA_HOME nor HOME names one"});
  const auto failed = [&](int code) { return fail(Error{fmt::format("{}: {}", path.string(), std::strerror(code))}); };
  std::error_code problem;
  std::filesystem::create_directories(path.parent_path(), problem);
  if (problem) return failed(problem.value());
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return failed(errno);
  // One write: a line of somebody else's never lands in the middle of ours.
  const std::string line = line_of(day) + "\n";
  const auto written = ::write(file, line.data(), line.size());
  const int code = errno;
  ::close(file);
  if (written != static_cast<ssize_t>(line.size())) return failed(written < 0 ? code : ENOSPC);
  return {};
}

std::filesystem::path diary_path() {
  const auto sessions = sessions_folder();
  return sessions.empty() ? sessions : sessions.parent_path() / "diary.jsonl";
}

}  // namespace tonus::journal
