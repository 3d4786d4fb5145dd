#pragma once
// Writes ledger rows as they come, on a thread of its own, and remembers them for the report.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <engine/core/result.hpp>

#include "runner.hpp"

namespace tonus::tool {

class LedgerKeeper final : public RowSink {
 public:
  struct Kept {
    std::vector<adaptation::Decision> rows;
    std::string head;              ///< hash of the newest row
    std::optional<Error> failure;  ///< the file could not be written to its end
  };

  /// Without a path the chain is computed and nothing is written.
  [[nodiscard]] static Result<std::unique_ptr<LedgerKeeper>, Error> create(
      const std::optional<std::filesystem::path>& path);
  ~LedgerKeeper() override;
  /// Waits when a hundred rows are queued, which only a session at maximum speed on a stalled disk can bring about.
  void take(const adaptation::Decision& row) noexcept override;
  /// Joins the thread. Call once.
  [[nodiscard]] Kept finish();

 private:
  struct Impl;
  explicit LedgerKeeper(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::tool
