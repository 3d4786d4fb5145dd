#pragma once
// One row of the ledger as JSON, and back. The order of the members is part of the format: it is what is hashed.

#include <string>
#include <string_view>

#include <engine/core/result.hpp>
#include <scenarios/adaptation/decision.hpp>

namespace tonus::journal {

/// The row up to and with prev_hash, as one line.
[[nodiscard]] std::string row_text(const adaptation::Decision& decision, std::string_view prev_hash);

struct RowContent {
  adaptation::Decision decision;
  std::string sentence;
  std::string prev_hash;
};
/// The reverse. The Error names the first member that is missing or is not what it should be.
[[nodiscard]] Result<RowContent, Error> parse_row(std::string_view text);

}  // namespace tonus::journal
