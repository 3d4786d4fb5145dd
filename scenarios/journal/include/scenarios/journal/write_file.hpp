#pragma once
// Files that are whole or not there.

#include <filesystem>
#include <string_view>

#include <engine/core/result.hpp>

namespace tonus::journal {

/// Who may read a file: everyone the system lets, or the person alone (mode 0600).
enum class Privacy { Shared, Private };

/// Writes beside `path` and renames, so that a crash or a full disk leaves the old file or none, never half of one.
/// Makes missing folders (mode 0700 where Private). The Error is one line with the path and the system's reason.
/// Thread: any; does I/O.
[[nodiscard]] Result<void, Error> write_file(const std::filesystem::path& path, std::string_view text, Privacy privacy);

}  // namespace tonus::journal
