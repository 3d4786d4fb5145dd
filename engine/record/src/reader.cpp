#include <engine/record/recording.hpp>

#include <cstring>

#include <engine/core/bytes.hpp>
#include <engine/core/file.hpp>
#include <engine/core/hash.hpp>

#include "format.hpp"

namespace tonus::record {

namespace {
constexpr std::uintmax_t kMaxFile = std::uintmax_t{1} << 32;  // about 80 hours
}

struct Reader::Chunk {
  ChunkKind kind{};
  std::span<const std::byte> payload;
};

Result<Reader, Error> Reader::open(const std::filesystem::path& path) {
  const auto text = read_file(path, kMaxFile);
  if (!text) return fail(text.error());
  const auto raw = std::as_bytes(std::span{*text});
  auto reader = from_bytes({raw.begin(), raw.end()});
  if (!reader) return fail(Error{path.string() + ": " + reader.error().message});
  return reader;
}

Result<Reader, Error> Reader::from_bytes(std::vector<std::byte> bytes) {
  Reader reader;
  reader.bytes_ = std::move(bytes);
  ByteReader opening(reader.bytes_);
  const auto magic = opening.get_bytes(kMagic.size());
  if (magic.size() != kMagic.size() || std::memcmp(magic.data(), kMagic.data(), kMagic.size()) != 0) {
    return fail(Error{"not a Tonus recording: expected TONUSREC at offset 0"});
  }
  const auto version = opening.get<std::uint32_t>();
  if (opening.has_failed()) return fail(Error{"the recording ends inside its opening, at offset 8"});
  if (version != kVersion) {
    return fail(Error{"recording version " + std::to_string(version) + " at offset 8; this build reads version " +
                      std::to_string(kVersion)});
  }
  reader.offset_ = opening.position();
  Chunk chunk;
  switch (reader.next_chunk(chunk)) {
    case Outcome::Good: break;
    case Outcome::Bad: return fail(Error{"the header is damaged: its checksum at offset 12 does not match"});
    case Outcome::End:
    case Outcome::Cut: return fail(Error{"the recording ends inside its header"});
  }
  if (chunk.kind != ChunkKind::Header) return fail(Error{"expected the header at offset 12"});
  reader.header_ = chunk.payload;
  return reader;
}

Reader::Outcome Reader::next_chunk(Chunk& chunk) {
  const auto rest = std::span<const std::byte>(bytes_).subspan(offset_);
  if (rest.empty()) return Outcome::End;
  ByteReader reader(rest);
  chunk.kind = reader.get<ChunkKind>();
  const auto length = reader.get<std::uint32_t>();
  if (reader.has_failed()) return Outcome::Cut;
  // A length no writer makes is damage, not truncation: say so before believing it.
  const std::size_t most = chunk.kind == ChunkKind::Header ? kMaxHeaderBytes : kMaxTickBytes + 64;
  if (length > most) return Outcome::Bad;
  chunk.payload = reader.get_bytes(length);
  const auto checksum = reader.get<std::uint64_t>();
  if (reader.has_failed()) return Outcome::Cut;
  if (checksum != hash_bytes(rest.first(kChunkHead + length))) return Outcome::Bad;
  offset_ += kChunkHead + length + kChunkTail;
  return Outcome::Good;
}

Item Reader::next() {
  Chunk chunk;
  switch (next_chunk(chunk)) {
    case Outcome::Good: break;
    case Outcome::End:
    case Outcome::Cut: return Item::Truncated;
    case Outcome::Bad: return Item::Damaged;
  }
  ByteReader reader(chunk.payload);
  switch (chunk.kind) {
    case ChunkKind::Tick: {
      const auto tick = reader.get<std::int64_t>();
      const auto hash = reader.get<std::uint64_t>();
      if (reader.has_failed() || tick != tick_ + 1) return Item::Damaged;
      tick_ = tick;
      state_hash_ = hash;
      payload_ = reader.get_bytes(reader.remaining());
      return Item::Tick;
    }
    case ChunkKind::Gap: return Item::Gap;
    case ChunkKind::Ending:
      ending_.ticks = reader.get<std::int64_t>();
      ending_.state_hash = reader.get<std::uint64_t>();
      ending_.ledger_hash = std::string(reader.get_text());
      return reader.has_failed() ? Item::Damaged : Item::Ending;
    case ChunkKind::Header: break;
  }
  return Item::Damaged;
}

}  // namespace tonus::record
