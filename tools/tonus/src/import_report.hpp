#pragma once
// What an imported file holds, for people and for programs.

#include <string>

#include <nlohmann/json.hpp>

#include <sensors/body/profile.hpp>
#include <sensors/exchange/import.hpp>

namespace tonus::tool {

/// The document of docs/architecture.md: format, kind, records, duration_s, mean_bpm, mean_w, rr_beats, days, warnings.
[[nodiscard]] nlohmann::ordered_json report_json(const std::string& file, const exchange::Import& read,
                                                 const body::Profile& profile);
/// A paragraph.
[[nodiscard]] std::string report_text(const std::string& file, const exchange::Import& read,
                                      const body::Profile& profile);
/// What the days of several files come to together, once what they say twice counts once.
[[nodiscard]] nlohmann::ordered_json days_json(const exchange::Wellness& days);
[[nodiscard]] std::string days_text(const exchange::Wellness& days);

}  // namespace tonus::tool
