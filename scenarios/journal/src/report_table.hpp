#pragma once

#include <span>
#include <string>

#include <scenarios/adaptation/decision.hpp>

#include "report_runs.hpp"

namespace tonus::journal {

/// The runs as a table, and every single row folded away below it.
[[nodiscard]] std::string decisions_section(std::span<const Run> runs, std::span<const adaptation::Decision> decisions);

}  // namespace tonus::journal
