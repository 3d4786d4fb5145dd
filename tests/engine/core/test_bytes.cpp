#include <engine/core/bytes.hpp>

#include <array>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

namespace {

using namespace tonus;

enum class Colour : std::uint8_t { Red = 1, Blue = 7 };

TEST(Bytes, WhatIsPutComesBackFieldByField) {
  std::array<std::byte, 64> memory{};
  ByteWriter writer(memory);
  writer.put(std::uint8_t{200});
  writer.put(std::int32_t{-5});
  writer.put(3.25);
  writer.put(Colour::Blue);
  writer.put_text("Grüße");
  writer.put(std::numeric_limits<std::int64_t>::min());
  ASSERT_FALSE(writer.has_overflowed());

  ByteReader reader(writer.written());
  EXPECT_EQ(reader.get<std::uint8_t>(), 200);
  EXPECT_EQ(reader.get<std::int32_t>(), -5);
  EXPECT_EQ(reader.get<double>(), 3.25);
  EXPECT_EQ(reader.get<Colour>(), Colour::Blue);
  EXPECT_EQ(reader.get_text(), "Grüße");
  EXPECT_EQ(reader.get<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(reader.remaining(), 0u);
  EXPECT_FALSE(reader.has_failed());
}

TEST(Bytes, NumbersLieLittleEndian) {
  std::array<std::byte, 4> memory{};
  ByteWriter writer(memory);
  writer.put(std::uint32_t{0x01020304});
  EXPECT_EQ(memory[0], std::byte{4});
  EXPECT_EQ(memory[3], std::byte{1});
}

TEST(Bytes, AFieldThatDoesNotFitIsRememberedAndNothingIsWrittenBeyond) {
  std::array<std::byte, 8> memory{};
  memory.fill(std::byte{0xEE});
  ByteWriter writer(std::span<std::byte>{memory}.first(5));
  writer.put(std::uint32_t{0});
  writer.put(std::uint32_t{0});
  EXPECT_TRUE(writer.has_overflowed());
  EXPECT_EQ(writer.written().size(), 4u);
  for (std::size_t i = 4; i < 8; ++i) EXPECT_EQ(memory[i], std::byte{0xEE});
}

TEST(Bytes, EveryTruncationFailsAndStaysFailed) {
  std::array<std::byte, 32> memory{};
  ByteWriter writer(memory);
  writer.put(std::uint16_t{7});
  writer.put_text("four");
  writer.put(1.5);
  const auto whole = writer.written();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    ByteReader reader(whole.first(size));
    std::ignore = reader.get<std::uint16_t>();
    std::ignore = reader.get_text();
    std::ignore = reader.get<double>();
    EXPECT_TRUE(reader.has_failed()) << size;
    EXPECT_EQ(reader.remaining(), 0u);
    EXPECT_EQ(reader.get<std::uint8_t>(), 0) << "no value after a failure";
  }
}

TEST(Bytes, ATextLongerThanItsLengthFieldIsCutNotWrapped) {
  const std::string longer(70'000, 'x');
  std::vector<std::byte> memory(80'000);
  ByteWriter writer(memory);
  writer.put_text(longer);
  ByteReader reader(writer.written());
  EXPECT_EQ(reader.get_text().size(), 65'535u);
}

}  // namespace
