#pragma once
// Any file of a watch, a strap, an app or a platform into plain data: an activity, days of wellness, or both. Long
// exports are read as streams: memory follows the days they cover, not their bytes. One path a format: read_activity()
// and
// `--source file:` read activities through the same table.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>
#include <sensors/exchange/activity.hpp>
#include <sensors/exchange/formats.hpp>
#include <sensors/exchange/wellness.hpp>

namespace tonus::exchange {

struct ImportOptions {
  /// Told the share of the file that is done, 0 to 1, now and then, on the calling thread. False stops the reading:
  /// what was read until then is the result, with a warning.
  std::function<bool(double)> progress = {};
};

struct Import {
  FileFormat format = FileFormat::Fit;
  std::optional<Activity> activity = {};
  std::optional<Wellness> wellness = {};
  /// What was damaged, left out or lost, one line each; those of the activity included.
  std::vector<std::string> warnings = {};
};

/// Reads one file. The Error is one line that begins with the file's name: nothing could be read, or the file was
/// refused (a zip that unpacks to more than 1,000 times its size or 16 GiB; XML that declares entities). A damaged file
/// gives what can be read and says in the warnings what was lost. Does I/O; any thread, blocking.
[[nodiscard]] Result<Import, Error> import_file(const std::filesystem::path& path, const ImportOptions& options = {});

/// The same of bytes in memory; `name` is what the file would be called, `format` what it is where that is known. Pure.
[[nodiscard]] Result<Import, Error> import_bytes(std::string_view bytes, std::string_view name,
                                                 std::optional<FileFormat> format = {});

}  // namespace tonus::exchange
