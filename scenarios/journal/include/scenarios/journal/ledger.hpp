#pragma once
// ledger.jsonl: why intensity was what it was, one JSON line a decision, each chained to the one before by a hash.
// A row holds all that its outcome was computed from, so that it can be computed again years later
// (adaptation::recomputes). The chain shows damage and later edits against a hash kept elsewhere (summary.json); it is
// no signature.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>
#include <scenarios/adaptation/decision.hpp>

namespace tonus::journal {

/// Numbers that are unknown or not a number are null; infinite ones are "inf" and "-inf"; all others read back to equal
/// bits. `terms` are null where the law did not run. `prev_hash` of the first row is 64 zeros. `hash` is the last
/// member: BLAKE2b-256, in hex, of prev_hash followed by the line without ,"hash":"…".
class LedgerChain {
 public:
  /// The next line, without a line break. Thread: one at a time (the recorder's). Allocates.
  [[nodiscard]] std::string append(const adaptation::Decision& decision);
  /// Hash of the newest row; 64 zeros before the first.
  [[nodiscard]] const std::string& head() const noexcept { return head_; }
  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }

 private:
  std::string head_ = std::string(64, '0');
  std::size_t rows_ = 0;
};

struct LedgerRow {
  adaptation::Decision decision;  ///< as it was made; give it to adaptation::recomputes
  std::string sentence;           ///< as it was written then
  std::string prev_hash;
  std::string hash;
  std::string body;      ///< the line without its hash: what was hashed
  std::size_t line = 0;  ///< from 1
};

/// What a ledger holds up to its first unreadable line.
struct LedgerScan {
  std::vector<LedgerRow> rows;
  std::optional<Error> fault;  ///< "line N: …"; none when every line could be read
};
/// Reads row after row; never throws, whatever the text is. A last line without a line break counts if it is whole.
[[nodiscard]] LedgerScan scan_ledger(std::string_view text);

/// All rows of a file, or one line that names the file and the line that cannot be read. At most 256 MiB.
[[nodiscard]] Result<std::vector<LedgerRow>, Error> read_ledger(const std::filesystem::path& path);

struct ChainReport {
  std::size_t good_rows = 0;            ///< from the first on
  std::optional<std::size_t> bad_line;  ///< of the first row that does not follow; none when the chain is whole
  std::string fault;                    ///< one line for people; empty when whole
  /// The newest row says that the session is over. False: the ledger was cut short between two rows, or is still being
  /// written.
  bool reaches_end = false;
};
/// Whether each row is what was hashed and follows the one before. With `expected_head` (a summary's ledger_hash) also
/// whether the last row is the one expected: a ledger that lost its last rows is whole in itself, and only this finds
/// it.
[[nodiscard]] ChainReport check_chain(std::span<const LedgerRow> rows,
                                      std::optional<std::string_view> expected_head = {});

}  // namespace tonus::journal
