#include "io/zip.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <minizip/unzip.h>

#include "text/text.hpp"

namespace tonus::exchange {
namespace {

constexpr std::size_t kMostEntries = 200'000;

/// A file in memory for minizip: what its table of functions wants to have.
struct MemoryFile {
  std::string_view bytes;
  ZPOS64_T at = 0;
};

voidpf open_memory_file(voidpf opaque, const void*, int) { return opaque; }
uLong read_memory_file(voidpf, voidpf stream, void* to, uLong size) {
  auto& file = *static_cast<MemoryFile*>(stream);
  const auto left = file.at < file.bytes.size() ? file.bytes.size() - file.at : 0;
  const auto n = std::min<std::size_t>(size, left);
  std::copy_n(file.bytes.data() + (left > 0 ? file.at : 0), n, static_cast<char*>(to));
  file.at += n;
  return static_cast<uLong>(n);
}
uLong write_memory_file(voidpf, voidpf, const void*, uLong) { return 0; }
ZPOS64_T tell_memory_file(voidpf, voidpf stream) { return static_cast<MemoryFile*>(stream)->at; }
long seek_memory_file(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
  auto& file = *static_cast<MemoryFile*>(stream);
  const ZPOS64_T base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? file.at
                        : origin == ZLIB_FILEFUNC_SEEK_END ? file.bytes.size()
                                                           : 0;
  if (offset > file.bytes.size() || base + offset > file.bytes.size()) return -1;
  file.at = base + offset;
  return 0;
}
int close_memory_file(voidpf, voidpf) { return 0; }
int error_of_memory_file(voidpf, voidpf) { return 0; }

class EntryStream final : public ByteStream {
 public:
  EntryStream(unzFile zip, const ZipArchive::Entry& entry) : zip_(zip), entry_(entry) {}
  [[nodiscard]] std::uint64_t size() const noexcept override { return entry_.unpacked; }

 private:
  std::size_t read_some(std::span<char> room) override {
    const auto most = static_cast<unsigned>(std::min<std::size_t>(room.size(), 1u << 20));
    const int got = unzReadCurrentFile(zip_, room.data(), most);
    if (got < 0) {
      problem_ = fmt::format("\"{}\" in the zip is damaged after {} bytes", text::shown(entry_.name), position());
      return 0;
    }
    const auto n = static_cast<std::size_t>(got);
    if (n == 0 && unzCloseCurrentFile(zip_) == UNZ_CRCERROR)
      problem_ =
          fmt::format("\"{}\" in the zip fails its checksum: what was read may be wrong", text::shown(entry_.name));
    return n;
  }
  void start_again() override {
    unzCloseCurrentFile(zip_);
    if (unzOpenCurrentFile(zip_) != UNZ_OK) problem_ = "the zip cannot be read again";
  }
  unzFile zip_;
  ZipArchive::Entry entry_;
};

}  // namespace

struct ZipArchive::Impl {
  MemoryFile memory;
  unzFile zip = nullptr;
  std::uint64_t size = 0;  ///< of the archive itself
  std::vector<unz64_file_pos> places;
  ~Impl() {
    if (zip != nullptr) unzClose(zip);
  }
};

ZipArchive::ZipArchive(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ZipArchive::~ZipArchive() = default;

Result<std::unique_ptr<ZipArchive>, Error> ZipArchive::open(const std::filesystem::path& path) {
  auto impl = std::make_unique<Impl>();
  impl->zip = unzOpen64(path.c_str());
  std::error_code error;
  impl->size = std::filesystem::file_size(path, error);
  if (error) impl->size = 0;
  std::unique_ptr<ZipArchive> archive(new ZipArchive(std::move(impl)));
  if (auto listed = archive->list(); !listed) return fail(std::move(listed.error()));
  return archive;
}

Result<std::unique_ptr<ZipArchive>, Error> ZipArchive::open(std::string_view bytes) {
  auto impl = std::make_unique<Impl>();
  impl->memory.bytes = bytes;
  impl->size = bytes.size();
  zlib_filefunc64_def functions{.zopen64_file = open_memory_file,
                                .zread_file = read_memory_file,
                                .zwrite_file = write_memory_file,
                                .ztell64_file = tell_memory_file,
                                .zseek64_file = seek_memory_file,
                                .zclose_file = close_memory_file,
                                .zerror_file = error_of_memory_file,
                                .opaque = &impl->memory};
  impl->zip = unzOpen2_64("", &functions);
  std::unique_ptr<ZipArchive> archive(new ZipArchive(std::move(impl)));
  if (auto listed = archive->list(); !listed) return fail(std::move(listed.error()));
  return archive;
}

Result<void, Error> ZipArchive::list() {
  if (impl_->zip == nullptr)
    return fail(Error{"the zip has no directory at its end: it was cut short, or it is no zip"});
  std::uint64_t total = 0;
  std::size_t count = 0;
  for (int at = unzGoToFirstFile(impl_->zip); at == UNZ_OK; at = unzGoToNextFile(impl_->zip)) {
    std::array<char, 1024> name{};
    unz_file_info64 info{};
    if (unzGetCurrentFileInfo64(impl_->zip, &info, name.data(), name.size() - 1, nullptr, 0, nullptr, 0) != UNZ_OK)
      break;
    if (++count > kMostEntries)
      return fail(Error{fmt::format("the zip holds more than {} files: refused", kMostEntries)});
    const std::string_view path(name.data());
    total += info.uncompressed_size;
    if (info.uncompressed_size > kMostRatio * std::max<ZPOS64_T>(info.compressed_size, 1)) {
      return fail(Error{fmt::format(
          "\"{}\" in the zip says it unpacks from {} to {} bytes, more than {} times: refused as a zip bomb",
          text::shown(path), info.compressed_size, info.uncompressed_size, kMostRatio)});
    }
    if (info.uncompressed_size > kMostUnpacked || total > kMostUnpacked) {
      return fail(Error{
          fmt::format("the zip says it unpacks to more than {} GiB: refused as a zip bomb", kMostUnpacked >> 30)});
    }
    if (path.ends_with('/') || path.starts_with("__MACOSX/")) continue;
    unz64_file_pos place{};
    if (unzGetFilePos64(impl_->zip, &place) != UNZ_OK) break;
    entries_.push_back({.name = std::string(path), .packed = info.compressed_size, .unpacked = info.uncompressed_size});
    impl_->places.push_back(place);
  }
  // Entries may share their bytes, so each alone proves nothing.
  if (total > kMostRatio * std::max<std::uint64_t>(impl_->size, 1)) {
    return fail(Error{
        fmt::format("the zip says it unpacks to more than {} times its size: refused as a zip bomb", kMostRatio)});
  }
  return {};
}

Result<std::unique_ptr<ByteStream>, Error> ZipArchive::open_entry(std::size_t index) {
  const Entry& entry = entries_.at(index);
  if (unzGoToFilePos64(impl_->zip, &impl_->places.at(index)) != UNZ_OK || unzOpenCurrentFile(impl_->zip) != UNZ_OK) {
    return fail(Error{fmt::format("\"{}\" in the zip cannot be unpacked: damaged, or packed in a way that is not known",
                                  text::shown(entry.name))});
  }
  return std::make_unique<EntryStream>(impl_->zip, entry);
}

}  // namespace tonus::exchange
