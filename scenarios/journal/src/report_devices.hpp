#pragma once
// The part of a report that says how the devices fared.

#include <string>

#include <scenarios/journal/report.hpp>

namespace tonus::journal {

/// A table of figures and the list of what happened; empty without devices.
[[nodiscard]] std::string devices_section(const ReportInput& input);

}  // namespace tonus::journal
