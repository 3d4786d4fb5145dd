#include <scenarios/journal/write_file.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace tonus::journal {
namespace {

Error system_error(const std::filesystem::path& path, int code) {
  return {fmt::format("{}: {}", path.string(), std::generic_category().message(code))};
}

/// Closes what it holds; a descriptor that was closed by hand is released first.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

/// 0, or errno.
int write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno != EINTR) return errno;
    if (n > 0) text.remove_prefix(static_cast<std::size_t>(n));
  }
  return ::fsync(fd) == 0 ? 0 : errno;
}

Result<void, Error> make_folder(const std::filesystem::path& folder, Privacy privacy) {
  if (folder.empty()) return {};
  std::error_code error;
  if (std::filesystem::is_directory(folder, error)) return {};
  if (auto parent = make_folder(folder.parent_path(), privacy); !parent) return parent;
  if (::mkdir(folder.c_str(), privacy == Privacy::Private ? 0700 : 0777) != 0 && errno != EEXIST) {
    return fail(system_error(folder, errno));
  }
  return {};
}

}  // namespace

Result<void, Error> write_file(const std::filesystem::path& path, std::string_view text, Privacy privacy) {
  if (auto made = make_folder(path.parent_path(), privacy); !made) return made;
  // One name a process: two programs that save at once each rename a whole file.
  const std::filesystem::path beside = fmt::format("{}.{}.tmp", path.string(), ::getpid());
  Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                         privacy == Privacy::Private ? 0600 : 0666));
  if (file.get() < 0) return fail(system_error(path, errno));
  int error = write_all(file.get(), text);
  if (::close(file.release()) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(beside.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(beside.c_str());
    return fail(system_error(path, error));
  }
  return {};
}

}  // namespace tonus::journal
