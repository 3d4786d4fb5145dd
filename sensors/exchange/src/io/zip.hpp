#pragma once
// What lies in a zip, entry by entry. An archive that would unpack to far more than anybody exports is refused before a
// byte of it is unpacked. (No entry gives more bytes than the directory says, whatever lies in it.)

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>

#include "io/byte_stream.hpp"

namespace tonus::exchange {

inline constexpr std::uint64_t kMostUnpacked = std::uint64_t{16} << 30;
inline constexpr std::uint64_t kMostRatio = 1000;

class ZipArchive {
 public:
  struct Entry {
    std::string name;
    std::uint64_t packed = 0, unpacked = 0;
  };

  [[nodiscard]] static Result<std::unique_ptr<ZipArchive>, Error> open(const std::filesystem::path& path);
  /// Borrows the bytes.
  [[nodiscard]] static Result<std::unique_ptr<ZipArchive>, Error> open(std::string_view bytes);
  ~ZipArchive();

  /// Files, without folders and without what macOS adds beside them.
  [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }
  /// The archive must outlive it.
  [[nodiscard]] Result<std::unique_ptr<ByteStream>, Error> open_entry(std::size_t index);

 private:
  struct Impl;
  explicit ZipArchive(std::unique_ptr<Impl> impl);
  [[nodiscard]] static Result<std::unique_ptr<ZipArchive>, Error> listed(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
  std::vector<Entry> entries_;
};

}  // namespace tonus::exchange
