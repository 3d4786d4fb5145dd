#pragma once
// The one visible table of scenario families.

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <engine/core/result.hpp>
#include <scenarios/session/scenario.hpp>

namespace tonus::catalogue {

struct Entry {
  std::string_view name;
  std::string_view family;
  std::string_view summary;
  std::span<const std::string_view> actuators;  ///< what intensity acts on
  std::span<const std::string_view> modes;      ///< "seated", "one-handed", "headset", "desktop", …
  /// Parameters as JSON text; empty for the defaults.
  Result<std::unique_ptr<session::Scenario>, Error> (*make)(std::string_view parameters);
};

[[nodiscard]] std::span<const Entry> scenarios();

/// What the command line names: a scenario by name, or a file that holds its parameters.
struct Choice {
  std::string name;
  std::string parameters;
};
/// An unknown name lists the known ones; a bad file names file, line and column.
[[nodiscard]] Result<Choice, Error> choose(const std::string& name_or_path);
[[nodiscard]] Result<std::unique_ptr<session::Scenario>, Error> make(const std::string& name,
                                                                     std::string_view parameters);

}  // namespace tonus::catalogue
