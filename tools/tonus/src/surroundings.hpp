#pragma once
// Whose body played and where, in sentences: for the report, the terminal and whoever replays a recording.

#include <string>
#include <vector>

#include <scenarios/session/definition.hpp>

namespace tonus::tool {

/// A line each of recorded motion, room and fit; nothing for a session without any of them.
[[nodiscard]] std::vector<std::string> surroundings(const session::SessionDefinition& definition);

}  // namespace tonus::tool
