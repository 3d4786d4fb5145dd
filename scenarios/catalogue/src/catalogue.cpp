#include <scenarios/catalogue/catalogue.hpp>

#include <array>

#include <fmt/format.h>

#include <engine/core/file.hpp>

#include <scenarios/strike/strike.hpp>

namespace tonus::catalogue {
namespace {

constexpr std::array<std::string_view, 5> kStrikeActuators{"target_rate", "reach", "rest", "left_alone", "choice"};
constexpr std::array<std::string_view, 4> kStrikeModes{"desktop", "headset", "seated", "one-handed"};

Result<std::unique_ptr<session::Scenario>, Error> make_strike(std::string_view parameters) {
  if (parameters.empty()) return strike::make({});
  auto parsed = strike::parse_parameters(parameters);
  if (!parsed) return fail(parsed.error());
  return strike::make(*parsed);
}

constexpr std::array kEntries{
    Entry{"strike", "strike", "Targets fly in on phrases; break them with the fist they are marked for.",
          kStrikeActuators, kStrikeModes, make_strike},
};

constexpr std::uintmax_t kMaxFile = 65535;

}  // namespace

std::span<const Entry> scenarios() { return kEntries; }

Result<std::unique_ptr<session::Scenario>, Error> make(const std::string& name, std::string_view parameters) {
  for (const Entry& entry : kEntries) {
    if (entry.name == name) return entry.make(parameters);
  }
  return fail(Error{fmt::format("unknown scenario \"{}\"", name)});
}

Result<Choice, Error> choose(const std::string& name_or_path) {
  std::string known;
  for (const Entry& entry : kEntries) {
    if (entry.name == name_or_path) return Choice{name_or_path, ""};
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  const std::filesystem::path path = name_or_path;
  std::error_code problem;
  if (!std::filesystem::is_regular_file(path, problem)) {
    return fail(
        Error{fmt::format("unknown scenario \"{}\": neither one of {} nor a scenario file", name_or_path, known)});
  }
  auto text = read_file(path, kMaxFile);
  if (!text) return fail(text.error());
  Choice choice{"", std::move(*text)};
  // Each family checks its own "scenario" key; the first that claims the file by name gets it.
  for (const Entry& entry : kEntries) {
    const bool is_only = kEntries.size() == 1;
    if (!is_only && choice.parameters.find(fmt::format("\"{}\"", entry.name)) == std::string::npos) continue;
    auto made = entry.make(choice.parameters);
    if (!made) return fail(Error{fmt::format("{}: {}", name_or_path, made.error().message)});
    choice.name = entry.name;
    return choice;
  }
  return fail(Error{fmt::format("{}: line 1, column 1: names none of the scenarios {}", name_or_path, known)});
}

}  // namespace tonus::catalogue
