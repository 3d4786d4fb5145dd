#pragma once
// Files of a person's past, of any kind Tonus reads, as days readiness can be assessed from.

#include <map>
#include <span>
#include <string>
#include <vector>

#include <engine/core/result.hpp>
#include <sensors/body/daily.hpp>
#include <sensors/body/load.hpp>
#include <sensors/body/profile.hpp>

namespace tonus::tool {

struct History {
  std::vector<body::Day> days;                                    ///< rising, each once
  std::map<CivilDay, std::vector<body::HeartStretch>> stretches;  ///< of trainings with heart rates
  std::vector<std::string> notes;     ///< what was chosen where files offered several, one line each
  std::vector<std::string> warnings;  ///< what could not be read
};

/// Diaries (JSON lines with a "date"), exports of watches and apps, recorded activities. What a later file says of a
/// day wins, what it does not say stays. Training load is Banister's impulse from heart rates, or where no training has
/// one, the vendor's own figure; days between trainings are rest days. An Error when a file cannot be read at all.
[[nodiscard]] Result<History, Error> load_history(std::span<const std::string> paths, const body::Profile& profile);

}  // namespace tonus::tool
