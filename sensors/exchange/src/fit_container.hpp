#pragma once
// The FIT container: headers, checksums, definitions and messages. Knows no message by name; fit_activity gives them
// meaning.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tonus::exchange::fit {

/// The checksum of header and file: CRC-16 with the reflected polynomial 0xA001, start 0.
[[nodiscard]] std::uint16_t crc(std::span<const std::byte> bytes, std::uint16_t start = 0) noexcept;

/// Little-endian unsigned from up to 8 bytes, or big-endian.
[[nodiscard]] std::uint64_t unsigned_from(std::span<const std::byte> bytes, bool is_big_endian) noexcept;

struct FieldDefinition {
  std::uint8_t number = 0, size = 0, base_type = 0;
};

struct Definition {
  std::uint16_t global = 0;
  bool is_big_endian = false;
  std::vector<FieldDefinition> fields;
  std::size_t size = 0;  ///< of a data message, developer fields included
};

/// One data message, borrowed from the file. Valid until the reader moves on.
struct Message {
  std::uint16_t global = 0;
  std::size_t offset = 0;                    ///< of its header byte
  std::optional<std::uint32_t> time_s = {};  ///< from field 253 or a compressed header
  const Definition* definition = nullptr;
  std::span<const std::byte> data;

  /// The first element of a numeric field; absent when the message has no such field or says "invalid".
  [[nodiscard]] std::optional<double> number(std::uint8_t field) const noexcept;
  /// All elements of a field, invalid ones left out.
  [[nodiscard]] std::vector<double> numbers(std::uint8_t field) const;
};

/// Walks the data messages of one FIT file between two offsets.
class MessageReader {
 public:
  /// `file` is the whole input, so that offsets in messages are those a person can look up.
  MessageReader(std::span<const std::byte> file, std::size_t begin, std::size_t end) noexcept
      : file_(file), position_(begin), end_(end) {}

  /// False at the end, or at damage that nothing can be read beyond; problem() tells which.
  [[nodiscard]] bool next(Message& message);
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }

 private:
  [[nodiscard]] bool read_definition(std::uint8_t header);
  [[nodiscard]] bool read_data(std::uint8_t header, Message& message);
  [[nodiscard]] bool stop(std::size_t offset, std::string what);
  [[nodiscard]] std::uint8_t byte_at(std::size_t offset) const noexcept;
  [[nodiscard]] std::size_t left() const noexcept { return end_ - position_; }

  std::span<const std::byte> file_;
  std::size_t position_;
  std::size_t end_;
  std::array<std::optional<Definition>, 16> definitions_;
  std::optional<std::uint32_t> time_s_;
  std::string problem_;
};

}  // namespace tonus::exchange::fit
