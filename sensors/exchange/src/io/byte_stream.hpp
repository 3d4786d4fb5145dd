#pragma once
// Bytes as they come: from a file, from memory, or from within a zip. Importers of long files read through this, a
// piece at a time.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>

namespace tonus::exchange {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// Fills at most `room` and says how much; 0 at the end, or where no more can be read: then problem() says why.
  [[nodiscard]] std::size_t read(std::span<char> room);
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
  /// Back to the beginning.
  void rewind();
  /// How many bytes there are, as far as is known beforehand.
  [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;
  [[nodiscard]] std::uint64_t position() const noexcept { return position_; }
  /// Told the share done, 0 to 1, after each piece; where it returns false, nothing more is read.
  void report_to(std::function<bool(double)> progress) { progress_ = std::move(progress); }

 protected:
  [[nodiscard]] virtual std::size_t read_some(std::span<char> room) = 0;
  /// Sets problem_ where that fails.
  virtual void start_again() = 0;
  std::string problem_;

 private:
  std::uint64_t position_ = 0;
  std::function<bool(double)> progress_;
};

[[nodiscard]] Result<std::unique_ptr<ByteStream>, Error> open_file(const std::filesystem::path& path);
/// Borrows the bytes.
[[nodiscard]] std::unique_ptr<ByteStream> open_memory(std::string_view bytes);

/// The same bytes for a reader that wants an istream.
class StreamBuffer final : public std::streambuf {
 public:
  explicit StreamBuffer(ByteStream& stream) : stream_(stream), buffer_(kPiece) {}

 private:
  static constexpr std::size_t kPiece = 16 * 1024;
  int_type underflow() override;
  ByteStream& stream_;
  std::vector<char> buffer_;
};

/// Bytes of a whole file. Not a std::string, which would write every byte twice.
struct Bytes {
  std::unique_ptr<char[]> data;
  std::size_t size = 0;
  [[nodiscard]] std::string_view view() const noexcept { return {data.get(), size}; }
};
/// All that is left of a stream; the Error when it says, or turns out, to be larger than `most` bytes.
[[nodiscard]] Result<Bytes, Error> read_all(ByteStream& stream, std::uint64_t most);

}  // namespace tonus::exchange
