#include "io/zip.hpp"

#include <zip.h>

#include <algorithm>

#include <fmt/format.h>

#include "text/text.hpp"

namespace tonus::exchange {
namespace {

constexpr zip_int64_t kMostEntries = 200'000;

struct Closer {
  void operator()(zip_t* zip) const { zip_discard(zip); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Handle = std::unique_ptr<zip_t, Closer>;
using FileHandle = std::unique_ptr<zip_file_t, Closer>;

class EntryStream final : public ByteStream {
 public:
  EntryStream(zip_t* zip, zip_uint64_t index, const ZipArchive::Entry& entry)
      : zip_(zip), index_(index), entry_(entry), file_(zip_fopen_index(zip, index, 0)) {}
  [[nodiscard]] std::uint64_t size() const noexcept override { return entry_.unpacked; }
  [[nodiscard]] bool is_open() const noexcept { return file_ != nullptr; }

 private:
  std::size_t read_some(std::span<char> room) override {
    if (file_ == nullptr) return 0;
    // Never more than the directory says, whatever lies there.
    const std::uint64_t left = entry_.unpacked - std::min(position(), entry_.unpacked);
    const std::size_t most = std::min<std::uint64_t>(room.size(), left);
    // At the end one more byte is asked for, because only then the checksum is looked at.
    char end = 0;
    const zip_int64_t got = zip_fread(file_.get(), most > 0 ? room.data() : &end, most > 0 ? most : 1);
    if (got >= 0) return most > 0 ? static_cast<std::size_t>(got) : 0;
    const bool is_checksum = zip_error_code_zip(zip_file_get_error(file_.get())) == ZIP_ER_CRC;
    problem_ =
        is_checksum
            ? fmt::format("\"{}\" in the zip fails its checksum: what was read may be wrong", text::shown(entry_.name))
            : fmt::format("\"{}\" in the zip is damaged after {} bytes", text::shown(entry_.name), position());
    return 0;
  }
  void start_again() override {
    file_.reset(zip_fopen_index(zip_, index_, 0));
    if (file_ == nullptr) problem_ = "the zip cannot be read again";
  }
  zip_t* zip_;
  zip_uint64_t index_;
  ZipArchive::Entry entry_;
  FileHandle file_;
};

}  // namespace

struct ZipArchive::Impl {
  Handle zip;
  std::uint64_t size = 0;  ///< of the archive itself
  std::vector<zip_uint64_t> places;
};

ZipArchive::ZipArchive(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ZipArchive::~ZipArchive() = default;

Result<std::unique_ptr<ZipArchive>, Error> ZipArchive::open(const std::filesystem::path& path) {
  auto impl = std::make_unique<Impl>();
  impl->zip.reset(zip_open(path.c_str(), ZIP_RDONLY, nullptr));
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  impl->size = error ? 0 : size;
  return listed(std::move(impl));
}

Result<std::unique_ptr<ZipArchive>, Error> ZipArchive::open(std::string_view bytes) {
  auto impl = std::make_unique<Impl>();
  impl->size = bytes.size();
  if (zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), /*freep=*/0, nullptr)) {
    impl->zip.reset(zip_open_from_source(source, ZIP_RDONLY, nullptr));
    if (impl->zip == nullptr) zip_source_free(source);
  }
  return listed(std::move(impl));
}

Result<std::unique_ptr<ZipArchive>, Error> ZipArchive::listed(std::unique_ptr<Impl> impl) {
  zip_t* const zip = impl->zip.get();
  if (zip == nullptr) return fail(Error{"the zip has no directory at its end: it was cut short, or it is no zip"});
  const zip_int64_t count = zip_get_num_entries(zip, 0);
  if (count > kMostEntries)
    return fail(Error{fmt::format("the zip holds {} files, more than {}: refused", count, kMostEntries)});
  std::unique_ptr<ZipArchive> archive(new ZipArchive(std::move(impl)));
  std::uint64_t total = 0;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(std::max<zip_int64_t>(count, 0)); ++i) {
    zip_stat_t info{};
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if (zip_stat_index(zip, i, 0, &info) != 0 || (info.valid & kNeeded) != kNeeded) continue;
    const std::string_view path(info.name);
    if (info.size > kMostRatio * std::max<zip_uint64_t>(info.comp_size, 1)) {
      return fail(Error{fmt::format(
          "\"{}\" in the zip says it unpacks from {} to {} bytes, more than {} times: refused as a zip bomb",
          text::shown(path), info.comp_size, info.size, kMostRatio)});
    }
    if (info.size > kMostUnpacked || (total += info.size) > kMostUnpacked) {
      return fail(Error{
          fmt::format("the zip says it unpacks to more than {} GiB: refused as a zip bomb", kMostUnpacked >> 30)});
    }
    if (path.ends_with('/') || path.starts_with("__MACOSX/")) continue;
    archive->entries_.push_back({.name = std::string(path), .packed = info.comp_size, .unpacked = info.size});
    archive->impl_->places.push_back(i);
  }
  // Entries may share their bytes, so each alone proves nothing.
  if (total > kMostRatio * std::max<std::uint64_t>(archive->impl_->size, 1)) {
    return fail(Error{
        fmt::format("the zip says it unpacks to more than {} times its size: refused as a zip bomb", kMostRatio)});
  }
  return archive;
}

Result<std::unique_ptr<ByteStream>, Error> ZipArchive::open_entry(std::size_t index) {
  const Entry& entry = entries_.at(index);
  auto stream = std::make_unique<EntryStream>(impl_->zip.get(), impl_->places.at(index), entry);
  if (stream->is_open()) return stream;
  return fail(Error{fmt::format("\"{}\" in the zip cannot be unpacked: {}", text::shown(entry.name),
                                zip_error_strerror(zip_get_error(impl_->zip.get())))});
}

}  // namespace tonus::exchange
