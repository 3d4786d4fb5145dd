#include <engine/core/file.hpp>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace tonus {
namespace {

Error trouble(const std::filesystem::path& path, const std::string& why) { return {path.string() + ": " + why}; }

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

Result<std::string, Error> read_file(const std::filesystem::path& path, std::uintmax_t max_bytes) {
  std::error_code problem;
  if (std::filesystem::is_directory(path, problem)) return fail(trouble(path, "is a folder, a file was expected"));
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return fail(trouble(path, "cannot be opened: " + std::generic_category().message(errno)));
  std::string bytes;
  std::size_t used = 0;
  while (true) {
    constexpr std::size_t kChunk = 1 << 16;
    bytes.resize(used + kChunk);
    const std::size_t got = std::fread(bytes.data() + used, 1, kChunk, file.get());
    used += got;
    if (used > max_bytes)
      return fail(trouble(path, "is larger than the " + std::to_string(max_bytes) + " bytes allowed"));
    if (got < kChunk) break;
  }
  if (std::ferror(file.get()) != 0)
    return fail(trouble(path, "cannot be read: " + std::generic_category().message(errno)));
  bytes.resize(used);
  return bytes;
}

}  // namespace tonus
