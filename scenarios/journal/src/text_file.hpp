#pragma once
// Whole small files in and out.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include <engine/core/result.hpp>

namespace tonus::journal {

/// The text of a file; nothing where there is no such file; an Error names it where it cannot be read or is above `most_bytes`.
[[nodiscard]] Result<std::optional<std::string>, Error> read_text_file(const std::filesystem::path& path, std::size_t most_bytes);

}  // namespace tonus::journal
