// Any bytes as ledger.jsonl: read or refused with a line number, never more rows than lines, and what was read
// recomputes or not without a crash.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <scenarios/adaptation/law.hpp>
#include <scenarios/adaptation/sentence.hpp>
#include <scenarios/journal/ledger.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tonus;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto scan = journal::scan_ledger(text);
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  if (scan.rows.size() > lines) std::abort();
  if (scan.fault && !scan.fault->message.starts_with("line ")) std::abort();
  const auto report = journal::check_chain(scan.rows);
  if (report.good_rows > scan.rows.size() || (report.bad_line && report.fault.empty())) std::abort();
  for (const auto& row : scan.rows) {
    static_cast<void>(adaptation::recomputes(row.decision));
    // What reads can be written again and reads once more.
    if (journal::scan_ledger(journal::LedgerChain().append(row.decision)).fault) std::abort();
  }
  return 0;
}
