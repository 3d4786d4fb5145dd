#pragma once
// The ledger as a person reads it: rows that say the same thing one after another are one run.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <scenarios/adaptation/decision.hpp>

namespace tonus::journal {

struct Run {
  const adaptation::Decision* first = nullptr;
  const adaptation::Decision* last = nullptr;
  std::size_t rows = 0;
  int number = 0;  ///< of its marker on the chart, from 1; 0: everyday steering, no marker
};

/// Runs of equal reasons; those beyond everyday steering are numbered. The everyday ones between two numbered ones are
/// one run.
[[nodiscard]] std::vector<Run> runs_of(std::span<const adaptation::Decision> decisions);

/// "Stop", "Signal lost", … for a marker's title and the table.
[[nodiscard]] std::string_view headline(adaptation::Reason reason);

}  // namespace tonus::journal
