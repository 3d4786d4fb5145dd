#pragma once

#include <span>
#include <string>

#include <scenarios/journal/report.hpp>

#include "report_runs.hpp"

namespace tonus::journal {

/// Heart rate against its band, markers, intensity and signal quality over one time axis, as one inline SVG.
[[nodiscard]] std::string chart_svg(const ReportInput& input, std::span<const Run> runs);

}  // namespace tonus::journal
