#pragma once

#include <string_view>

namespace tonus::journal {

/// The page's whole style sheet: light and dark by the reader's setting, quiet on paper.
extern const std::string_view kReportStyle;

}  // namespace tonus::journal
