#pragma once
// Writes zip archives for tests and fuzzing seeds, with every freedom to lie in them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tonus::made {

/// CRC-32 as its definition has it, bit by bit.
inline std::uint32_t crc32_bit_by_bit(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int i = 0; i < 8; ++i) crc = (crc & 1u) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
  }
  return ~crc;
}

class ZipMaker {
 public:
  /// `unpacked` is what the directory says instead of the truth.
  ZipMaker& add(std::string_view name, std::string_view content, std::optional<std::uint32_t> unpacked = {}) {
    const std::string common = fields(name, content, unpacked);
    const auto offset = static_cast<std::uint32_t>(bytes_.size());
    bytes_ += "PK\x03\x04" + common + std::string(name);
    bytes_ += deflated(content);
    return list(name, common, offset);
  }
  /// Another entry for the bytes of the first.
  ZipMaker& add_again(std::string_view name, std::string_view content, std::optional<std::uint32_t> unpacked = {}) {
    return list(name, fields(name, content, unpacked), 0);
  }
  [[nodiscard]] std::string file() const {
    std::string out = bytes_ + directory_;
    out += "PK\x05\x06";
    put(out, 0, 2), put(out, 0, 2), put(out, count_, 2), put(out, count_, 2);
    put(out, static_cast<std::uint32_t>(directory_.size()), 4), put(out, static_cast<std::uint32_t>(bytes_.size()), 4);
    put(out, 0, 2);
    return out;
  }

 private:
  static void put(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> 8 * i & 0xFFu));
  }
  /// Deflate without compression: blocks as they stand.
  static std::string deflated(std::string_view content) {
    std::string out;
    do {
      const std::string_view block = content.substr(0, 60'000);
      content.remove_prefix(block.size());
      out.push_back(content.empty() ? '\1' : '\0');
      put(out, static_cast<std::uint32_t>(block.size()), 2);
      put(out, ~static_cast<std::uint32_t>(block.size()) & 0xFFFFu, 2);
      out += block;
    } while (!content.empty());
    return out;
  }
  /// From the version needed to the length of the extra field.
  static std::string fields(std::string_view name, std::string_view content, std::optional<std::uint32_t> unpacked) {
    std::string out;
    put(out, 20, 2), put(out, 0, 2), put(out, 8, 2), put(out, 0, 4);
    put(out, unpacked ? 0 : crc32_bit_by_bit(content), 4);  // where one thing is a lie, the rest may be
    put(out, static_cast<std::uint32_t>(deflated(content).size()), 4);
    put(out, unpacked.value_or(static_cast<std::uint32_t>(content.size())), 4);
    put(out, static_cast<std::uint32_t>(name.size()), 2), put(out, 0, 2);
    return out;
  }
  ZipMaker& list(std::string_view name, const std::string& common, std::uint32_t offset) {
    directory_ += "PK\x01\x02";
    put(directory_, 20, 2);
    directory_ += common;
    put(directory_, 0, 2), put(directory_, 0, 2), put(directory_, 0, 2), put(directory_, 0, 4);
    put(directory_, offset, 4);
    directory_ += name;
    ++count_;
    return *this;
  }

  std::string bytes_, directory_;
  std::uint32_t count_ = 0;
};

}  // namespace tonus::made
