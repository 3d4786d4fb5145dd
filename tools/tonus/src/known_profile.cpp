#include "known_profile.hpp"

#include <engine/core/file.hpp>
#include <scenarios/journal/preferences.hpp>

namespace tonus::tool {

Result<body::Profile, Error> known_profile(const std::optional<std::string>& file) {
  constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 20;
  if (file) {
    const auto text = read_file(*file, kMostBytes);
    if (!text) return fail(text.error());
    return journal::profile_from_json(*text, *file);
  }
  const auto path = journal::preferences_path();
  if (path.empty()) return body::Profile{};
  const auto kept = journal::load_preferences(path);
  return kept ? kept->profile : body::Profile{};
}

}  // namespace tonus::tool
