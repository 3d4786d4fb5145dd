#pragma once
// Which file is which: by its content first, by its name second. The visible table of all formats.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <engine/core/result.hpp>
#include <sensors/exchange/activity.hpp>
#include <sensors/exchange/formats.hpp>

#include "wellness/importers.hpp"

namespace tonus::exchange {

inline constexpr std::size_t kHeadBytes = 64 * 1024;

/// From the first bytes of a file (kHeadBytes of them, or all there are) and its name. The Error names place and
/// remedy.
[[nodiscard]] Result<FileFormat, Error> recognise(std::string_view head, std::string_view name);

/// A whole file of an activity. Nothing for formats that hold none.
using ParseActivity = Result<Activity, Error> (*)(std::string_view bytes);

struct FormatEntry {
  FileFormat format;
  std::string_view name;
  ParseActivity parse_activity = nullptr;  ///< activities
  Importer import = nullptr;               ///< days
};
[[nodiscard]] const FormatEntry& entry_of(FileFormat format);

}  // namespace tonus::exchange
