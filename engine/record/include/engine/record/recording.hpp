#pragma once
// A recording: opaque bytes of one header, then of every tick with the state hash it left, framed and checksummed.
// File: "TONUSREC", u32 version, then chunks {u8 kind, u32 length, payload, u64 XXH3 of kind, length and payload},
// little-endian. What the bytes mean is the session's affair (scenarios/session); what a replay promises is in
// engine/record/README.md.

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <engine/core/result.hpp>

namespace tonus::record {

inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::size_t kMaxTickBytes = 2560;
inline constexpr std::size_t kMaxHeaderBytes = 1 << 20;

struct TickRecord {
  std::int64_t tick = 0;
  std::uint64_t state_hash = 0;
  std::uint32_t size = 0;
  std::array<std::byte, kMaxTickBytes> bytes;

  [[nodiscard]] std::span<const std::byte> payload() const noexcept { return {bytes.data(), size}; }
};

/// How the session ended, for readers that want to know whether the file is whole.
struct Ending {
  std::int64_t ticks = 0;
  std::uint64_t state_hash = 0;
  std::string ledger_hash;
};

/// Owns the file and the recorder thread. append: one thread (sim). Everything else: the thread that made it.
class Writer {
 public:
  /// Creates or replaces the file and writes the header.
  [[nodiscard]] static Result<std::unique_ptr<Writer>, Error> create(const std::filesystem::path& path,
                                                                     std::span<const std::byte> header);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Real time: wait-free; false when the recorder thread is too far behind: the tick is lost, the file gets a gap and
  /// is replayable up to it only.
  bool try_append(const TickRecord& record) noexcept;
  /// Lockstep sessions: waits for room instead of losing a tick. False once the file has failed.
  bool append_waiting(const TickRecord& record) noexcept;
  /// True from the first failed write on (disk full, …); nothing is written after it, what stands before it replays.
  [[nodiscard]] bool has_failed() const noexcept;
  /// Drains, writes the ending, closes. The error of the first failed write, if there was one. Call once.
  [[nodiscard]] Result<void, Error> finish(const Ending& ending);

 private:
  struct Impl;
  explicit Writer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// What a reader meets next.
enum class Item : std::uint8_t {
  Tick,       ///< tick() holds it
  Gap,        ///< ticks were lost here: not replayable further
  Ending,     ///< ending() holds it; the file is whole
  Truncated,  ///< the file stops in mid-chunk or without an ending
  Damaged,    ///< a checksum does not match: the chunk after the last good tick
};

/// Reads front to back. Hostile input safe: lengths are checked before anything is allocated or read.
class Reader {
 public:
  /// Fails on a missing file, wrong magic, unknown version or damaged header, each in one line.
  [[nodiscard]] static Result<Reader, Error> open(const std::filesystem::path& path);
  [[nodiscard]] static Result<Reader, Error> from_bytes(std::vector<std::byte> bytes);
  [[nodiscard]] std::span<const std::byte> header() const noexcept { return header_; }
  [[nodiscard]] Item next();
  [[nodiscard]] std::int64_t tick() const noexcept { return tick_; }
  [[nodiscard]] std::uint64_t state_hash() const noexcept { return state_hash_; }
  [[nodiscard]] std::span<const std::byte> payload() const noexcept { return payload_; }
  [[nodiscard]] const Ending& ending() const noexcept { return ending_; }
  [[nodiscard]] std::size_t offset() const noexcept { return offset_; }  ///< of the next chunk

 private:
  struct Chunk;
  enum class Outcome : std::uint8_t { Good, End, Cut, Bad };
  Outcome next_chunk(Chunk& chunk);

  std::vector<std::byte> bytes_;
  std::size_t offset_ = 0;
  std::span<const std::byte> header_;
  std::span<const std::byte> payload_;
  std::int64_t tick_ = -1;
  std::uint64_t state_hash_ = 0;
  Ending ending_;
};

}  // namespace tonus::record
