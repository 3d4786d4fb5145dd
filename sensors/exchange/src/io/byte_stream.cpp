#include "io/byte_stream.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace tonus::exchange {
namespace {

class FileStream final : public ByteStream {
 public:
  FileStream(int file, std::uint64_t size) noexcept : file_(file), size_(size) {}
  ~FileStream() override { ::close(file_); }
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;
  [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }

 private:
  std::size_t read_some(std::span<char> room) override {
    for (;;) {
      const ssize_t got = ::read(file_, room.data(), room.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno == EINTR) continue;
      problem_ = fmt::format("offset {}: {}", position(), std::strerror(errno));
      return 0;
    }
  }
  void start_again() override {
    if (::lseek(file_, 0, SEEK_SET) != 0) problem_ = std::strerror(errno);
  }
  int file_;
  std::uint64_t size_;
};

class MemoryStream final : public ByteStream {
 public:
  explicit MemoryStream(std::string_view bytes) noexcept : all_(bytes), rest_(bytes) {}
  [[nodiscard]] std::uint64_t size() const noexcept override { return all_.size(); }

 private:
  std::size_t read_some(std::span<char> room) override {
    const std::size_t n = std::min(room.size(), rest_.size());
    std::copy_n(rest_.data(), n, room.data());
    rest_.remove_prefix(n);
    return n;
  }
  void start_again() override { rest_ = all_; }
  std::string_view all_, rest_;
};

}  // namespace

std::size_t ByteStream::read(std::span<char> room) {
  if (room.empty()) return 0;
  const std::size_t got = read_some(room);
  position_ += got;
  if (!progress_ || size() == 0) return got;
  if (progress_(std::min(1.0, static_cast<double>(position_) / static_cast<double>(size())))) return got;
  problem_ = fmt::format("offset {}: reading was stopped here", position_);
  return 0;
}

void ByteStream::rewind() {
  position_ = 0;
  problem_.clear();
  start_again();
}

Result<std::unique_ptr<ByteStream>, Error> open_file(const std::filesystem::path& path) {
  const auto complaint = [&](const char* what) { return fail(Error{path.string() + ": " + what}); };
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return complaint(std::strerror(errno));
  struct stat status {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    const bool is_folder = S_ISDIR(status.st_mode);
    ::close(file);
    return complaint(is_folder ? "is a folder, expected a file" : "is not a regular file");
  }
  return std::make_unique<FileStream>(file, static_cast<std::uint64_t>(status.st_size));
}

std::unique_ptr<ByteStream> open_memory(std::string_view bytes) { return std::make_unique<MemoryStream>(bytes); }

StreamBuffer::int_type StreamBuffer::underflow() {
  const std::size_t got = stream_.read(buffer_);
  setg(buffer_.data(), buffer_.data(), buffer_.data() + got);
  return got == 0 ? traits_type::eof() : traits_type::to_int_type(buffer_.front());
}

Result<Bytes, Error> read_all(ByteStream& stream, std::uint64_t most) {
  const auto too_large = [&](std::uint64_t size) {
    return fail(Error{fmt::format("{} bytes, at most {} can be read", size, most)});
  };
  if (stream.size() > most) return too_large(stream.size());
  // One byte more than it says, so that its end shows without a second read of a whole piece.
  std::size_t room = static_cast<std::size_t>(stream.size()) + 1;
  Bytes bytes{.data = std::make_unique_for_overwrite<char[]>(room)};
  while (const std::size_t got = stream.read({bytes.data.get() + bytes.size, room - bytes.size})) {
    bytes.size += got;
    if (bytes.size > most) return too_large(bytes.size);
    if (bytes.size < room) continue;
    auto wider = std::make_unique_for_overwrite<char[]>(2 * room);
    std::copy_n(bytes.data.get(), bytes.size, wider.get());
    bytes.data = std::move(wider);
    room *= 2;
  }
  return bytes;
}

}  // namespace tonus::exchange
