#pragma once
// Whole small files into memory, with the error a person needs. Does I/O: never on the tick or frame path.

#include <cstdint>
#include <filesystem>
#include <string>

#include <engine/core/result.hpp>

namespace tonus {

/// The bytes of a regular file of at most `max_bytes`. The Error is one line that names the path: missing, unreadable,
/// a folder, or too large (with both sizes).
[[nodiscard]] Result<std::string, Error> read_file(const std::filesystem::path& path, std::uintmax_t max_bytes);

}  // namespace tonus
