#include "ledger_keeper.hpp"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <system_error>
#include <thread>

#include <engine/core/spsc_ring.hpp>
#include <scenarios/journal/ledger.hpp>

namespace tonus::tool {

using namespace std::chrono_literals;

struct LedgerKeeper::Impl {
  ~Impl() {
    if (thread.joinable()) {
      thread.request_stop();
      thread.join();
    }
    if (file != nullptr) std::fclose(file);
  }
  void write(const adaptation::Decision& row) {
    const std::string line = chain.append(row) + "\n";
    rows.push_back(row);
    if (file == nullptr || failure != 0) return;
    // Flushed row by row: rows are rare, and a crash should cost none.
    if (std::fwrite(line.data(), 1, line.size(), file) != line.size() || std::fflush(file) != 0) failure = errno;
  }
  void run(const std::stop_token& stop) {
    while (true) {
      const bool is_last_round = stop.stop_requested();
      adaptation::Decision row;
      while (ring.try_pop(row)) write(row);
      if (is_last_round) return;
      std::this_thread::sleep_for(2ms);
    }
  }

  std::filesystem::path path;
  std::FILE* file = nullptr;
  int failure = 0;
  journal::LedgerChain chain;
  std::vector<adaptation::Decision> rows;
  SpscRing<adaptation::Decision, 101> ring;
  std::jthread thread;
};

LedgerKeeper::LedgerKeeper(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LedgerKeeper::~LedgerKeeper() = default;

Result<std::unique_ptr<LedgerKeeper>, Error> LedgerKeeper::create(const std::optional<std::filesystem::path>& path) {
  auto impl = std::make_unique<Impl>();
  if (path) {
    impl->path = *path;
    impl->file = std::fopen(path->c_str(), "wb");
    if (impl->file == nullptr) {
      return fail(Error{path->string() + ": cannot create the ledger: " + std::generic_category().message(errno)});
    }
  }
  impl->thread = std::jthread([raw = impl.get()](const std::stop_token& stop) { raw->run(stop); });
  return std::unique_ptr<LedgerKeeper>(new LedgerKeeper(std::move(impl)));
}

void LedgerKeeper::take(const adaptation::Decision& row) noexcept {
  while (!impl_->ring.try_push(row)) std::this_thread::sleep_for(100us);
}

LedgerKeeper::Kept LedgerKeeper::finish() {
  impl_->thread.request_stop();
  impl_->thread.join();
  if (impl_->file != nullptr && std::fclose(impl_->file) != 0 && impl_->failure == 0) impl_->failure = errno;
  impl_->file = nullptr;
  Kept kept{std::move(impl_->rows), impl_->chain.head(), {}};
  if (impl_->failure != 0) {
    kept.failure =
        Error{impl_->path.string() + ": ledger cut short: " + std::generic_category().message(impl_->failure)};
  }
  return kept;
}

}  // namespace tonus::tool
