#pragma once
// Where a person's files lie.

#include <filesystem>

namespace tonus::journal {

/// $VARIABLE/tonus/name, else $HOME/below/tonus/name; empty where neither is known. The base-directory rule: a path
/// that is not absolute counts as not set.
[[nodiscard]] std::filesystem::path user_file(const char* variable, const char* below, const char* name);

}  // namespace tonus::journal
