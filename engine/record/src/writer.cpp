#include <engine/record/recording.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <thread>

#include <engine/core/bytes.hpp>
#include <engine/core/contract.hpp>
#include <engine/core/hash.hpp>
#include <engine/core/spsc_ring.hpp>

#include "format.hpp"

namespace tonus::record {
namespace {

using namespace std::chrono_literals;
constexpr std::size_t kRing = 1024;  // 8.5 s of ticks
constexpr auto kIdle = 2ms;
constexpr auto kFlushEvery = 1s;  // a crash loses at most this much

struct Queued {
  TickRecord record;
  std::uint64_t lost_before = 0;  // ticks dropped since the previous queued one
};

}  // namespace

struct Writer::Impl {
  ~Impl() {
    if (thread.joinable()) {
      thread.request_stop();
      thread.join();
    }
    unregister_last_will(this);
    if (file != nullptr) std::fclose(file);
  }

  void write_chunk(ChunkKind kind, std::span<const std::byte> payload) noexcept {
    if (failed.load(std::memory_order_relaxed)) return;
    ByteWriter writer(scratch);
    writer.put(kind);
    writer.put(static_cast<std::uint32_t>(payload.size()));
    writer.put_bytes(payload);
    const std::uint64_t checksum = hash_bytes(writer.written());
    writer.put(checksum);
    TONUS_EXPECTS(!writer.has_overflowed());
    const auto bytes = writer.written();
    if (std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size()) note_failure();
  }

  void write_tick(const Queued& item) noexcept {
    if (item.lost_before > 0) {
      write_chunk(ChunkKind::Gap, std::as_bytes(std::span{&item.lost_before, 1}));
    }
    std::array<std::byte, kMaxTickBytes + 32> payload;
    ByteWriter writer(payload);
    writer.put(item.record.tick);
    writer.put(item.record.state_hash);
    writer.put_bytes(item.record.payload());
    write_chunk(ChunkKind::Tick, writer.written());
  }

  void flush() noexcept {
    if (!failed.load(std::memory_order_relaxed) && std::fflush(file) != 0) note_failure();
  }

  void note_failure() noexcept {
    failure = errno;
    failed.store(true, std::memory_order_release);
  }

  void run(const std::stop_token& stop) noexcept {
    auto next_flush = std::chrono::steady_clock::now() + kFlushEvery;
    while (true) {
      const bool is_last_round = stop.stop_requested();
      bool had_any = false;
      while (ring.try_pop(popped)) {
        write_tick(popped);
        had_any = true;
      }
      if (is_last_round) return;
      if (const auto now = std::chrono::steady_clock::now(); now >= next_flush) {
        flush();
        next_flush = now + kFlushEvery;
      }
      if (!had_any) std::this_thread::sleep_for(kIdle);
    }
  }

  std::filesystem::path path;
  std::FILE* file = nullptr;
  std::vector<std::byte> scratch;
  SpscRing<Queued, kRing> ring;
  Queued pushed;           // sim thread
  Queued popped;           // recorder thread
  std::uint64_t lost = 0;  // sim thread
  std::atomic<bool> failed{false};
  int failure = 0;
  std::jthread thread;
};

Writer::Writer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Writer::~Writer() = default;

namespace {
Error write_error(const std::filesystem::path& path, const char* what, int number) {
  return {path.string() + ": " + what + ": " + std::generic_category().message(number)};
}
}  // namespace

Result<std::unique_ptr<Writer>, Error> Writer::create(const std::filesystem::path& path,
                                                      std::span<const std::byte> header) {
  TONUS_EXPECTS(header.size() <= kMaxHeaderBytes);
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->file = std::fopen(path.c_str(), "wb");
  if (impl->file == nullptr) return fail(write_error(path, "cannot create the recording", errno));
  impl->scratch.resize(header.size() + kMaxTickBytes + 64);
  std::array<std::byte, 12> opening;
  ByteWriter writer(opening);
  writer.put_bytes(std::as_bytes(std::span{kMagic}));
  writer.put(kVersion);
  if (std::fwrite(opening.data(), 1, opening.size(), impl->file) != opening.size()) impl->note_failure();
  impl->write_chunk(ChunkKind::Header, header);
  impl->flush();
  if (impl->failed) return fail(write_error(path, "cannot write the recording", impl->failure));
  // Flush when a contract breaks: what was recorded up to then is what one needs to find out why.
  register_last_will([](void* context) noexcept { std::fflush(static_cast<Impl*>(context)->file); }, impl.get());
  impl->thread = std::jthread([raw = impl.get()](const std::stop_token& stop) { raw->run(stop); });
  return std::unique_ptr<Writer>(new Writer(std::move(impl)));
}

bool Writer::try_append(const TickRecord& record) noexcept {
  impl_->pushed.record = record;
  impl_->pushed.lost_before = impl_->lost;
  if (!impl_->ring.try_push(impl_->pushed)) {
    ++impl_->lost;
    return false;
  }
  impl_->lost = 0;
  return true;
}

bool Writer::append_waiting(const TickRecord& record) noexcept {
  while (!try_append(record)) {
    impl_->lost = 0;  // not lost: it is tried again
    if (has_failed()) return false;
    std::this_thread::sleep_for(100us);
  }
  return !has_failed();
}

bool Writer::has_failed() const noexcept { return impl_->failed.load(std::memory_order_acquire); }

Result<void, Error> Writer::finish(const Ending& ending) {
  impl_->thread.request_stop();
  impl_->thread.join();
  unregister_last_will(impl_.get());
  if (impl_->lost > 0) impl_->write_chunk(ChunkKind::Gap, std::as_bytes(std::span{&impl_->lost, 1}));
  std::array<std::byte, 1024> payload;
  ByteWriter writer(payload);
  writer.put(ending.ticks);
  writer.put(ending.state_hash);
  writer.put_text(ending.ledger_hash);
  impl_->write_chunk(ChunkKind::Ending, writer.written());
  impl_->flush();
  if (std::fclose(impl_->file) != 0 && !impl_->failed) impl_->note_failure();
  impl_->file = nullptr;
  if (impl_->failed) return fail(write_error(impl_->path, "recording stopped", impl_->failure));
  return {};
}

}  // namespace tonus::record
